"""Accounts, their roles, and what sign-in remembers."""

from datetime import datetime
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from porchlight.house.audit.pairs import signed, two_persons


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
        "disabled_because": "operational",
        "enabled_at": "operational",
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
    # "idle": the calendar did it, and no person signed.
    disabled_because = models.CharField(max_length=10, blank=True)
    # From here the ninety days of an unused account are counted anew.
    enabled_at = models.DateTimeField(null=True)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="accounts_account_one_per_address"),
            models.CheckConstraint(
                condition=models.Q(disabled_at__isnull=True, disabled_by__isnull=True)
                | models.Q(disabled_at__isnull=False, disabled_by__isnull=False)
                | models.Q(disabled_at__isnull=False, disabled_because="idle"),
                name="accounts_account_disabled_signed",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def used_at(self) -> datetime:
        """When it was last used: signed in to, opened, or enabled again."""
        return max(filter(None, (self.created_at, self.last_seen_at, self.enabled_at)))

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
        "expires_at": "operational",
        "ended_at": "operational",
        "ended_by": "operational",
    }

    account = models.ForeignKey(Account, models.CASCADE, related_name="grants")
    role = models.CharField(max_length=40)
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    # A right for a time: nothing after this instant, whatever the calendar's job has done.
    expires_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "role"],
                condition=models.Q(ended_at__isnull=True),
                name="accounts_rolegrant_once_at_a_time",
            ),
            # The first administrator is granted by a command, so a grant may lack its giver.
            # One that ran out was ended by nobody.
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ended_by__isnull=True)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False)
                | models.Q(
                    ended_by__isnull=True,
                    expires_at__isnull=False,
                    ended_at__gte=models.F("expires_at"),
                ),
                name="accounts_rolegrant_ended_signed",
            ),
        ]


class Failure(models.Model):
    """
    A sign-in that failed. Unknown addresses are counted too, so that they answer alike; the
    address itself is not kept (people type passwords into the wrong field), only its digest.
    """

    OWNER = "administrator"
    KEEP = "P30D"
    HISTORY = False
    CATALOGUE = {
        "id": "operational",
        "account": "operational",
        "address_digest": "personal",
        "source": "personal",
        "failed_at": "operational",
    }

    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="failures")
    address_digest = models.CharField(max_length=64)
    source = models.CharField(max_length=45)
    failed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["address_digest", "failed_at"], name="accounts_failure_recent"),
        ]


class KnownDevice(models.Model):
    """A browser in which this person signed in with a second factor before."""

    OWNER = "administrator"
    KEEP = "P1Y"
    HISTORY = False
    CATALOGUE = {
        "id": "operational",
        "account": "operational",
        "token_digest": "sealed",
        "first_seen_at": "operational",
        "last_seen_at": "operational",
    }

    account = models.ForeignKey(Account, models.CASCADE, related_name="devices")
    token_digest = models.CharField(max_length=64, unique=True)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()


class Invitation(models.Model):
    """
    Lets one person open one account, or begin anew on their own, once: by a link (signed, so it
    is kept nowhere) and by a number that whoever invites tells them in person.
    """

    OWNER = "administrator"
    KEEP = "P7Y"
    CATALOGUE = {
        "id": "operational",
        "account": "operational",
        "code_digest": "sealed",
        "email": "personal",
        "name": "personal",
        "language": "operational",
        "role": "operational",
        "agency": "operational",
        "by_mail": "operational",
        "tries": "operational",
        "invited_at": "operational",
        "invited_by": "operational",
        "expires_at": "operational",
        "accepted_at": "operational",
        "accepted_by": "operational",
        "withdrawn_at": "operational",
        "withdrawn_by": "operational",
    }

    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="+")
    code_digest = models.CharField(max_length=64)
    email = models.EmailField()
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=12, default="en")
    role = models.CharField(max_length=40, blank=True)
    agency = models.ForeignKey("directory.Agency", models.PROTECT, null=True, related_name="+")
    by_mail = models.BooleanField(default=True)
    # Wrong numbers so far: a few, and the link is worth nothing.
    tries = models.PositiveSmallIntegerField(default=0)
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            signed("accepted", table="accounts_invitation"),
            signed("withdrawn", table="accounts_invitation"),
            models.CheckConstraint(
                condition=models.Q(accepted_at__isnull=True) | models.Q(withdrawn_at__isnull=True),
                name="accounts_invitation_one_end",
            ),
        ]


class BrokenGlass(models.Model):
    """A record opened in an emergency by somebody whose work it is not, and its review."""

    OWNER = "supervisor"
    KEEP = "P7Y"
    CATALOGUE = {
        "id": "operational",
        "record": "operational",
        "reason": "sealed",
        "broken_at": "operational",
        "broken_by": "operational",
        "ends_at": "operational",
        "reviewed_at": "operational",
        "reviewed_by": "operational",
        "justified": "operational",
        "remark": "sealed",
    }

    record = models.CharField(max_length=60)
    reason = models.TextField()
    broken_at = models.DateTimeField()
    broken_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    ends_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    justified = models.BooleanField(null=True)
    remark = models.TextField(blank=True)

    class Meta:
        constraints = [
            signed("reviewed", table="accounts_brokenglass"),
            two_persons("broken", "reviewed", table="accounts_brokenglass"),
        ]
        indexes = [models.Index(fields=["broken_by", "ends_at"], name="accounts_glass_running")]


class MachineKey(models.Model):
    """
    A key by which a partner's machine signs in at the API door: a name that may be shown and a
    secret of which only the digest is kept.
    """

    OWNER = "administrator"
    KEEP = "P7Y"
    CATALOGUE = {
        "id": "operational",
        "agency": "operational",
        "label": "operational",
        "username": "operational",
        "secret_digest": "sealed",
        "role": "operational",
        "issued_at": "operational",
        "issued_by": "operational",
        "expires_at": "operational",
        "last_used_at": "operational",
        "revoked_at": "operational",
        "revoked_by": "operational",
    }

    agency = models.ForeignKey("directory.Agency", models.PROTECT, related_name="+")
    label = models.CharField(max_length=80)
    username = models.CharField(max_length=60, unique=True)
    secret_digest = models.CharField(max_length=64)
    role = models.CharField(max_length=40)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [signed("revoked", table="accounts_machinekey")]
