"""What the public leaves, who left it, and what they are answered."""

from django.db import models

from porchlight.house.doors.public_tables import DropBox, ReleasedCopy


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
