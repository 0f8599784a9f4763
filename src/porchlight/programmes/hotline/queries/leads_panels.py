"""Leads on the pages of cases: at the desk and at the agency."""

from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.ui.panels import Panel
from porchlight.programmes.hotline.permissions.leads import ANSWER, READ
from porchlight.programmes.hotline.queries.leads import inbox, leads_of_case
from porchlight.programmes.hotline.queries.leads_partner import referrals_for
from porchlight.programmes.hotline.rules import lead_priority, lead_states

SHOWN = 8


def case_panel(viewer: Viewer, case_id: int) -> Panel | None:
    """Return the leads about a case for somebody who reads leads."""
    if not viewer.may(READ):
        return None
    found = leads_of_case(viewer, case_id)
    rows = [
        (lead, lead_priority.NAMES[lead.priority], lead_states.NAMES[lead.state])
        for lead in found[:SHOWN]
    ]
    return Panel(say("Leads"), "hotline/staff/panel.html", {"rows": rows}, count=found.count())


def day_panel(viewer: Viewer, record_id: int) -> Panel | None:
    """Return the head of the inbox for the day of somebody who reads leads."""
    if not viewer.may(READ):
        return None
    found = inbox(viewer)
    rows = [
        (lead, lead_priority.NAMES[lead.priority], lead_states.NAMES[lead.state])
        for lead in found[:SHOWN]
    ]
    return Panel(
        say("Leads to look at"),
        "hotline/staff/panel.html",
        {"rows": rows},
        count=found.count(),
        url="/staff/leads/",
    )


def officers_panel(viewer: Viewer, case_id: int) -> Panel | None:
    """Return the leads about a case that the officer's agency was given."""
    if not viewer.may(ANSWER):
        return None
    rows = list(referrals_for(viewer).filter(case_id=case_id)[:SHOWN])
    if not rows:
        return None
    return Panel(say("Leads"), "hotline/partner/panel.html", {"rows": rows}, count=len(rows))


def officers_day_panel(viewer: Viewer, record_id: int) -> Panel | None:
    """Return the leads that wait for the agency's answer."""
    if not viewer.may(ANSWER):
        return None
    rows = list(referrals_for(viewer).filter(accepted__isnull=True)[:SHOWN])
    if not rows:
        return None
    title = say("Leads that wait for your answer")
    return Panel(title, "hotline/partner/panel.html", {"rows": rows}, count=len(rows))
