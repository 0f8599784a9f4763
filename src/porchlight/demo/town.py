"""
The demonstration: a town's worth of invented people, cases and posters.

The same seed and the same instant give the same data. All of it comes in one transaction: a fill
that was interrupted leaves nothing behind, and the next one says so and begins anew.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import islice
from random import Random

from django.db import transaction
from django.utils import timezone

from porchlight.core.identifiers import drawn_from
from porchlight.core.viewer import house_viewer
from porchlight.demo import broken_off, cast, desk, past, present
from porchlight.demo.agencies import Coverage, settle
from porchlight.demo.staff import Staff, employ
from porchlight.demo.support import support_families
from porchlight.demo.unidentified import find_unidentified
from porchlight.programmes.cases.actions import take_over
from porchlight.programmes.cases.models import Case
from porchlight.programmes.matching import jobs as matching_jobs

FILLS = house_viewer("demo")
BATCH = 500
MOST_PRESENT, LEAST_PRESENT = 32, 8
# A handful of cases is for trying one thing: there the desk is quiet.
LEAST_FOR_A_DESK = 40
MOST_TOWNS, LEAST_TOWNS = 120, 8

Tells = Callable[[str], object]


def fill_when_empty(*, cases: int, tell: Tells) -> None:
    """Fill a database that has no case yet; leave any other alone."""
    if not Case.objects.exists():
        fill(cases=cases, seed=1, tell=tell, only_when_empty=True)


def fill(
    *,
    cases: int,
    seed: int,
    tell: Tells,
    now: datetime | None = None,
    only_when_empty: bool = False,
) -> None:
    """Add ``cases`` invented cases, as they are at ``now``, and who works on them."""
    now = now or timezone.now().replace(microsecond=0)
    began = time.monotonic()
    _tell_what_is_here(tell)
    # The seed chooses an invented town, it keeps no secret.
    with broken_off.noted(), transaction.atomic(), drawn_from(Random(seed)):  # noqa: S311
        broken_off.alone(tell)
        if only_when_empty and Case.objects.exists():
            return
        tell(f"Inventing {cases} cases and their people (seed {seed}) …")
        _fill(Random(seed), cases, now, tell)  # noqa: S311
    tell(f"The town is whole after {time.monotonic() - began:.0f} seconds.")


def _tell_what_is_here(tell: Tells) -> None:
    there = Case.objects.count()
    if broken_off.earlier():
        tell(f"An earlier filling was broken off; of a half town nothing stays ({there} cases).")
    elif there:
        tell(f"There are {there} cases already; the invented ones are added to them.")


def _fill(chance: Random, cases: int, now: datetime, tell: Tells) -> None:
    recent = min(max(cases // 5, LEAST_PRESENT), MOST_PRESENT, cases)
    began = now - timedelta(days=past.YEARS * 365 + 30)
    staff = employ(began)
    tell("Their agencies …")
    coverage = settle(chance, staff, _towns(cases), began)
    at_the_desk = desk.calls_that_become_cases() if cases >= LEAST_FOR_A_DESK else 0
    _past(chance, staff, coverage, cases - recent - at_the_desk, now, tell)
    tell("The last days, act by act …")
    present.live([*present.lives(chance, staff, coverage, recent, now)], now)
    if cases >= LEAST_FOR_A_DESK:
        desk.open_desk(chance, staff, coverage, now)
    support_families(staff, now)
    find_unidentified(chance, staff, now)
    cast.give_sign_ins(now=now)
    tell("Making everybody findable …")
    matching_jobs.index_rest(now=now)


def _towns(cases: int) -> int:
    return min(max(cases // 12, LEAST_TOWNS), MOST_TOWNS)


def _past(
    chance: Random, staff: Staff, coverage: Coverage, count: int, now: datetime, tell: Tells
) -> None:
    told = past.remembered(chance, staff, coverage, count, now)
    done = 0
    while batch := list(islice(told, BATCH)):
        take_over(batch, by=FILLS, now=now)
        done += len(batch)
        if count > 2 * BATCH:
            tell(f"  {done} of {count}")
