"""Who may open, change and end accounts, and who may open records in an emergency."""

from porchlight.core.decision import YES, Decision, no
from porchlight.core.errors import NotAllowed
from porchlight.core.text import say
from porchlight.core.viewer import Viewer

MANAGE = "accounts:account:manage"
INVITE = "accounts:invitation:send"
INVITE_OFFICER = "accounts:officer:invite"
INVITE_FAMILY = "accounts:family:invite"
BREAK_GLASS = "accounts:glass:break"
REVIEW_GLASS = "accounts:glass:review"
MANAGE_KEYS = "accounts:key:manage"

OFFICER_ROLES = frozenset({"agency_officer", "agency_coordinator"})
FAMILY_ROLES = frozenset({"family_member"})


def person(by: Viewer) -> int:
    """
    Return whose act it is, where it must be a person's.

    :raises NotAllowed: for jobs and commands
    """
    if by.id is None:
        raise NotAllowed(say("A person must do this, not a job or a command."))
    return by.id


def may_manage_accounts(viewer: Viewer) -> Decision:
    """Administrators open and end accounts; nobody else."""
    if not viewer.may(MANAGE):
        return no(say("Only an administrator opens, changes and ends accounts."))
    return YES


def may_change_account(viewer: Viewer, account_id: int) -> Decision:
    """An administrator changes others' accounts, never their own: two people stay aware."""
    if viewer.id == account_id:
        return no(say("Another administrator must change your own account."))
    return may_manage_accounts(viewer)


def may_grant(viewer: Viewer, account_id: int, role: str, *, agency_verified: bool) -> Decision:
    """An administrator gives roles; an officer's only to somebody of a verified agency."""
    decision = may_change_account(viewer, account_id)
    if decision and role in OFFICER_ROLES and not agency_verified:
        return no(say("An officer comes by invitation from a verified agency only."))
    return decision


def may_invite(
    viewer: Viewer, role: str, *, agency_id: int | None, agency_verified: bool
) -> Decision:
    """
    Whether ``viewer`` may invite somebody to ``role``.

    An officer comes by invitation from a verified agency only; the sponsor is that agency's
    coordinator or one of our supervisors. Source: CJIS 5.1.4, impostor officer.
    """
    if role in OFFICER_ROLES:
        return _may_invite_officer(viewer, role, agency_id, agency_verified)
    if role in FAMILY_ROLES and viewer.may(INVITE_FAMILY):
        return YES
    return may_manage_accounts(viewer)


def _may_invite_officer(
    viewer: Viewer, role: str, agency_id: int | None, agency_verified: bool
) -> Decision:
    if not viewer.may(INVITE_OFFICER):
        return no(say("A supervisor or the agency's coordinator invites officers."))
    if agency_id is None:
        return no(say("An officer belongs to an agency. Choose it."))
    if viewer.agency_id is not None and viewer.agency_id != agency_id:
        return no(say("You can invite officers of your own agency only."))
    if viewer.agency_id is not None and role == "agency_coordinator":
        return no(say("A supervisor of the clearinghouse appoints an agency's coordinator."))
    if not agency_verified:
        return no(say("Call this agency back on its published number and have it verified first."))
    return YES


def may_break_glass(viewer: Viewer) -> Decision:
    """Those who work on cases may open one that is not theirs, with a reason that is reviewed."""
    if not viewer.may(BREAK_GLASS):
        return no(say("Your role does not open records in an emergency. Call a supervisor."))
    return YES


def may_review_glass(viewer: Viewer, broken_by: int) -> Decision:
    """A supervisor reviews each emergency opening, but not their own."""
    if not viewer.may(REVIEW_GLASS):
        return no(say("A supervisor reviews emergency openings."))
    if viewer.id == broken_by:
        return no(say("A second person must review it: you opened the record."))
    return YES


def may_manage_keys(viewer: Viewer) -> Decision:
    """Administrators give keys to partners' machines and take them back; nobody else."""
    if not viewer.may(MANAGE_KEYS):
        return no(say("Only an administrator gives keys to machines and takes them back."))
    return YES
