"""Reading calls: who sees which, what was told, who called before."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from porchlight.core.errors import NotAllowed, NotFound
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.programmes.cases import queries as cases
from porchlight.programmes.hotline.models import Call, CallerFlag, CallSave, Outcome, Typing
from porchlight.programmes.hotline.permissions.calls import may_view_call
from porchlight.programmes.hotline.rules import drafts
from porchlight.programmes.hotline.rules.call_words import CallState, Ending, OutcomeKind
from porchlight.programmes.hotline.rules.readings import Desk
from porchlight.programmes.hotline.rules.sheet import Sheet, read_sheet

MOST_EARLIER = 6


def call_for(viewer: Viewer, number: str) -> Call:
    """
    Return the call of this number when the viewer may read it.

    :raises NotFound: when there is none, or it is not theirs to know of
    :raises NotAllowed: when somebody of the desk asks for an ended call of others
    """
    found = Call.objects.select_related("holder", "taken_by", "ended_by").filter(number=number)
    call = found.first()
    if call is None:
        raise NotFound(say("There is no such call."))
    linked = set(call.outcomes.exclude(case=None).values_list("case_id", flat=True))
    seen = cases.visible_case_ids(viewer, linked) if linked else frozenset()
    decision = may_view_call(viewer, call.facts(), sees_its_case=bool(seen))
    if decision:
        return call
    if call.state == CallState.ENDED and may_know(viewer):
        raise NotAllowed(decision.reason)
    raise NotFound(say("There is no such call."))


def may_know(viewer: Viewer) -> bool:
    """Whether the person may learn that a call is there."""
    return viewer.may("hotline:call:take")


def typing_of(call: Call) -> Typing:
    """Return what stands in the fields of the call."""
    return Typing.objects.get(call=call)


def desk_of(call: Call, now: datetime, language: str) -> Desk:
    """Return in whose time, zone and language the call is read."""
    return Desk(now, ZoneInfo(call.zone), language, call.language)


def sheet_of(call: Call, draft: drafts.Draft, now: datetime, language: str = "en") -> Sheet:
    """Return the call as a whole. On paper, «yesterday» was said when the call was taken."""
    when = {
        key: call.began_at if call.on_paper else datetime.fromisoformat(typed.at)
        for key, typed in draft.fields.items()
        if typed.at
    }
    return read_sheet(draft.answers, desk_of(call, now, language), when)


def seen_answers(call: Call, draft: drafts.Draft, seen: int, writer: str) -> dict[str, str]:
    """Return the answers before ``writer``'s page: shown at revision ``seen``, or its own since."""
    theirs = Q(revision__lte=seen) | Q(writer=writer)
    rows = CallSave.objects.filter(theirs, call=call).order_by("revision")
    return drafts.seen_at(draft, seen, (row.plain() for row in rows))


@dataclass(frozen=True)
class Earlier:
    """An earlier call from one of the same numbers, and what became of it."""

    call: Call
    outcomes: tuple[Outcome, ...]


def earlier_calls(call: Call) -> list[Earlier]:
    """Return the last calls from the same numbers, the newest first."""
    if not call.phones:
        return []
    found = Call.objects.filter(phones__overlap=call.phones).exclude(id=call.id)
    rows = list(found.order_by("-began_at")[:MOST_EARLIER])
    outcomes = Outcome.objects.filter(call__in=rows).select_related("case")
    return [Earlier(row, tuple(one for one in outcomes if one.call_id == row.id)) for row in rows]


@dataclass(frozen=True)
class Caller:
    """What is known of the numbers of a call: how often, how it ended, what to remember."""

    calls: int
    pranks: int
    true: int
    flags: tuple[CallerFlag, ...]


def caller_of(call: Call, now: datetime) -> Caller:
    """Return what is known of whoever calls. Nothing of it keeps a call away."""
    if not call.phones:
        return Caller(0, 0, 0, ())
    others = Call.objects.filter(phones__overlap=call.phones).exclude(id=call.id)
    flags = CallerFlag.objects.filter(phone__in=call.phones, lifted_at=None, until_at__gt=now)
    led = Outcome.objects.filter(call__in=others, kind__in=[OutcomeKind.CASE, OutcomeKind.LEAD])
    return Caller(
        calls=others.count(),
        pranks=others.filter(ending__in=[Ending.PRANK, Ending.ABUSIVE]).count(),
        true=led.values("call").distinct().count(),
        flags=tuple(flags.select_related("set_by").order_by("-set_at")),
    )


def calls_of_case(case_id: int) -> list[Outcome]:
    """Return the calls that belong to a case, the newest first."""
    rows = Outcome.objects.filter(case_id=case_id).select_related("call", "made_by")
    return list(rows.order_by("-made_at"))


def visible_calls(viewer: Viewer) -> QuerySet[Call]:
    """Return the calls the viewer may read; the database asks as ``may_view_call`` does."""
    rows = Call.objects.select_related("holder", "taken_by")
    if not viewer.may("hotline:call:take"):
        return rows.none()
    if viewer.may("hotline:shift:oversee"):
        return rows
    mine = Q(holder_id=viewer.id) | Q(taken_by_id=viewer.id) | Q(entered_by_id=viewer.id)
    return rows.filter(mine | ~Q(state=CallState.ENDED))


def call_rows(viewer: Viewer, *, words: str = "", state: str = "") -> QuerySet[Call]:
    """Return the calls of the list: by number, name or figures of a telephone."""
    rows = visible_calls(viewer)
    if state:
        rows = rows.filter(state=state)
    for word in words.split():
        figures = "".join(each for each in word if each.isdigit())
        found = Q(number__icontains=word) | Q(names__icontains=word)
        if len(figures) >= 4:
            found |= Q(phones__icontains=figures)
        rows = rows.filter(found)
    return rows


def numbers_of(calls: Collection[Call]) -> str:
    """Return the ids of calls as an event names them."""
    return " ".join(str(call.id) for call in calls)
