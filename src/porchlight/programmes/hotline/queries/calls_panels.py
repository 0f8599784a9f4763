"""Calls on the pages of others: of a case, and among look-alikes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.ui.panels import Panel
from porchlight.programmes.hotline.models import Outcome
from porchlight.programmes.hotline.permissions.calls import SUPPORTS, TAKE
from porchlight.programmes.hotline.queries.calls import (
    calls_of_case,
    sheet_of,
    typing_of,
    visible_calls,
)
from porchlight.programmes.hotline.rules.call_words import OutcomeKind

# A request stays in sight so long; a family that has an advocate is in the advocate's own list.
IN_SIGHT = timedelta(days=7)


@dataclass(frozen=True)
class Wish:
    """A family that agreed on the telephone to be called by an advocate."""

    name: str
    phones: tuple[str, ...]
    email: str
    words: str
    best_time: str
    crisis: bool
    language: str
    number: str
    made_at: datetime


def support_panel(viewer: Viewer, record_id: int) -> Panel | None:
    """Return the families to call, for advocates: who, where, in which language, and no more."""
    if not viewer.may(SUPPORTS):
        return None
    now = timezone.now()
    asked = Outcome.objects.filter(kind=OutcomeKind.SUPPORT, made_at__gt=now - IN_SIGHT)
    rows = [_wish(one, now) for one in asked.select_related("call", "case").order_by("-made_at")]
    if not rows:
        return None
    title = say("Families who asked to be called")
    return Panel(title, "hotline/staff/support_panel.html", {"rows": rows}, count=len(rows))


def _wish(asked: Outcome, now: datetime) -> Wish:
    call = asked.call
    sheet = sheet_of(call, typing_of(call).read(), now)
    return Wish(
        name=sheet.text("caller-0-name"),
        phones=tuple(call.phones),
        email=sheet.text("caller-0-email"),
        words=asked.words,
        best_time=sheet.text("support-0-best_time"),
        crisis=sheet.value("support-0-crisis") is True,
        language=call.language,
        number=asked.case.number if asked.case else "",
        made_at=asked.made_at,
    )


def case_panel(viewer: Viewer, case_id: int) -> Panel | None:
    """Return the calls of a case, for those who take calls."""
    if not viewer.may(TAKE):
        return None
    rows = calls_of_case(case_id)
    if not rows:
        return None
    return Panel(say("Calls"), "hotline/staff/calls_panel.html", {"rows": rows}, count=len(rows))


def calls_seen(viewer: Viewer, rows: Collection[Any]) -> dict[str, str]:
    """Return the addresses of the calls among look-alikes that the viewer may open, by source."""
    numbers = {row.number for row in rows}
    found = visible_calls(viewer).filter(number__in=numbers)
    return {f"call:{call.id}": reverse("call-record", args=[call.number]) for call in found}
