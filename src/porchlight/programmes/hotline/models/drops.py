"""What passes between the public site and the desk: tips left, answers given. No relations."""

from django.db import models

from porchlight.house.doors.public_tables import DropBox, ReleasedCopy


class DroppedTip(DropBox):
    """
    A tip, or a further message to an earlier one, as a stranger left it. The public process adds
    it and can never read it back; the worker takes it in within seconds and deletes it here.
    """

    OWNER = "hotline"
    KEEP = "P7D"
    HISTORY = False
    CATALOGUE = {
        "id": "operational",
        "dropped_at": "operational",
        "key": "operational",
        "kind": "operational",
        "channel": "operational",
        "attempt": "operational",
        "lookup": "sealed",
        "reply_key": "sealed",
        "poster_code": "public",
        "language": "operational",
        "told": "personal",
        "held": "operational",
        "source": "operational",
    }

    TIP, MESSAGE = "tip", "message"

    # The same form sent twice has the same key: the second is dropped on the floor.
    key = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=10)
    channel = models.CharField(max_length=10)
    attempt = models.CharField(max_length=64)
    lookup = models.CharField(max_length=64)
    reply_key = models.CharField(max_length=64)
    poster_code = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=12)
    told = models.JSONField()
    # Why it waits for a look: empty, or limit, forged, late, unpaid.
    held = models.CharField(max_length=10, blank=True)
    # A digest of network and day: tells that two came from one place, never from which.
    source = models.CharField(max_length=64, blank=True)


class DroppedPicture(DropBox):
    """Which file (of the house's own drop box) came with which tip, in what order."""

    OWNER = "hotline"
    KEEP = "P7D"
    HISTORY = False
    CATALOGUE = {
        "id": "operational",
        "dropped_at": "operational",
        "key": "operational",
        "position": "operational",
        "file_drop": "operational",
    }

    key = models.CharField(max_length=64, db_index=True)
    position = models.PositiveSmallIntegerField()
    file_drop = models.UUIDField()


class ReleasedReply(ReleasedCopy):
    """
    An answer to somebody unknown, closed with a key that only their receipt gives. The public
    process finds it by ``lookup`` and cannot read it by itself.
    """

    OWNER = "hotline"
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
