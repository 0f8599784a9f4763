"""Which cases a person sees. The database asks the same as ``permissions.may_view_case``."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet

from porchlight.core.errors import NotAllowed, NotFound, RuleBroken
from porchlight.core.identifiers import normalise_case_number
from porchlight.core.text import say
from porchlight.core.viewer import Door, Viewer
from porchlight.programmes.cases import permissions
from porchlight.programmes.cases.models import Case, CaseAgency, Task
from porchlight.programmes.cases.permissions import CaseFacts, may_view_case, may_view_summary
from porchlight.programmes.cases.rules.recovery import ClosingFacts
from porchlight.programmes.cases.rules.vocabulary import AgencyRole, CaseStatus, ChildStatus

BREAK_GLASS = "accounts:glass:break"


def facts_of(case: Case) -> CaseFacts:
    """Return what decides who may see and do what with the case."""
    shares = [share for share in case.shares.all() if share.is_active]
    holders = case.tasks.filter(done_at__isnull=True, assigned_to__isnull=False)
    return CaseFacts(
        id=case.id,
        status=CaseStatus(case.status),
        restricted=case.restricted,
        manager_id=case.manager_id,
        opened_by_id=case.opened_by_id,
        opened_at=case.opened_at,
        agency_ids=frozenset(share.agency_id for share in shares),
        investigating_ids=frozenset(
            share.agency_id for share in shares if share.role == AgencyRole.INVESTIGATING
        ),
        task_holders=frozenset(holders.values_list("assigned_to_id", flat=True)),
    )


def case_for(viewer: Viewer, number: str) -> Case:
    """
    Return the case of this number when the viewer may see it.

    :raises NotFound: when there is none, or a stranger asks
    :raises NotAllowed: when somebody of the desk asks who could open it in an emergency
    """
    try:
        number = normalise_case_number(number)
    except RuleBroken as error:
        raise _none() from error
    case = Case.objects.select_related("manager", "opened_by").filter(number=number).first()
    if case is None:
        raise _none()
    decision = may_view_case(viewer, facts_of(case))
    if decision:
        return case
    if viewer.door is Door.STAFF and viewer.may(BREAK_GLASS) and decision.reason:
        raise NotAllowed(decision.reason)
    raise _none()


def summary_for(viewer: Viewer, number: str) -> Case:
    """
    Return the case of this number when the viewer may see its summary: names and state only.

    :raises NotFound: when there is none, or not even that is theirs to see
    """
    case = Case.objects.select_related("manager").filter(number=number).first()
    if case is None or not may_view_summary(viewer, facts_of(case)):
        raise _none()
    return case


def case_id_of(number: str) -> int | None:
    """Return the id of a case number; asks nobody, so pages ask a permission first."""
    return Case.objects.filter(number=number).values_list("id", flat=True).first()


def visible_cases(viewer: Viewer) -> QuerySet[Case]:
    """Return the cases the viewer sees, in no order."""
    cases = Case.objects.all()
    if viewer.door is Door.HOUSE:
        return cases
    if viewer.door is Door.PARTNER:
        return shared_cases(viewer)
    if viewer.door is Door.FAMILY:
        return cases.filter(id__in=viewer.case_ids)
    if viewer.door is not Door.STAFF or not viewer.may(permissions.READ):
        return cases.none()
    if permissions.SUPERVISOR in viewer.roles:
        return cases
    return cases.filter(_seen_at_desk(viewer))


def listed_cases(viewer: Viewer) -> QuerySet[Case]:
    """Return the cases of which the viewer sees at least the summary, in no order."""
    cases = visible_cases(viewer)
    if viewer.may(permissions.READ) and permissions.ADVOCATE in viewer.roles:
        return cases | Case.objects.filter(restricted=False)
    return cases


def _seen_at_desk(viewer: Viewer) -> Q:
    tasks = Task.objects.filter(case=OuterRef("pk"), assigned_to_id=viewer.id, done_at__isnull=True)
    opened = {
        int(record.removeprefix("case:"))
        for record in viewer.broken_glass
        if record.removeprefix("case:").isdigit()
    }
    seen = Q(manager_id=viewer.id) | Q(Exists(tasks)) | Q(id__in=opened)
    seen |= Q(manager__isnull=True, opened_by_id=viewer.id)
    if viewer.roles & permissions.READS_ACTIVE:
        seen |= Q(restricted=False) & ~Q(status=CaseStatus.CLOSED)
    return seen


def shared_cases(viewer: Viewer) -> QuerySet[Case]:
    """Return the cases shared with the viewer's agency."""
    if viewer.agency_id is None or not viewer.may(permissions.SHARED_READ):
        return Case.objects.none()
    shares = CaseAgency.objects.filter(
        Q(accepted__isnull=True) | Q(accepted=True),
        case=OuterRef("pk"),
        agency_id=viewer.agency_id,
        ended_at__isnull=True,
    )
    return Case.objects.filter(Exists(shares))


def visible_case_ids(viewer: Viewer, ids: Collection[int]) -> frozenset[int]:
    """Return those of ``ids`` that the viewer sees."""
    return frozenset(visible_cases(viewer).filter(id__in=ids).values_list("id", flat=True))


def all_case_ids() -> set[int]:
    """Return every case there is, for the jobs of the house."""
    return set(Case.objects.values_list("id", flat=True))


def closing_facts(case: Case, *, family_told: bool, ncic_cleared: bool) -> ClosingFacts:
    """Return what decides whether the case can be closed; two of it only a person knows."""
    children = list(case.children.all())
    return ClosingFacts(
        children=tuple(ChildStatus(child.status) for child in children),
        open_tasks=case.tasks.filter(done_at__isnull=True).count(),
        family_told=family_told,
        circumstances_known=all(
            child.recovered_words for child in children if child.status == ChildStatus.RECOVERED
        ),
        ncic_cleared=ncic_cleared,
        in_ncic=case.in_ncic,
    )


def _none() -> NotFound:
    return NotFound(say("There is no case of this number that you may see."))
