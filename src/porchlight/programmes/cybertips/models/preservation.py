"""How long a report's files are kept, who asked for longer, and their end."""

from django.db import models

from porchlight.house.audit.pairs import signed, two_persons
from porchlight.programmes.cybertips.rules.preservation import Standing


class Preservation(models.Model):
    """Until when the files of a report are kept, and how they ended."""

    OWNER = "supervisor"
    KEEP = "P75Y"
    CATALOGUE = {
        "report_id": "operational",
        "filed_at": "operational",
        "until": "operational",
        "asked_at": "operational",
        "asked_by": "operational",
        "disposed_at": "operational",
        "disposed_by": "operational",
        "certificate": "operational",
    }

    report_id = models.BigIntegerField(primary_key=True)
    filed_at = models.DateTimeField()
    until = models.DateTimeField()
    # Disposal: asked for by one person, done by another.
    asked_at = models.DateTimeField(null=True)
    asked_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    disposed_at = models.DateTimeField(null=True)
    disposed_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    certificate = models.TextField(blank=True)

    class Meta:
        constraints = [
            signed("asked", table="cybertips_preservation"),
            signed("disposed", table="cybertips_preservation"),
            two_persons("asked", "disposed", table="cybertips_preservation"),
            models.CheckConstraint(
                condition=models.Q(disposed_at__isnull=True)
                | (models.Q(asked_at__isnull=False) & ~models.Q(certificate="")),
                name="cybertips_preservation_certified",
            ),
        ]
        indexes = [
            models.Index(
                fields=["until"],
                condition=models.Q(disposed_at__isnull=True),
                name="cybertips_preservation_until",
            )
        ]

    def standing(self) -> Standing:
        """What rules need of it."""
        return Standing(self.until, self.disposed_at is not None)


class Extension(models.Model):
    """A request to keep a report's files longer; rows are only added."""

    OWNER = "supervisor"
    KEEP = "P75Y"
    HISTORY = False
    CATALOGUE = {
        "id": "operational",
        "preservation": "operational",
        "until": "operational",
        "words": "operational",
        "asked_at": "operational",
        "asked_by": "operational",
    }

    preservation = models.ForeignKey(Preservation, models.CASCADE, related_name="extensions")
    until = models.DateTimeField()
    words = models.CharField(max_length=300)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
