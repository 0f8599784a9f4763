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
from porchlight.house.doors.public_tables import DropBox, ReleasedCopy
from porchlight.programmes.cybertips.rules.states import NAMES, State
from porchlight.programmes.cybertips.rules.triage import LEVELS, Level

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


class DroppedReport(DropBox):
    """
    A report or a further message as a stranger left it. The public process adds it and cannot
    read it back; the worker takes it in within seconds and deletes it here.
    """

    OWNER = "supervisor"
    KEEP = "P7D"
    HISTORY = False
    CATALOGUE = {
        "id": "operational",
        "dropped_at": "operational",
        "key": "operational",
        "kind": "operational",
        "lookup": "sealed",
        "reply_key": "sealed",
        "language": "operational",
        "told": "personal",
        "held": "operational",
    }
    REPORT, MESSAGE = "report", "message"

    # The same form sent twice has the same key: the second one changes nothing.
    key = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=10)
    lookup = models.CharField(max_length=64)
    reply_key = models.CharField(max_length=64)
    language = models.CharField(max_length=12)
    told = models.JSONField()
    # Why a person looks first: empty, or limit, forged, late, unpaid.
    held = models.CharField(max_length=10, blank=True)


class ReleasedAnswer(ReleasedCopy):
    """An answer to somebody unknown, closed with a key that only their receipt gives."""

    OWNER = "supervisor"
    KEEP = "P1Y"
    HISTORY = False
    CATALOGUE = {
        "id": "operational",
        "lookup": "sealed",
        "closed": "sealed",
        "released_at": "operational",
    }

    lookup = models.CharField(max_length=64, db_index=True)
    closed = models.TextField()
    released_at = models.DateTimeField()


class Reporter(models.Model):
    """
    Who told a public report, apart from the report: what they left of themselves and how they
    are answered. Nobody but the desk that answers reads it.
    """

    OWNER = "supervisor"
    KEEP = "P5Y"
    CATALOGUE = {
        "report_id": "operational",
        "lookup": "sealed",
        "reply_key": "sealed",
        "language": "operational",
        "name": "sealed",
        "phone": "sealed",
        "email": "sealed",
        "held": "operational",
        "told_at": "operational",
    }

    report_id = models.BigIntegerField(primary_key=True)
    lookup = models.CharField(max_length=64, unique=True)
    reply_key = models.CharField(max_length=64)
    language = models.CharField(max_length=12)
    name = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    email = models.CharField(max_length=254, blank=True)
    held = models.CharField(max_length=10, blank=True)
    told_at = models.DateTimeField()


class Word(models.Model):
    """One message between the clearinghouse and an anonymous reporter; rows are only added."""

    OWNER = "supervisor"
    KEEP = "P5Y"
    HISTORY = False
    CATALOGUE = {
        "id": "operational",
        "report_id": "operational",
        "words": "sealed",
        "said_at": "operational",
        "said_by": "operational",
    }

    report_id = models.BigIntegerField(db_index=True)
    words = models.TextField()
    said_at = models.DateTimeField()
    # Of the desk; null when the reporter said it.
    said_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")


class Triage(models.Model):
    """One decision of triage; the newest of a report counts, the older ones stay."""

    OWNER = "supervisor"
    KEEP = "P75Y"
    HISTORY = False
    CATALOGUE = {
        "id": "operational",
        "report_id": "operational",
        "version": "operational",
        "level": "operational",
        "points": "operational",
        "reasons": "operational",
        "actionable": "operational",
        "quality": "operational",
        "country": "operational",
        "state": "operational",
        "clues": "sealed",
        "decided_at": "operational",
        "current": "operational",
    }

    report_id = models.BigIntegerField()
    version = models.CharField(max_length=20)
    level = models.CharField(max_length=1)
    points = models.SmallIntegerField()
    reasons = ArrayField(models.CharField(max_length=20), default=list)
    actionable = models.BooleanField()
    quality = models.PositiveSmallIntegerField()
    country = models.CharField(max_length=2, blank=True)
    state = models.CharField(max_length=2, blank=True)
    clues = models.JSONField(default=list)
    decided_at = models.DateTimeField()
    current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report_id"], condition=Q(current=True), name="cybertips_triage_current"
            )
        ]
        indexes = [
            models.Index(
                fields=["level", "-points", "report_id"],
                condition=Q(current=True),
                name="cybertips_triage_queue",
            )
        ]

    @property
    def level_name(self) -> Say:
        """The level in words."""
        return LEVELS[Level(self.level)]


class ReportKey(models.Model):
    """Something that a report may share with another."""

    OWNER = "supervisor"
    KEEP = "P75Y"
    HISTORY = False
    CATALOGUE = {
        "id": "operational",
        "report_id": "operational",
        "kind": "operational",
        "value": "sealed",
    }

    report_id = models.BigIntegerField()
    kind = models.CharField(max_length=12)
    value = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report_id", "kind", "value"], name="cybertips_reportkey_once"
            )
        ]
        indexes = [models.Index(fields=["kind", "value"], name="cybertips_reportkey_value")]
