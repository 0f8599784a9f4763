"""
Inputs of the house for plain Django forms. They say what may be typed; reading it is the
form's ``clean_*`` with the parsers of ``core``.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from porchlight.core.cleaning import clean
from porchlight.core.errors import Problem

if TYPE_CHECKING:  # the stubs' own name for a lazy sentence; Django has none at run time
    from django.utils.functional import _StrPromise

Choice = tuple[str, "str | _StrPromise"]

UNKNOWN = "unknown"
NOT_ASKED = "not_asked"
# «Unknown» is an answer that was given; «not asked» is a question still open.
ASIDES: tuple[Choice, ...] = ((UNKNOWN, _("Unknown")), (NOT_ASKED, _("Not asked")))
YES_NO: tuple[Choice, ...] = (("yes", _("Yes")), ("no", _("No")))


class Words(forms.CharField):
    """A text of a stranger: normalised, or refused with a sentence when it cannot be kept."""

    def to_python(self, value: Any) -> str:  # noqa: ANN401 Django's own
        """Return the text as it is kept."""
        try:
            return clean(str(value or ""))
        except Problem as problem:
            raise ValidationError(str(problem)) from problem


class Pills(forms.RadioSelect):
    """One answer of a few, each a pill; unknown and not asked stand apart from the answers."""


class PillsMultiple(forms.CheckboxSelectMultiple):
    """Any number of a few answers, each a pill."""


def answer(
    label: "str | _StrPromise",
    choices: Sequence[Choice] = YES_NO,
    *,
    help_text: "str | _StrPromise" = "",
    required: bool = False,
) -> forms.ChoiceField:
    """Return a field of pills with «Unknown» and «Not asked» beside ``choices``."""
    return forms.ChoiceField(
        label=label,
        choices=[*choices, *ASIDES],
        widget=Pills,
        help_text=help_text,
        required=required,
        initial=NOT_ASKED,
    )


class _Typed(forms.TextInput):
    """A text input whose hint says the ways to write it."""

    hint: "str | _StrPromise" = ""
    given: dict[str, str] = {}

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({**self.given, **(attrs or {})})


class DayInput(_Typed):
    """A day, wholly or partly known."""

    hint = _("For example 3/14/2019, March 2019 or 2019")
    given = {"autocomplete": "off", "data-kind": "day"}


class TimeInput(_Typed):
    """A day and time of day in the caller's place."""

    hint = _("For example 3:40 pm, 15:40 or yesterday 9 pm")
    given = {"autocomplete": "off", "data-kind": "time"}


class HeightInput(_Typed):
    """A height or a range of heights, in either system."""

    hint = _("For example 4'11\", 150 cm or 4'10\"–5'1\"")
    given = {"autocomplete": "off", "data-kind": "height"}


class WeightInput(_Typed):
    """A weight or a range of weights, in either system."""

    hint = _("For example 95 lb, 43 kg or 90–100 lb")
    given = {"autocomplete": "off", "data-kind": "weight"}


class PhoneInput(_Typed):
    """A telephone number as people write it."""

    hint = _("For example (555) 010-0199; with + for other countries")
    given = {"type": "tel", "autocomplete": "tel", "inputmode": "tel", "data-kind": "phone"}
    input_type = "tel"


class PlaceInput(_Typed):
    """
    A place as text; with script it offers places while typing.

    ``url_name`` answers ``?q=`` with a JSON list of ``{"value", "label", "detail"?, "fill"?}``;
    ``fill`` maps names of other fields of the form to what they become. The address is looked
    up when the field is drawn, because forms are imported before the routes are.
    """

    hint = _("Street and number, crossing, or town and state")
    given = {"autocomplete": "off", "data-kind": "place"}

    def __init__(self, url_name: str = "", attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.url_name = url_name

    def get_context(self, name: str, value: object, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the address of the type-ahead to Django's context."""
        context = super().get_context(name, value, attrs)
        if self.url_name:
            context["widget"]["attrs"]["data-typeahead"] = reverse(self.url_name)
        return context


class PictureInput(forms.FileInput):
    """A picture, or several with ``many``; with script it is shown before it is sent."""

    hint = _("JPEG, PNG, WebP or HEIC, at most 20 MB each")

    def __init__(self, *, many: bool = False, attrs: dict[str, Any] | None = None) -> None:
        self.allow_multiple_selected = many
        super().__init__({"accept": "image/*", "data-preview": True, **(attrs or {})})
        if many:
            self.attrs["multiple"] = True
