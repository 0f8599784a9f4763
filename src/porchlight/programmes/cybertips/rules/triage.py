# ruff: noqa: E501 the table reads best one rule a line
"""
How urgent a report is, and whether anybody can act on it: every rule on this page, each with its
points and its words. A decision names the rules that made it and the version of this page.

A page of points (:class:`Points`) may give rules other points, switch them off, or add words to
look for: the desk drafts one, tries it on past reports, and a second person switches it on.

The inputs are those that are there without looking at any file (reference/cybertips.md section
17, 7). Points were set by the desk; whoever changes one changes ``VERSION``.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from porchlight.core.text import Say, say
from porchlight.programmes.cybertips.rules.quality import Sent, quality

VERSION = "2026-11-25"


class Level(StrEnum):
    """How soon somebody looks at it; the order is that of the queue."""

    URGENT = "1"
    HIGH = "2"
    ROUTINE = "3"
    LOW = "4"


LEVELS: dict[Level, Say] = {
    Level.URGENT: say("Urgent"),
    Level.HIGH: say("High"),
    Level.ROUTINE: say("Routine"),
    Level.LOW: say("Low"),
}
LEAST_POINTS: tuple[tuple[Level, int], ...] = (
    (Level.URGENT, 60),
    (Level.HIGH, 35),
    (Level.ROUTINE, 10),
)


@dataclass(frozen=True)
class Facts:
    """
    What triage knows: the report as sent, and what the house knows of it. ``reports_of_account``
    counts earlier reports of the same account, ``viral`` how many reports hold one of its files,
    ``known`` the classes by which its files are known.
    """

    sent: Sent
    reports_of_account: int = 0
    viral: int = 0
    has_place: bool = False
    known: frozenset[str] = frozenset()

    @property
    def words(self) -> str:
        """Every text of the report, in small letters, for the rules that look for words."""
        said = self.sent.report
        parts = [
            said.additional_info,
            said.incident_summary.escalate_to_high_priority,
            said.incident_summary.incident_date_time_description,
            *(each.additional_info for each in said.person_or_user_reported),
            *(each.additional_info for each in said.victim),
        ]
        for details in said.internet_details:
            for incident in vars(details).values():
                parts.append(getattr(incident, "content", None))
                parts.append(getattr(incident, "additional_info", None))
        return "\n".join(part for part in parts if part).casefold()


Test = Callable[[Facts], bool]


@dataclass(frozen=True)
class Rule:
    """One rule: when it holds, its points count and its words stand beside the report."""

    code: str
    words: Say
    points: int
    test: Test


def _words(*patterns: str) -> Test:
    found = re.compile(r"\b(?:" + "|".join(patterns) + r")\b")
    return lambda facts: bool(found.search(facts.words))


def _type(*kinds: str) -> Test:
    return lambda facts: facts.sent.report.incident_summary.incident_type in kinds


def _annotated(name: str) -> Test:
    return lambda facts: bool(
        getattr(facts.sent.report.incident_summary.report_annotations, name, None)
    )


def _file(name: str) -> Test:
    return lambda facts: any(
        getattr(each.file_annotations, name, None)
        for each in facts.sent.files
        if each and each.file_annotations
    )


def _classified(*classes: str) -> Test:
    return lambda facts: (
        not facts.known.isdisjoint(classes)
        or any(each.industry_classification in classes for each in facts.sent.files if each)
    )


def _young(facts: Facts) -> bool:
    ages = [each.victim_person.age for each in facts.sent.report.victim]
    return any(age is not None and age < 13 for age in ages)


def _fresh_account(facts: Facts) -> bool:
    return any(capture.date_time is not None for capture in facts.sent.captures)


RULES: tuple[Rule, ...] = (
    Rule(
        "escalated",
        say("The sender asks for it to be looked at first"),
        50,
        lambda f: bool(f.sent.report.incident_summary.escalate_to_high_priority),
    ),
    Rule(
        "danger",
        say("Words of danger or violence"),
        30,
        _words(
            "kill",
            "hurt (?:her|him|me)",
            "rape",
            "weapon",
            "gun",
            "kidnap\\w*",
            "matar",
            "arma",
            "secuestr\\w+",
        ),
    ),
    Rule(
        "self-harm",
        say("Words of suicide or self-harm"),
        40,
        _words(
            "suicid\\w*",
            "kill (?:myself|herself|himself)",
            "self[- ]harm",
            "end (?:my|her|his) life",
            "matarme",
            "matarse",
        ),
    ),
    Rule(
        "soon",
        say("Words of a near time or a meeting"),
        20,
        _words(
            "today",
            "tonight",
            "tomorrow",
            "this weekend",
            "right now",
            "meet(?:ing)? (?:up|her|him|you|me)",
            "hoy",
            "esta noche",
            "mañana",
            "ahora mismo",
        ),
    ),
    Rule("molestation", say("A child is being abused"), 40, _type("Child Sexual Molestation")),
    Rule("trafficking", say("Trafficking of a child"), 35, _type("Child Sex Trafficking")),
    Rule(
        "enticement",
        say("A child is approached"),
        25,
        _type("Online Enticement of Children for Sexual Acts"),
    ),
    Rule("sextortion", say("Sextortion"), 30, _annotated("sextortion")),
    Rule("sadistic", say("Sadistic exploitation"), 40, _annotated("sadistic_online_exploitation")),
    Rule("livestream", say("A file is a live stream"), 25, _file("live_streaming")),
    Rule("infant", say("A file shows an infant"), 25, _file("infant")),
    Rule("harm", say("A file shows physical harm"), 20, _file("physical_harm")),
    Rule("a-class", say("A file of class A1 or A2"), 15, _classified("A1", "A2")),
    Rule("b-class", say("A file of class B1 or B2"), 8, _classified("B1", "B2")),
    Rule("young", say("The child is under thirteen"), 15, _young),
    Rule("child", say("The report names a child"), 10, lambda f: bool(f.sent.report.victim)),
    Rule("again", say("The account was reported before"), 15, lambda f: f.reports_of_account > 0),
    Rule("traceable", say("An IP address with its time"), 5, _fresh_account),
    Rule(
        "viral",
        say("A file that comes many times, or is marked as viral"),
        -25,
        lambda f: f.viral > 20 or _file("viral")(f) or _file("potential_meme")(f),
    ),
    Rule(
        "batch",
        say("A batch of one viral file"),
        -25,
        lambda f: f.sent.report.batched_report is not None,
    ),
    Rule("spam", say("The sender marks it as spam"), -20, _annotated("spam")),
    Rule("thin", say("Hardly anything to go on"), -10, lambda f: quality(f.sent) < 40),
)


@dataclass(frozen=True)
class Points:
    """
    How a version of the page differs from the one written here: points by a rule's code (0
    switches it off), least points by level, further words by the code of a rule for words.
    """

    version: str = VERSION
    points: Mapping[str, int] = field(default_factory=dict)
    least: Mapping[Level, int] = field(default_factory=dict)
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


AS_WRITTEN = Points()


def rules_of(page: Points) -> tuple[Rule, ...]:
    """Return the rules of a version, without those that are switched off."""
    changed = [
        replace(
            rule,
            points=page.points.get(rule.code, rule.points),
            test=_or_words(rule.test, page.words.get(rule.code, ())),
        )
        for rule in RULES
    ]
    return tuple(rule for rule in changed if rule.points)


def _or_words(test: Test, words: tuple[str, ...]) -> Test:
    if not words:
        return test
    further = _words(*(re.escape(word.casefold()) for word in words))
    return lambda facts: test(facts) or further(facts)


@dataclass(frozen=True)
class Decision:
    """What triage decided, and the codes of the rules that made it."""

    level: Level
    points: int
    reasons: tuple[str, ...]
    actionable: bool
    version: str = VERSION


def decide(facts: Facts, page: Points = AS_WRITTEN) -> Decision:
    """
    Return how urgent a report is, by which rules, and whether anybody can act on it.

    A page's rules are made anew for each call; whoever decides many reports uses
    :func:`decided_by` with rules made once.
    """
    return decided_by(facts, rules_of(page), page)


def decided_by(facts: Facts, rules: tuple[Rule, ...], page: Points) -> Decision:
    """Return what ``rules`` of ``page`` decide."""
    holding = [rule for rule in rules if rule.test(facts)]
    points = sum(rule.points for rule in holding)
    least = ((level, page.least.get(level, written)) for level, written in LEAST_POINTS)
    level = next((level for level, fewest in least if points >= fewest), Level.LOW)
    codes = tuple(rule.code for rule in sorted(holding, key=lambda rule: -abs(rule.points)))
    return Decision(level, points, codes, actionable(facts), page.version)


def actionable(facts: Facts) -> bool:
    """
    Whether there is enough for an investigation: somebody to look for, and a place or a trace of
    one; viral files reported many times are information only.

    Source: definition of a referral on the clearinghouse's policy platform (section 12).
    """
    if facts.sent.report.batched_report or facts.viral > 20:
        return False
    parties = facts.sent.report.person_or_user_reported
    somebody = any(
        each.esp_identifier or each.screen_name or each.profile_url or each.person
        for each in parties
    )
    return facts.has_place or (somebody and bool(facts.sent.captures))


def reason_words(code: str) -> Say:
    """Return a rule's words; a rule of an older page is shown by its code."""
    return next((rule.words for rule in RULES if rule.code == code), Say(code))
