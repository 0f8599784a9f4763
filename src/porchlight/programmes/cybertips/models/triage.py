"""What triage decided, and what reports share."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from porchlight.core.text import Say
from porchlight.programmes.cybertips.rules.skills import Skill
from porchlight.programmes.cybertips.rules.triage import LEVELS, Level


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
        "folded": "operational",
        "skill": "operational",
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
    # In a bundle whose first report stands in the queue for it.
    folded = models.BooleanField(default=False)
    # The desk's queue.
    skill = models.CharField(max_length=10, default=Skill.FILES)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report_id"], condition=Q(current=True), name="cybertips_triage_current"
            )
        ]
        indexes = [
            models.Index(
                fields=["level", "-points", "report_id"],
                condition=Q(current=True, folded=False),
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
