"""How it goes on after a call: hand-off to a case manager, calls back, notes about a number."""

from datetime import datetime, timedelta

from django.db import transaction

from porchlight.core.errors import Conflict, NotFound, RuleBroken
from porchlight.core.phones import parse_phone
from porchlight.core.text import say
from porchlight.core.viewer import Viewer, house_viewer
from porchlight.house.audit.actions import record
from porchlight.programmes.cases import actions as cases
from porchlight.programmes.hotline.events.calls import (
    CallBackDone,
    CallBackOverdue,
    CallBackPromised,
    CallerFlagged,
    CallerFlagLifted,
    HandoffAccepted,
    HandoffDeclined,
    HandoffOffered,
    HandoffOverdue,
)
from porchlight.programmes.hotline.models import CallBack, CallerFlag, Declined, Handoff, Outcome
from porchlight.programmes.hotline.permissions.calls import (
    may_accept,
    may_flag,
    may_lift_flag,
    may_offer,
    may_take_calls,
)
from porchlight.programmes.hotline.rules.call_words import TRY_AGAIN, BackResult, Flag, OutcomeKind
from porchlight.programmes.hotline.rules.priorities import HAND_ON_WITHIN

# Giving a case away needs a supervisor; taking one on that is offered is the hand-off's own act.
GIVES = house_viewer("hotline.handoff")
LONGEST_FLAG = timedelta(days=90)


@transaction.atomic
def offer_case(
    outcome_id: int, to_id: int | None = None, words: str = "", *, by: Viewer, now: datetime
) -> Handoff:
    """
    Offer the case that a call became to a case manager, or to all; the priority sets the clock.

    :raises NotAllowed: when ``by`` takes no calls
    :raises NotFound: when the call became no case
    :raises Conflict: when the case is offered already
    """
    may_offer(by).require()
    assert by.id is not None
    outcome = Outcome.objects.select_related("call", "case").filter(id=outcome_id).first()
    if outcome is None or outcome.case is None or outcome.kind != OutcomeKind.CASE:
        raise NotFound(say("There is no such case."))
    if Handoff.objects.filter(case=outcome.case, accepted_at=None).exists():
        raise Conflict(say("The case is offered already."))
    priority = outcome.call.urgency
    handoff = Handoff.objects.create(
        call=outcome.call,
        case=outcome.case,
        priority=priority,
        words=words.strip(),
        to_id=to_id,
        due_at=now + HAND_ON_WITHIN[priority],
        offered_at=now,
        offered_by_id=by.id,
    )
    record(HandoffOffered(handoff.id, handoff.case_id, handoff.call_id), by=by, at=now)
    return handoff


def _waiting(handoff_id: int) -> Handoff:
    found = Handoff.objects.select_for_update(of=("self",)).filter(id=handoff_id).first()
    if found is None:
        raise NotFound(say("There is no such hand-off."))
    if found.accepted_at is not None:
        raise Conflict(say("Somebody took this case on already."))
    return found


@transaction.atomic
def accept_case(handoff_id: int, *, by: Viewer, now: datetime) -> Handoff:
    """
    Take the case on: from now it is the viewer's.

    :raises NotAllowed: when ``by`` manages no cases, or it is offered to somebody else
    :raises Conflict: when somebody took it on already
    """
    handoff = _waiting(handoff_id)
    may_accept(by, handoff.to_id).require()
    assert by.id is not None
    handoff.accepted_at, handoff.accepted_by_id = now, by.id
    handoff.save(update_fields=["accepted_at", "accepted_by"])
    cases.assign_case(handoff.case_id, by.id, by=GIVES, now=now)
    record(HandoffAccepted(handoff.id, handoff.case_id), by=by, at=now)
    return handoff


@transaction.atomic
def decline_case(handoff_id: int, words: str, *, by: Viewer, now: datetime) -> Handoff:
    """
    Say that one cannot take the case on; it is offered to all again, and its clock runs on.

    :raises NotAllowed: when it is not offered to ``by``
    :raises RuleBroken: when no reason is given
    """
    handoff = _waiting(handoff_id)
    may_accept(by, handoff.to_id).require()
    assert by.id is not None
    if not words.strip():
        raise RuleBroken(say("Say in a few words why not."), field="words")
    Declined.objects.create(
        handoff=handoff, words=words.strip()[:300], declined_at=now, declined_by_id=by.id
    )
    handoff.to = None
    handoff.save(update_fields=["to"])
    record(HandoffDeclined(handoff.id, handoff.case_id), by=by, at=now)
    return handoff


@transaction.atomic
def notice_late_handoff(handoff_id: int, *, by: Viewer, now: datetime) -> bool:
    """Note once that nobody took a case on in time; whether that was news."""
    handoff = Handoff.objects.select_for_update(of=("self",)).get(id=handoff_id)
    late = handoff.accepted_at is None and handoff.due_at <= now
    if not late or handoff.overdue_told_at is not None:
        return False
    handoff.overdue_told_at = now
    handoff.save(update_fields=["overdue_told_at"])
    record(HandoffOverdue(handoff.id, handoff.case_id), by=by, at=now)
    return True


