"""The poster on the page of its case."""

from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.ui.panels import Panel
from porchlight.programmes.posters import permissions
from porchlight.programmes.posters.queries.desk import posters_for, posters_of_case


def case_panel(viewer: Viewer, case_id: int) -> Panel | None:
    """Return the versions of the case's poster for somebody who reads posters."""
    if not viewer.may(permissions.READ):
        return None
    versions = list(posters_of_case(case_id)[:5])
    return Panel(
        say("Poster"), "posters/staff/panel.html", {"versions": versions}, count=len(versions)
    )


def home_panel(viewer: Viewer, case_id: int) -> Panel | None:
    """Return the poster as it stands, for the family's own page."""
    if not viewer.may(permissions.APPROVE_OWN) or case_id not in viewer.case_ids:
        return None
    shown = posters_for(viewer).filter(case_id=case_id).order_by("-version").first()
    gone = None if shown else posters_of_case(case_id).filter(withdrawn_at__isnull=False).first()
    context = {"poster": shown, "gone": gone}
    return Panel(say("The poster"), "posters/family/panel.html", context)
