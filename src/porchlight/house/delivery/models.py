"""Messages, what became of them, and the local mailbox of a demonstration."""

from django.db import models

from porchlight.core.text import Say, say


class Message(models.Model):
    """One message to one person or agency. Its words are its template's and hold nobody's data."""

    OWNER = "supervisor"
    KEEP = "P7Y"
    CATALOGUE = {
        "id": "operational",
        "code": "operational",
        "key": "operational",
        "channel": "operational",
        "recipient_kind": "operational",
        "recipient_id": "operational",
        "name": "personal",
        "address": "personal",
        "template": "operational",
        "path": "operational",
        "about": "operational",
        "language": "operational",
        "urgent": "operational",
        "queued_at": "operational",
        "due_at": "operational",
        "sent_at": "operational",
        "failed_at": "operational",
        "opened_at": "operational",
        "tries": "operational",
    }

    # In the link instead of the number, so that links cannot be counted through.
    code = models.CharField(max_length=40, unique=True)
    key = models.CharField(max_length=160, unique=True)
    channel = models.CharField(max_length=10, default="email")
    recipient_kind = models.CharField(max_length=10)
    recipient_id = models.BigIntegerField()
    # As they were at sending: the ledger tells who was told, whatever changed since.
    name = models.CharField(max_length=160)
    address = models.CharField(max_length=254, blank=True)
    template = models.CharField(max_length=30)
    path = models.CharField(max_length=200)
    about = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=12)
    urgent = models.BooleanField(default=False)
    queued_at = models.DateTimeField()
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sent_at__isnull=True) | models.Q(failed_at__isnull=True),
                name="delivery_message_one_end",
            ),
        ]
        indexes = [
            models.Index(fields=["about", "queued_at"], name="delivery_message_about"),
            models.Index(fields=["recipient_kind", "recipient_id"], name="delivery_message_to"),
            models.Index(fields=["queued_at"], name="delivery_message_queued"),
        ]

    @property
    def state(self) -> str:
        """Where it stands: opened, failed, sent or queued."""
        if self.opened_at:
            return "opened"
        if self.failed_at:
            return "failed"
        return "sent" if self.sent_at else "queued"

    @property
    def state_name(self) -> Say:
        """The state in words."""
        return STATE_NAMES[self.state]

    @property
    def state_kind(self) -> str:
        """The kind of badge that shows the state."""
        return STATE_KINDS[self.state]


STATE_NAMES: dict[str, Say] = {
    "queued": say("Waits to be sent"),
    "sent": say("Sent"),
    "failed": say("Not delivered"),
    "opened": say("Read after signing in"),
}
STATE_KINDS = {"queued": "wait", "sent": "info", "failed": "danger", "opened": "good"}


class Receipt(models.Model):
    """One thing that became of a message; rows are only ever added."""

    OWNER = "supervisor"
    KEEP = "P7Y"
    HISTORY = False
    CATALOGUE = {
        "id": "operational",
        "message": "operational",
        "kind": "operational",
        "detail": "operational",
        "created_at": "operational",
    }

    message = models.ForeignKey(Message, models.CASCADE, related_name="receipts")
    kind = models.CharField(max_length=10)
    detail = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()


class LocalMail(models.Model):
    """Mail that a demonstration shows on a page instead of sending it."""

    OWNER = "operations"
    KEEP = "P30D"
    HISTORY = False
    CATALOGUE = {
        "id": "operational",
        "sender": "operational",
        "recipient": "personal",
        "subject": "operational",
        "text": "operational",
        "created_at": "operational",
    }

    sender = models.CharField(max_length=254)
    recipient = models.CharField(max_length=254)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    created_at = models.DateTimeField()
