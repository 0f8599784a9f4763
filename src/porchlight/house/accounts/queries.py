"""Who somebody is, as rules see it; and what the screens of accounts show."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from porchlight.core.decision import Decision
from porchlight.core.errors import NotFound
from porchlight.core.text import Say, say
from porchlight.core.viewer import Door, Viewer
from porchlight.house.accounts.links import invitation_of
from porchlight.house.accounts.models import (
    Account,
    BrokenGlass,
    Invitation,
    MachineKey,
    RoleGrant,
)
from porchlight.house.accounts.permissions import (
    BREAK_GLASS,
    FAMILY_ROLES,
    INVITE_FAMILY,
    INVITE_OFFICER,
    OFFICER_ROLES,
    REVIEW_GLASS,
    may_change_account,
    may_manage_accounts,
    may_manage_keys,
    may_review_glass,
)
from porchlight.house.accounts.roles import ROLES, permissions_of
from porchlight.house.accounts.rules import MOST_TRIES, REVIEW_WITHIN, browser, digest

CasesOf = Callable[[int], frozenset[int]]


def _no_cases(account_id: int) -> frozenset[int]:
    return frozenset()


_cases_of_family: CasesOf = _no_cases


def family_cases_with(cases_of: CasesOf) -> None:
    """Use ``cases_of`` (account → cases): the families' programme, which stands above, gives it."""
    global _cases_of_family
    _cases_of_family = cases_of


def viewer_for(account: Account, *, now: datetime | None = None) -> Viewer:
    """
    Return what rules and permissions may know of ``account`` now.

    Asked anew for each request, so that a right that ended is gone with the next click.
    """
    now = now or timezone.now()
    running = account.grants.filter(still_running(now))
    roles = frozenset(running.values_list("role", flat=True))
    doors = {ROLES[name].door for name in roles if name in ROLES}
    door = next(iter(sorted(doors)), Door.PUBLIC)
    permissions = permissions_of(roles)
    return Viewer(
        id=account.id,
        door=door,
        name=account.name,
        roles=roles,
        permissions=permissions,
        agency_id=account.agency_id,
        case_ids=_cases_of_family(account.id) if door is Door.FAMILY else frozenset(),
        broken_glass=_broken_by(account.id, now) if BREAK_GLASS in permissions else frozenset(),
    )


def still_running(now: datetime) -> Q:
    """What a grant must be to count now: not ended, and not run out."""
    return Q(ended_at__isnull=True) & (Q(expires_at__isnull=True) | Q(expires_at__gt=now))


def _broken_by(account_id: int, now: datetime) -> frozenset[str]:
    running = BrokenGlass.objects.filter(broken_by_id=account_id, ends_at__gt=now)
    return frozenset(running.values_list("record", flat=True))


def holders_of(permission: str, *, now: datetime) -> QuerySet[Account]:
    """Return who may sign in and holds ``permission`` now."""
    roles = [role.name for role in ROLES.values() if permission in role.permissions]
    holding = RoleGrant.objects.filter(still_running(now), role__in=roles)
    return Account.objects.filter(is_active=True, id__in=holding.values("account_id"))


def role_titles(viewer: Viewer) -> str:
    """The person's roles in words."""
    return ", ".join(str(ROLES[name].title) for name in sorted(viewer.roles) if name in ROLES)


def knows_device(account: Account, device: str) -> bool:
    """Whether this browser signed in to this account before, with a second factor."""
    return bool(device) and account.devices.filter(token_digest=digest(device)).exists()


def agency_is_verified(agency_id: int | None) -> bool:
    """Whether the agency was called back and verified by a second person."""
    # The directory stands above the accounts; its table is asked by name.
    agencies = apps.get_model("directory", "Agency").objects
    return (
        agency_id is not None and agencies.filter(id=agency_id, verified_at__isnull=False).exists()
    )


def invitation_by_token(token: str, *, now: datetime) -> Invitation:
    """
    Return the open invitation that this link belongs to.

    :raises NotFound: when the link works no longer or never did
    """
    found = Invitation.objects.filter(id=invitation_of(token) or 0).first()
    if found is None or not invitation_is_open(found, now=now):
        raise NotFound(say("This link works no longer. Ask whoever invited you for a new one."))
    return found


