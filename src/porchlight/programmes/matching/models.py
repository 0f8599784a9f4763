"""The index of persons and vehicles: who can be found by which key."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from porchlight.core.dates import PartialDate
from porchlight.programmes.matching.rules.description import Description


class IndexedPerson(models.Model):
    """One person or vehicle of one record. Rebuilt whenever its record changes."""

    OWNER = "analyst"
    KEEP = "P7Y"
    # Made anew from its record each time; the record's own history is enough.
    HISTORY = False
    CATALOGUE = {
        "id": "operational",
        "source": "operational",
        "case_id": "operational",
        "number": "operational",
        "role": "operational",
        "title": "personal",
        "names": "personal",
        "born": "personal",
        "sex": "personal",
        "phones": "personal",
        "plates": "personal",
        "vins": "personal",
        "county": "personal",
        "state": "personal",
        "open": "operational",
        "keys": "personal",
    }

    source = models.CharField(max_length=40)
    case_id = models.BigIntegerField(null=True)
    number = models.CharField(max_length=40, blank=True)
    role = models.CharField(max_length=20)
    title = models.CharField(max_length=200, blank=True)
    names = ArrayField(models.CharField(max_length=200))
    born = models.CharField(max_length=10, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    phones = ArrayField(models.CharField(max_length=20), default=list)
    plates = ArrayField(models.CharField(max_length=20), default=list)
    vins = ArrayField(models.CharField(max_length=20), default=list)
    county = models.CharField(max_length=5, blank=True)
    state = models.CharField(max_length=2, blank=True)
    open = models.BooleanField(default=True)
    keys = ArrayField(models.IntegerField())

    class Meta:
        indexes = [
            # Without a list of changes to come in later: every look finds what was just written.
            GinIndex(fields=["keys"], name="matching_person_key", fastupdate=False),
            models.Index(fields=["source"], name="matching_person_source"),
        ]

    def described(self) -> Description:
        """The plain form that rules compare."""
        return Description(
            names=tuple(self.names),
            born=PartialDate.of(self.born) if self.born else None,
            sex=self.sex,
            phones=frozenset(self.phones),
            plates=frozenset(self.plates),
            vins=frozenset(self.vins),
            county=self.county,
            state=self.state,
        )
