"""Keeping rosters: helpers, credentials, shifts."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from porchlight.core.errors import Conflict, NotFound, RuleBroken
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.audit.actions import record
from porchlight.house.rosters import events, permissions
from porchlight.house.rosters.models import Credential, Helper, Shift
from porchlight.house.rosters.rules.capabilities import CAPABILITIES, CREDENTIALS


@dataclass(frozen=True)
class HelperEntry:
    """What is written of a helper; ``max_load`` 0 means no limit."""

    name: str
    capabilities: tuple[str, ...]
    areas: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    max_load: int = 0
    account_id: int | None = None
    agency_id: int | None = None


@transaction.atomic
def keep_helper(
    entry: HelperEntry, helper_id: int | None = None, *, by: Viewer, now: datetime
) -> Helper:
    """
    Add a helper to the roster, or change what is written of one.

    :raises NotAllowed: when ``may_keep_roster`` says no
    :raises RuleBroken: for an unknown capability
    :raises NotFound: when there is no such helper
    :raises Conflict: when this account or agency is on the roster already
    """
    permissions.may_keep_roster(by).require()
    if not set(entry.capabilities) <= set(CAPABILITIES):
        raise RuleBroken(say("Choose what the helper can do."), field="capabilities")
    helper = Helper(created_at=now) if helper_id is None else _locked(helper_id)
    same = Helper.objects.exclude(id=helper_id or 0)
    if (entry.account_id and same.filter(account_id=entry.account_id).exists()) or (
        entry.agency_id and same.filter(agency_id=entry.agency_id).exists()
    ):
        raise Conflict(say("They are on the roster already."), field="account")
    helper.name, helper.max_load = entry.name, entry.max_load
    helper.account_id, helper.agency_id = entry.account_id, entry.agency_id
    helper.capabilities, helper.areas = list(entry.capabilities), list(entry.areas)
    helper.languages = list(entry.languages)
    helper.save()
    record(events.HelperKept(helper.id), by=by, at=now)
    return helper


@transaction.atomic
def add_credential(  # noqa: PLR0913 the columns of a credential
    helper_id: int,
    kind: str,
    issued_on: date,
    expires_on: date | None,
    *,
    by: Viewer,
    now: datetime,
) -> Credential:
    """
    Write down a credential of a helper.

    :raises NotAllowed: when ``may_keep_roster`` says no
    :raises RuleBroken: for an unknown kind, or when it ends before it begins
    :raises NotFound: when there is no such helper
    """
    permissions.may_keep_roster(by).require()
    if kind not in CREDENTIALS:
        raise RuleBroken(say("Choose the kind of credential."), field="kind")
    if expires_on is not None and expires_on < issued_on:
        raise RuleBroken(say("It cannot end before it begins."), field="expires_on")
    credential = Credential.objects.create(
        helper=_locked(helper_id), kind=kind, issued_on=issued_on, expires_on=expires_on
    )
    record(events.CredentialAdded(helper_id, credential.id), by=by, at=now)
    return credential


@transaction.atomic
def add_shift(
    helper_id: int, starts_at: datetime, ends_at: datetime, *, by: Viewer, now: datetime
) -> Shift:
    """
    Put a shift into the calendar.

    :raises NotAllowed: when ``may_keep_roster`` says no
    :raises RuleBroken: when it ends before it begins
    :raises Conflict: when the helper is on duty at that time already
    :raises NotFound: when there is no such helper
    """
    permissions.may_keep_roster(by).require()
    if ends_at <= starts_at:
        raise RuleBroken(say("It cannot end before it begins."), field="ends_at")
    helper = _locked(helper_id)
    if helper.shifts.filter(starts_at__lt=ends_at, ends_at__gt=starts_at).exists():
        raise Conflict(say("They are on duty at that time already."), field="starts_at")
    shift = Shift.objects.create(helper=helper, starts_at=starts_at, ends_at=ends_at)
    record(events.ShiftAdded(helper_id, shift.id), by=by, at=now)
    return shift


def _locked(helper_id: int) -> Helper:
    helper = Helper.objects.select_for_update().filter(id=helper_id).first()
    if helper is None:
        raise NotFound(say("There is no such helper on the roster."))
    return helper
