"""Who reads lists, proposes, reviews and releases entries; who compares sets; who tells victims."""

from dataclasses import dataclass

from porchlight.core.decision import YES, Decision, no
from porchlight.core.errors import NotAllowed
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.programmes.hashes.rules.review import Outcome
from porchlight.programmes.hashes.rules.vocabulary import Status

READ = "hashes:list:read"
PROPOSE = "hashes:entry:propose"
REVIEW = "hashes:entry:review"
RELEASE = "hashes:entry:release"
MEMBERS = "hashes:member:manage"
LOOK_UP = "hashes:hash:look_up"
SERIES = "hashes:series:read"
KEEP_SERIES = "hashes:series:write"
NOTICES = "hashes:notice:send"
SUBMIT = "hashes:set:submit"
OWN = "hashes:own:read"
EXCHANGE = "hashes:exchange:read"
CONTRIBUTE = "hashes:exchange:write"
FEEDBACK = "hashes:feedback:give"


def person(viewer: Viewer) -> int:
    """
    Return the account that signs an act.

    :raises NotAllowed: to the house and to machines
    """
    if viewer.id is None:
        raise NotAllowed(say("A person must do this, signed in."))
    return viewer.id


@dataclass(frozen=True)
class EntryFacts:
    """What permissions need of an entry; ``proposed_by`` None: a member's machine sent it."""

    status: Status
    proposed_by: int | None
    disputed: bool = False


@dataclass(frozen=True)
class AccessFacts:
    """What a member may do with a list now."""

    may_read: bool
    may_contribute: bool


def may_propose(viewer: Viewer) -> Decision:
    """Analysts bring entries forward."""
    if not viewer.may(PROPOSE):
        return no(say("Only an analyst proposes entries."))
    return YES


def may_review(viewer: Viewer, entry: EntryFacts) -> Decision:
    """Somebody else than the one who proposed it, while it waits."""
    if not viewer.may(REVIEW):
        return no(say("Only analysts and supervisors review entries."))
    if entry.status is not Status.PROPOSED:
        return no(say("This entry does not wait for a review."))
    if viewer.id is None or viewer.id == entry.proposed_by:
        return no(say("Somebody else must review it: you proposed it."))
    return YES


def may_release(viewer: Viewer, entry: EntryFacts, outcome: Outcome) -> Decision:
    """A second person, when enough reviewers agree."""
    if not viewer.may(RELEASE):
        return no(say("Only a supervisor releases entries."))
    if entry.status is not Status.PROPOSED:
        return no(say("This entry does not wait for a release."))
    if viewer.id is None or viewer.id == entry.proposed_by:
        return no(say("A second person must release it: you proposed it."))
    if not outcome.ready:
        return no(outcome.reason)
    return YES


def may_refuse(viewer: Viewer, entry: EntryFacts) -> Decision:
    """Who may release may also refuse."""
    if not viewer.may(RELEASE):
        return no(say("Only a supervisor refuses entries."))
    if entry.status is not Status.PROPOSED:
        return no(say("This entry does not wait for a release."))
    return YES


def may_retract(viewer: Viewer, entry: EntryFacts) -> Decision:
    """Taking something back from everybody needs one person only: it protects."""
    if not viewer.may(RELEASE):
        return no(say("Only a supervisor retracts entries."))
    if entry.status not in {Status.RELEASED, Status.SHARED}:
        return no(say("This entry is not handed out."))
    return YES


def may_settle(viewer: Viewer, entry: EntryFacts) -> Decision:
    """A dispute is settled by a reviewer: either the entry goes or the dispute does."""
    if not viewer.may(REVIEW):
        return no(say("Only analysts and supervisors settle disputes."))
    if not entry.disputed:
        return no(say("Nobody disputes this entry."))
    return YES


def may_manage_members(viewer: Viewer) -> Decision:
    """Administrators say who shares in which list."""
    if not viewer.may(MEMBERS):
        return no(say("Only an administrator gives and ends access to lists."))
    return YES


def may_read_list(viewer: Viewer, access: AccessFacts) -> Decision:
    """A member's machine reads the lists it was given."""
    if not viewer.may(EXCHANGE) or not access.may_read:
        return no(say("You have no access to this list."))
    return YES


def may_contribute(viewer: Viewer, access: AccessFacts) -> Decision:
    """A member's machine sends entries and feedback where it may contribute."""
    if not viewer.may(CONTRIBUTE) or not access.may_contribute:
        return no(say("You may read this list, not contribute to it."))
    return YES


def may_keep_series(viewer: Viewer) -> Decision:
    """Analysts keep the series."""
    if not viewer.may(KEEP_SERIES):
        return no(say("Only an analyst keeps the series."))
    return YES


def may_send_notices(viewer: Viewer) -> Decision:
    """Advocates know how to reach victims safely and tell them."""
    if not viewer.may(NOTICES):
        return no(say("Only a family advocate reads how to reach victims, and tells them."))
    return YES


def may_submit(viewer: Viewer) -> Decision:
    """Officers of an agency send hash sets of their cases."""
    if not viewer.may(SUBMIT) or viewer.agency_id is None:
        return no(say("Only officers of an agency send hash sets."))
    return YES
