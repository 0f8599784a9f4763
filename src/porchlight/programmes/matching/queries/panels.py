"""What stands of pairings on the page of a case, and of an unidentified person."""

from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.ui.panels import Panel
from porchlight.programmes.matching.models import Pairing
from porchlight.programmes.matching.permissions import READ_PAIRINGS
from porchlight.programmes.matching.queries.pairings import pairings_of
from porchlight.programmes.matching.rules.decisions import OUTCOME_WORDS

TEMPLATE = "matching/staff/panel.html"


def case_panel(viewer: Viewer, case_id: int) -> Panel | None:
    """Return the unidentified persons who may be a child of the case."""
    if not viewer.may(READ_PAIRINGS):
        return None
    rows = pairings_of(viewer, child__case_id=case_id)
    title = say("Unidentified persons")
    shown = [(one, _state(one), one.person.number) for one in rows]
    return Panel(title, TEMPLATE, {"rows": shown}, len(rows)) if rows else None


def person_panel(viewer: Viewer, person_id: int) -> Panel | None:
    """Return the missing children who may be the person."""
    if not viewer.may(READ_PAIRINGS):
        return None
    rows = pairings_of(viewer, person_id=person_id)
    shown = [(one, _state(one), one.child.name or one.child.case.number) for one in rows]
    return Panel(say("Missing children"), TEMPLATE, {"rows": shown}, len(rows))


def _state(row: Pairing) -> str:
    return str(OUTCOME_WORDS[row.state])
