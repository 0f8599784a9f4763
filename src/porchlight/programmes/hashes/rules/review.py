"""When an entry is good enough to be handed out: several people, of one mind, without a dispute."""

from collections.abc import Sequence
from dataclasses import dataclass

from porchlight.core.text import Say, say


@dataclass(frozen=True)
class Opinion:
    """What one reviewer found: whether it belongs on the list, and its class (may be empty)."""

    reviewer_id: int
    belongs: bool
    classification: str


@dataclass(frozen=True)
class Outcome:
    """Whether the reviews carry a release; when not, what is missing."""

    ready: bool
    classification: str
    reason: Say


def weigh(opinions: Sequence[Opinion], *, needed: int) -> Outcome:
    """
    Return whether ``needed`` different people agree that the entry belongs, and on its class.

    One person who says no is enough to hold it back: the others must convince them or refuse it.

    >>> weigh([Opinion(1, True, "A1"), Opinion(2, True, "A1")], needed=2).ready
    True
    >>> weigh([Opinion(1, True, "A1"), Opinion(2, True, "B1")], needed=2).ready
    False

    Source: a file is reviewed at least three times before it is listed (cybertips reference, 12).
    """
    for_it = {each.reviewer_id for each in opinions if each.belongs}
    classes = {each.classification for each in opinions if each.belongs}
    if any(not each.belongs for each in opinions):
        return Outcome(False, "", say("A reviewer says that it does not belong on the list."))
    if len(for_it) < needed:
        left = needed - len(for_it)
        return Outcome(False, "", say("Reviews still needed: {left}.", left=left))
    if len(classes) > 1:
        found = ", ".join(sorted(each or "–" for each in classes))
        return Outcome(False, "", say("The reviewers disagree on the class: {found}.", found=found))
    return Outcome(True, classes.pop(), say("Ready for release."))
