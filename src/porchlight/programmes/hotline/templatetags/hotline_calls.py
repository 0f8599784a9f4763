"""Words of calls in templates; ``{% load hotline_calls %}``."""

from datetime import timedelta

from django import template
from django.utils.safestring import SafeString

from porchlight.core.phones import Phone
from porchlight.core.text import Say
from porchlight.house.ui import clocks
from porchlight.house.ui.templatetags.ui import badge
from porchlight.programmes.hotline.models import Call, Outcome
from porchlight.programmes.hotline.rules.call_words import (
    BACK_WORDS,
    CHANNEL_WORDS,
    OUTCOME_WORDS,
    BackResult,
    Channel,
    OutcomeKind,
)
from porchlight.programmes.hotline.rules.priorities import PRIORITY_WORDS, Priority
from porchlight.programmes.hotline.rules.questions import slot_of

register = template.Library()

KINDS = {
    Priority.IMMEDIATE: "danger",
    Priority.HIGH: "wait",
    Priority.MEDIUM: "info",
    Priority.ROUTINE: "plain",
}


@register.simple_tag
def priority_badge(priority: str) -> SafeString:
    """Draw a priority."""
    level = Priority(priority)
    return badge(PRIORITY_WORDS[level], KINDS[level])


@register.filter
def channel_words(call: Call) -> Say:
    """Return how a contact came."""
    return CHANNEL_WORDS[Channel(call.channel)]


@register.filter
def outcome_words(outcome: Outcome) -> Say:
    """Return what a call became."""
    return OUTCOME_WORDS[OutcomeKind(outcome.kind)]


@register.filter
def phone_words(number: str) -> str:
    """Return a kept number as people write it."""
    return Phone.of(number).shown()


@register.filter
def question(key: str) -> str:
    """Return the question of an answer's key, with its number when it is not the first."""
    slot = slot_of(key)
    if slot is None:
        return key
    return f"{slot.field.label} {slot.index + 1}" if slot.index else str(slot.field.label)


@register.filter
def span(length: timedelta) -> str:
    """Return a length of time in words."""
    return clocks.span(length)


@register.simple_tag
def back_results() -> list[tuple[BackResult, Say]]:
    """Return what may come of a call back."""
    return list(BACK_WORDS.items())
