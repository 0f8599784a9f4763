"""Accounts and the roles they were given."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from porchlight.house.audit.pairs import signed


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts the way people type their address."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        """Return the account with this e-mail address, whatever its case."""
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """One person who signs in: of the clearinghouse, of a partner, or of a family."""

    OWNER = "administrator"
    KEEP = "P7Y"
    CATALOGUE = {
        "id": "operational",
        "email": "personal",
        "name": "personal",
        "language": "operational",
        "agency": "operational",
        "password": "sealed",
        "last_login": "operational",
        "is_active": "operational",
        "created_at": "operational",
        "last_seen_at": "operational",
        "locked_at": "operational",
        "disabled_at": "operational",
        "disabled_by": "operational",
    }

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=12, default="en")
    agency = models.ForeignKey(
        "directory.Agency", models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    last_seen_at = models.DateTimeField(null=True)
    # The hard lock of CJIS AC-7: set by the fifth failure, released by an administrator only.
    locked_at = models.DateTimeField(null=True)
    disabled_at = models.DateTimeField(null=True)
    disabled_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="accounts_account_one_per_address"),
            signed("disabled", table="accounts_account"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


class RoleGrant(models.Model):
    """A role, from when until when, and who gave it."""

    OWNER = "administrator"
    KEEP = "P7Y"
    CATALOGUE = {
        "id": "operational",
        "account": "operational",
        "role": "operational",
        "granted_at": "operational",
        "granted_by": "operational",
        "ended_at": "operational",
        "ended_by": "operational",
    }

    account = models.ForeignKey(Account, models.CASCADE, related_name="grants")
    role = models.CharField(max_length=40)
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "role"],
                condition=models.Q(ended_at__isnull=True),
                name="accounts_rolegrant_once_at_a_time",
            ),
        ]
