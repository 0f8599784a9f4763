"""How the pages of a case write words, half-known days, telephones and answers."""

from datetime import date
from enum import StrEnum
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import get_language
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
