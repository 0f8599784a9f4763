"""
Reports, the documents they came in, their files. Tables that grow with every report are cut by
month along the report's number (migrations/partitions.py), so they have no relations to each
other: a number is enough.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, Q

from porchlight.core.text import Say
from porchlight.house.audit.pairs import signed
from porchlight.programmes.cybertips.rules.states import NAMES, State

MODES = ("strict", "tolerant")
SOURCES = ("api", "json", "form", "public", "hotline")
LARGEST_FILE = 20 * 1024**3
MOST_FILES = 10_000


class Provider(models.Model):
    """How the documents of a provider are read, and how much it may send."""

    OWNER = "supervisor"
    KEEP = "forever"
    CATALOGUE = {
        "agency": "operational",
        "mode": "operational",
        "reporter_email": "operational",
        "largest_file": "operational",
        "most_files": "operational",
        "changed_at": "operational",
        "changed_by": "operational",
    }

    agency = models.OneToOneField(
        "directory.Agency", models.PROTECT, primary_key=True, related_name="+"
    )
    mode = models.CharField(max_length=10, default="strict")
    reporter_email = models.BooleanField(default=False)
    largest_file = models.BigIntegerField(default=LARGEST_FILE)
    most_files = models.PositiveIntegerField(default=MOST_FILES)
    changed_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            signed("changed", table="cybertips_provider"),
            CheckConstraint(condition=Q(mode__in=MODES), name="cybertips_provider_mode"),
        ]


class Report(models.Model):
    """One report, from its opening to its end. Its number tells when it was opened."""

    OWNER = "supervisor"
    KEEP = "P75Y"
    CATALOGUE = {
        "id": "operational",
        "source": "operational",
        "agency": "operational",
        "sender": "operational",
        "mode": "operational",
        "state": "operational",
        "opened_at": "operational",
        "changed_at": "operational",
        "expires_at": "operational",
        "ended_at": "operational",
        "document_id": "operational",
        "sha256": "operational",
        "again_of": "operational",
        "incident_type": "operational",
        "incident_at": "operational",
        "escalated": "operational",
        "batched": "operational",
        "incident_count": "operational",
        "file_count": "operational",
        "answer": "operational",
        "receipt": "operational",
    }

    id = models.BigIntegerField(primary_key=True)
    source = models.CharField(max_length=10)
    agency = models.ForeignKey("directory.Agency", models.PROTECT, null=True, related_name="+")
    # The key it was sent with, for people a short word; the account stands in the audit trail.
    sender = models.CharField(max_length=60)
    mode = models.CharField(max_length=10)
    state = models.CharField(max_length=10, default=State.OPEN)
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    document_id = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    # The report of the same sender with the same document shortly before: probably a retry.
    again_of = models.BigIntegerField(null=True)
    incident_type = models.CharField(max_length=80)
    incident_at = models.DateTimeField()
    escalated = models.BooleanField(default=False)
    batched = models.BooleanField(default=False)
    incident_count = models.PositiveIntegerField(default=1)
    file_count = models.PositiveIntegerField(default=0)
    # The finish answer as it was given: the legal notice of receipt, the same each time.
    answer = models.TextField(blank=True)
    receipt = models.TextField(blank=True)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=sorted(State)), name="cybertips_report_state"),
            CheckConstraint(condition=Q(source__in=SOURCES), name="cybertips_report_source"),
            CheckConstraint(
                condition=Q(state=State.OPEN, ended_at__isnull=True)
                | (~Q(state=State.OPEN) & Q(ended_at__isnull=False)),
                name="cybertips_report_ended",
            ),
            CheckConstraint(
                condition=~Q(state=State.FINISHED) | ~Q(answer=""),
                name="cybertips_report_answered",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "-id"], name="cybertips_report_sender"),
            models.Index(fields=["sha256"], name="cybertips_report_sha256"),
            models.Index(
                fields=["expires_at"], condition=Q(state="open"), name="cybertips_report_open"
            ),
        ]

    @property
    def state_name(self) -> Say:
        """The state in words."""
        return NAMES[State(self.state)]


class Document(models.Model):
    """
    The bytes of a document as they came, kept for good whether it was taken or not; beside them
    what was read, what was wrong, and what was taken all the same.
    """

    OWNER = "supervisor"
    KEEP = "P75Y"
    HISTORY = False
    CATALOGUE = {
        "id": "operational",
        "report_id": "operational",
        "agency": "operational",
        "sender": "operational",
        "kind": "operational",
        "form": "operational",
        "received_at": "operational",
        "sha256": "operational",
        "body": "sealed",
        "content": "sealed",
        "code": "operational",
        "faults": "sealed",
        "notes": "sealed",
    }

    id = models.BigIntegerField(primary_key=True)
    report_id = models.BigIntegerField(null=True)
    agency = models.ForeignKey("directory.Agency", models.PROTECT, null=True, related_name="+")
    sender = models.CharField(max_length=60)
    kind = models.CharField(max_length=12)
    form = models.CharField(max_length=4, default="xml")
    received_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    body = models.BinaryField()
    content = models.JSONField(null=True)
    code = models.IntegerField(default=0)
    faults = models.JSONField(default=list)
    notes = models.JSONField(default=list)

    class Meta:
        indexes = [
            models.Index(fields=["report_id"], name="cybertips_document_report"),
            models.Index(fields=["agency", "-id"], name="cybertips_document_sender"),
        ]


class ReportFile(models.Model):
    """A file of a report: sealed in the vault, here by its number, with what was said of it."""

    OWNER = "supervisor"
    KEEP = "P75Y"
    CATALOGUE = {
        "file_id": "operational",
        "report_id": "operational",
        "kept": "operational",
        "uploaded_at": "operational",
        "name": "sealed",
        "declared_type": "operational",
        "media_type": "operational",
        "size": "operational",
        "md5": "operational",
        "sha1": "operational",
        "sha256": "operational",
        "document_id": "operational",
        "described_at": "operational",
        "viewed_by_sender": "operational",
        "exif_viewed_by_sender": "operational",
        "publicly_available": "operational",
        "relevance": "operational",
        "classification": "operational",
        "annotations": "operational",
    }

    file_id = models.CharField(primary_key=True, max_length=32)
    report_id = models.BigIntegerField()
    kept = models.ForeignKey("files.KeptFile", models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    name = models.CharField(max_length=2056, blank=True)
    declared_type = models.CharField(max_length=100, blank=True)
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    md5 = models.CharField(max_length=32)
    sha1 = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    document_id = models.BigIntegerField(null=True)
    described_at = models.DateTimeField(null=True)
    # Three values each: None is «no information», which decides who may open the file.
    viewed_by_sender = models.BooleanField(null=True)
    exif_viewed_by_sender = models.BooleanField(null=True)
    publicly_available = models.BooleanField(null=True)
    relevance = models.CharField(max_length=24, default="Reported")
    classification = models.CharField(max_length=2, blank=True)
    annotations = ArrayField(models.CharField(max_length=40), default=list)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(document_id__isnull=True, described_at__isnull=True)
                | Q(document_id__isnull=False, described_at__isnull=False),
                name="cybertips_reportfile_described",
            ),
        ]
        indexes = [
            models.Index(fields=["sha256"], name="cybertips_reportfile_sha256"),
            models.Index(fields=["md5"], name="cybertips_reportfile_md5"),
        ]


class Repeat(models.Model):
    """A request that its sender numbered: sent again, it gets the answer it had."""

    OWNER = "operations"
    KEEP = "P30D"
    HISTORY = False
    CATALOGUE = {
        "id": "operational",
        "agency": "operational",
        "key": "operational",
        "digest": "operational",
        "report_id": "operational",
        "file_id": "operational",
        "done_at": "operational",
    }

    agency = models.ForeignKey("directory.Agency", models.CASCADE, related_name="+")
    key = models.CharField(max_length=128)
    # What was sent under the key: another body under the same key is a mistake.
    digest = models.CharField(max_length=64)
    report_id = models.BigIntegerField()
    file_id = models.CharField(max_length=32, blank=True)
    done_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "key"], name="cybertips_repeat_once")
        ]
        indexes = [models.Index(fields=["done_at"], name="cybertips_repeat_old")]
