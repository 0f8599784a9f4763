"""What a case still lacks: for NCIC by law, for a poster, for finding the child."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from porchlight.core.text import Say, say
from porchlight.programmes.cases.rules.intake import LastContact, Told, answer


class Needed(StrEnum):
    """What something is needed for, the most pressing first."""

    NCIC = "ncic"
    POSTER = "poster"
    SEARCH = "search"


@dataclass(frozen=True)
class Lack:
    """Something not known: what it is needed for, and whether it was asked already."""

    field: str
    label: Say
    needed: Needed
    told: Told
    child_id: int | None = None


# Source: 34 U.S.C. 41308 (minimum of an entry), reference/missing.md section 8.
NCIC_MINIMUM: tuple[tuple[str, Say], ...] = (
    ("name", say("Name")),
    ("born", say("Birth date")),
    ("sex", say("Sex")),
    ("races", say("Race")),
    ("height_cm", say("Height")),
    ("weight_kg", say("Weight")),
    ("eyes", say("Eye color")),
    ("hair", say("Hair color")),
)
SEARCHED: tuple[tuple[str, Say], ...] = (
    ("phones", say("Telephones")),
    ("socials", say("Accounts on social networks")),
    ("marks", say("Scars, marks and tattoos")),
    ("clothing", say("Clothing")),
    ("medical_needs", say("Medical needs")),
    ("school", say("School")),
)


def lacks(
    children: list[Any],
    last: LastContact,
    *,
    with_photograph: frozenset[int] = frozenset(),
    agency_told: bool = True,
    guardian_asked: bool = True,
) -> tuple[Lack, ...]:
    """
    Return what is not known, first what the law asks for. ``children`` have ``id`` and answers.

    Source: 34 U.S.C. 41308; conditions for posters, reference/missing.md section 6.4.
    """
    found = [*_of_case(last, agency_told, guardian_asked)]
    for child in children:
        found += _of_child(child, child.id in with_photograph)
    order = list(Needed)
    return tuple(sorted(found, key=lambda lack: order.index(lack.needed)))


def ncic_ready(children: list[Any], last: LastContact) -> bool:
    """Whether everything is known that an entry needs by law."""
    return not any(lack.needed is Needed.NCIC for lack in lacks(children, last))


def _of_case(last: LastContact, agency_told: bool, guardian_asked: bool) -> Iterator[Lack]:
    if last.latest is None and last.earliest is None:
        yield Lack("last_contact", say("Time of last contact"), Needed.NCIC, Told.NOT_ASKED)
    if last.place is None:
        yield Lack("place", say("Place of last contact"), Needed.NCIC, Told.NOT_ASKED)
    if not agency_told:
        yield Lack("agency", say("Investigating agency"), Needed.NCIC, Told.NOT_ASKED)
    if not guardian_asked:
        yield Lack("publicity", say("Consent to publicity"), Needed.POSTER, Told.NOT_ASKED)


def _of_child(child: Any, has_photograph: bool) -> Iterator[Lack]:  # noqa: ANN401
    for needed, questions in ((Needed.NCIC, NCIC_MINIMUM), (Needed.SEARCH, SEARCHED)):
        for name, label in questions:
            said = answer(child, name)
            if not said:
                yield Lack(name, label, needed, said.told, child.id)
    if not has_photograph:
        yield Lack("photograph", say("Photograph"), Needed.POSTER, Told.NOT_ASKED, child.id)
