"""Calls on the pages of others: of a case, and among look-alikes."""

from collections.abc import Collection
from typing import Any

from django.urls import reverse

from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.ui.panels import Panel
from porchlight.programmes.hotline.permissions.calls import TAKE
from porchlight.programmes.hotline.queries.calls import (
    calls_of_case,
    visible_calls,
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
