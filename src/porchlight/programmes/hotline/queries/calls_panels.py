"""Calls on the page of a case."""

from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.ui.panels import Panel
from porchlight.programmes.hotline.permissions.calls import TAKE
from porchlight.programmes.hotline.queries.calls import calls_of_case


def case_panel(viewer: Viewer, case_id: int) -> Panel | None:
    """Return the calls of a case, for those who take calls."""
    if not viewer.may(TAKE):
        return None
    rows = calls_of_case(case_id)
    if not rows:
        return None
    return Panel(say("Calls"), "hotline/staff/calls_panel.html", {"rows": rows}, count=len(rows))
