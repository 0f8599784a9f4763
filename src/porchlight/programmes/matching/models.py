"""The index of persons and vehicles: who can be found by which key."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from porchlight.core.dates import PartialDate
from porchlight.house.audit.pairs import signed, two_persons
from porchlight.programmes.matching.rules.decisions import OUTCOMES, STATES
from porchlight.programmes.matching.rules.description import Description

DECISION = "matching_pairingdecision"


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


class Pairing(models.Model):
    """
    A missing child and an unidentified person who may be one: what speaks for and against, as of
    when it was last compared. It ranks and explains; it never identifies.
    """

    OWNER = "analyst"
    KEEP = "forever"
    CATALOGUE = {
        "id": "operational",
        "child": "operational",
        "person": "operational",
        "soft": "operational",
        "hard": "operational",
        "dna": "sealed",
        "factors": "personal",
        "state": "operational",
        "news": "operational",
        "compared_at": "operational",
        "rules": "operational",
    }

    child = models.ForeignKey("cases.Child", models.CASCADE, related_name="+")
    person = models.ForeignKey("forensics.UnidentifiedPerson", models.CASCADE, related_name="+")
    # Sums of log10 of likelihood ratios: soft traits, teeth and prints, DNA (empty: none compared).
    soft = models.FloatField()
    hard = models.FloatField(default=0)
    dna = models.FloatField(null=True)
    # Each trait: its name, log10, the sentence and what fills it, whether hard, whether flagged.
    factors = models.JSONField(default=list)
    # What the last decision says; "open" before the first.
    state = models.CharField(max_length=12, default="open")
    # Traits that came or changed since the last decision.
    news = models.JSONField(default=list)
    compared_at = models.DateTimeField()
    # The version of the rules that compared it.
    rules = models.CharField(max_length=10)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["child", "person"], name="matching_pairing_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=STATES),
                name="matching_pairing_state_known",
            ),
        ]
        indexes = [models.Index(fields=["person"], name="matching_pairing_person")]

    @property
    def hidden(self) -> bool:
        """Whether it is ruled out and nothing came since."""
        return self.state == "excluded" and not self.news


class PairingDecision(models.Model):
    """What somebody decided of a pairing, and why. Never changed: the last counts."""

    OWNER = "analyst"
    KEEP = "forever"
    CATALOGUE = {
        "id": "operational",
        "pairing": "operational",
        "outcome": "operational",
        "basis": "operational",
        "words": "personal",
        "factors": "personal",
        "decided_at": "operational",
        "decided_by": "operational",
        "confirmed_at": "operational",
        "confirmed_by": "operational",
    }

    pairing = models.ForeignKey(Pairing, models.CASCADE, related_name="decisions")
    outcome = models.CharField(max_length=10)
    basis = models.CharField(max_length=10, blank=True)
    words = models.TextField()
    # What was known then.
    factors = models.JSONField()
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    # Of an identification: the second person, who looked at the report as well.
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(
        "accounts.Account", models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            signed("confirmed", table=DECISION),
            two_persons("decided", "confirmed", table=DECISION),
            models.CheckConstraint(
                condition=models.Q(confirmed_at__isnull=True) | models.Q(outcome="identified"),
                name=f"{DECISION}_only_identities_are_confirmed",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__in=OUTCOMES),
                name=f"{DECISION}_outcome_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome__in=["excluded", "identified"]) | ~models.Q(basis=""),
                name=f"{DECISION}_rests_on_something",
            ),
        ]


class Searched(models.Model):
    """What a side said when it was last compared, as a digest: only what changed is searched."""

    OWNER = "analyst"
    KEEP = "P7Y"
    HISTORY = False
    CATALOGUE = {"key": "operational", "digest": "operational", "searched_at": "operational"}

    # Such as child:12 or person:40.
    key = models.CharField(primary_key=True, max_length=30)
    digest = models.CharField(max_length=64)
    searched_at = models.DateTimeField()
