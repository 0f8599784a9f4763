"""The two kinds of table that the public process may touch. Neither has relations."""

import uuid

from django.db import models


class ReleasedCopy(models.Model):
    """Approved facts, copied when they were released; the public role may read it."""

    class Meta:
        abstract = True


class DropBox(models.Model):
    """What the public leaves; the public role may add to it and never read it."""

    # Made here and not by the database: reading a new number back would need the right to read.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dropped_at = models.DateTimeField()

    class Meta:
        abstract = True
