"""A permission explains itself: greyed button, 403 page and audit line are one value."""

from dataclasses import dataclass

from porchlight.core.errors import NotAllowed
from porchlight.core.text import Say, say


@dataclass(frozen=True)
class Decision:
    """Whether something is allowed and, when not, why. True in a condition when allowed."""

    allowed: bool
    reason: Say

    def __bool__(self) -> bool:
        return self.allowed

    def require(self) -> None:
        """
        Go on only when allowed.

        :raises NotAllowed: with the reason, when not
        """
        if not self.allowed:
            raise NotAllowed(self.reason)


YES = Decision(True, say("Allowed."))


def no(reason: Say) -> Decision:
    """
    Refuse with a sentence for the person.

    >>> bool(no(say("A second person must release it.")))
    False
    """
    return Decision(False, reason)
