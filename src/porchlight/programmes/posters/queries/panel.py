"""The poster on the page of its case."""

from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.ui.panels import Panel
from porchlight.programmes.posters import permissions
from porchlight.programmes.posters.queries.desk import posters_of_case


def case_panel(viewer: Viewer, case_id: int) -> Panel | None:
    """Return the versions of the case's poster for somebody who reads posters."""
    if not viewer.may(permissions.READ):
        return None
    versions = list(posters_of_case(case_id)[:5])
    return Panel(
        say("Poster"), "posters/staff/panel.html", {"versions": versions}, count=len(versions)
    )