def invitation_is_open(invitation: Invitation, *, now: datetime) -> bool:
    """Whether the link works now: not used, withdrawn or old, sponsor and agency still good."""
    if invitation.accepted_at or invitation.withdrawn_at or now >= invitation.expires_at:
        return False
    if invitation.tries >= MOST_TRIES or not invitation.invited_by.is_active:
        return False
    if invitation.account is not None and not invitation.account.is_active:
        return False
    return invitation.agency_id is None or agency_is_verified(invitation.agency_id)


def invitations(viewer: Viewer) -> QuerySet[Invitation]:
    """
    Return the invitations that the viewer may see.

    An administrator sees all; a coordinator those of their agency, other supervisors those of
    all agencies, an advocate those of families; everybody their own.
    """
    found = Invitation.objects.select_related("agency", "invited_by")
    if may_manage_accounts(viewer):
        return found
    mine = Q(invited_by_id=viewer.id)
    if viewer.may(INVITE_OFFICER) and viewer.agency_id is not None:
        mine |= Q(agency_id=viewer.agency_id)
    elif viewer.may(INVITE_OFFICER):
        mine |= Q(role__in=OFFICER_ROLES)
    if viewer.may(INVITE_FAMILY):
        mine |= Q(role__in=FAMILY_ROLES)
    return found.filter(mine)


def invitation(viewer: Viewer, invitation_id: int) -> Invitation:
    """
    Return one of :func:`invitations`.

    :raises NotFound: when the viewer may not see it, or there is none
    """
    found = invitations(viewer).filter(id=invitation_id).first()
    if found is None:
        raise NotFound(say("There is no such invitation."))
    return found


def invitation_state(invitation: Invitation, *, now: datetime) -> str:
    """Return ``accepted``, ``withdrawn``, ``open``, or ``ended``: too old, or a sponsor gone."""
    if invitation.accepted_at:
        return "accepted"
    if invitation.withdrawn_at:
        return "withdrawn"
    return "open" if invitation_is_open(invitation, now=now) else "ended"


def roles_offered(viewer: Viewer) -> list[tuple[str, str]]:
    """The roles to which the viewer may invite: name and title."""
    names: set[str] = set()
    if viewer.may(INVITE_OFFICER):
        names |= {"agency_officer"} if viewer.agency_id is not None else OFFICER_ROLES
    if viewer.may(INVITE_FAMILY):
        names |= FAMILY_ROLES
    if may_manage_accounts(viewer):
        # Officers are a supervisor's, families an advocate's to invite.
        names |= set(ROLES) - OFFICER_ROLES - FAMILY_ROLES
    return [(name, str(role.title)) for name, role in ROLES.items() if name in names]


def verified_agencies(viewer: Viewer) -> list[tuple[int, str]]:
    """The agencies for which the viewer may invite officers: number and name."""
    agencies = apps.get_model("directory", "Agency").objects.filter(verified_at__isnull=False)
    if viewer.agency_id is not None:
        agencies = agencies.filter(id=viewer.agency_id)
    return list(agencies.order_by("name").values_list("id", "name"))


@dataclass(frozen=True)
class Person:
    """One account as the administrators' screen shows it."""

    account: Account
    roles: tuple[str, ...]
    state: str

    @property
    def titles(self) -> str:
        return ", ".join(str(ROLES[role].title) for role in self.roles if role in ROLES)


def people(viewer: Viewer) -> QuerySet[Account]:
    """
    Return everybody who has an account, with their agency and running roles.

    :raises NotAllowed: when the viewer is no administrator
    """
    may_manage_accounts(viewer).require()
    running = Prefetch("grants", RoleGrant.objects.filter(ended_at__isnull=True), to_attr="now")
    return Account.objects.select_related("agency").prefetch_related(running)


def person(viewer: Viewer, account_id: int) -> Person:
    """
    Return one account for the administrators' screen.

    :raises NotAllowed: when the viewer is no administrator
    :raises NotFound: when there is no such account
    """
    account = people(viewer).filter(id=account_id).first()
    if account is None:
        raise NotFound(say("There is no such account."))
    return as_person(account)


