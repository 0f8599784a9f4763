"""What the case's page says of family support: the advocate, and pictures that were given."""

from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.ui.panels import Panel
from porchlight.programmes.cases import queries as cases
from porchlight.programmes.families.permissions import ASSIGN, WRITE
from porchlight.programmes.families.queries.support import support_of_case, waiting_photographs

# Who puts pictures on a case settles those that the family gave.
ADDS_PICTURES = "cases:case:write"


def case_panel(viewer: Viewer, case_id: int) -> Panel | None:
    """Return that an advocate supports the family, and her name; nothing of the support."""
    record = support_of_case(case_id)
    may_assign = viewer.may(ASSIGN)
    if record is None and not may_assign:
        return None
    context = {
        "advocate": record.advocate.name if record else "",
        "phone": record.phone if record else "",
        "number": cases.family_source(case_id).case_number,
        "may_assign": may_assign,
        "own": bool(record and record.advocate_id == viewer.id and viewer.may(WRITE)),
    }
    return Panel(say("Family support"), "families/staff/panel.html", context)


def photographs_panel(viewer: Viewer, case_id: int) -> Panel | None:
    """Return the pictures that the family gave, for those who put pictures on cases."""
    if not viewer.may(ADDS_PICTURES):
        return None
    rows = list(waiting_photographs(case_id)[:20])
    if not rows:
        return None
    context = {"rows": rows, "children": cases.poster_source(case_id).children}
    title = say("Photographs from the family")
    return Panel(title, "families/staff/photographs_panel.html", context, count=len(rows))
