"""Sentences for people, written once in English and translated only when shown."""

from collections.abc import Callable
from dataclasses import dataclass, field


def _as_written(template: str) -> str:
    return template


# The doors put gettext here at start; plain code and its tests stay in English.
_translate: Callable[[str], str] = _as_written


def translate_with(translate: Callable[[str], str]) -> None:
    """Use ``translate`` (template in, template of the reader's language out) from now on."""
    global _translate
    _translate = translate


@dataclass(frozen=True)
class Say:
    """A sentence: a template and what fills it. ``str()`` gives it in the reader's language."""

    template: str
    params: dict[str, object] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        return _translate(self.template).format(**self.params)


def say(template: str, **params: object) -> Say:
    """
    Return a sentence that is translated when it is shown.

    >>> str(say("Stature agrees within {cm} cm", cm=3))
    'Stature agrees within 3 cm'
    """
    return Say(template, params)
