"""What a poster never says, found in what people typed."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from porchlight.core.text import Say, say

_SENTENCES = {
    "foster_care": say("A poster never says that a child is in care. Take out «{words}»."),
    "trafficking": say("A poster never says that a child may be trafficked. Take out «{words}»."),
    "medical": say("A poster never tells of a child's health. Take out «{words}»."),
    "street_address": say("A poster gives city and state, never a street. Take out «{words}»."),
    "private_contact": say("Only the hotline and the agency are on a poster. Take out «{words}»."),
}


@dataclass(frozen=True)
class Forbidden:
    """One finding: its kind, the words as typed, and where they start in the text."""

    kind: str
    words: str
    start: int

    @property
    def sentence(self) -> Say:
        """What to do about it."""
        return say(_SENTENCES[self.kind].template, words=self.words)


def forbidden_words(text: str, language: str) -> tuple[Forbidden, ...]:
    """
    Return what in ``text`` a poster may never say, in the order of the text.

    English is searched for in every language: people mix the two.

    >>> [hit.words for hit in forbidden_words("Left her foster home on 12 Elm Street.", "en")]
    ['foster home', '12 Elm Street']

    Source: NCMEC's conditions for posters (case reference, section 6.4).
    """
    found: dict[tuple[str, int], Forbidden] = {}
    for language_of in dict.fromkeys((language, "en")):
        for kind, pattern in _patterns(language_of):
            for match in pattern.finditer(text):
                found.setdefault(
                    (kind, match.start()), Forbidden(kind, match.group(), match.start())
                )
    return tuple(sorted(found.values(), key=lambda hit: (hit.start, hit.kind)))


@cache
def _patterns(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(_read(language))


def _read(language: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    table = tomllib.loads(Path(__file__).with_name("never.toml").read_text())
    for kind, words in table.items():
        parts = words.get(language, [])
        if parts:
            joined = "|".join(f"(?:{part})" for part in parts)
            yield kind, re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE)


KINDS = tuple(_SENTENCES)
