"""What people type of unidentified persons."""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from porchlight.core.codes import ncic
from porchlight.core.dates import parse_date
from porchlight.core.errors import RuleBroken
from porchlight.core.measures import Span, parse_height, parse_weight
from porchlight.core.places import find_places, states
from porchlight.core.text import say
from porchlight.house.ui.widgets import DayInput, HeightInput, Pills, PillsMultiple, WeightInput
from porchlight.programmes.forensics.models import UnidentifiedPerson
from porchlight.programmes.forensics.rules.namus import up_number
from porchlight.programmes.forensics.rules.remains import CONDITION_WORDS, Vital, pmi_span

SEXES = (("U", _("Unsure")), ("F", _("Female")), ("M", _("Male")))
VITAL = ((Vital.DECEASED, _("Deceased")), (Vital.LIVING, _("Living")))
# How often such a range holds the truth, as the examiner says.
COVERAGES = (("80", _("8 of 10")), ("90", _("9 of 10")), ("95", _("95 of 100")))
LARGEST_BYTES = 30_000_000
UNITS = (("days", _("days")), ("weeks", _("weeks")), ("months", _("months")), ("years", _("years")))


def _codes(name: str) -> list[tuple[str, str]]:
    return [("", "–"), *ncic.choices(name, _language())]


def _language() -> str:
    return (get_language() or "en")[:2]


def _coverage(label: Any) -> forms.TypedChoiceField:  # noqa: ANN401 lazy words
    return forms.TypedChoiceField(label=label, choices=COVERAGES, coerce=int, initial="90")


