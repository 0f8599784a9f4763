"""Forms of children, companions, vehicles, contacts, consents and pictures."""

from collections.abc import Callable, Sequence
from dataclasses import MISSING, Field, fields
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from porchlight.core.codes import ncic
from porchlight.core.dates import PartialDate, show_date
from porchlight.core.measures import Span, parse_height, parse_weight, show_height, show_weight
from porchlight.house.ui.widgets import NOT_ASKED, UNKNOWN, PictureInput, Pills, answer
from porchlight.programmes.cases.forms.fields import (
    Typed,
    age_field,
    code_field,
    code_pills,
    codes_pills,
    day_field,
    height_field,
    language,
    list_field,
    phones_shown,
    said,
    settled,
    text_field,
    weight_field,
)
from porchlight.programmes.cases.models import CaseContact, Child, Companion, Vehicle
from porchlight.programmes.cases.rules.intake import (
    CallerIntake,
    ChildIntake,
    CompanionIntake,
    Consent,
    Episode,
    VehicleIntake,
)
from porchlight.programmes.cases.rules.typed import colors, episodes, marks, phones, socials
from porchlight.programmes.cases.rules.vocabulary import (
    CompanionRole,
    Relation,
    choices,
)

HOW = (
    ("telephone", _("By telephone")),
    ("in person", _("In person")),
    ("in writing", _("In writing")),
    ("online", _("Signed in")),
)


def _episodes(text: str) -> tuple[Episode, ...]:
    return episodes(text, timezone.localdate(), language())


def empties(form: type[Any]) -> dict[str, Any]:
    """Return what no answer is, for each question of a plain form."""

    def nothing(each: Field[Any]) -> Any:  # noqa: ANN401
        return None if each.default is MISSING else each.default

    return {each.name: nothing(each) for each in fields(form)}


def shown(value: Any) -> Any:  # noqa: ANN401 any column
    """Return a stored value as it is typed."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return "\n".join(map(str, value))
    return value


class AnswersForm(forms.Form):
    """A form whose fields are named as the questions of a plain form. Carries the version."""

    version = forms.IntegerField(widget=forms.HiddenInput, initial=1)

    def values(self, form: type[Any]) -> dict[str, Any]:
        """Return the answers as arguments of the plain form."""
        empty = {name: none for name, none in empties(form).items() if name in self.fields}
        values, unknown = settled(self.cleaned_data, empty)
        return {**values, "unknown": frozenset(unknown)}

    @classmethod
    def initial_of(cls, row: Any, **more: Any) -> dict[str, Any]:  # noqa: ANN401 any row with answers
        """Return what the form shows for a stored row."""
        found: dict[str, Any] = {}
        for name, field in cls.base_fields.items():
            value = more[name] if name in more else shown(getattr(row, name, ""))
            if isinstance(field, forms.MultipleChoiceField):
                value = list(getattr(row, name))
            if value in ("", []) and name in row.unknown:
                value = "?" if isinstance(field, Typed) else UNKNOWN
            elif value == "" and isinstance(field, forms.ChoiceField):
                value = NOT_ASKED
            if isinstance(field, forms.MultipleChoiceField) and value == UNKNOWN:
                value = [UNKNOWN]
            found[name] = value
        return found


def _date_shown(value: str) -> str:
    return show_date(PartialDate.of(value), language()) if value else ""


def _age_shown(span: Span | None) -> str:
    if span is None:
        return ""
    return f"{span.lo}" if span.is_exact else f"{span.lo}-{span.hi}"


def _measure_shown(
    span: Span | None, show: Callable[[Span, str], str], read: Callable[[str], Span], unit: str
) -> str:
    """As the reader's place writes it; in metric figures where that would lose something."""
    if span is None:
        return ""
    for system in ("us", "metric"):
        if read(text := show(span, system)) == span:
            return text
    return f"{span.lo} {unit}" if span.is_exact else f"{span.lo}-{span.hi} {unit}"


def _looks_shown(row: Child | Companion) -> dict[str, str]:
    return {
        "born": _date_shown(row.born),
        "age_years": _age_shown(row.age_years),
        "measured_on": _date_shown(row.measured_on),
        "height_cm": _measure_shown(row.height_cm, show_height, parse_height, "cm"),
        "weight_kg": _measure_shown(row.weight_kg, show_weight, parse_weight, "kg"),
        "marks": "\n".join(
            f"{mark['code']}: {mark['words']}" if mark.get("code") else mark["words"]
            for mark in row.marks
        ),
        "phones": phones_shown(row.phones),
        "socials": "\n".join(
            f"{one['service']}: {one['name']}" if one["service"] else one["name"]
            for one in row.socials
        ),
    }


