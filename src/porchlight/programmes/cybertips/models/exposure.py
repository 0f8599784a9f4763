"""The exposure ledger: who looked at which file, why, how long; what nobody had to see."""

from django.db import models
from django.db.models import CheckConstraint, Q

LABELS = ("A1", "A2", "B1", "B2", "other", "none")


class Look(models.Model):
    """One look at one file, grey and blurred."""

    OWNER = "supervisor"
    KEEP = "P7Y"
    CATALOGUE = {
        "id": "operational",
        "report_id": "operational",
        "file_id": "operational",
        "sha256": "operational",
        "why": "operational",
        "words": "sealed",
        "opened_at": "operational",
        "opened_by": "operational",
        "closed_at": "operational",
    }

    report_id = models.BigIntegerField()
    file_id = models.CharField(max_length=32)
    sha256 = models.CharField(max_length=64)
    why = models.CharField(max_length=16)
    words = models.CharField(max_length=200, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["opened_by", "-opened_at"], name="cybertips_look_person")]


class FileLabel(models.Model):
    """What a file is, said once by a person who looked: nobody has to see it again."""

    OWNER = "supervisor"
    KEEP = "P75Y"
    CATALOGUE = {
        "sha256": "operational",
        "label": "operational",
        "labelled_at": "operational",
        "labelled_by": "operational",
    }

    sha256 = models.CharField(max_length=64, primary_key=True)
    label = models.CharField(max_length=5)
    labelled_at = models.DateTimeField()
    labelled_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(label__in=LABELS), name="cybertips_filelabel_label")
        ]


class Avoided(models.Model):
    """A file that came and was known by its hash: a look that nobody needed."""

    OWNER = "supervisor"
    KEEP = "P7Y"
    HISTORY = False
    CATALOGUE = {
        "file_id": "operational",
        "report_id": "operational",
        "known_as": "operational",
        "known_by": "operational",
        "found_at": "operational",
    }

    file_id = models.CharField(max_length=32, primary_key=True)
    report_id = models.BigIntegerField(db_index=True)
    known_as = models.CharField(max_length=5, blank=True)
    # Our own label, or the list it stands on.
    known_by = models.CharField(max_length=40)
    found_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["found_at"], name="cybertips_avoided_when")]