class PersonForm(forms.Form):
    """An unidentified person: everything estimated is a range."""

    vital = forms.ChoiceField(label=_("Found"), choices=VITAL, widget=Pills, initial="deceased")
    found_on = forms.CharField(label=_("Found on"), required=False, max_length=40, widget=DayInput)
    state = forms.ChoiceField(label=_("State"), required=False)
    city = forms.CharField(label=_("City"), required=False, max_length=120)
    condition = forms.ChoiceField(label=_("Condition"), initial="unknown")
    pmi_low = forms.FloatField(label=_("Dead at least so long"), required=False, min_value=0)
    pmi_high = forms.FloatField(label=_("Dead at most so long"), required=False, min_value=0)
    pmi_unit = forms.ChoiceField(label=_("Time since death, in"), choices=UNITS, required=False)
    pmi_coverage = _coverage(_("Such a time is right in"))
    circumstances = forms.CharField(
        label=_("How the person was found"),
        required=False,
        widget=forms.Textarea,
        max_length=8000,
    )
    sex = forms.ChoiceField(label=_("Sex"), choices=SEXES, widget=Pills, initial="U")
    age_min = forms.FloatField(label=_("Age from"), required=False, min_value=0, max_value=120)
    age_max = forms.FloatField(label=_("Age to"), required=False, min_value=0, max_value=120)
    age_coverage = _coverage(_("Such an age range is right in"))
    height = forms.CharField(label=_("Height"), required=False, max_length=40, widget=HeightInput)
    height_coverage = _coverage(_("Such a height range is right in"))
    weight = forms.CharField(label=_("Weight"), required=False, max_length=40, widget=WeightInput)
    ancestry = forms.MultipleChoiceField(
        label=_("Estimated ancestry"),
        required=False,
        widget=PillsMultiple,
        help_text=_("Uncertain, in children above all. It never excludes anybody."),
    )
    hair = forms.ChoiceField(label=_("Hair"), required=False)
    eyes = forms.ChoiceField(label=_("Eyes"), required=False)
    blood = forms.ChoiceField(label=_("Blood type"), required=False)
    marks = forms.CharField(
        label=_("Marks, one a line"), required=False, widget=forms.Textarea, max_length=4000
    )
    clothing = forms.CharField(
        label=_("Clothing and objects"), required=False, widget=forms.Textarea, max_length=4000
    )
    possible_names = forms.CharField(label=_("Possible names"), required=False, max_length=200)
    coroner_name = forms.CharField(
        label=_("Coroner or medical examiner"), required=False, max_length=120
    )
    coroner_case = forms.CharField(label=_("Coroner's number"), required=False, max_length=60)
    custody_holder = forms.CharField(
        label=_("Who holds the remains"), required=False, max_length=120
    )
    custody_place = forms.CharField(label=_("Where they are"), required=False, max_length=200)
    namus_number = forms.CharField(label=_("NamUs number"), required=False, max_length=12)
    ncic_number = forms.CharField(label=_("NCIC number"), required=False, max_length=10)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    fieldsets = (
        (
            _("The find"),
            (
                "vital",
                "found_on",
                "state",
                "city",
                "condition",
                "pmi_unit",
                "pmi_low",
                "pmi_high",
                "pmi_coverage",
                "circumstances",
            ),
        ),
        (
            _("The body"),
            (
                "sex",
                "ancestry",
                "age_min",
                "age_max",
                "height",
                "weight",
                "age_coverage",
                "height_coverage",
                "hair",
                "eyes",
                "blood",
                "marks",
            ),
        ),
        (_("What was with the person"), ("clothing", "possible_names")),
        (
            _("Who has the case, and the remains"),
            (
                "coroner_name",
                "coroner_case",
                "custody_holder",
                "custody_place",
                "namus_number",
                "ncic_number",
            ),
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 as forms take them
        super().__init__(*args, **kwargs)
        choices: dict[str, list[tuple[str, Any]]] = {
            "state": [("", "–"), *((one.code, one.name) for one in states())],
            "condition": [(code.value, str(words)) for code, words in CONDITION_WORDS.items()],
            "ancestry": [(c, w) for c, w in ncic.choices("RAC", _language()) if c != "U"],
            "hair": _codes("HAI"),
            "eyes": _codes("EYE"),
            "blood": _codes("BLT"),
        }
        for name, listed in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = listed

    @classmethod
    def of(cls, person: UnidentifiedPerson) -> dict[str, Any]:
        """Return what the form shows of a record."""
        told = {name: getattr(person, name, None) for name in cls.base_fields}
        told["marks"] = "\n".join(person.marks)
        facts = person.facts()
        height, weight = facts.height_cm, facts.weight_kg
        told["height"] = f"{height.lo:.0f}-{height.hi:.0f} cm" if height else ""
        told["weight"] = f"{weight.lo:.1f}-{weight.hi:.1f} kg" if weight else ""
        told |= {"pmi_low": person.pmi_min, "pmi_high": person.pmi_max, "pmi_unit": "days"}
        return told

    def clean(self) -> dict[str, Any]:
        """Read ranges and dates; each fault stands at its field."""
        told = super().clean() or {}
        today: date = timezone.localdate()
        readers = {
            "found_on": lambda text: parse_date(text, today, _language()),
            "height": parse_height,
            "weight": parse_weight,
            "namus_number": up_number,
            "ncic_number": ncic_number,
        }
        for name, read in readers.items():
            if told.get(name):
                told[name] = self._read(name, read, told[name])
        for low, high in (("age_min", "age_max"), ("pmi_low", "pmi_high")):
            a, b = told.get(low), told.get(high)
            if (a is None) != (b is None):
                told[low] = told[high] = a if b is None else b
            elif a is not None and a > b:
                self.add_error(high, _("The smaller value comes first."))
        return told

    def _read(self, name: str, read: Any, text: str) -> Any:  # noqa: ANN401 whatever was typed
        try:
            return read(text)
        except RuleBroken as problem:
            self.add_error(name, str(problem.sentence))
            return None

    def columns(self) -> dict[str, Any]:
        """Return the columns of the record; call after validation."""
        told = dict(self.cleaned_data)
        height, weight = told.pop("height") or None, told.pop("weight") or None
        low, high, unit = told.pop("pmi_low"), told.pop("pmi_high"), told.pop("pmi_unit")
        pmi = pmi_span(low, high, unit or "days") if low is not None else None
        told.pop("version")
        for name, span in (("height", height), ("weight", weight), ("pmi", pmi)):
            assert span is None or isinstance(span, Span)
            told[f"{name}_min"] = span.lo if span else None
            told[f"{name}_max"] = span.hi if span else None
        told["marks"] = [line.strip() for line in told["marks"].splitlines() if line.strip()]
        told["found_on"] = str(told["found_on"] or "")
        return told | _point(told["city"], told["state"])


def ncic_number(text: str) -> str:
    """
    Return the NCIC number of an unidentified person.

    :raises RuleBroken: if it is none
    """
    plain = text.strip().upper()
    if not re.fullmatch(r"U\d{9}", plain):
        raise RuleBroken(say("An NCIC number of an unidentified person is U and nine figures."))
    return plain


def _point(city: str, state: str) -> dict[str, float]:
    """The middle of the place, as far as it is known: for distances only."""
    found = find_places(f"{city}, {state}" if city else state, limit=1) if state else []
    if not found or found[0].lat is None or found[0].lon is None:
        return {}
    return {"latitude": found[0].lat, "longitude": found[0].lon}


class ImportForm(forms.Form):
    """A file of unidentified persons."""

    file = forms.FileField(
        label=_("File"), help_text=_("NamUs export as CSV or JSON, or an NCIC off-line search.")
    )

    def clean_file(self) -> Any:  # noqa: ANN401 an upload
        """Refuse a file larger than anybody exports."""
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST_BYTES:
            raise forms.ValidationError(_("This file is too large. Split it."))
        return upload
