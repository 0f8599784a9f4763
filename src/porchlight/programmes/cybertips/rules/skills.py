"""Which kind of work a report is: the desk's queues are by priority and by skill."""

from enum import StrEnum

from porchlight.core.text import Say, say
from porchlight.programmes.cybertips.rules.routing import HOME


class Skill(StrEnum):
    """A queue."""

    CONTACT = "contact"
    TRADE = "trade"
    PUBLIC = "public"
    ABROAD = "abroad"
    FILES = "files"


SKILLS: dict[Skill, Say] = {
    Skill.CONTACT: say("Contact with a child"),
    Skill.TRADE: say("Trade and travel"),
    Skill.PUBLIC: say("From the public"),
    Skill.ABROAD: say("Other countries"),
    Skill.FILES: say("Files"),
}
BY_TYPE = {
    "Online Enticement of Children for Sexual Acts": Skill.CONTACT,
    "Unsolicited Obscene Material Sent to a Child": Skill.CONTACT,
    "Child Sexual Molestation": Skill.CONTACT,
    "Child Sex Trafficking": Skill.TRADE,
    "Child Sex Tourism": Skill.TRADE,
}


def skill_of(incident_type: str, country: str, source: str) -> Skill:
    """
    Return the queue of a report.

    >>> skill_of("Child Sex Trafficking", "MX", "api").value
    'trade'
    """
    if source in ("public", "hotline"):
        return Skill.PUBLIC
    if incident_type in BY_TYPE:
        return BY_TYPE[incident_type]
    return Skill.ABROAD if country not in ("", HOME) else Skill.FILES
