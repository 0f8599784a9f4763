"""
The shape of the questions: a block of fields is one list from which console, autosave, review,
paper form and case are made. The questions themselves are data (``questions``).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from porchlight.core.text import Say, say

Choices = tuple[tuple[str, Say], ...]
MOST_OF_A_KIND = 12


class Kind(StrEnum):
    """How a field is typed and read."""

    LINE = "line"
    TEXT = "text"
    LINES = "lines"
    PHONES = "phones"
    EMAIL = "email"
    DAY = "day"
    MOMENT = "moment"
    HEIGHT = "height"
    WEIGHT = "weight"
    AGE = "age"
    PLACE = "place"
    YEAR = "year"
    MARKS = "marks"
    SOCIALS = "socials"
    EPISODES = "episodes"
    COLORS = "colors"
    CHOICE = "choice"
    MANY = "many"
    YES_NO = "yes_no"


# Answers that are pressed; all others are typed, and «?» typed there means unknown.
PRESSED = frozenset({Kind.CHOICE, Kind.MANY, Kind.YES_NO})


class Per(StrEnum):
    """How often a block is asked."""

    CALL = "call"
    CHILD = "child"
    COMPANION = "companion"
    VEHICLE = "vehicle"
    CONTACT = "contact"


class About(StrEnum):
    """What somebody calls about."""

    MISSING = "missing"
    SIGHTING = "sighting"
    EXPLOITATION = "exploitation"
    SUPPORT = "support"
    INFORMATION = "information"


ABOUT: Choices = (
    (About.MISSING, say("A missing child")),
    (About.SIGHTING, say("A sighting or tip")),
    (About.EXPLOITATION, say("Exploitation online")),
    (About.SUPPORT, say("Support for a family")),
    (About.INFORMATION, say("Information")),
)


@dataclass(frozen=True)
class Field:
    """
    One question. ``ask`` says how early it is asked (9 first, 0 only if there is time); ``ncic``
    is the code of the NCIC field it fills; ``statutory`` that the law asks for it; ``table`` the
    list of NCIC that gives its choices; ``wide`` that it takes the whole row.
    """

    name: str
    label: Say
    kind: Kind = Kind.LINE
    choices: Choices = ()
    ncic: str = ""
    ask: int = 0
    statutory: bool = False
    table: str = ""
    hint: Say | None = None
    wide: bool = False


@dataclass(frozen=True)
class Block:
    """
    Questions under one heading, asked once, or for each child, companion, vehicle or contact.
    ``about`` names the kinds of call for which it stands open; ``folded`` that it waits closed.
    """

    name: str
    title: Say
    per: Per
    fields: tuple[Field, ...]
    about: frozenset[About] = frozenset(About)
    folded: bool = False

    def field(self, name: str) -> Field:
        """
        Return the field of this name.

        :raises KeyError: if there is none
        """
        for each in self.fields:
            if each.name == name:
                return each
        raise KeyError(name)


@dataclass(frozen=True)
class Slot:
    """A field at its place in a form: of which block, for which child or companion."""

    block: Block
    index: int
    field: Field

    @property
    def key(self) -> str:
        """The name in forms and answers, such as ``who-0-born``."""
        return f"{self.block.name}-{self.index}-{self.field.name}"


Counts = Mapping[Per, int]


def slots(blocks: tuple[Block, ...], counts: Counts) -> Iterator[Slot]:
    """Yield every place for an answer in ``blocks``, in the order of the page."""
    for block in blocks:
        for index in range(counts.get(block.per, 1)):
            for field in block.fields:
                yield Slot(block, index, field)


def counted(blocks: tuple[Block, ...], answers: Mapping[str, str]) -> dict[Per, int]:
    """
    Return how many there are of each kind: as far as answers go, and one child at least.

    An answer of no question counts nothing; more than ``MOST_OF_A_KIND`` are not asked.
    """
    kinds = {block.name: block.per for block in blocks}
    found = {Per.CALL: 1, Per.CHILD: 1, Per.COMPANION: 0, Per.VEHICLE: 0, Per.CONTACT: 0}
    for key, text in answers.items():
        name, _, rest = key.partition("-")
        index, _, _ = rest.partition("-")
        if text and name in kinds and index.isdecimal() and kinds[name] is not Per.CALL:
            per = kinds[name]
            found[per] = min(max(found[per], int(index) + 1), MOST_OF_A_KIND)
    return found
