"""How the pages of a case write words, half-known days, telephones and answers."""

from datetime import date
from enum import StrEnum
from typing import Any

from babel import Locale
from django import template
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from porchlight.core.codes import ncic
from porchlight.core.dates import PartialDate, show_age, show_date, show_years
from porchlight.core.measures import Span, show_height, show_weight
from porchlight.core.phones import Phone
from porchlight.programmes.cases.rules.intake import Told, answer
from porchlight.programmes.cases.rules.vocabulary import (
    AgencyRole,
    CaseStatus,
    Category,
    ChildStatus,
    ClosingReason,
    CompanionRole,
    Compartment,
    RecoveredBy,
    Relation,
    label,
)

register = template.Library()

LISTS: dict[str, type[StrEnum]] = {
    "status": CaseStatus,
    "child": ChildStatus,
    "category": Category,
    "relation": Relation,
    "role": CompanionRole,
    "agency_role": AgencyRole,
    "compartment": Compartment,
    "recovered_by": RecoveredBy,
    "closing": ClosingReason,
}
KINDS = {"active": "danger", "missing": "danger", "recovered": "good", "closed": "plain"}


def _language() -> str:
    return (get_language() or "en")[:2]


@register.filter
def word(value: str, of: str) -> str:
    """Write a word of a list such as ``"status"`` as people read it."""
    return str(label(LISTS[of](value))) if value else ""


@register.filter
def status_kind(value: str) -> str:
    """Return the badge's kind for a status."""
    return KINDS.get(value, "plain")


@register.filter
def partial(value: str | date | PartialDate | None) -> str:
    """Write a day, month or year as far as it is known."""
    return show_date(PartialDate.of(value), _language()) if value else ""


@register.filter
def age(born: str) -> str:
    """Write the age today."""
    return show_age(PartialDate.of(born), timezone.localdate(), _language())


@register.filter
def phone(kept: str) -> str:
    """Write a telephone number as people do."""
    return Phone.of(kept).shown() if kept else ""


@register.filter
def phones(kept: list[str]) -> str:
    """Write telephone numbers, with commas."""
    return ", ".join(Phone.of(number).shown() for number in kept)


@register.simple_tag
def told(person: Any, name: str, codes: str = "") -> str:  # noqa: ANN401 any row with answers
    """Write the answer to a question: the value in words, «unknown», or «not asked»."""
    said = answer(person, name)
    if said.told is Told.UNKNOWN:
        return _("Unknown")
    if said.told is Told.NOT_ASKED:
        return _("Not asked")
    return _words(said.value, name, codes)


def _words(value: Any, name: str, codes: str) -> str:  # noqa: ANN401 any answer
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, Span):
        if name == "age_years":
            return show_years(int(value.lo), int(value.hi), _language())
        show = show_height if name.startswith("height") else show_weight
        return show(value, "both")
    if isinstance(value, list):
        return ", ".join(ncic.label(codes, one, _language()) if codes else one for one in value)
    return ncic.label(codes, value, _language()) if codes else str(value)


