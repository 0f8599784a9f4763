"""The words of a poster: data per language, complete or not loaded at all."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "wording"
LANGUAGES = ("en", "es")


@dataclass(frozen=True)
class Wording:
    """The words of one language by dotted key: ``wording("label.hair")``."""

    language: str
    texts: Mapping[str, str]

    def __call__(self, key: str, **params: object) -> str:
        """
        Return the words of ``key`` with its places filled.

        :raises KeyError: if no language has that key: a fault of the caller
        """
        return self.texts[key].format(**params)

    def knows(self, key: str) -> bool:
        """Whether there are words for ``key``; codes such as «unknown» have none on purpose."""
        return key in self.texts


@cache
def wording(language: str) -> Wording:
    """
    Return the words of a language, complete and with the same keys and places as English.

    >>> wording("es")("label.hair"), wording("en")("call.line", emergency="911", hotline="1-800")
    ('Cabello', 'Call 911 or 1-800')

    :raises LookupError: if the language is not there or a key or place is missing or too many
    """
    if language not in LANGUAGES:
        raise LookupError(f"No words for posters in {language!r}")
    texts = read(FOLDER / f"{language}.toml")
    check(texts, read(FOLDER / "en.toml"), language)
    return Wording(language, texts)


def read(path: Path) -> dict[str, str]:
    """Return the keys and texts of a wording file."""
    return dict(_flat(tomllib.loads(path.read_text()), ""))


def check(texts: Mapping[str, str], english: Mapping[str, str], language: str) -> None:
    """
    Compare with English.

    :raises LookupError: naming the first key that is missing, unknown, empty or filled otherwise
    """
    for key in sorted({*texts, *english}):
        if not texts.get(key) or key not in english:
            raise LookupError(f"{language}: {key} is missing, empty or unknown")
        if _places(texts[key]) != _places(english[key]):
            raise LookupError(f"{language}: {key} has other places than in English")


def _flat(table: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def _places(text: str) -> set[str]:
    return {part.split("}")[0] for part in text.split("{")[1:]}
