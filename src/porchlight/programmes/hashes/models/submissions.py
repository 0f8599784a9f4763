"""Hash sets that officers sent, and what the comparison found."""

from django.db import models

from porchlight.programmes.hashes.rules.compare import Outcome
from porchlight.programmes.hashes.rules.states import Progress


class Submission(models.Model):
    """One hash set of one case of an agency."""

    OWNER = "analyst"
    KEEP = "P10Y"
    CATALOGUE = {
        "id": "operational",
        "agency": "operational",
        "reference": "sealed",
        "file_name": "operational",
        "form": "operational",
        "total": "operational",
        "left_out": "operational",
        "done": "operational",
        "progress": "operational",
        "problem": "operational",
        "submitted_at": "operational",
        "submitted_by": "operational",
        "compared_at": "operational",
        "emptied_at": "operational",
    }

    agency = models.ForeignKey("directory.Agency", models.PROTECT, related_name="+")
    reference = models.CharField(max_length=80)
    file_name = models.CharField(max_length=120)
    form = models.CharField(max_length=4)
    total = models.PositiveIntegerField()
    left_out = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    progress = models.CharField(max_length=10, default=Progress.WAITING)
    problem = models.CharField(max_length=200, blank=True)
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    compared_at = models.DateTimeField(null=True)
    # After a year the single hashes go; the counts stay for the figures of restitution.
    emptied_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["agency", "-submitted_at"], name="hashes_submission_own")]

    def __str__(self) -> str:
        return self.reference


class SubmissionItem(models.Model):
    """One file of a set: its digests and what it was recognised as."""

    OWNER = "analyst"
    KEEP = "P1Y"
    HISTORY = False
    CATALOGUE = {
        "id": "operational",
        "submission": "operational",
        "number": "operational",
        "name": "operational",
        "media": "operational",
        "category": "operational",
        "hashes": "operational",
        "outcome": "operational",
        "classification": "operational",
        "series": "sealed",
        "bits": "operational",
    }

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="items")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=120, blank=True)
    media = models.CharField(max_length=5)
    category = models.PositiveSmallIntegerField(null=True)
    # Kind → hexadecimal.
    hashes = models.JSONField()
    outcome = models.CharField(max_length=12, default=Outcome.WAITING)
    classification = models.CharField(max_length=2, blank=True)
    series = models.ForeignKey("hashes.Series", models.PROTECT, null=True, related_name="+")
    # How many of 256 bits differ; 0 for equal digests.
    bits = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "number"], name="hashes_submissionitem_once"
            )
        ]
        indexes = [
            models.Index(fields=["submission", "outcome"], name="hashes_item_outcome"),
            models.Index(
                fields=["series"],
                condition=models.Q(series__isnull=False),
                name="hashes_item_series",
            ),
        ]


class Finding(models.Model):
    """How many files of a series a submission held: kept when the single hashes are gone."""

    OWNER = "analyst"
    KEEP = "P10Y"
    CATALOGUE = {
        "id": "operational",
        "submission": "operational",
        "series": "sealed",
        "images": "operational",
        "videos": "operational",
        "found_at": "operational",
    }

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="findings")
    series = models.ForeignKey("hashes.Series", models.PROTECT, related_name="findings")
    images = models.PositiveIntegerField()
    videos = models.PositiveIntegerField()
    found_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "series"], name="hashes_finding_once")
        ]