# Question, its words, the code list of its answers, and whether it is sealed.
Question = tuple[str, Any, str, bool]
LOOKS: tuple[Question, ...] = (
    ("sex", gettext_lazy("Sex"), "SEX", False),
    ("races", gettext_lazy("Race"), "RAC", False),
    ("ethnicity", gettext_lazy("Ethnicity"), "ETN", False),
    ("height_cm", gettext_lazy("Height"), "", False),
    ("weight_kg", gettext_lazy("Weight"), "", False),
    ("hair", gettext_lazy("Hair"), "HAI", False),
    ("eyes", gettext_lazy("Eyes"), "EYE", False),
    ("skin", gettext_lazy("Skin tone"), "SKN", False),
    ("build", gettext_lazy("Build"), "", False),
    ("marks", gettext_lazy("Marks"), "", False),
)
QUESTIONS: dict[str, tuple[Question, ...]] = {
    "child": (
        ("aliases", gettext_lazy("Also called"), "", False),
        ("born", gettext_lazy("Born"), "", False),
        *LOOKS,
        ("clothing", gettext_lazy("Clothing"), "", False),
        ("items", gettext_lazy("Carries"), "", False),
        ("glasses", gettext_lazy("Glasses"), "", False),
        ("braces", gettext_lazy("Braces"), "", False),
        ("piercings", gettext_lazy("Piercings"), "", False),
        ("languages", gettext_lazy("Languages"), "", False),
        ("birth_place", gettext_lazy("Birth place"), "", False),
        ("tribe", gettext_lazy("Tribe"), "", False),
        ("tribal_member", gettext_lazy("Enrolled member of a tribe"), "", False),
        ("phones", gettext_lazy("Telephones"), "", False),
        ("devices", gettext_lazy("Other devices"), "", False),
        ("socials", gettext_lazy("Accounts"), "", False),
        ("school", gettext_lazy("School"), "", False),
        ("lives_with", gettext_lazy("Lives with"), "", False),
        ("medical_needs", gettext_lazy("Medical needs"), "", True),
        ("medication", gettext_lazy("Medication"), "", True),
        ("runaway_before", gettext_lazy("Ran away before"), "", True),
        ("trafficking_indicated", gettext_lazy("Signs of trafficking"), "", True),
        ("gang_indicated", gettext_lazy("Signs of a gang"), "", True),
        ("self_harm_indicated", gettext_lazy("Signs of self-harm"), "", True),
        ("episodes", gettext_lazy("Earlier times missing"), "", True),
    ),
    "companion": (
        ("aliases", gettext_lazy("Also called"), "", False),
        ("born", gettext_lazy("Born"), "", False),
        *LOOKS,
        ("phones", gettext_lazy("Telephones"), "", False),
        ("address", gettext_lazy("Address"), "", False),
        ("socials", gettext_lazy("Accounts"), "", False),
        ("words", gettext_lazy("What is known"), "", False),
        ("wanted", gettext_lazy("Wanted by police"), "", True),
        ("armed", gettext_lazy("May be armed"), "", True),
    ),
}


@register.inclusion_tag("cases/facts.html")
def facts(person: Any, kind: str, sealed: Any) -> dict[str, Any]:  # noqa: ANN401 a row, a Decision
    """Draw what is known or unknown of a person in two columns, and name what was not asked."""
    known: list[tuple[str, str]] = []
    open_questions: list[str] = []
    for name, words, codes, is_sealed in QUESTIONS[kind]:
        if is_sealed and not sealed:
            continue
        asked = "age_years" if name == "born" and not person.born and person.age_years else name
        if answer(person, asked).told is Told.NOT_ASKED:
            open_questions.append(str(words))
        else:
            known.append((str(words), _shown(person, asked, codes)))
    half = (len(known) + 1) // 2
    return {"halves": [known[:half], known[half:]], "open": ", ".join(open_questions)}


def _shown(person: Any, name: str, codes: str) -> str:  # noqa: ANN401 a child or companion
    value = getattr(person, name)
    if name == "born" and value:
        return f"{partial(value)} ({age(value)})"
    if name == "phones" and value:
        return phones(value)
    if name in ("marks", "socials", "episodes") and value:
        return "\n".join(_line(one) for one in value)
    said = told(person, name, codes)
    return f"{said}, {person.hair_words}" if name == "hair" and person.hair_words else said


def _line(one: dict[str, str]) -> str:
    """A mark, an account or an earlier episode in one line."""
    days = {"missing_on", "recovered_on"}
    parts = (partial(value) if name in days else value for name, value in one.items())
    return " · ".join(part for part in parts if part)


@register.filter
def language_name(code: str) -> str:
    """Write a language by its name in the reader's."""
    return str(Locale.parse(_language()).languages.get(code, code))
