"""What the case's page says of family support: the advocate, and pictures that were given."""

from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.files.rules.reasons import REASONS as REASONS_OF_FILES
from porchlight.house.files.rules.reasons import Reason
from porchlight.house.ui.panels import Panel
from porchlight.programmes.cases import queries as cases
from porchlight.programmes.families.permissions import ASSIGN, WRITE
from porchlight.programmes.families.queries.day import due_today, open_requests
from porchlight.programmes.families.queries.support import (
    documents_of_case,
    support_of_case,
    waiting_photographs,
)

# Who puts pictures on a case settles those that the family gave.
ADDS_PICTURES = "cases:case:write"
OPENS_SEALED = "files:sealed:open"
# Of the house's reasons for opening a sealed file, those that a family's paper is opened for.
REASONS = {why: REASONS_OF_FILES[why] for why in (Reason.TRIAGE, Reason.REFERRAL, Reason.COURT)}
SHOWN = 8


def case_panel(viewer: Viewer, case_id: int) -> Panel | None:
    """Return that an advocate supports the family, and her name; nothing of the support."""
    record = support_of_case(case_id)
    may_assign = viewer.may(ASSIGN)
    may_take_on = record is None and viewer.may(WRITE)
    if record is None and not may_assign and not may_take_on:
        return None
    context = {
        "advocate": record.advocate.name if record else "",
        "phone": record.phone if record else "",
        "number": cases.family_source(case_id).case_number,
        "may_assign": may_assign,
        "may_take_on": may_take_on,
        "own": bool(record and record.advocate_id == viewer.id and viewer.may(WRITE)),
    }
    return Panel(say("Family support"), "families/staff/panel.html", context)


def day_panel(viewer: Viewer, record_id: int) -> Panel | None:
    """Return the contacts that an advocate promised for today and did not keep yet."""
    if not viewer.may(WRITE):
        return None
    due = due_today(viewer)
    title = say("Families: contacts promised for today")
    context = {"rows": due[:SHOWN], "asked": len(open_requests())}
    return Panel(title, "families/staff/day_panel.html", context, len(due), "/staff/families/")


def photographs_panel(viewer: Viewer, case_id: int) -> Panel | None:
    """Return pictures and papers that the family gave, for those who work on cases."""
    if not viewer.may(ADDS_PICTURES):
        return None
    rows = list(waiting_photographs(case_id)[:20])
    papers = documents_of_case(case_id)
    if not rows and not papers:
        return None
    context = {
        "rows": rows,
        "children": cases.poster_source(case_id).children if rows else (),
        "papers": papers,
        "reasons": REASONS if viewer.may(OPENS_SEALED) else {},
    }
    title = say("From the family")
    return Panel(title, "families/staff/photographs_panel.html", context, count=len(rows))
