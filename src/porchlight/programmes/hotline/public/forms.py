"""What a stranger types: read as far as it can be read, and never refused for how it is said."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from porchlight.core.dates import parse_date, parse_when
from porchlight.core.errors import Problem
from porchlight.core.identifiers import normalise_receipt
from porchlight.core.phones import parse_phone
from porchlight.core.places import Place, find_places, states
from porchlight.core.zones import zone_of
from porchlight.house.ui.widgets import (
    YES_NO,
    PhoneInput,
    PictureInput,
    Pills,
    PlaceInput,
    TimeInput,
    Words,
)
from porchlight.programmes.hotline.rules.tips import MOST_WORDS, Answer, Tip, Tipster

STILL = (*YES_NO, (Answer.UNKNOWN.value, _("I do not know")))
CONTACT = (("no", _("Stay anonymous")), ("yes", _("You may contact me")))


class Pictures(forms.FileField):
    """Several pictures; what cannot be read as one is kept all the same and looked at later."""

    widget = PictureInput

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":  # noqa: ANN401 Django's
        """Return the files that have bytes."""
        given = data if isinstance(data, list | tuple) else [data]
        return [one for one in given if one and one.size]


class _ManyPictures(PictureInput):
    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:  # noqa: ANN401 Django's
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class Sighting(forms.Form):
    """What somebody saw. Only the words are required."""

    words = Words(
        label=_("What did you see?"),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "How the child looked, what they wore, what happened. Your own words are best."
        ),
    )
    still_there = forms.ChoiceField(
        label=_("Is the child still there?"), choices=STILL, widget=Pills, required=False
    )
    danger = forms.BooleanField(label=_("A child is in danger right now"), required=False)
    seen = Words(
        label=_("When?"),
        max_length=200,
        required=False,
        widget=TimeInput(),
        help_text=_("For example: just now, yesterday 6 pm, last Friday in the morning"),
    )
    place = Words(
        label=_("Where? Town and state, or ZIP code"),
        max_length=200,
        required=False,
        widget=PlaceInput("public-places"),
        help_text=_("For example: Austin, TX or 78701"),
    )
    place_lat = forms.FloatField(
        required=False, min_value=-90, max_value=90, widget=forms.HiddenInput
    )
    place_lon = forms.FloatField(
        required=False, min_value=-180, max_value=180, widget=forms.HiddenInput
    )
    place_state = forms.CharField(required=False, max_length=2, widget=forms.HiddenInput)
    spot = Words(
        label=_("Where exactly?"),
        max_length=300,
        required=False,
        help_text=_("Street, shop, bus stop, highway and exit, which way they went"),
    )
    people = Words(
        label=_("Who was with the child?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    vehicle = Words(
        label=_("A vehicle? Color, make, license plate"), max_length=500, required=False
    )
    pictures = Pictures(
        label=_("Pictures"),
        required=False,
        widget=_ManyPictures(many=True),
        help_text=_(
            "Up to five. Only if it is safe: do not go nearer for a picture. Where and when it was "
            "taken is read for the police and then removed."
        ),
    )
    contact = forms.ChoiceField(
        label=_("May we know who you are?"),
        choices=CONTACT,
        widget=Pills,
        required=False,
        initial="no",
        help_text=_("Either way you get a code to read our answer and to write again."),
    )
    name = Words(label=_("Your name"), max_length=120, required=False)
    phone = Words(label=_("Your telephone"), max_length=40, required=False, widget=PhoneInput())
    email = Words(
        label=_("Your e-mail"),
        max_length=200,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    police_may_ask = forms.BooleanField(
        label=_("The police who look for the child may call me"), required=False
    )
    toll = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)
    nonce = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)

    def clean_phone(self) -> str:
        """Return the telephone as it is kept; what cannot be read is kept as it was typed."""
        text: str = self.cleaned_data["phone"]
        try:
            return str(parse_phone(text)) if text else ""
        except Problem:
            return text

    def tip(self, now: datetime) -> Tip:
        """Return what was told."""
        data = self.cleaned_data
        place = _place(data)
        zone = zone_of(place, timezone.get_default_timezone_name())
        first, last = _when(data["seen"], now, zone)
        return Tip(
            words=data["words"],
            danger=data["danger"],
            still_there=Answer(data["still_there"]),
            seen_words=data["seen"],
            seen_from=first,
            seen_until=last,
            place=place.label if place else data["place"],
            spot=data["spot"],
            lat=_first(data["place_lat"], place.lat if place else None),
            lon=_first(data["place_lon"], place.lon if place else None),
            state=place.state if place else "",
            county_fips=place.county_fips if place else "",
            zone=zone,
            people=data["people"],
            vehicle=data["vehicle"],
            tipster=self._tipster(),
        )

    def _tipster(self) -> Tipster:
        data = self.cleaned_data
        if data["contact"] != "yes":
            return Tipster()
        return Tipster(data["name"], data["phone"], data["email"], data["police_may_ask"])


class MapOf(forms.Form):
    """Of which state the map is shown; for people with script, who press on it."""

    state = forms.ChoiceField(label=_("Map of"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        super().__init__(*args, **kwargs)
        field = self.fields["state"]
        assert isinstance(field, forms.ChoiceField)
        named = [(one.code, one.named(get_language() or "en")) for one in states()]
        field.choices = [("", _("Choose a state")), *named]


class ReceiptCode(forms.Form):
    """The code of a receipt, however it is spaced."""

    code = forms.CharField(
        label=_("Your code"),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        help_text=_("Six groups of four letters and figures; spaces and capitals do not matter"),
    )

    def clean_code(self) -> str:
        """Return the code as it was given out, or say that a letter of it is wrong."""
        try:
            return normalise_receipt(self.cleaned_data["code"])
        except Problem as problem:
            raise ValidationError(str(problem)) from problem


class Further(ReceiptCode):
    """A further message under a code."""

    code = forms.CharField(max_length=60, widget=forms.HiddenInput)
    words = Words(
        label=_("Write again"), max_length=MOST_WORDS, widget=forms.Textarea(attrs={"rows": 4})
    )
    toll = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)
    nonce = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)


def _place(data: dict[str, Any]) -> Place | None:
    """The place that the words mean; a county pressed on the map comes with its state."""
    text, state = data["place"], data["place_state"]
    language = (get_language() or "en")[:2]
    tries: Sequence[str] = (f"{text} County, {state}", f"{text}, {state}") if state else (text,)
    for one in tries:
        if text and (found := find_places(one, 1, language)):
            return found[0]
    return None


def _when(text: str, now: datetime, zone: str) -> tuple[datetime | None, datetime | None]:
    """The bounds of the time, when it can be read; otherwise the words stand for themselves."""
    here, language = ZoneInfo(zone), (get_language() or "en")[:2]
    if not text:
        return None, None
    try:
        at = parse_when(text, now, here, language)
    except Problem:
        return _day(text, now, here, language)
    return at, at


def _day(
    text: str, now: datetime, here: ZoneInfo, language: str
) -> tuple[datetime | None, datetime | None]:
    try:
        day = parse_date(text, now.astimezone(here).date(), language)
    except Problem:
        return None, None
    first = datetime.combine(day.earliest, time.min, here).astimezone(UTC)
    last = datetime.combine(day.latest, time.max, here).astimezone(UTC)
    return first, min(last, now)


def _first(*values: float | None) -> float | None:
    return next((value for value in values if value is not None), None)
