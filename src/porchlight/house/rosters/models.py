"""Helpers, their credentials, their shifts."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from porchlight.house.audit.pairs import signed


class Helper(models.Model):
    """Somebody who can be asked: an account, an agency, or a person by name only."""

    OWNER = "supervisor"
    KEEP = "P7Y"
    CATALOGUE = {
        "id": "operational",
        "account": "operational",
        "agency": "operational",
        "name": "personal",
        "capabilities": "operational",
        "areas": "operational",
        "languages": "operational",
        "max_load": "operational",
        "created_at": "operational",
        "ended_at": "operational",
        "ended_by": "operational",
    }

    account = models.OneToOneField("accounts.Account", models.PROTECT, null=True, related_name="+")
    agency = models.OneToOneField("directory.Agency", models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=120)
    capabilities = ArrayField(models.CharField(max_length=30), default=list)
    # County FIPS, state and country codes; they cannot be confused (5 figures, 2 letters).
    areas = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    languages = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    max_load = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            signed("ended", table="rosters_helper"),
            models.CheckConstraint(
                condition=models.Q(account__isnull=True) | models.Q(agency__isnull=True),
                name="rosters_helper_is_one_party",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Credential(models.Model):
    """A check or certificate of a helper, from when until when."""

    OWNER = "supervisor"
    KEEP = "P7Y"
    CATALOGUE = {
        "id": "operational",
        "helper": "operational",
        "kind": "operational",
        "issued_on": "operational",
        "expires_on": "operational",
        "reminded_for": "operational",
        "revoked_at": "operational",
        "revoked_by": "operational",
    }

    helper = models.ForeignKey(Helper, models.CASCADE, related_name="credentials")
    kind = models.CharField(max_length=40)
    issued_on = models.DateField()
    expires_on = models.DateField(null=True)
    # The last day for which a reminder left, so that each date reminds once.
    reminded_for = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            signed("revoked", table="rosters_credential"),
            models.CheckConstraint(
                condition=models.Q(expires_on__isnull=True)
                | models.Q(expires_on__gte=models.F("issued_on")),
                name="rosters_credential_dates_in_order",
            ),
        ]
        indexes = [models.Index(fields=["expires_on"], name="rosters_credential_expiry")]


class Shift(models.Model):
    """When a helper is on duty."""

    OWNER = "supervisor"
    KEEP = "P2Y"
    CATALOGUE = {
        "id": "operational",
        "helper": "operational",
        "starts_at": "operational",
        "ends_at": "operational",
    }

    helper = models.ForeignKey(Helper, models.CASCADE, related_name="shifts")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="rosters_shift_ends_after_it_starts",
            )
        ]
        indexes = [models.Index(fields=["starts_at", "ends_at"], name="rosters_shift_running")]
