"""How far a long job has come; the queue's own tables belong to procrastinate."""

from django.db import models


class Progress(models.Model):
    """Progress of one run, for the bar that is shown to whoever waits."""

    OWNER = "operations"
    KEEP = "P30D"
    CATALOGUE = {
        "id": "operational",
        "job_number": "operational",
        "done": "operational",
        "total": "operational",
        "words": "operational",
        "updated_at": "operational",
    }

    job_number = models.BigIntegerField(unique=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    words = models.CharField(max_length=200, blank=True)
    updated_at = models.DateTimeField()
