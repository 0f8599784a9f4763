"""The four families of refusal. The sentence says what to do; the door gives it its form."""

from porchlight.core.text import Say


class Problem(Exception):
    """Base of all refusals: ``sentence`` for the person, ``status`` for the machine."""

    status = 400

    def __init__(self, sentence: Say, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field

    def __str__(self) -> str:
        return str(self.sentence)


class NotAllowed(Problem):
    """The person is known but may not do this: 403."""

    status = 403


class NotFound(Problem):
    """There is nothing here for this person; also the answer to a stranger: 404."""

    status = 404


class RuleBroken(Problem):
    """What was asked breaks a rule of the field; ``field`` names the input if one did: 422."""

    status = 422


class Conflict(Problem):
    """The record has moved on since it was read: 409."""

    status = 409
