"""Who shares in which list."""

from datetime import datetime

from django.db import transaction

from porchlight.core.errors import Conflict, NotFound, RuleBroken
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.audit.actions import record
from porchlight.house.directory.models import Agency
from porchlight.programmes.hashes import events, permissions
from porchlight.programmes.hashes.models import ListAccess, Member
from porchlight.programmes.hashes.rules.vocabulary import LISTS


@transaction.atomic
def add_member(agency_id: int, *, by: Viewer, now: datetime) -> Member:
    """
    Take a verified partner in as member; lists are given one by one.

    :raises NotAllowed: when ``may_manage_members`` says no
    :raises RuleBroken: when the partner is not verified
    :raises Conflict: when it is a member already
    """
    permissions.may_manage_members(by).require()
    agency = Agency.objects.select_for_update().filter(id=agency_id).first()
    if agency is None or agency.verified_at is None:
        raise RuleBroken(say("Choose a partner that was called back and verified."), field="agency")
    if Member.objects.filter(agency=agency).exists():
        raise Conflict(say("This partner is a member already."), field="agency")
    member = Member.objects.create(agency=agency, name=agency.name, joined_at=now)
    record(events.MemberAdded(member.id, agency.id), by=by, at=now)
    return member


@transaction.atomic
def grant_access(
    member_id: int, list_code: str, *, may_contribute: bool = False, by: Viewer, now: datetime
) -> ListAccess:
    """
    Give a member a list, from its next request on; giving it again changes what it may do.

    :raises NotAllowed: when ``may_manage_members`` says no
    :raises NotFound: when there is no such member
    :raises RuleBroken: for a list that is not shared
    """
    permissions.may_manage_members(by).require()
    if list_code not in LISTS or not LISTS[list_code].path:
        raise RuleBroken(say("Choose a list that is shared."), field="list_code")
    member = Member.objects.select_for_update().filter(id=member_id, agency__isnull=False).first()
    if member is None:
        raise NotFound(say("There is no such member."))
    running = ListAccess.objects.filter(member=member, list_code=list_code, ended_at__isnull=True)
    running.update(ended_at=now, ended_by_id=by.id)
    access = ListAccess.objects.create(
        member=member,
        list_code=list_code,
        may_contribute=may_contribute,
        granted_at=now,
        granted_by_id=permissions.person(by),
    )
    record(events.AccessGranted(member.id, list_code, may_contribute), by=by, at=now)
    return access


@transaction.atomic
def end_access(member_id: int, list_code: str, *, by: Viewer, now: datetime) -> None:
    """
    End a member's access to a list at once.

    :raises NotAllowed: when ``may_manage_members`` says no
    :raises NotFound: when it has none
    """
    permissions.may_manage_members(by).require()
    ended = ListAccess.objects.filter(
        member_id=member_id, list_code=list_code, ended_at__isnull=True
    ).update(ended_at=now, ended_by_id=by.id)
    if not ended:
        raise NotFound(say("This member has no access to that list."))
    record(events.AccessEnded(member_id, list_code), by=by, at=now)