class LooksForm(AnswersForm):
    """How a person looks."""

    born = day_field(_("Birth date"))
    age_years = age_field(_("Age said"))
    sex = code_pills(_("Sex"), "SEX")
    races = codes_pills(_("Race"), "RAC")
    ethnicity = code_pills(_("Ethnicity"), "ETN")
    height_cm = height_field(_("Height"))
    weight_kg = weight_field(_("Weight"))
    measured_on = day_field(_("Measured on"))
    hair = code_field(_("Hair"), "HAI")
    hair_words = Typed(_("Hair in words"), max_length=120)
    eyes = code_field(_("Eyes"), "EYE")
    skin = code_field(_("Skin tone"), "SKN")
    build = Typed(_("Build"), max_length=20)
    marks = Typed(
        _("Scars, marks and tattoos"),
        marks,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line; an NCIC code may stand before a colon"),
    )


class ChildForm(LooksForm):
    """Everything that is asked about a child."""

    given_names = Typed(_("Given names"), max_length=120)
    family_names = Typed(_("Family names"), max_length=120)
    aliases = list_field(_("Nicknames and other names"))
    birth_place = Typed(_("Birth place"), max_length=120)
    languages = list_field(_("Languages"))
    tribe = Typed(_("Tribe"), max_length=120)
    tribal_member = answer(_("Enrolled member of a tribe"))
    clothing = text_field(_("Clothing"), 2)
    items = text_field(_("Carries"), 2)
    glasses = answer(_("Glasses"))
    braces = answer(_("Braces"))
    piercings = Typed(_("Piercings"), max_length=200)
    phones = list_field(_("Telephones"), phones)
    devices = text_field(_("Other devices"), 2)
    socials = list_field(
        _("Accounts on social networks"), socials, help_text=_("One a line, service: name")
    )
    school = Typed(_("School"), max_length=200)
    lives_with = Typed(_("Lives with"), max_length=200)
    medical_needs = text_field(_("Medical and mental-health needs"), 2)
    medication = text_field(_("Medication"), 2)
    runaway_before = answer(_("Ran away before"))
    trafficking_indicated = answer(_("Signs of trafficking"))
    gang_indicated = answer(_("Signs of a gang"))
    self_harm_indicated = answer(_("Signs of self-harm"))
    episodes = Typed(
        _("Earlier times missing"),
        _episodes,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One a line: missing since; found on; place; how it ended"),
    )

    fieldsets: ClassVar[list[Any]] = [
        (_("Who"), ["given_names", "family_names", "aliases", "born", "age_years", "sex"]),
        (_("Origin"), ["races", "ethnicity", "tribe", "tribal_member", "birth_place", "languages"]),
        (
            _("Looks"),
            [
                "height_cm",
                "weight_kg",
                "measured_on",
                "hair",
                "hair_words",
                "eyes",
                "skin",
                "build",
            ],
        ),
        (_("Marks"), ["marks", "glasses", "braces", "piercings"]),
        (_("At the time"), ["clothing", "items"]),
        (_("Reach"), ["phones", "devices", "socials", "school", "lives_with"]),
        (_("Health"), ["medical_needs", "medication"]),
        (
            _("Risk"),
            ["runaway_before", "trafficking_indicated", "gang_indicated", "self_harm_indicated"],
        ),
        (_("Before"), ["episodes"]),
    ]

    @classmethod
    def of(cls, child: Child) -> dict[str, Any]:
        """Return what the form shows for a stored child."""
        episodes = "\n".join(
            "; ".join(
                (
                    _date_shown(one["missing_on"]),
                    _date_shown(one["recovered_on"]),
                    one["place"],
                    one["circumstances"].replace(";", ",").replace("\n", " "),
                )
            )
            for one in child.episodes
        )
        return cls.initial_of(child, episodes=episodes, **_looks_shown(child))

    def intake(self) -> ChildIntake:
        """Return the child in the plain form."""
        return ChildIntake(**self.values(ChildIntake))


class CompanionForm(LooksForm):
    """Somebody the child may be with."""

    name = Typed(_("Name"), max_length=200)
    aliases = list_field(_("Nicknames and other names"))
    role = forms.ChoiceField(label=_("Role"), choices=said(choices(CompanionRole)), widget=Pills)
    relation = forms.ChoiceField(
        label=_("Relation to the child"), choices=said(choices(Relation)), initial=Relation.OTHER
    )
    phones = list_field(_("Telephones"), phones)
    address = Typed(_("Address"), max_length=200)
    socials = list_field(
        _("Accounts on social networks"), socials, help_text=_("One a line, service: name")
    )
    words = text_field(_("What is known"))
    wanted = answer(_("Wanted by police"))
    armed = answer(_("May be armed"))
    publish = forms.BooleanField(
        label=_("The agency wants this person on the poster"), required=False
    )

    fieldsets: ClassVar[list[Any]] = [
        (_("Who"), ["name", "aliases", "role", "relation", "born", "age_years", "sex"]),
        (
            _("Looks"),
            ["races", "ethnicity", "height_cm", "weight_kg", "hair", "hair_words", "eyes", "skin"],
        ),
        (_("Marks"), ["build", "marks", "measured_on"]),
        (_("Reach"), ["phones", "address", "socials"]),
        (_("Risk"), ["words", "wanted", "armed", "publish"]),
    ]

    @classmethod
    def of(cls, row: Companion) -> dict[str, Any]:
        """Return what the form shows for a stored companion."""
        return cls.initial_of(row, publish=row.publish, **_looks_shown(row))

    def intake(self) -> CompanionIntake:
        """Return the companion in the plain form."""
        values = self.values(CompanionIntake)
        role, relation = CompanionRole(values["role"]), Relation(values["relation"])
        return CompanionIntake(**{**values, "role": role, "relation": relation})


