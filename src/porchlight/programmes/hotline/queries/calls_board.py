"""The desk at a glance: what waits, what is due, who is there; and the numbers on the wall."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q

from porchlight.core.viewer import Viewer
from porchlight.programmes.hotline.models import (
    Call,
    CallBack,
    Handoff,
    Outcome,
    Shift,
    ShiftEntry,
)
from porchlight.programmes.hotline.permissions.calls import MANAGES, OVERSEE
from porchlight.programmes.hotline.rules.call_words import CallState, OutcomeKind
from porchlight.programmes.hotline.rules.priorities import Priority

LOG_HOURS = timedelta(hours=24)
MOST = 40


@dataclass(frozen=True)
class Board:
    """What the desk looks at between calls."""

    waiting: list[Call]
    mine: list[Call]
    others: list[Call]
    handoffs: list[Handoff]
    call_backs: list[CallBack]
    log: list[ShiftEntry]
    here: list[Shift]
    on_shift: bool

    @property
    def calls(self) -> list[Call]:
        """Every call that is shown."""
        return [*self.waiting, *self.mine, *self.others]


def board(viewer: Viewer, now: datetime) -> Board:
    """Return the queue by urgency, the viewer's own open calls, what is due, and the shift log."""
    open_now = Call.objects.exclude(state=CallState.ENDED).select_related("holder", "taken_by")
    calls = sorted(open_now[:200], key=_by_urgency)
    handoffs = Handoff.objects.filter(accepted_at=None).select_related("case", "to", "offered_by")
    # What is not theirs to take on is of no use to those who only offer; they see their own.
    if not viewer.roles & MANAGES and not viewer.may(OVERSEE):
        handoffs = handoffs.filter(offered_by_id=viewer.id)
    log = ShiftEntry.objects.filter(Q(written_at__gt=now - LOG_HOURS) | Q(until_at__gt=now))
    here = list(Shift.objects.filter(ended_at=None).select_related("began_by")[:MOST])
    return Board(
        waiting=[call for call in calls if call.state == CallState.WAITING],
        mine=[call for call in calls if call.holder_id == viewer.id and call.holder_id],
        others=[
            call for call in calls if call.state == CallState.OPEN and call.holder_id != viewer.id
        ],
        handoffs=list(handoffs.order_by("due_at")[:MOST]),
        call_backs=list(
            CallBack.objects.filter(done_at=None)
            .select_related("call", "promised_by")
            .order_by("due_at")[:MOST]
        ),
        log=list(log.select_related("written_by").order_by("-written_at")[:MOST]),
        here=here,
        on_shift=any(one.began_by_id == viewer.id for one in here),
    )


def _by_urgency(call: Call) -> tuple[int, float, datetime]:
    return list(Priority).index(call.urgency), -call.points, call.began_at


@dataclass(frozen=True)
class Wall:
    """Numbers only: nothing on the wall tells of anybody."""

    waiting: int
    longest_wait: timedelta | None
    being_taken: int
    by_priority: dict[Priority, int]
    handoffs: int
    handoffs_late: int
    call_backs: int
    call_backs_late: int
    here: int
    calls_today: int
    cases_today: int
    ended_today: int


def wall(now: datetime, since: datetime) -> Wall:
    """Return the numbers of the wall screen; «today» begins at ``since``."""
    calls = Call.objects.exclude(state=CallState.ENDED)
    waiting = Q(state=CallState.WAITING)
    counts = calls.aggregate(
        waiting=Count("id", filter=waiting),
        taken=Count("id", filter=Q(state=CallState.OPEN)),
        oldest=Min("began_at", filter=waiting),
    )
    offered = Handoff.objects.filter(accepted_at=None)
    promised = CallBack.objects.filter(done_at=None)
    open_now = [call.urgency for call in calls.only("priority", "raised_to")]
    today = Call.objects.filter(began_at__gte=since)
    return Wall(
        waiting=counts["waiting"],
        longest_wait=now - counts["oldest"] if counts["oldest"] else None,
        being_taken=counts["taken"],
        by_priority={priority: open_now.count(priority) for priority in Priority},
        handoffs=offered.count(),
        handoffs_late=offered.filter(due_at__lte=now).count(),
        call_backs=promised.count(),
        call_backs_late=promised.filter(due_at__lte=now).count(),
        here=Shift.objects.filter(ended_at=None).count(),
        calls_today=today.count(),
        cases_today=Outcome.objects.filter(kind=OutcomeKind.CASE, made_at__gte=since).count(),
        ended_today=Call.objects.filter(ended_at__gte=since).count(),
    )


def late_handoffs(now: datetime) -> list[int]:
    """Return the hand-offs that nobody accepted in time and of which nobody was told."""
    rows = Handoff.objects.filter(accepted_at=None, due_at__lte=now, overdue_told_at=None)
    return list(rows.values_list("id", flat=True))


def late_call_backs(now: datetime) -> list[int]:
    """Return the promised calls that are overdue and of which nobody was told."""
    rows = CallBack.objects.filter(done_at=None, due_at__lte=now, overdue_told_at=None)
    return list(rows.values_list("id", flat=True))
