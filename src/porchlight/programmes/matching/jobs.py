"""What matching does later: who is of a case becomes findable."""

from datetime import datetime

from porchlight.core.viewer import house_viewer
from porchlight.house.jobs import every, job, later, progress
from porchlight.programmes.cases.queries import FindableCase, PersonFacts, findable, findable_cases
from porchlight.programmes.matching.actions import (
    Indexable,
    Indexed,
    index_cases,
    index_persons,
    pairings,
)
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
    """Many cases came at once: they become findable, many at a time, and are compared."""
    left = unindexed_case_ids()
    for done in range(0, len(left), AT_A_TIME):
        progress(done, len(left))
        cases = findable_cases(left[done : done + AT_A_TIME])
        index_cases([_indexed(one) for one in cases], by=DESK, now=now)
    progress(len(left), len(left))
    pairings.search(by=DESK, now=now, progress=_told)


def _indexed(case: FindableCase) -> Indexed:
    persons = tuple(indexable(one) for one in case.people)
    return Indexed(case.id, case.number, case.open, persons)


@job(name="matching.index_listed")
def index_listed(*, cases: str, now: datetime) -> None:
    """Many cases changed at once: they are found as they are now."""
    for number in cases.split():
        index_case(case_id=int(number), now=now)


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


@job(name="matching.search_pairings")
def search_pairings(*, now: datetime) -> None:
    """Something of a missing child or an unidentified person changed: compare it."""
    pairings.search(by=DESK, now=now, progress=_told)


def _told(step: str, done: int, total: int) -> None:
    progress(done, total, step)


@job(name="matching.wake")
def wake(*, now: datetime) -> None:
    """However many records changed together, one search is enough."""
    later(search_pairings, key="matching.search_pairings")


@job(name="matching.reopen")
def reopen(*, child_id: int, person_id: int, now: datetime) -> None:
    """An exclusion was taken back."""
    pairings.reopen(child_id, person_id, by=DESK, now=now)


@every("23 7 * * *", name="matching.nightly")
def nightly(*, now: datetime) -> None:
    """Each night all is compared once more, whatever was announced."""
    pairings.search(everything=True, by=DESK, now=now, progress=_told)
