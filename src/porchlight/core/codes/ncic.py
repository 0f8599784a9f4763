"""NCIC's code lists, in the words of the reader's language."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Code(NamedTuple):
    """A code and what it means."""

    code: str
    english: str
    spanish: str

    def label(self, language: str = "en") -> str:
        """Return what it means in the language."""
        return self.spanish if language == "es" else self.english


@cache
def table(name: str) -> tuple[Code, ...]:
    """
    Return the codes of a list such as ``HAI`` (hair), in the order of the source.

    >>> table("HAI")[4].label("es")
    'Castaño'

    :raises KeyError: if there is no such list
    """
    return tuple(Code(*row[:3]) for row in _lists()[name]["entries"])


def label(name: str, code: str, language: str = "en") -> str:
    """
    Return what a code of a list means; a code that is not in it stands for itself.

    >>> label("EYE", "GRN"), label("EYE", "QQQ")
    ('Green', 'QQQ')
    """
    return next((each.label(language) for each in table(name) if each.code == code), code)


def choices(name: str, language: str = "en") -> list[tuple[str, str]]:
    """Return a list as forms take it."""
    return [(each.code, each.label(language)) for each in table(name)]


@cache
def _lists() -> dict[str, dict[str, list[list[str]]]]:
    path = files("porchlight.core.codes").joinpath("ncic.toml")
    found: dict[str, dict[str, list[list[str]]]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return found
