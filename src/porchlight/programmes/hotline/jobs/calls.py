"""What calls do later: made findable, and looked after when nobody acts in time."""

from collections.abc import Iterable
from datetime import datetime

from porchlight.core.viewer import house_viewer
from porchlight.house.accounts.models import Account
from porchlight.house.delivery.actions import tell
from porchlight.house.jobs import every, job
from porchlight.programmes.cybertips import actions as cybertips
from porchlight.programmes.families.actions import requests as families
from porchlight.programmes.hotline.actions import calls, calls_going_on
from porchlight.programmes.hotline.models import Call, Handoff
from porchlight.programmes.hotline.queries import calls as queries
from porchlight.programmes.hotline.queries import calls_board, calls_support
from porchlight.programmes.hotline.rules.handing import told_of

DESK = house_viewer("hotline")
ALL_MANAGERS = ("case_manager", "supervisor")


@job(name="hotline.index_call")
def index_call(*, call_id: int, now: datetime) -> None:
    """Something was typed: let other calls find its persons."""
    calls.make_findable(call_id, by=DESK, now=now)


@job(name="hotline.ask_advocates")
def ask_advocates(*, call_id: int, now: datetime) -> None:
    """A family asked for support: the advocates are given what they need to call, once."""
    asked = calls_support.asked_of(call_id, now)
    families.ask_support(f"call:{call_id}", asked, by=DESK, now=now)


@every("* * * * *", name="hotline.watch_desk")
def watch_desk(*, now: datetime) -> None:
    """Notice hand-offs that nobody took on, and calls that were promised, each once."""
    for handoff_id in calls_board.late_handoffs(now):
        calls_going_on.notice_late_handoff(handoff_id, by=DESK, now=now)
    for row_id in calls_board.late_call_backs(now):
        calls_going_on.notice_late_call_back(row_id, by=DESK, now=now)


@job(name="hotline.tell_managers")
def tell_managers(*, handoff_id: int, event_id: int, now: datetime) -> None:
    """A case is offered: tell whom it is offered to."""
    handoff = Handoff.objects.get(id=handoff_id)
    roles = Account.objects.filter(grants__role__in=ALL_MANAGERS, grants__ended_at__isnull=True)
    to = Account.objects.filter(id=handoff.to_id) if handoff.to_id else roles.distinct()
    _tell(to, handoff, f"handoff-offered:{event_id}", now)


@job(name="hotline.tell_supervisors_of_handoff")
def tell_supervisors_of_handoff(*, handoff_id: int, event_id: int, now: datetime) -> None:
    """Nobody took a case on in time: tell the supervisors."""
    supervisors = Account.objects.filter(
        grants__role="supervisor", grants__ended_at__isnull=True
    ).distinct()
    handoff = Handoff.objects.get(id=handoff_id)
    _tell(supervisors, handoff, f"handoff-overdue:{event_id}", now)


@job(name="hotline.file_report")
def file_report(*, call_id: int, now: datetime) -> None:
    """A call was handed to the CyberTipline: it becomes a report there, once."""
    call = Call.objects.get(id=call_id)
    sheet = queries.sheet_of(call, queries.typing_of(call).read(), now)
    told = told_of(sheet, tuple(call.phones))
    cybertips.take_call(call.number, told, call.began_at, call.language, by=DESK, now=now)


def _tell(to: Iterable[Account], handoff: Handoff, key: str, now: datetime) -> None:
    tell(
        to=to,
        template="urgent",
        path="/staff/calls/",
        key=key,
        about=f"case:{handoff.case_id}",
        urgent=True,
        by=DESK,
        now=now,
    )