@transaction.atomic
def promise_call_back(  # noqa: PLR0913 the columns of a promise
    phone: str,
    due_at: datetime,
    *,
    who: str = "",
    words: str = "",
    language: str = "en",
    call_id: int | None = None,
    case_id: int | None = None,
    by: Viewer,
    now: datetime,
) -> CallBack:
    """
    Promise to call somebody back by ``due_at``.

    :raises NotAllowed: when ``by`` takes no calls
    :raises RuleBroken: when it is no number, or the time has passed
    """
    may_take_calls(by).require()
    assert by.id is not None
    if due_at <= now:
        raise RuleBroken(say("Promise a time to come."), field="due_at")
    row = CallBack.objects.create(
        call_id=call_id,
        case_id=case_id,
        phone=str(parse_phone(phone))[:24],
        who=who.strip()[:200],
        words=words.strip()[:500],
        language=language,
        due_at=due_at,
        promised_at=now,
        promised_by_id=by.id,
    )
    record(CallBackPromised(row.id, call_id), by=by, at=now)
    return row


@transaction.atomic
def call_back(
    call_back_id: int,
    result: BackResult,
    words: str = "",
    *,
    again_at: datetime | None = None,
    by: Viewer,
    now: datetime,
) -> CallBack:
    """
    Write down what came of a call back; when nobody was reached, the next one is due.

    :raises NotAllowed: when ``by`` takes no calls
    :raises NotFound: when there is no such promise
    :raises Conflict: when somebody called already
    """
    may_take_calls(by).require()
    row = CallBack.objects.select_for_update(of=("self",)).filter(id=call_back_id).first()
    if row is None:
        raise NotFound(say("There is no such call back."))
    if row.done_at is not None:
        raise Conflict(say("Somebody called back already."))
    row.done_at, row.done_by_id = now, by.id
    row.result, row.result_words = result, words.strip()[:500]
    row.save(update_fields=["done_at", "done_by", "result", "result_words"])
    if result in TRY_AGAIN:
        _again(row, again_at or now + timedelta(minutes=30), by, now)
    record(CallBackDone(row.id, result, row.call_id), by=by, at=now)
    return row


def _again(row: CallBack, due_at: datetime, by: Viewer, now: datetime) -> None:
    assert by.id is not None
    CallBack.objects.create(
        call_id=row.call_id,
        case_id=row.case_id,
        phone=row.phone,
        who=row.who,
        words=row.words,
        language=row.language,
        due_at=max(due_at, now),
        promised_at=now,
        promised_by_id=by.id,
    )


@transaction.atomic
def notice_late_call_back(call_back_id: int, *, by: Viewer, now: datetime) -> bool:
    """Note once that a promised call back is overdue; whether that was news."""
    row = CallBack.objects.select_for_update(of=("self",)).get(id=call_back_id)
    if row.done_at is not None or row.overdue_told_at is not None or row.due_at > now:
        return False
    row.overdue_told_at = now
    row.save(update_fields=["overdue_told_at"])
    record(CallBackOverdue(row.id), by=by, at=now)
    return True


@transaction.atomic
def flag_caller(
    phone: str, kind: Flag, words: str, *, until_at: datetime, by: Viewer, now: datetime
) -> CallerFlag:
    """
    Note what the desk should know when this number calls. It keeps no call away and is not for
    good.

    :raises NotAllowed: when ``by`` takes no calls
    :raises RuleBroken: when it does not say what to do, or for too long
    """
    may_flag(by).require()
    assert by.id is not None
    if not words.strip():
        raise RuleBroken(say("Say how to speak with this caller."), field="words")
    if not now < until_at <= now + LONGEST_FLAG:
        raise RuleBroken(say("Choose a day within the next 90 days."), field="until_at")
    row = CallerFlag.objects.create(
        phone=str(parse_phone(phone)).partition(";")[0],
        kind=kind,
        words=words.strip()[:300],
        until_at=until_at,
        set_at=now,
        set_by_id=by.id,
    )
    record(CallerFlagged(row.id, kind), by=by, at=now)
    return row


@transaction.atomic
def lift_flag(flag_id: int, *, by: Viewer, now: datetime) -> CallerFlag:
    """
    End a note about a number.

    :raises NotAllowed: when somebody else set it
    :raises NotFound: when there is none
    """
    row = CallerFlag.objects.select_for_update(of=("self",)).filter(id=flag_id).first()
    if row is None or row.lifted_at is not None:
        raise NotFound(say("There is no such note."))
    may_lift_flag(by, row.set_by_id).require()
    row.lifted_at, row.lifted_by_id = now, by.id
    row.save(update_fields=["lifted_at", "lifted_by"])
    record(CallerFlagLifted(row.id), by=by, at=now)
    return row
