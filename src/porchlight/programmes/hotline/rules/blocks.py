"""
The shape of the questions: a block of fields is one list from which form, autosave, review page
and export are made. The questions themselves are data (``questions.py``).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from porchlight.core.text import Say

Choices = tuple[tuple[str, Say], ...]


class Kind(StrEnum):
    """How a field is typed and read."""

    LINE = "line"
    TEXT = "text"
    PHONE = "phone"
    EMAIL = "email"
    DAY = "day"
    MOMENT = "moment"
    HEIGHT = "height"
    WEIGHT = "weight"
    PLACE = "place"
    NUMBER = "number"
    CHOICE = "choice"
    MANY = "many"
    YES_NO = "yes_no"


class Per(StrEnum):
    """How often a block is asked."""

    CALL = "call"
    CHILD = "child"
    COMPANION = "companion"


@dataclass(frozen=True)
class Field:
    """
    One question. ``ask`` says how early it is asked (9 first, 0 only if there is time); ``ncic``
    is the code of the NCIC field it fills; ``statutory`` that the law asks for it.
    """

    name: str
    label: Say
    kind: Kind = Kind.LINE
    choices: Choices = ()
    ncic: str = ""
    ask: int = 0
    statutory: bool = False


@dataclass(frozen=True)
class Block:
    """Questions under one heading, asked once, or for each child or companion."""

    name: str
    title: Say
    per: Per
    fields: tuple[Field, ...]

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
        """The name in forms and answers, such as ``child-0-born``."""
        return f"{self.block.name}-{self.index}-{self.field.name}"


def slots(blocks: tuple[Block, ...], children: int, companions: int) -> Iterator[Slot]:
    """Every place for an answer in ``blocks``, in the order of the page."""
    times = {Per.CALL: 1, Per.CHILD: children, Per.COMPANION: companions}
    for block in blocks:
        for index in range(times[block.per]):
            for field in block.fields:
                yield Slot(block, index, field)