class VehicleForm(AnswersForm):
    """A vehicle the child may be in."""

    plate = Typed(_("License plate"), max_length=12)
    plate_state = Typed(_("State of the plate"), max_length=3)
    year = forms.IntegerField(label=_("Year"), required=False, min_value=1900, max_value=2100)
    make = Typed(_("Make"), max_length=40)
    model = Typed(_("Model"), max_length=40)
    style = Typed(_("Style"), max_length=10, help_text=_("NCIC code, such as 4D"))
    colors = Typed(_("Colors"), colors, help_text=_("Words or NCIC codes, the top color first"))
    vin = Typed(_("VIN"), max_length=20)
    words = text_field(_("What is known"))
    publish = forms.BooleanField(label=_("The agency wants it on the poster"), required=False)

    @classmethod
    def of(cls, row: Vehicle) -> dict[str, Any]:
        """Return what the form shows for a stored vehicle."""
        colors = ", ".join(ncic.label("VCO", code, language()) for code in row.colors)
        return cls.initial_of(row, publish=row.publish, colors=colors)

    def intake(self) -> VehicleIntake:
        """Return the vehicle in the plain form."""
        return VehicleIntake(**self.values(VehicleIntake))


class ContactForm(AnswersForm):
    """Somebody of the family, or who called."""

    name = Typed(_("Name"), max_length=200)
    relation = forms.ChoiceField(
        label=_("Relation to the child"), choices=said(choices(Relation)), initial=Relation.OTHER
    )
    phones = list_field(_("Telephones"), phones)
    email = forms.EmailField(label=_("E-mail"), required=False)
    address = Typed(_("Address"), max_length=200)
    language = forms.ChoiceField(
        label=_("Language"),
        choices=(("en", "English"), ("es", "Español"), ("xx", _("Other"))),
        widget=Pills,
        initial="en",
    )
    interpreter = forms.BooleanField(label=_("Needs an interpreter"), required=False)
    safe_contact = text_field(_("When and how to call, and how not"), 2)
    custody = text_field(_("Court orders about custody"), 2)
    has_custody = answer(_("Has custody"))

    fieldsets: ClassVar[list[Any]] = [
        (_("Who"), ["name", "relation"]),
        (_("Reach"), ["phones", "email", "address", "language", "interpreter", "safe_contact"]),
        (_("Custody"), ["has_custody", "custody"]),
    ]

    @classmethod
    def of(cls, row: CaseContact) -> dict[str, Any]:
        """Return what the form shows for a stored contact."""
        return cls.initial_of(row, phones=phones_shown(row.phones), interpreter=row.interpreter)

    def intake(self, *, is_caller: bool = False) -> CallerIntake:
        """Return the contact in the plain form."""
        values = self.values(CallerIntake)
        relation = Relation(values["relation"])
        return CallerIntake(**{**values, "relation": relation, "is_caller": is_caller})


class ConsentForm(forms.Form):
    """Who allows or refuses publicity or the use of pictures."""

    about = forms.ChoiceField(
        label=_("About"),
        choices=(("publicity", _("Publicity")), ("picture", _("Use of photographs"))),
        widget=Pills,
        initial="publicity",
    )
    given = forms.ChoiceField(
        label=_("Answer"), choices=(("yes", _("Allows it")), ("no", _("Refuses it"))), widget=Pills
    )
    by_name = forms.CharField(label=_("Who said so"), max_length=120)
    relation = forms.ChoiceField(
        label=_("Relation to the child"), choices=said(choices(Relation)), initial=Relation.MOTHER
    )
    how = forms.ChoiceField(label=_("How"), choices=HOW, widget=Pills, initial="telephone")

    def consent(self) -> Consent:
        """Return the consent in the plain form."""
        data = self.cleaned_data
        return Consent(
            data["given"] == "yes", data["by_name"], Relation(data["relation"]), data["how"]
        )


class PhotographForm(forms.Form):
    """A picture of one of the children."""

    child = forms.ChoiceField(label=_("Child"))
    picture = forms.FileField(label=_("Photograph"), widget=PictureInput())
    taken_on = day_field(_("Taken on"))

    def __init__(self, *args: Any, children: Sequence[Child], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["child"].choices = [(str(each.id), str(each)) for each in children]  # type: ignore[attr-defined]
        if len(children) == 1:
            self.fields["child"].widget = forms.HiddenInput()
            self.initial["child"] = str(children[0].id)
