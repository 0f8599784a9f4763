"""What is typed about agencies."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from porchlight.core import places
from porchlight.core.errors import RuleBroken
from porchlight.core.phones import parse_phone
from porchlight.core.places import Kind, find_places, fold
from porchlight.house.directory.actions import AgencyEntry, ContactEntry
from porchlight.house.directory.models import Agency
from porchlight.house.directory.rules.areas import Area, AreaKind, city_area
from porchlight.house.directory.rules.kinds import KINDS, ori
from porchlight.house.ui.widgets import PhoneInput

AREA_OF = {Kind.COUNTY: AreaKind.COUNTY, Kind.STATE: AreaKind.STATE, Kind.COUNTRY: AreaKind.COUNTRY}
ZONES = sorted(
    zone
    for zone in available_timezones()
    if zone.startswith(("America/", "Pacific/", "Europe/", "US/")) and not zone.startswith("US/")
)


def kind_choices() -> list[tuple[str, str]]:
    """The kinds in the reader's language, for a list to choose from."""
    return [(code, str(kind.name)) for code, kind in KINDS.items()]


def state_choices() -> list[tuple[str, str]]:
    """The states by name, and none."""
    return [("", "–"), *((state.code, state.name) for state in places.states())]


def phone(text: str) -> str:
    """
    Return a typed number as it is kept; empty stays empty.

    :raises ValidationError: with the sentence that says what is wrong
    """
    if not text.strip():
        return ""
    try:
        return str(parse_phone(text))
    except RuleBroken as problem:
        raise forms.ValidationError(str(problem)) from problem


def read_area(line: str) -> Area:
    """
    Return the area that a line of text names: «Fairfax County, VA», «Virginia», «Mexico».

    :raises ValidationError: when no place has exactly this name
    """
    found = find_places(line, limit=8)
    for place in found:
        if fold(place.label) == fold(line) and place.kind in {*AREA_OF, Kind.CITY}:
            if place.kind is Kind.CITY:
                return city_area(place.state, place.city)
            codes = {
                Kind.COUNTY: place.county_fips,
                Kind.STATE: place.state,
                Kind.COUNTRY: place.country,
            }
            return Area(AREA_OF[place.kind], codes[place.kind])
    if found:
        values = {"line": line, "place": found[0].label}
        raise forms.ValidationError(_("%(line)s is not clear. Do you mean %(place)s?") % values)
    raise forms.ValidationError(_("%(line)s is not in the list of places.") % {"line": line})


def area_label(area: Area) -> str:
    """Return an area as people write it; :func:`read_area` reads it back."""
    if area.kind is AreaKind.COUNTY:
        county = places.county(area.code)
        return county.label if county else area.code
    if area.kind is AreaKind.CITY:
        state, _colon, city = area.code.partition(":")
        return f"{city.title()}, {state}"
    if area.kind is AreaKind.STATE:
        found = places.state(area.code)
        return found.name if found else area.code
    if area.kind is AreaKind.COUNTRY:
        return places.country_name(area.code)
    return area.code.title()


class AgencyForm(forms.Form):
    """An agency as an administrator writes it."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=kind_choices)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=160)
    ori = forms.CharField(
        label=gettext_lazy("ORI"),
        required=False,
        max_length=14,
        help_text=gettext_lazy("Nine characters, such as TX9990100. Empty when it has none."),
    )
    phone_24h = forms.CharField(
        label=gettext_lazy("Telephone, day and night"),
        required=False,
        max_length=30,
        widget=PhoneInput,
    )
    email = forms.EmailField(label=gettext_lazy("E-mail of its desk"), required=False)
    city = forms.CharField(label=gettext_lazy("City"), required=False, max_length=80)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False, choices=state_choices)
    tribe = forms.CharField(
        label=gettext_lazy("Tribe"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("For tribal agencies. Name the counties its land touches below."),
    )
    timezone = forms.ChoiceField(
        label=gettext_lazy("Time zone"), choices=[(zone, zone.replace("_", " ")) for zone in ZONES]
    )
    areas = forms.CharField(
        label=gettext_lazy("Answers for"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "One place a line: Fairfax County, VA; Alexandria, VA; Virginia; Mexico. "
            "Empty: what is usual for its kind."
        ),
    )

    @classmethod
    def of(cls, agency: Agency) -> "AgencyForm":
        """The form filled with what is written of an agency."""
        names = ("kind", "name", "ori", "phone_24h", "email", "city", "state", "tribe", "timezone")
        rows = (row.area() for row in agency.jurisdictions.order_by("kind", "code"))
        lines = [area_label(area) for area in rows if area.kind is not AreaKind.TRIBE]
        initial = {name: getattr(agency, name) for name in names}
        return cls(initial=initial | {"areas": "\n".join(lines)})

    def clean_ori(self) -> str:
        """As NCIC writes it."""
        try:
            return ori(self.cleaned_data["ori"])
        except RuleBroken as problem:
            raise forms.ValidationError(str(problem)) from problem

    def clean_phone_24h(self) -> str:
        """As it is kept, E.164."""
        return phone(self.cleaned_data["phone_24h"])

    def clean_areas(self) -> frozenset[Area]:
        """The areas of its lines."""
        lines = (line.strip() for line in self.cleaned_data["areas"].splitlines())
        return frozenset(read_area(line) for line in lines if line)

    def entry(self) -> AgencyEntry:
        """What to write."""
        return AgencyEntry(**{k: v for k, v in self.cleaned_data.items() if k != "areas"})

    def areas_given(self) -> frozenset[Area]:
        """What it answers for, its tribe among it."""
        given: frozenset[Area] = self.cleaned_data["areas"]
        tribe = self.cleaned_data["tribe"].strip()
        return given | {Area(AreaKind.TRIBE, fold(tribe))} if given and tribe else given


class ContactForm(forms.Form):
    """A desk or a person of an agency."""

    role = forms.CharField(label=gettext_lazy("Desk or duty"), max_length=80)
    name = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=120)
    phone = forms.CharField(
        label=gettext_lazy("Telephone"), required=False, max_length=30, widget=PhoneInput
    )
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    hours = forms.CharField(label=gettext_lazy("Hours"), required=False, max_length=120)
    always = forms.BooleanField(label=gettext_lazy("Answers day and night"), required=False)

    def clean_phone(self) -> str:
        """As it is kept, E.164."""
        return phone(self.cleaned_data["phone"])

    def clean(self) -> dict[str, Any]:
        """A contact can be reached."""
        data = super().clean() or {}
        if not data.get("phone") and not data.get("email") and "phone" not in self.errors:
            self.add_error("phone", _("Give a telephone number or an e-mail address."))
        return data

    def entry(self) -> ContactEntry:
        """What to write."""
        return ContactEntry(**self.cleaned_data)


class SourceForm(forms.Form):
    """The switchboard number, and where it was found."""

    number = forms.CharField(
        label=gettext_lazy("Switchboard number"), max_length=30, widget=PhoneInput
    )
    source = forms.CharField(
        label=gettext_lazy("Where you found it"),
        max_length=200,
        help_text=gettext_lazy("A directory or public record. Never what they sent us."),
    )

    def clean_number(self) -> str:
        """As it is kept, E.164."""
        return phone(self.cleaned_data["number"])


class CallForm(forms.Form):
    """Who answered the call."""

    spoke_with = forms.CharField(label=gettext_lazy("Who answered"), max_length=120)


class EndForm(forms.Form):
    """Why nobody vouches for the agency any more."""

    why = forms.CharField(label=gettext_lazy("Why"), max_length=200)
