"""The words by which leads are rated, set aside and answered, each with its label."""

from enum import StrEnum

from porchlight.core.text import Say, say


class Credibility(StrEnum):
    """How far somebody at the desk believes it; none: nobody has said."""

    CONFIRMED = "confirmed"
    LIKELY = "likely"
    POSSIBLE = "possible"
    DOUBTFUL = "doubtful"


class Aside(StrEnum):
    """Why a lead is taken out of the inbox."""

    HOAX = "hoax"
    ABUSE = "abuse"
    SPAM = "spam"
    TEST = "test"


class Outcome(StrEnum):
    """What came of a lead, as the officer tells it."""

    LOCATED = "located"
    USEFUL = "useful"
    FOLLOWING = "following"
    NOT_THE_CHILD = "not_the_child"
    NOTHING_FOUND = "nothing_found"
    FALSE_REPORT = "false_report"


class Why(StrEnum):
    """Why somebody reads who told a lead."""

    CALL_BACK = "call_back"
    POLICE_ASK = "police_ask"
    SAFETY = "safety"


CREDIBILITY: dict[str, Say] = {
    Credibility.CONFIRMED: say("Confirmed"),
    Credibility.LIKELY: say("Likely"),
    Credibility.POSSIBLE: say("Possible"),
    Credibility.DOUBTFUL: say("Doubtful"),
}
ASIDE: dict[str, Say] = {
    Aside.HOAX: say("Hoax or false report"),
    Aside.ABUSE: say("Abuse or harassment"),
    Aside.SPAM: say("Advertising"),
    Aside.TEST: say("A test"),
}
OUTCOMES: dict[str, Say] = {
    Outcome.LOCATED: say("The child was located"),
    Outcome.USEFUL: say("Useful: it moved the case on"),
    Outcome.FOLLOWING: say("Still being followed"),
    Outcome.NOT_THE_CHILD: say("It was another child"),
    Outcome.NOTHING_FOUND: say("Nothing was found"),
    Outcome.FALSE_REPORT: say("It was a false report"),
}
WHYS: dict[str, Say] = {
    Why.CALL_BACK: say("To call back with a question"),
    Why.POLICE_ASK: say("The investigating agency asks and the sender agreed"),
    Why.SAFETY: say("Somebody is in danger"),
}
# A lead is over when its agency says one of these.
FINAL = frozenset(Outcome) - {Outcome.FOLLOWING}
