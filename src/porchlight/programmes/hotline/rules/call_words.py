"""The words of a call that are chosen from a list: channels, states, endings, outcomes, flags."""

from collections.abc import Mapping
from enum import StrEnum

from porchlight.core.text import Say, say


class Channel(StrEnum):
    """The way a contact came."""

    TELEPHONE = "telephone"
    TEXT = "text"
    WEB = "web"
    EMAIL = "email"
    IN_PERSON = "in_person"


class CallState(StrEnum):
    """Where a contact stands: nobody took it yet, somebody has it, it is over."""

    WAITING = "waiting"
    OPEN = "open"
    ENDED = "ended"


MOVES: Mapping[CallState, frozenset[CallState]] = {
    CallState.WAITING: frozenset({CallState.OPEN, CallState.ENDED}),
    CallState.OPEN: frozenset({CallState.WAITING, CallState.ENDED}),
    CallState.ENDED: frozenset({CallState.OPEN}),
}


class Ending(StrEnum):
    """How a contact ended: with an outcome, or without anything to keep (one press)."""

    SETTLED = "settled"
    SILENT = "silent"
    WRONG_NUMBER = "wrong_number"
    HUNG_UP = "hung_up"
    PRANK = "prank"
    ABUSIVE = "abusive"
    TEST = "test"


class OutcomeKind(StrEnum):
    """What became of a call; it may become several things."""

    CASE = "case"
    LEAD = "lead"
    NOTE = "note"
    REPORT = "report"
    SUPPORT = "support"
    INFORMATION = "information"


class Flag(StrEnum):
    """What is known of a number that calls again and again."""

    REPEAT = "repeat"
    DISTRESS = "distress"
    PRANK = "prank"
    ABUSIVE = "abusive"


class BackResult(StrEnum):
    """What came of a call back."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    MESSAGE = "message"
    NOT_NEEDED = "not_needed"


CHANNEL_WORDS: Mapping[Channel, Say] = {
    Channel.TELEPHONE: say("Telephone"),
    Channel.TEXT: say("Text message"),
    Channel.WEB: say("Web"),
    Channel.EMAIL: say("E-mail"),
    Channel.IN_PERSON: say("In person"),
}
STATE_WORDS: Mapping[CallState, Say] = {
    CallState.WAITING: say("Waiting"),
    CallState.OPEN: say("Being taken"),
    CallState.ENDED: say("Ended"),
}
ENDING_WORDS: Mapping[Ending, Say] = {
    Ending.SETTLED: say("Settled"),
    Ending.SILENT: say("Silent"),
    Ending.WRONG_NUMBER: say("Wrong number"),
    Ending.HUNG_UP: say("Hung up"),
    Ending.PRANK: say("Prank"),
    Ending.ABUSIVE: say("Abusive"),
    Ending.TEST: say("Test call"),
}
OUTCOME_WORDS: Mapping[OutcomeKind, Say] = {
    OutcomeKind.CASE: say("New case"),
    OutcomeKind.LEAD: say("Lead"),
    OutcomeKind.NOTE: say("Note on a case"),
    OutcomeKind.REPORT: say("CyberTipline report"),
    OutcomeKind.SUPPORT: say("Family support"),
    OutcomeKind.INFORMATION: say("Information"),
}
FLAG_WORDS: Mapping[Flag, Say] = {
    Flag.REPEAT: say("Calls often"),
    Flag.DISTRESS: say("In distress"),
    Flag.PRANK: say("Pranks before"),
    Flag.ABUSIVE: say("Abusive before"),
}
BACK_WORDS: Mapping[BackResult, Say] = {
    BackResult.REACHED: say("Reached"),
    BackResult.NO_ANSWER: say("No answer, try again"),
    BackResult.MESSAGE: say("Left a message, try again"),
    BackResult.NOT_NEEDED: say("No longer needed"),
}
# After these a call back is due once more.
TRY_AGAIN = frozenset({BackResult.NO_ANSWER, BackResult.MESSAGE})
# A call that ended so leaves nothing behind but itself; words typed into it are kept all the same.
WITHOUT_OUTCOME = frozenset(Ending) - {Ending.SETTLED}
