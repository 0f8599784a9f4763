"""Versions of the page of triage, and what each would change."""

from django.db import models
from django.db.models import Q

from porchlight.core.text import Say
from porchlight.house.audit.pairs import signed, two_persons
from porchlight.programmes.cybertips.rules.triage import LEVELS, Level, Points


class RulePage(models.Model):
    """One version of the rules' points: drafted, tried, switched on by a second person."""

    OWNER = "supervisor"
    KEEP = "forever"
    CATALOGUE = {
        "id": "operational",
        "version": "operational",
        "points": "operational",
        "least": "operational",
        "words": "operational",
        "because": "operational",
        "drafted_at": "operational",
        "drafted_by": "operational",
        "switched_at": "operational",
        "switched_by": "operational",
        "current": "operational",
    }

    version = models.CharField(max_length=20, unique=True)
    points = models.JSONField(default=dict)
    least = models.JSONField(default=dict)
    words = models.JSONField(default=dict)
    because = models.CharField(max_length=400)
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    switched_at = models.DateTimeField(null=True)
    switched_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    current = models.BooleanField(default=False)

    class Meta:
        constraints = [
            signed("switched", table="cybertips_rulepage"),
            two_persons("drafted", "switched", table="cybertips_rulepage"),
            models.UniqueConstraint(
                fields=["current"], condition=Q(current=True), name="cybertips_rulepage_current"
            ),
            models.CheckConstraint(
                condition=Q(current=False) | Q(switched_at__isnull=False),
                name="cybertips_rulepage_switched_first",
            ),
        ]

    def page(self) -> Points:
        """The plain form."""
        return Points(
            self.version,
            {code: int(points) for code, points in self.points.items()},
            {Level(level): int(points) for level, points in self.least.items()},
            {code: tuple(words) for code, words in self.words.items()},
        )


class Trial(models.Model):
    """A version tried on past reports: how far, and what it would change."""

    OWNER = "supervisor"
    KEEP = "P7Y"
    HISTORY = False
    CATALOGUE = {
        "id": "operational",
        "rule_page": "operational",
        "asked_at": "operational",
        "asked_by": "operational",
        "total": "operational",
        "done": "operational",
        "changed": "operational",
        "finished_at": "operational",
    }

    rule_page = models.ForeignKey(RulePage, models.CASCADE, related_name="trials")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)


class TrialChange(models.Model):
    """One report that a tried version would put elsewhere."""

    OWNER = "supervisor"
    KEEP = "P7Y"
    HISTORY = False
    CATALOGUE = {
        "id": "operational",
        "trial": "operational",
        "report_id": "operational",
        "old_level": "operational",
        "new_level": "operational",
        "old_points": "operational",
        "new_points": "operational",
    }

    trial = models.ForeignKey(Trial, models.CASCADE, related_name="changes")
    report_id = models.BigIntegerField()
    old_level = models.CharField(max_length=1)
    new_level = models.CharField(max_length=1)
    old_points = models.SmallIntegerField()
    new_points = models.SmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["trial", "new_level"], name="cybertips_trialchange_level")]

    @property
    def old_name(self) -> Say:
        """The level by today's rules, in words."""
        return LEVELS[Level(self.old_level)]

    @property
    def new_name(self) -> Say:
        """The level by the tried rules, in words."""
        return LEVELS[Level(self.new_level)]
