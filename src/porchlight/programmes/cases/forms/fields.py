"""Fields that read what people type: a day, a height, a telephone, a list; «?» means unknown."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import lazystr
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from porchlight.core.codes import ncic
from porchlight.core.dates import PartialDate, parse_date, parse_when
from porchlight.core.errors import Problem, RuleBroken
from porchlight.core.measures import parse_height, parse_weight
from porchlight.core.phones import Phone
from porchlight.core.places import Place, find_places
from porchlight.core.text import Say, say
from porchlight.house.ui.widgets import (
    ASIDES,
    NOT_ASKED,
    UNKNOWN,
    DayInput,
    HeightInput,
    Pills,
    PillsMultiple,
    PlaceInput,
    TimeInput,
    WeightInput,
)
from porchlight.programmes.cases.rules.typed import age, lines

if TYPE_CHECKING:  # the stubs' own name for a lazy sentence
    from django.utils.functional import _StrPromise

    Words = str | _StrPromise
Read = Callable[[str], Any]


def language() -> str:
    """Return the language of the page."""
    return (get_language() or "en")[:2]


def said(pairs: Iterable[tuple[str, Say]]) -> list[tuple[str, Any]]:
    """Return choices whose words are translated when they are drawn."""
    return [(value, lazystr(words)) for value, words in pairs]


class Typed(forms.CharField):
    """A text that ``read`` turns into a value; «?» is the answer «unknown»."""

    def __init__(self, label: "Words", read: Read | None = None, **options: Any) -> None:  # noqa: ANN401
        options.setdefault("required", False)
        options.setdefault("max_length", 2000)
        super().__init__(label=label, **options)
        self.read = read

    def clean(self, value: Any) -> Any:  # noqa: ANN401 Django's own
        """Read the text, or say in the parser's own sentence why not."""
        text = super().clean(value)
        if text.strip() == "?":
            return UNKNOWN
        if not text or self.read is None:
            return text
        try:
            return self.read(text)
        except Problem as problem:
            raise ValidationError(str(problem)) from problem


def day_field(label: "Words", **options: Any) -> Typed:  # noqa: ANN401
    """A day, month or year, never in the future."""

    def read(text: str) -> PartialDate:
        return parse_date(text, timezone.localdate(), language())

    return Typed(label, read, widget=DayInput(), **options)


def moment_field(label: "Words", **options: Any) -> Typed:  # noqa: ANN401
    """A moment as people say it, read in the reader's zone."""

    def read(text: str) -> datetime:
        zone = ZoneInfo(timezone.get_current_timezone_name())
        return parse_when(text, timezone.now(), zone, language())

    return Typed(label, read, widget=TimeInput(), **options)


def due_field(label: "Words") -> forms.DateTimeField:
    """A moment to come."""
    return forms.DateTimeField(
        label=label,
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )


def height_field(label: "Words") -> Typed:
    """A height or a range."""
    return Typed(label, parse_height, widget=HeightInput())


def weight_field(label: "Words") -> Typed:
    """A weight or a range."""
    return Typed(label, parse_weight, widget=WeightInput())


def age_field(label: "Words") -> Typed:
    """An age or a range of ages."""

    return Typed(label, age, help_text=_("For example 14 or 13-15, when the birth date is unknown"))


def place_field(label: "Words", **options: Any) -> Typed:  # noqa: ANN401
    """A place by its name, or ZIP code."""

    def read(text: str) -> Place:
        found = find_places(text, 1, language())
        if not found:
            raise RuleBroken(say("No place is called {text}. Type city and state.", text=text))
        return found[0]

    return Typed(label, read, widget=PlaceInput(), **options)


def phones_shown(kept: Iterable[str]) -> str:
    """Return kept numbers as people type them."""
    return "\n".join(Phone.of(number).shown() for number in kept)


def list_field(label: "Words", read: Read = lines, **options: Any) -> Typed:  # noqa: ANN401
    """Several short texts, one a line."""
    options.setdefault("help_text", _("One a line"))
    return Typed(label, read, widget=forms.Textarea(attrs={"rows": 2}), **options)


def text_field(label: "Words", rows: int = 3, **options: Any) -> Typed:  # noqa: ANN401
    """A longer text."""
    options.setdefault("max_length", 8000)
    return Typed(label, widget=forms.Textarea(attrs={"rows": rows}), **options)


def code_field(label: "Words", table: str) -> forms.ChoiceField:
    """One code of a list of NCIC's, from a drop-down."""

    def offered() -> list[tuple[str, Any]]:
        known = [pair for pair in ncic.choices(table, language()) if pair[0] not in ("XXX", "U")]
        return [(NOT_ASKED, _("Not asked")), *known, (UNKNOWN, _("Unknown"))]

    return forms.ChoiceField(label=label, choices=offered, required=False, initial=NOT_ASKED)


def code_pills(label: "Words", table: str) -> forms.ChoiceField:
    """One code of a short list of NCIC's, as pills."""
    field = code_field(label, table)
    field.widget = Pills()

    def offered() -> list[tuple[str, Any]]:
        known = [pair for pair in ncic.choices(table, language()) if pair[0] not in ("XXX", "U")]
        return [*known, *ASIDES]

    field.choices = offered
    return field


def codes_pills(label: "Words", table: str) -> forms.MultipleChoiceField:
    """Any codes of a list of NCIC's, with «unknown»."""

    def offered() -> list[tuple[str, Any]]:
        known = [pair for pair in ncic.choices(table, language()) if pair[0] != "U"]
        return [*known, (UNKNOWN, _("Unknown"))]

    return forms.MultipleChoiceField(
        label=label, choices=offered, required=False, widget=PillsMultiple
    )


def settled(cleaned: dict[str, Any], empty: dict[str, Any]) -> tuple[dict[str, Any], set[str]]:
    """
    Return the values of a form and the names asked in vain; ``empty`` gives what no value is.
    """
    values: dict[str, Any] = {}
    unknown: set[str] = set()
    for name, nothing in empty.items():
        value = cleaned.get(name, "")
        if value == UNKNOWN or value == [UNKNOWN]:
            unknown.add(name)
            value = nothing
        elif value in ("", NOT_ASKED, None, []):
            value = nothing
        elif nothing is None and value in ("yes", "no"):
            value = value == "yes"
        elif isinstance(nothing, tuple):
            value = tuple(part for part in value if part != UNKNOWN)
        values[name] = value
    return values, unknown
