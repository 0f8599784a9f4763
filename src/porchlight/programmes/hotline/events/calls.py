"""What happens on calls. Ids and codes only: what was told stays in the call."""

from dataclasses import dataclass

from porchlight.core.event import Event
from porchlight.core.text import say


@dataclass(frozen=True)
class CallTaken(Event):
    KIND = "hotline.call.taken"
    SENTENCE = say("Took a call ({channel})")
    call_id: int
    channel: str


@dataclass(frozen=True)
class CallTyped(Event):
    """``fields`` names the questions, not the answers."""

    KIND = "hotline.call.typed"
    SENTENCE = say("Typed: {fields}")
    call_id: int
    revision: int
    fields: str


@dataclass(frozen=True)
class RivalSettled(Event):
    KIND = "hotline.call.rival_settled"
    SENTENCE = say("Settled two answers to {field}")
    call_id: int
    field: str


@dataclass(frozen=True)
class CallViewed(Event):
    KIND = "hotline.call.viewed"
    SENTENCE = say("Viewed the call: {part}")
    call_id: int
    part: str


@dataclass(frozen=True)
class CallsListed(Event):
    """Names and numbers of callers were shown in a list."""

    KIND = "hotline.call.listed"
    SENTENCE = say("Looked through the calls: {shown} shown")
    shown: int
    calls: str = ""

    def records(self) -> tuple[str, ...]:
        return tuple(f"call:{number}" for number in self.calls.split())


@dataclass(frozen=True)
class LookAlikesSeen(Event):
    """Somebody on a call saw records of possible look-alikes; ``sources`` such as ``case:12``."""

    KIND = "hotline.call.compared"
    SENTENCE = say("Saw look-alikes: {sources}")
    call_id: int
    sources: str

    def records(self) -> tuple[str, ...]:
        return (f"call:{self.call_id}", *self.sources.split())


@dataclass(frozen=True)
class CallTakenOver(Event):
    KIND = "hotline.call.taken_over"
    SENTENCE = say("Took the call over")
    call_id: int


@dataclass(frozen=True)
class CallPutBack(Event):
    KIND = "hotline.call.put_back"
    SENTENCE = say("Put the call back for a colleague")
    call_id: int


@dataclass(frozen=True)
class PriorityRaised(Event):
    KIND = "hotline.call.raised"
    SENTENCE = say("Raised the priority: {priority}")
    call_id: int
    priority: str


@dataclass(frozen=True)
class CallEnded(Event):
    KIND = "hotline.call.ended"
    SENTENCE = say("Ended the call ({ending})")
    call_id: int
    ending: str


@dataclass(frozen=True)
class CallReopened(Event):
    KIND = "hotline.call.reopened"
    SENTENCE = say("Opened the call again")
    call_id: int


@dataclass(frozen=True)
class CallBecameCase(Event):
    KIND = "hotline.call.became_case"
    SENTENCE = say("Opened a case from the call")
    call_id: int
    case_id: int


@dataclass(frozen=True)
class CallBecameLead(Event):
    KIND = "hotline.call.became_lead"
    SENTENCE = say("Made a lead of the call")
    call_id: int
    lead_id: int
    case_id: int | None = None


@dataclass(frozen=True)
class CallNoted(Event):
    KIND = "hotline.call.noted"
    SENTENCE = say("Noted the call on the case")
    call_id: int
    case_id: int


@dataclass(frozen=True)
class ReportHandedOver(Event):
    """The call is to become a CyberTipline report; whoever subscribes reads it through queries."""

    KIND = "hotline.call.became_report"
    SENTENCE = say("Handed the call to the CyberTipline")
    call_id: int


@dataclass(frozen=True)
class SupportRequested(Event):
    """A family asks for support; ``case_id`` when it belongs to a case."""

    KIND = "hotline.call.asks_support"
    SENTENCE = say("Asked family advocates to help")
    call_id: int
    case_id: int | None = None


@dataclass(frozen=True)
class InformationGiven(Event):
    KIND = "hotline.call.informed"
    SENTENCE = say("Gave information")
    call_id: int


@dataclass(frozen=True)
class HandoffOffered(Event):
    KIND = "hotline.handoff.offered"
    SENTENCE = say("Offered the case to case managers")
    handoff_id: int
    case_id: int
    call_id: int


@dataclass(frozen=True)
class HandoffAccepted(Event):
    KIND = "hotline.handoff.accepted"
    SENTENCE = say("Took the case on")
    handoff_id: int
    case_id: int


@dataclass(frozen=True)
class HandoffDeclined(Event):
    KIND = "hotline.handoff.declined"
    SENTENCE = say("Could not take the case on")
    handoff_id: int
    case_id: int


@dataclass(frozen=True)
class HandoffOverdue(Event):
    """Nobody took the case on in time: supervisors are to act."""

    KIND = "hotline.handoff.overdue"
    SENTENCE = say("Nobody took the case on in time")
    handoff_id: int
    case_id: int


@dataclass(frozen=True)
class CallBackPromised(Event):
    KIND = "hotline.call_back.promised"
    SENTENCE = say("Promised to call back")
    callback_id: int
    call_id: int | None = None


@dataclass(frozen=True)
class CallBackDone(Event):
    KIND = "hotline.call_back.done"
    SENTENCE = say("Called back: {result}")
    callback_id: int
    result: str
    call_id: int | None = None


@dataclass(frozen=True)
class CallBackOverdue(Event):
    KIND = "hotline.call_back.overdue"
    SENTENCE = say("A promised call back is overdue")
    callback_id: int


@dataclass(frozen=True)
class ShiftNoted(Event):
    KIND = "hotline.shift.noted"
    SENTENCE = say("Wrote into the shift log")
    shiftentry_id: int


@dataclass(frozen=True)
class ShiftBegan(Event):
    KIND = "hotline.shift.began"
    SENTENCE = say("Came to the desk")
    shift_id: int


@dataclass(frozen=True)
class ShiftEnded(Event):
    KIND = "hotline.shift.ended"
    SENTENCE = say("Left the desk")
    shift_id: int


@dataclass(frozen=True)
class CallerFlagged(Event):
    KIND = "hotline.caller.flagged"
    SENTENCE = say("Noted something about a number ({kind})")
    callerflag_id: int
    kind: str


@dataclass(frozen=True)
class CallerFlagLifted(Event):
    KIND = "hotline.caller.unflagged"
    SENTENCE = say("Ended the note about a number")
    callerflag_id: int
