"""The words of family support that are chosen from a list, each with its label."""

from collections.abc import Mapping
from enum import StrEnum

from porchlight.core.text import Say, say


class Part(StrEnum):
    """What of its case a family member sees; who their advocate is, everybody sees."""

    ENTRIES = "entries"
    POSTER = "poster"
    MESSAGES = "messages"
    PHOTOGRAPHS = "photographs"


class Channel(StrEnum):
    """How the family is reached."""

    CALL = "call"
    VISIT = "visit"
    VIDEO = "video"
    MESSAGE = "message"
    MATERIAL = "material"


class NeedKind(StrEnum):
    """What a family needs beside the search."""

    SAFETY = "safety"
    MENTAL_HEALTH = "mental_health"
    HEALTH = "health"
    MONEY = "money"
    HOUSING = "housing"
    FOOD = "food"
    LEGAL = "legal"
    SIBLINGS = "siblings"
    WORK = "work"
    LANGUAGE = "language"
    PEER = "peer"
    OTHER = "other"


class Outcome(StrEnum):
    """What became of a referral."""

    HELPED = "helped"
    WAITING_LIST = "waiting_list"
    DECLINED = "declined"
    NOT_TAKEN_UP = "not_taken_up"


PARTS: Mapping[Part, Say] = {
    Part.ENTRIES: say("What is entered where and when"),
    Part.POSTER: say("The poster, to agree to it"),
    Part.MESSAGES: say("Messages with the advocate"),
    Part.PHOTOGRAPHS: say("Giving photographs and documents"),
}
CHANNELS: Mapping[Channel, Say] = {
    Channel.CALL: say("Telephone call"),
    Channel.VISIT: say("Visit"),
    Channel.VIDEO: say("Video call"),
    Channel.MESSAGE: say("Message on the family page"),
    Channel.MATERIAL: say("Material sent"),
}
NEEDS: Mapping[NeedKind, Say] = {
    NeedKind.SAFETY: say("Safety at home"),
    NeedKind.MENTAL_HEALTH: say("Somebody to talk to, therapy"),
    NeedKind.HEALTH: say("Health care"),
    NeedKind.MONEY: say("Money"),
    NeedKind.HOUSING: say("Housing"),
    NeedKind.FOOD: say("Food and everyday things"),
    NeedKind.LEGAL: say("Legal help"),
    NeedKind.SIBLINGS: say("Care for brothers and sisters"),
    NeedKind.WORK: say("Work and school told"),
    NeedKind.LANGUAGE: say("Interpreter"),
    NeedKind.PEER: say("Another parent who went through it"),
    NeedKind.OTHER: say("Something else"),
}
OUTCOMES: Mapping[Outcome, Say] = {
    Outcome.HELPED: say("Helped"),
    Outcome.WAITING_LIST: say("On a waiting list"),
    Outcome.DECLINED: say("Could not help"),
    Outcome.NOT_TAKEN_UP: say("The family did not want it"),
}
