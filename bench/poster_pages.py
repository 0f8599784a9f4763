"""
Posters a second: the kept typesetter, a new page each time, beside a cold one in its own process.

The process's start and imports are not counted for the cold one: fonts, template and page are.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from hashlib import sha256

from porchlight.core.dates import PartialDate
from porchlight.core.measures import Span
from porchlight.demo.portraits import portrait
from porchlight.programmes.posters.clients.typst import Typesetter
from porchlight.programmes.posters.rules.content import (
    Category,
    Looks,
    Photograph,
    PosterChild,
    PosterFacts,
)
from porchlight.programmes.posters.rules.layout import Paper
from result import Result

PAGES = 100
COLD_RUNS = 5


def child(seed: int) -> tuple[PosterChild, dict[str, bytes]]:
    """Return an invented child with two drawn portraits of 960 × 1200."""
    looks = {"sex": "F", "hair": "BRO", "eyes": "HAZ", "skin": "MED"}
    drawn = [portrait(seed, age=age, **looks) for age in (9, 14)]
    pictures = {sha256(one).hexdigest(): one for one in drawn}
    person = PosterChild(
        name="Talia Redcloud",
        missing_since=PartialDate(2021, 2, 12),
        missing_from="Tulsa, Oklahoma",
        born=PartialDate(2011, 5, 9),
        looks=Looks("F", ("I",), "BRO", "HAZ", Span(157, 157), Span(49.9, 54.4)),
        photographs=tuple(Photograph(one, permitted=True) for one in pictures),
    )
    return person, pictures


def facts(person: PosterChild, number: int) -> PosterFacts:
    """Return a poster of that child; each number gives another page."""
    return PosterFacts(
        case_number=f"PL-2026-{number:06}",
        category=Category.ENDANGERED_RUNAWAY,
        children=(replace(person, name=f"{person.name} {number}"),),
        agency_name="Tulsa Police Department",
        agency_phone="1-918-555-0142",
        hotline="1-800-555-0199",
        url=f"https://porchlight.example/p/{number:08}/sighting/",
        issued_on=date(2026, 3, 1),
        narrative={"en": "She may travel towards Kansas City, Missouri."},
    )


def measure() -> Result:
    """Return the figures of the table."""
    person, pictures = child(1)
    kept = Typesetter()
    kept.pdf(facts(person, 999_999), Paper.LETTER, pictures)
    new = milliseconds(lambda number: kept.pdf(facts(person, number), Paper.LETTER, pictures))
    same = facts(person, 999_999)
    again = milliseconds(lambda _: kept.pdf(same, Paper.LETTER, pictures))
    colds = sorted(cold() for _ in range(COLD_RUNS))
    peer = colds[COLD_RUNS // 2]
    return Result(
        "Letter poster as PDF/UA-1, two pictures of 960 × 1200 and QR, one thread",
        f"{1000 / new:,.0f} pages/s ({new:.1f} ms; unchanged page {again:.1f} ms)",
        f"cold typst {1000 / peer:,.0f} pages/s ({peer:.1f} ms)",
        f"{peer / new:.1f}",
    )


def milliseconds(make: Callable[[int], bytes]) -> float:
    """Return the mean time of a page."""
    began = time.perf_counter()
    for number in range(PAGES):
        assert make(number).startswith(b"%PDF")
    return (time.perf_counter() - began) * 1000 / PAGES


def cold() -> float:
    """Return the time of the first page in a new process."""
    made = subprocess.run([sys.executable, __file__], capture_output=True, check=True, text=True)
    return float(made.stdout)


def first_page() -> float:
    """Return the milliseconds from nothing read to the page made."""
    person, pictures = child(1)
    began = time.perf_counter()
    Typesetter().pdf(facts(person, 1), Paper.LETTER, pictures)
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    print(first_page())
