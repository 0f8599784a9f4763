"""What matching does later: who is of a case becomes findable."""

from datetime import datetime

from porchlight.core.viewer import house_viewer
from porchlight.house.jobs import job, progress
from porchlight.programmes.cases.queries import PersonFacts, findable
from porchlight.programmes.matching.actions import Indexable, index_persons
from porchlight.programmes.matching.queries import unindexed_case_ids
from porchlight.programmes.matching.rules.description import Description

DESK = house_viewer("matching")


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
    """Many cases came at once: those that nobody finds yet become findable, one by one."""
    left = unindexed_case_ids()
    for done, case_id in enumerate(left):
        progress(done, len(left))
        index_case(case_id=case_id, now=now)
    progress(len(left), len(left))


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
