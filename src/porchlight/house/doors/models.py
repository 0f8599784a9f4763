"""How many requests a source has left: the one table that the public both reads and writes."""

from django.db import models


class Bucket(models.Model):
    """
    A token bucket. ``key`` is a keyed digest of a limit's name and of a network, so that the
    table never tells who came; rows are forgotten after a day.
    """

    OWNER = "operations"
    KEEP = "PT24H"
    HISTORY = False
    CATALOGUE = {
        "key": "operational",
        "tokens": "operational",
        "filled_at": "operational",
        "granted": "operational",
    }

    key = models.CharField(primary_key=True, max_length=64)
    tokens = models.FloatField()
    filled_at = models.DateTimeField()
    # Whether the last request found a token: lets one statement take and tell.
    granted = models.BooleanField()
