"""What the calendar does about accounts."""

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef

from porchlight.core.viewer import house_viewer
from porchlight.house.accounts.actions.keys import revoke_key
from porchlight.house.accounts.actions.people import disable_idle_account, end_expired_role
from porchlight.house.accounts.limits import idle_after
from porchlight.house.accounts.models import (
    Account,
    Failure,
    KnownDevice,
    MachineKey,
    RoleGrant,
)
from porchlight.house.accounts.queries import viewer_for
from porchlight.house.jobs.queue import every, job

CALENDAR = house_viewer("calendar")
FAILURES_KEPT = timedelta(days=30)
DEVICES_KEPT = timedelta(days=365)


@every("*/5 * * * *", name="accounts.end_expired_roles")
def end_expired_roles(*, now: datetime) -> None:
    """Close the roles that were given for a time and have run out."""
    due = RoleGrant.objects.filter(ended_at__isnull=True, expires_at__lte=now)
    for grant_id in list(due.values_list("id", flat=True)):
        end_expired_role(grant_id, by=CALENDAR, now=now)


@every("41 4 * * *", name="accounts.disable_idle")
def disable_idle(*, now: datetime) -> None:
    """Disable accounts that nobody used for ninety days (CJIS AC-2(3): within a week)."""
    before = now - idle_after()
    perhaps = Account.objects.filter(is_active=True, created_at__lte=before)
    perhaps = perhaps.exclude(last_seen_at__gt=before).exclude(enabled_at__gt=before)
    for account_id in list(perhaps.values_list("id", flat=True)):
        disable_idle_account(account_id, by=CALENDAR, now=now)


@job(name="accounts.revoke_keys_of")
def revoke_keys_of(*, account_id: int, now: datetime) -> None:
    """
    Take back the keys that a person gave to machines, once somebody disabled them: they have seen
    the secrets. An account that only fell idle ends no partner's service.
    """
    disabled = Account.objects.select_related("disabled_by").filter(id=account_id, is_active=False)
    account = disabled.first()
    if account is None or account.disabled_by is None:
        return
    keys = MachineKey.objects.filter(issued_by=account, revoked_at=None, expires_at__gt=now)
    for key_id in list(keys.values_list("id", flat=True)):
        revoke_key(key_id, by=viewer_for(account.disabled_by), now=now)


@every("23 4 * * *", name="accounts.forget")
def forget(*, now: datetime) -> None:
    """Forget what sign-in need not remember: old failures, unused browsers, ended sessions."""
    Failure.objects.filter(failed_at__lt=now - FAILURES_KEPT).delete()
    KnownDevice.objects.filter(last_seen_at__lt=now - DEVICES_KEPT).delete()
    Session.objects.filter(expire_date__lt=now).delete()
    running = Session.objects.filter(session_key=OuterRef("session_key"))
    UserSession.objects.filter(~Exists(running)).delete()
