"""
The pattern page, made from the heads of the component style sheets.

A head is the first comment of ``static/ui/css/components/*.css``: the component's name and use,
then one example after each line that begins with ``-- ``.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.templatetags.static import static
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from porchlight.core.decision import no
from porchlight.core.text import say
from porchlight.house.ui import table, widgets

SHEETS = Path(__file__).resolve().parent / "static/ui/css/components"
HEAD = re.compile(r"\A/\*\n(?P<name>[^:\n]+): (?P<use>.*?)\n(?=\n-- )(?P<rest>.*?)\*/", re.DOTALL)


@dataclass(frozen=True)
class Example:
    """One variant: its title, the HTML to paste, and how it looks."""

    title: str
    source: str
    drawn: SafeString = SafeString("")


@dataclass(frozen=True)
class Component:
    """One component as its style sheet's head describes it."""

    key: str
    name: str
    use: str
    examples: tuple[Example, ...]


def read_head(path: Path) -> Component:
    """
    Return the component that ``path`` describes.

    :raises ValueError: if the file does not open with a head and an example
    """
    head = HEAD.match(path.read_text())
    if head is None:
        raise ValueError(f"{path.name} must open with its name, use and examples")
    parts = re.split(r"^-- (.+)$", head["rest"], flags=re.MULTILINE)
    pairs = zip(parts[1::2], parts[2::2], strict=True)
    examples = tuple(Example(title, source.strip()) for title, source in pairs)
    return Component(path.stem, head["name"], " ".join(head["use"].split()), examples)


def components() -> list[Component]:
    """Return all components by name."""
    return [read_head(path) for path in sorted(SHEETS.glob("*.css"))]


def page(request: HttpRequest) -> HttpResponse:
    """Show each component with the HTML to paste; config puts this behind the staff door."""
    context = samples(request)
    drawn = [
        Component(c.key, c.name, c.use, tuple(_drawn(e, context, request) for e in c.examples))
        for c in components()
    ]
    # A look at the mirrored page, without having to speak a language that is written so.
    direction = {"direction": "rtl"} if request.GET.get("direction") == "rtl" else {}
    return render(request, "ui/gallery.html", {"components": drawn, **direction})


def _drawn(example: Example, context: dict[str, Any], request: HttpRequest) -> Example:
    made = engines["django"].from_string("{% load ui %}" + example.source)
    drawn = SafeString(made.render(dict(context), request))
    return Example(example.title, example.source, drawn)


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("Name of the child"))
    phone = forms.CharField(label=_("Telephone"), widget=widgets.PhoneInput)
    missing_on = forms.CharField(label=_("Missing since"), widget=widgets.DayInput, required=False)
    height = forms.CharField(label=_("Height"), widget=widgets.HeightInput, required=False)
    weight = forms.CharField(label=_("Weight"), widget=widgets.WeightInput, required=False)
    place = forms.CharField(label=_("Last seen at"), widget=widgets.PlaceInput, required=False)
    eyes = forms.CharField(label=_("Eyes"), required=False)
    category = forms.ChoiceField(
        label=_("Category"),
        choices=[
            ("", _("Choose")),
            ("ERU", _("Endangered runaway")),
            ("FA", _("Family abduction")),
        ],
        required=False,
    )
    seen_with = widgets.answer(_("Was the child seen with anyone?"))
    languages = forms.MultipleChoiceField(
        label=_("Languages of the family"),
        choices=[("en", _("English")), ("es", _("Spanish")), ("chr", _("Cherokee"))],
        widget=widgets.PillsMultiple,
        required=False,
    )
    note = forms.CharField(
        label=_("In the caller's words"), widget=forms.Textarea, max_length=2000, required=False
    )
    picture = forms.FileField(
        label=_("Picture"), widget=widgets.PictureInput(many=True), required=False
    )
    consent = forms.BooleanField(label=_("The caller may be called back"), required=False)


class ReplyForm(forms.Form):
    """A short form to show errors on."""

    phone = forms.CharField(label=_("Telephone"), widget=widgets.PhoneInput)
    answer = widgets.answer(_("May we call?"), required=True)


def samples(request: HttpRequest) -> dict[str, Any]:
    """Return what the examples name: invented people, and clocks around now."""
    now = timezone.now()
    return {
        "sample": SampleForm(
            initial={"seen_with": "unknown", "languages": ["es"]}, prefix="sample"
        ),
        "wrong": ReplyForm({"phone": ""}),
        "refused": no(say("A second person must release it: you drafted it.")),
        "now": now,
        "earlier": now - timedelta(hours=5),
        "due_far": now + timedelta(days=3),
        "due_soon": now + timedelta(minutes=80),
        "overdue": now - timedelta(hours=26),
        "portrait": static("ui/portrait.svg"),
        "tabs": _tabs(),
        "sightings": _sightings(),
        "page_of_many": Paginator(range(1204), 50).get_page(3),
        "table": _cases(request, now),
    }


def _tabs() -> list[dict[str, Any]]:
    return [
        {"label": _("Overview"), "url": "#tabs", "current": True},
        {"label": _("Leads"), "url": "#tabs", "count": 4},
        {"label": _("Posters"), "url": "#tabs", "count": 1},
        {"label": _("Timeline"), "url": "#tabs"},
    ]


def _sightings() -> list[dict[str, Any]]:
    return [
        {"lat": 36.154, "lon": -95.993, "label": "Tulsa", "detail": "bus station", "url": "#map"},
        {"lat": 35.468, "lon": -97.516, "label": "Oklahoma City", "kind": "wait"},
        {"lat": 61.218, "lon": -149.900, "label": "Anchorage", "kind": "good"},
    ]


def _cases(request: HttpRequest, now: datetime) -> table.Table:
    rows = [
        _case("PL-2026-004817", "Amina Castellanos", date(2026, 3, 3), "Open", now),
        _case("PL-2026-004821", "Teo Whitecloud", date(2026, 3, 9), "Waiting", now),
        _case("PL-2025-019330", "Linh Okafor", date(2025, 11, 21), "Recovered", now),
    ]
    return table.Table(
        rows,
        [
            table.link("number", _("Number"), url=lambda row: "#table"),
            table.text("name", _("Name")),
            table.day("missing_on", _("Missing since")),
            table.badge("state", _("State"), kinds=_BADGES),
            table.when("touched_at", _("Last change")),
        ],
        request=request,
        search=["number", "name"],
        caption=_("Cases"),
        exports=True,
    )


_BADGES = {"Open": "info", "Waiting": "wait", "Recovered": "good"}


def _case(number: str, name: str, missing_on: date, state: str, now: datetime) -> dict[str, Any]:
    return {
        "number": number,
        "name": name,
        "missing_on": missing_on,
        "state": state,
        "touched_at": now,
    }
