"""Agencies and the areas they answer for."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from porchlight.house.audit.pairs import signed


class Agency(models.Model):
    """A police department, sheriff, tribal police, social service, provider or other partner."""

    OWNER = "administrator"
    KEEP = "forever"
    CATALOGUE = {
        "id": "operational",
        "kind": "public",
        "name": "public",
        "ori": "operational",
        "phone_24h": "public",
        "email": "operational",
        "state": "public",
        "counties": "public",
        "city": "public",
        "tribe": "public",
        "timezone": "operational",
        "call_back_number": "operational",
        "verified_at": "operational",
        "verified_by": "operational",
        "created_at": "operational",
    }

    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=160)
    # Originating agency identifier of the FBI: nine characters, the first two the state.
    ori = models.CharField(max_length=9, blank=True)
    phone_24h = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    state = models.CharField(max_length=2, blank=True)
    counties = ArrayField(models.CharField(max_length=5), default=list, blank=True)
    city = models.CharField(max_length=80, blank=True)
    tribe = models.CharField(max_length=80, blank=True)
    timezone = models.CharField(max_length=40, default="America/New_York")
    call_back_number = models.CharField(max_length=20, blank=True)
    verified_at = models.DateTimeField(null=True)
    verified_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ori"], condition=~models.Q(ori=""), name="directory_agency_one_per_ori"
            ),
            signed("verified", table="directory_agency"),
        ]
        indexes = [
            GinIndex(fields=["counties"], name="directory_agency_counties"),
            models.Index(fields=["state", "kind"], name="directory_agency_state"),
        ]

    def __str__(self) -> str:
        return self.name
