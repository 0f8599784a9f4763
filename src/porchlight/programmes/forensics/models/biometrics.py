"""What is on file of a missing child, a relative, or an unidentified person: teeth, prints, DNA."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q

from porchlight.house.audit.pairs import signed
from porchlight.programmes.forensics.models.persons import UnidentifiedPerson, by_account
from porchlight.programmes.forensics.rules.dental import Chart, from_codes
from porchlight.programmes.forensics.rules.family import SAMPLES
from porchlight.programmes.forensics.rules.profiles import Profile, parse_profile


def of_one(table: str, *names: str) -> CheckConstraint:
    """Exactly one of the columns names whose it is."""
    whose = Q()
    for name in names:
        others = {f"{other}__isnull": True for other in names if other != name}
        whose |= Q(**{f"{name}__isnull": False}, **others)
    return CheckConstraint(condition=whose, name=f"{table}_of_one")


class DentalChart(models.Model):
    """A chart of a missing child or of an unidentified person, tooth by tooth."""

    OWNER = "analyst"
    KEEP = "forever"
    CATALOGUE: ClassVar[dict[str, str]] = {
        "id": "operational",
        "child": "operational",
        "person": "operational",
        "charted_on": "personal",
        "teeth": "sealed",
        "words": "sealed",
        "kept_at": "operational",
        "kept_by": "operational",
    }

    child = models.ForeignKey("cases.Child", models.CASCADE, null=True, related_name="+")
    person = models.ForeignKey(UnidentifiedPerson, models.CASCADE, null=True, related_name="charts")
    charted_on = models.CharField(max_length=10, blank=True)
    teeth = models.JSONField()
    words = models.TextField(blank=True)
    kept_at = models.DateTimeField()
    kept_by = by_account()

    class Meta:
        constraints = [of_one("forensics_dentalchart", "child", "person")]

    def chart(self) -> Chart:
        """Return the plain form."""
        return from_codes(self.teeth)


class PrintClass(models.Model):
    """An NCIC fingerprint classification and who holds the prints."""

    OWNER = "analyst"
    KEEP = "forever"
    CATALOGUE: ClassVar[dict[str, str]] = {
        "id": "operational",
        "child": "operational",
        "person": "operational",
        "fpc": "sealed",
        "holder": "operational",
        "kept_at": "operational",
        "kept_by": "operational",
    }

    child = models.ForeignKey("cases.Child", models.CASCADE, null=True, related_name="+")
    person = models.ForeignKey(UnidentifiedPerson, models.CASCADE, null=True, related_name="prints")
    fpc = models.CharField(max_length=20)
    holder = models.CharField(max_length=120, blank=True)
    kept_at = models.DateTimeField()
    kept_by = by_account()

    class Meta:
        constraints = [of_one("forensics_printclass", "child", "person")]


class Relative(models.Model):
    """Somebody of a missing child's family tree: relation, and whether a sample can be had."""

    OWNER = "analyst"
    KEEP = "P75Y"
    CATALOGUE: ClassVar[dict[str, str]] = {
        "id": "operational",
        "child": "operational",
        "relation": "personal",
        "name": "personal",
        "sample": "operational",
        "sample_at": "operational",
        "sample_by": "operational",
        "added_at": "operational",
        "added_by": "operational",
    }

    child = models.ForeignKey("cases.Child", models.CASCADE, related_name="+")
    relation = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    # Not asked, asked, kit sent, sample taken, cannot or will not.
    sample = models.CharField(max_length=10, default="open")
    sample_at = models.DateTimeField(null=True)
    sample_by = by_account()
    added_at = models.DateTimeField()
    added_by = by_account()

    class Meta:
        constraints = [
            signed("sample", table="forensics_relative"),
            CheckConstraint(
                condition=Q(sample__in=sorted(SAMPLES)), name="forensics_relative_sample_known"
            ),
        ]


class DnaProfile(models.Model):
    """What a laboratory found of a child, a relative or an unidentified person."""

    OWNER = "analyst"
    KEEP = "forever"
    CATALOGUE: ClassVar[dict[str, str]] = {
        "id": "operational",
        "child": "operational",
        "person": "operational",
        "relative": "operational",
        "loci": "sealed",
        "mitochondrial": "sealed",
        "degraded": "operational",
        "laboratory": "operational",
        "kept_at": "operational",
        "kept_by": "operational",
    }

    child = models.ForeignKey("cases.Child", models.CASCADE, null=True, related_name="+")
    person = models.ForeignKey(
        UnidentifiedPerson, models.CASCADE, null=True, related_name="profiles"
    )
    relative = models.ForeignKey(Relative, models.CASCADE, null=True, related_name="profiles")
    loci = models.TextField()
    mitochondrial = models.TextField(blank=True)
    # From bone or old tissue, where an allele may not have been seen.
    degraded = models.BooleanField(default=False)
    laboratory = models.CharField(max_length=120)
    kept_at = models.DateTimeField()
    kept_by = by_account()

    class Meta:
        constraints = [of_one("forensics_dnaprofile", "child", "person", "relative")]

    def profile(self) -> Profile:
        """Return the plain form."""
        return parse_profile(self.loci)
