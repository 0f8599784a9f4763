"""What is typed around a call: how it begins on paper, what it becomes, promises, the shift log."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import lazystr
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from porchlight.core.dates import parse_when
from porchlight.core.errors import Problem
from porchlight.core.text import Say
from porchlight.house.ui.widgets import PhoneInput, Pills, PillsMultiple, TimeInput
from porchlight.programmes.cases.rules.vocabulary import Category
from porchlight.programmes.cases.rules.vocabulary import choices as words_of
from porchlight.programmes.hotline.actions.calls import Page
from porchlight.programmes.hotline.rules.blocks import MOST_OF_A_KIND, Kind, Per, slots
from porchlight.programmes.hotline.rules.call_words import (
    BACK_WORDS,
    CHANNEL_WORDS,
    FLAG_WORDS,
    Channel,
    Flag,
)
from porchlight.programmes.hotline.rules.questions import BLOCKS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

LONGEST_KEY = 40


def language() -> str:
    """Return the language of the page."""
    return (get_language() or "en")[:2]


def said(words: "Mapping[Any, Say]") -> list[tuple[str, Any]]:
    """Return choices whose words are translated when they are drawn."""
    return [(str(word), lazystr(label)) for word, label in words.items()]


def counts_of(data: QueryDict) -> dict[Per, int]:
    """Return how many children, companions, vehicles and contacts the page held."""
    found = {Per.CALL: 1}
    for per in (Per.CHILD, Per.COMPANION, Per.VEHICLE, Per.CONTACT):
        typed = data.get(f"count-{per}", "0")
        found[per] = min(int(typed), MOST_OF_A_KIND) if typed.isdecimal() else 0
    return found


def fields_of(data: QueryDict) -> dict[str, str]:
    """Return every field that the page held: an empty one says that it was emptied."""
    return {
        slot.key: "\n".join(data.getlist(slot.key))
        if slot.field.kind is Kind.MANY
        else data.get(slot.key, "")
        for slot in slots(BLOCKS, counts_of(data))
    }


def page_of(data: QueryDict) -> Page:
    """Return what a page of the console sent, by script or by itself."""
    return Page(
        writer=data.get("writer", "")[:LONGEST_KEY] or "page",
        sequence=_number(data.get("sequence", ""), 2**53),
        seen=_number(data.get("seen", ""), 2**31 - 1),
        fields=fields_of(data),
        typed_ago=timedelta(milliseconds=_number(data.get("typed_ago", ""), 10**10)),
    )


def _number(text: str, most: int) -> int:
    return min(int(text), most) if text.isdecimal() else 0


class MomentField(forms.CharField):
    """A moment as people say it, in the reader's zone; never in the future."""

    widget = TimeInput

    def clean(self, value: Any) -> Any:  # noqa: ANN401 Django's own
        """Read it, or say in the parser's sentence why not."""
        text = super().clean(value)
        if not text:
            return None
        zone = ZoneInfo(timezone.get_current_timezone_name())
        try:
            return parse_when(text, timezone.now(), zone, language())
        except Problem as problem:
            raise ValidationError(str(problem)) from problem


class PaperForm(forms.Form):
    """A contact that was written on paper first: when it began and who took it."""

    channel = forms.ChoiceField(
        label=_("How it came"),
        choices=said(CHANNEL_WORDS),
        widget=Pills,
        initial=Channel.TELEPHONE,
    )
    began_at = MomentField(
        label=_("When the call began"), help_text=_("As on the paper, such as 3/14 22:30")
    )
    paper_by = forms.CharField(label=_("Who took it"), max_length=120)


SOON = (
    ("15", _("In 15 minutes")),
    ("30", _("In 30 minutes")),
    ("60", _("In an hour")),
    ("240", _("In 4 hours")),
    ("720", _("In 12 hours")),
    ("1440", _("Tomorrow at this time")),
)


class CallBackForm(forms.Form):
    """A promise to call somebody back."""

    phone = forms.CharField(label=_("Number"), max_length=40, widget=PhoneInput())
    who = forms.CharField(label=_("Who"), max_length=200, required=False)
    within = forms.ChoiceField(label=_("When"), choices=SOON, initial="30")
    words = forms.CharField(label=_("About what"), max_length=500, required=False)

    def due_at(self, now: datetime) -> datetime:
        """Return when the call is due."""
        return now + timedelta(minutes=int(self.cleaned_data["within"]))


class CalledForm(forms.Form):
    """What came of a call back."""

    result = forms.ChoiceField(label=_("Result"), choices=said(BACK_WORDS), widget=Pills)
    words = forms.CharField(label=_("What was said"), max_length=500, required=False)


class FlagForm(forms.Form):
    """What to know when a number calls again."""

    phone = forms.CharField(label=_("Number"), max_length=40, widget=PhoneInput())
    kind = forms.ChoiceField(
        label=_("What is known"), choices=said(FLAG_WORDS), widget=Pills, initial=Flag.REPEAT
    )
    words = forms.CharField(
        label=_("How to speak with this caller"),
        max_length=300,
        help_text=_("Every call is answered. This only helps whoever answers."),
    )
    days = forms.TypedChoiceField(
        label=_("For how long"),
        coerce=int,
        choices=(("1", _("A day")), ("7", _("A week")), ("30", _("30 days")), ("90", _("90 days"))),
        initial="7",
    )


class ShiftForm(forms.Form):
    """A line for the shift log."""

    words = forms.CharField(label=_("For the log"), max_length=1000)
    keep = forms.TypedChoiceField(
        label=_("Keep in sight"),
        coerce=int,
        initial="0",
        choices=(("0", _("Today")), ("12", _("For the next shift")), ("72", _("For three days"))),
    )


class DeclineForm(forms.Form):
    """Why somebody cannot take a case on."""

    words = forms.CharField(label=_("Why not"), max_length=300)


class NewCaseForm(forms.Form):
    """The last decisions before a case is opened."""

    category = forms.ChoiceField(label=_("Category"), choices=(), widget=Pills)
    agencies = forms.TypedMultipleChoiceField(
        label=_("Agencies to tell"),
        coerce=int,
        required=False,
        widget=PillsMultiple,
    )
    manager = forms.TypedChoiceField(
        label=_("Offer it to"), coerce=int, required=False, empty_value=None
    )
    words = forms.CharField(
        label=_("For the case manager"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    restricted = forms.BooleanField(
        label=_("Only case manager and supervisors may see it"), required=False
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 Django's own
        agencies: Iterable[tuple[int, str]] = (),
        managers: Sequence[tuple[int, str]] = (),
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = [("", _("Any case manager")), *((str(id_), name) for id_, name in managers)]
        self.fields["category"].choices = _words(Category)  # type: ignore[attr-defined]
        self.fields["agencies"].choices = list(agencies)  # type: ignore[attr-defined]
        self.fields["manager"].choices = offered  # type: ignore[attr-defined]


def _words(words: "type[StrEnum]") -> list[tuple[str, Any]]:
    return [(value, lazystr(label)) for value, label in words_of(words)]


class AboutCaseForm(forms.Form):
    """The case that something is about, if there is one."""

    case_number = forms.CharField(
        label=_("Case number, if there is a case"), max_length=40, required=False
    )


class ToldForm(forms.Form):
    """What was told to somebody who asked."""

    words = forms.CharField(
        label=_("What was told (if it is not in the questions)"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class OnCaseForm(forms.Form):
    """A case, and what is to be noted on it."""

    case_number = forms.CharField(label=_("Case number"), max_length=40)
    words = forms.CharField(
        label=_("What was told"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
