"""
A report as a member of the public tells it, and the same report in the form of the reporting API.

The questions beyond the API's elements (relation to the child, access, weapons) are those that
police receive with public reports (reference/cybertips.md section 10).
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from porchlight.core.cleaning import clean
from porchlight.core.errors import RuleBroken
from porchlight.core.text import Say, say
from porchlight.programmes.cybertips.rules.ispws.values import is_email, is_url

MOST_WORDS = 20_000


class Matter(StrEnum):
    """What it is about, in plain words; each is one of the API's incident types."""

    CONTACT = "contact"
    PICTURES = "pictures"
    TRADE = "trade"
    ABUSE = "abuse"
    SENT = "sent"
    SITE = "site"
    TRAVEL = "travel"
    OTHER = "other"


MATTERS: dict[Matter, Say] = {
    Matter.CONTACT: say("Somebody writes to a child, threatens them or asks for pictures"),
    Matter.PICTURES: say("Sexual pictures or videos of a child"),
    Matter.TRADE: say("A child is offered for sex, or made to do it"),
    Matter.ABUSE: say("A child is being sexually abused"),
    Matter.SENT: say("Somebody sent sexual material to a child"),
    Matter.SITE: say("A web address or words that lead children to such material"),
    Matter.TRAVEL: say("Somebody travels to abuse children"),
    Matter.OTHER: say("Something else, or I am not sure"),
}
TYPES: dict[Matter, str] = {
    Matter.CONTACT: "Online Enticement of Children for Sexual Acts",
    Matter.PICTURES: "Child Pornography (possession, manufacture, and distribution)",
    Matter.TRADE: "Child Sex Trafficking",
    Matter.ABUSE: "Child Sexual Molestation",
    Matter.SENT: "Unsolicited Obscene Material Sent to a Child",
    Matter.SITE: "Misleading Words or Digital Images on the Internet",
    Matter.TRAVEL: "Child Sex Tourism",
    # The widest of them: an analyst says later what it was.
    Matter.OTHER: "Online Enticement of Children for Sexual Acts",
}


@dataclass(frozen=True)
class Told:
    """What somebody told, every text cleaned; empty is «not said»."""

    words: str
    matter: str = Matter.OTHER
    danger: bool = False
    when: str = ""
    where: str = ""
    person: str = ""
    person_account: str = ""
    person_contact: str = ""
    relation: str = ""
    access: bool = False
    weapons: bool = False
    child: str = ""
    child_account: str = ""
    child_age: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""


def checked(told: Told) -> Told:
    """
    Return what was told with its texts as they are kept.

    :raises RuleBroken: when it says nothing, or a text cannot be kept
    """
    cleaned: dict[str, Any] = {
        each.name: clean(value) if isinstance(value := getattr(told, each.name), str) else value
        for each in fields(told)
    }
    made = Told(**cleaned)
    if not made.words:
        raise RuleBroken(say("Tell us in a few words what happened."), field="words")
    if len(made.words) > MOST_WORDS:
        raise RuleBroken(say("This is longer than we can take at once. Send it in two parts."))
    return made


def as_json(told: Told) -> dict[str, Any]:
    """Return it as the drop box keeps it."""
    return asdict(told)


def from_json(kept: Mapping[str, Any]) -> Told:
    """Return it from the drop box."""
    return Told(**kept)


def fingerprint(attempt: str, told: Told) -> str:
    """Return what is the same for the same form sent twice."""
    said = "\n".join(f"{name}={value}" for name, value in sorted(asdict(told).items()))
    return sha256(f"{attempt}\n{said}".encode()).hexdigest()


def as_report(told: Told, at: datetime, organisation: str) -> dict[str, Any]:
    """
    Return the report in the JSON form of the reporting API; ``at`` is when it was told. Who told
    it is not in it: a reporter's name is kept apart.
    """
    summary: dict[str, Any] = {
        "incidentType": TYPES.get(Matter(told.matter), TYPES[Matter.OTHER]),
        "incidentDateTime": at.isoformat(),
        "incidentDateTimeDescription": (told.when or "The time is when it was told.")[:3000],
    }
    if told.danger:
        summary["escalateToHighPriority"] = "The reporter says that a child is in danger now."
    report: dict[str, Any] = {
        "incidentSummary": summary,
        "reporter": {"reportingPerson": {"lastName": organisation[:100]}},
        "additionalInfo": _words(told),
    }
    if told.where:
        report["internetDetails"] = [_place(told.where)]
    if told.person or told.person_account or told.person_contact:
        report["personOrUserReported"] = [_reported(told)]
    if told.child or told.child_account or told.child_age:
        report["victim"] = [_child(told)]
    return report


def _place(where: str) -> dict[str, Any]:
    first = where.split()[0]
    if is_url(first) and "://" in first:
        return {"webPageIncident": {"url": [first[:2083]], "additionalInfo": where}}
    return {"chatImIncident": {"chatClient": where[:255], "additionalInfo": where}}


def _reported(told: Told) -> dict[str, Any]:
    made: dict[str, Any] = {"additionalInfo": "\n".join(filter(None, _person_lines(told)))}
    if told.person_account:
        made["screenName"] = told.person_account[:256]
    contact = told.person_contact
    if contact and is_email(contact):
        made["personOrUserReportedPerson"] = {"email": [{"value": contact[:255]}]}
    elif contact and sum(sign.isdigit() for sign in contact) >= 7:
        made["personOrUserReportedPerson"] = {"phone": [{"value": contact[:50]}]}
    return made


def _person_lines(told: Told) -> list[str]:
    return [
        told.person,
        told.person_contact and f"Contact: {told.person_contact}",
        told.relation and f"Relation to the child: {told.relation}",
        "Has access to children" if told.access else "",
        "May have firearms" if told.weapons else "",
    ]


def _child(told: Told) -> dict[str, Any]:
    person: dict[str, Any] = {}
    if told.child_age.isdigit() and int(told.child_age) <= 150:
        person["age"] = int(told.child_age)
    made: dict[str, Any] = {"victimPerson": person, "additionalInfo": told.child}
    if told.child_account:
        made["screenName"] = told.child_account[:256]
    return made


def _words(told: Told) -> str:
    lines = [told.words, told.when and f"When: {told.when}"]
    return "\n".join(filter(None, lines))
