"""How telephones and relations are written on pages of families; ``{% load families %}``."""

from django import template

from porchlight.core.phones import Phone
from porchlight.programmes.cases.rules.vocabulary import Relation, label

register = template.Library()


@register.filter
def phone(stored: str) -> str:
    """Return a kept number as people write it."""
    return Phone.of(stored).shown() if stored else ""


@register.filter
def dialled(stored: str) -> str:
    """Return a kept number as a link dials it."""
    number = Phone.of(stored)
    return f"{number.e164};ext={number.extension}" if number.extension else number.e164


@register.filter
def relation(word: str) -> str:
    """Return who somebody is to the child, in words."""
    return str(label(Relation(word)))
