"""The list of events. The application may add to it through one function and read it."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Entry(models.Model):
    """
    One event. ``body`` is the canonical JSON that was chained; the other columns repeat it for
    searching. ``hash`` = SHA-256(previous hash of the stream, sequence number, body).
    """

    OWNER = "auditor"
    KEEP = "P7Y"
    CATALOGUE = {
        "id": "operational",
        "stream": "operational",
        "kind": "operational",
        "at": "operational",
        "recorded_at": "operational",
        "actor_id": "personal",
        "agency_id": "operational",
        "door": "operational",
        "records": "operational",
        "body": "operational",
        "previous": "operational",
        "hash": "operational",
    }

    id = models.BigAutoField(primary_key=True)
    stream = models.SmallIntegerField()
    kind = models.TextField()
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    agency_id = models.BigIntegerField(null=True)
    door = models.TextField()
    records = ArrayField(models.TextField())
    body = models.TextField()
    previous = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        indexes = [
            GinIndex(fields=["records"], name="audit_entry_records"),
            models.Index(fields=["actor_id", "-id"], name="audit_entry_actor"),
            models.Index(fields=["kind", "-id"], name="audit_entry_kind"),
            models.Index(fields=["stream", "id"], name="audit_entry_stream"),
        ]


class StreamHead(models.Model):
    """Where each of the sixteen chains ends; its row is the lock that keeps a chain in order."""

    OWNER = "auditor"
    KEEP = "forever"
    CATALOGUE = {
        "stream": "operational",
        "last_id": "operational",
        "length": "operational",
        "hash": "operational",
    }

    stream = models.SmallIntegerField(primary_key=True)
    last_id = models.BigIntegerField(default=0)
    length = models.BigIntegerField(default=0)
    hash = models.BinaryField()


class RowHistory(models.Model):
    """What a row held before it was changed or deleted, written by a trigger of the database."""

    OWNER = "auditor"
    KEEP = "P7Y"
    CATALOGUE = {
        "id": "operational",
        "table_name": "operational",
        "row_id": "operational",
        "operation": "operational",
        "changed_at": "operational",
        "transaction": "operational",
        "old": "sealed",
    }

    id = models.BigAutoField(primary_key=True)
    table_name = models.TextField()
    row_id = models.TextField()
    operation = models.CharField(max_length=6)
    changed_at = models.DateTimeField()
    transaction = models.TextField()
    old = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["table_name", "row_id", "-id"], name="audit_history_row")]