def as_person(account: Account) -> Person:
    """Return the row of :func:`people` with its roles and state."""
    grants: list[RoleGrant] = account.now  # type: ignore[attr-defined]  # set by the prefetch
    return Person(account, tuple(sorted(grant.role for grant in grants)), state_of(account))


def held_roles(account_id: int) -> list[tuple[RoleGrant, Say]]:
    """Return the roles that somebody holds now, with their titles."""
    running = RoleGrant.objects.filter(account_id=account_id, ended_at__isnull=True)
    return [
        (each, ROLES[each.role].title) for each in running.order_by("role") if each.role in ROLES
    ]


def state_of(account: Account) -> str:
    """Return ``active``, ``locked`` (until released) or ``disabled``."""
    if not account.is_active:
        return "disabled"
    return "locked" if account.locked_at else "active"


def decision_on(viewer: Viewer, account_id: int) -> Decision:
    """Whether the viewer may change this account."""
    return may_change_account(viewer, account_id)


def factors_of(account_id: int) -> list[Authenticator]:
    """The person's authenticator app and passkeys, oldest first."""
    rows = Authenticator.objects.filter(user_id=account_id).exclude(type="recovery_codes")
    return list(rows.order_by("created_at"))


def ways_of(account: Account) -> dict[str, bool]:
    """Return by which second steps the person can prove themselves now."""
    kinds = set(Authenticator.objects.filter(user_id=account.pk).values_list("type", flat=True))
    return {
        "has_app": Authenticator.Type.TOTP in kinds,
        "has_codes": Authenticator.Type.RECOVERY_CODES in kinds,
        "has_passkey": Authenticator.Type.WEBAUTHN in kinds,
    }


@dataclass(frozen=True)
class Signed:
    """A browser in which somebody is signed in."""

    id: int
    browser: str
    source: str
    began_at: datetime
    here: bool


def sessions_of(account: Account, here: str | None) -> list[Signed]:
    """Where the person is signed in, this browser (with the session ``here``) first."""
    there = UserSession.objects.purge_and_list(account)
    signed = [
        Signed(one.pk, browser(one.user_agent), one.ip, one.created_at, one.session_key == here)
        for one in there
    ]
    return sorted(signed, key=lambda one: (not one.here, -one.began_at.timestamp()))


@dataclass(frozen=True)
class Opening:
    """One emergency opening and whether the viewer may review it."""

    glass: BrokenGlass
    due_at: datetime
    decision: Decision

    @property
    def number(self) -> int:
        return self.glass.pk


def openings(viewer: Viewer) -> list[Opening]:
    """
    Return emergency openings, those to review first, then the newest.

    :raises NotAllowed: when the viewer is no supervisor
    """
    if not viewer.may(REVIEW_GLASS):
        may_review_glass(viewer, 0).require()
    rows = BrokenGlass.objects.select_related("broken_by", "reviewed_by").order_by("-broken_at")
    listed = sorted(rows[:200], key=lambda glass: glass.reviewed_at is not None)
    return [_opening(viewer, glass) for glass in listed]


def _opening(viewer: Viewer, glass: BrokenGlass) -> Opening:
    decision = may_review_glass(viewer, glass.broken_by_id)
    return Opening(glass, glass.broken_at + REVIEW_WITHIN, decision)


def own_openings(viewer: Viewer, *, now: datetime) -> list[BrokenGlass]:
    """The records that the viewer opened in an emergency and may still see."""
    running = BrokenGlass.objects.filter(broken_by_id=viewer.id, ends_at__gt=now)
    return list(running.order_by("ends_at"))


def machine_keys(viewer: Viewer) -> list[MachineKey]:
    """
    Return the keys of partners' machines, those that work first, then the newest.

    :raises NotAllowed: when the viewer may not manage keys
    """
    may_manage_keys(viewer).require()
    rows = MachineKey.objects.select_related("agency", "issued_by", "revoked_by")
    return sorted(rows.order_by("-issued_at")[:500], key=lambda key: key.revoked_at is not None)


def keys_given_by(account_id: int, *, now: datetime) -> int:
    """How many keys of machines that this person gave out are good at ``now``."""
    given = MachineKey.objects.filter(issued_by_id=account_id, revoked_at=None)
    return given.filter(expires_at__gt=now).count()
