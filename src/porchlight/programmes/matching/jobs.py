"""What matching does later: who is of a case becomes findable."""

from datetime import datetime

from porchlight.core.viewer import house_viewer
from porchlight.house.jobs import job, progress
from porchlight.programmes.cases.queries import FindableCase, PersonFacts, findable, findable_cases
from porchlight.programmes.matching.actions import Indexable, Indexed, index_cases, index_persons
from porchlight.programmes.matching.queries import unindexed_case_ids
from porchlight.programmes.matching.rules.description import Description

DESK = house_viewer("matching")
AT_A_TIME = 500


@job(name="matching.index_case")
def index_case(*, case_id: int, now: datetime) -> None:
    """A case was opened or changed: its persons and vehicles are found as they are now."""
    case = findable(case_id)
    index_persons(
        f"case:{case.id}",
        [indexable(one) for one in case.people],
        by=DESK,
        now=now,
        case_id=case.id,
        number=case.number,
        open=case.open,
    )


@job(name="matching.index_rest")
def index_rest(*, now: datetime) -> None:
    """Many cases came at once: those that nobody finds yet become findable, many at a time."""
    left = unindexed_case_ids()
    for done in range(0, len(left), AT_A_TIME):
        progress(done, len(left))
        cases = findable_cases(left[done : done + AT_A_TIME])
        index_cases([_indexed(one) for one in cases], by=DESK, now=now)
    progress(len(left), len(left))


def _indexed(case: FindableCase) -> Indexed:
    persons = tuple(indexable(one) for one in case.people)
    return Indexed(case.id, case.number, case.open, persons)


def indexable(one: PersonFacts) -> Indexable:
    """Return a person or vehicle of a case as the index takes it."""
    described = Description(
        names=one.names,
        born=one.born,
        sex=one.sex,
        phones=one.phones,
        county=one.county,
        state=one.state,
        plates=one.plates,
        vins=one.vins,
    )
    return Indexable(one.role, described, one.title)
