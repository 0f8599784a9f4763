"""Bundles: many reports of one thing, of which the first stands in the queue."""

from django.db import models
from django.db.models import CheckConstraint, Q

from porchlight.core.text import Say
from porchlight.house.audit.pairs import signed
from porchlight.programmes.cybertips.rules.bundles import BUNDLES, BundleKind


class Bundle(models.Model):
    """One thing that many reports are about."""

    OWNER = "supervisor"
    KEEP = "P75Y"
    HISTORY = False
    CATALOGUE = {
        "id": "operational",
        "kind": "operational",
        "value": "sealed",
        "first_report": "operational",
        "reports": "operational",
        "incidents": "operational",
        "grown_at": "operational",
    }

    kind = models.CharField(max_length=10)
    value = models.CharField(max_length=64)
    first_report = models.BigIntegerField()
    reports = models.PositiveIntegerField(default=0)
    incidents = models.PositiveIntegerField(default=0)
    grown_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "value"], name="cybertips_bundle_once"),
            CheckConstraint(condition=Q(kind__in=list(BundleKind)), name="cybertips_bundle_kind"),
        ]
        indexes = [models.Index(fields=["first_report"], name="cybertips_bundle_first")]

    @property
    def kind_name(self) -> Say:
        """The kind in words."""
        return BUNDLES[BundleKind(self.kind)]


class Bundled(models.Model):
    """A report of a bundle; taken out by a person, it stays out."""

    OWNER = "supervisor"
    KEEP = "P75Y"
    CATALOGUE = {
        "report_id": "operational",
        "bundle": "operational",
        "incidents": "operational",
        "split_at": "operational",
        "split_by": "operational",
        "because": "operational",
    }

    report_id = models.BigIntegerField(primary_key=True)
    bundle = models.ForeignKey(Bundle, models.PROTECT, related_name="members")
    incidents = models.PositiveIntegerField(default=1)
    split_at = models.DateTimeField(null=True)
    split_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [signed("split", table="cybertips_bundled")]
