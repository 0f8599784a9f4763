"""Which category the facts suggest, with reasons. A person decides."""

from dataclasses import dataclass

from porchlight.core.score import Reason, Score
from porchlight.core.text import say
from porchlight.programmes.cases.rules.vocabulary import Category, Relation

FAMILY = frozenset(
    {
        Relation.MOTHER,
        Relation.FATHER,
        Relation.STEPPARENT,
        Relation.GUARDIAN,
        Relation.GRANDPARENT,
        Relation.SIBLING,
        Relation.RELATIVE,
    }
)
ADULT_FROM, YOUNG_ADULT_BELOW = 18, 21
# Below this age a child does not run away: it is lost, or was taken.
TOO_YOUNG_TO_RUN = 9


@dataclass(frozen=True)
class CircumstanceFacts:
    """
    What was told, as far as it decides the category. None means not known.

    ``taken`` whether somebody took the child, ``taken_by`` who; ``escaped`` an attempt that failed.
    """

    age: int | None = None
    taken: bool | None = None
    taken_by: Relation | None = None
    escaped: bool | None = None
    left_by_choice: bool | None = None
    runaway_before: bool | None = None
    custody_order: bool | None = None
    identity_known: bool = True


@dataclass(frozen=True)
class Suggestion:
    """A category and why."""

    category: Category
    score: Score


def suggest(facts: CircumstanceFacts) -> tuple[Suggestion, ...]:
    """
    Return the categories that something speaks for, the likeliest first.

    >>> suggest(CircumstanceFacts(age=15, left_by_choice=True))[0].category.value
    'endangered_runaway'

    Source: the clearinghouse's case types, reference/missing.md section 6.1; the weights are
    judgement.
    """
    found = [Suggestion(each, Score(tuple(_reasons(each, facts)))) for each in Category]
    likely = [each for each in found if each.score.bits > 0]
    order = list(Category)
    return tuple(sorted(likely, key=lambda s: (-s.score.bits, order.index(s.category))))


def _reasons(category: Category, facts: CircumstanceFacts) -> list[Reason]:
    return _RULES[category](facts)


def _runaway(facts: CircumstanceFacts) -> list[Reason]:
    reasons = []
    if facts.left_by_choice:
        reasons.append(Reason(say("Left by their own choice"), 4))
    if facts.runaway_before and not facts.taken:
        reasons.append(Reason(say("Ran away before"), 2))
    if reasons and facts.age is not None and facts.age < TOO_YOUNG_TO_RUN:
        reasons.append(Reason(say("Too young to run away"), -6))
    if reasons and facts.age is not None and facts.age >= ADULT_FROM:
        reasons.append(Reason(say("Of age"), -6))
    if reasons and facts.taken:
        reasons.append(Reason(say("Somebody took the child"), -3))
    return reasons


def _family(facts: CircumstanceFacts) -> list[Reason]:
    if not facts.taken or facts.taken_by not in FAMILY:
        return []
    reasons = [Reason(say("Taken by somebody of the family"), 5)]
    if facts.custody_order:
        reasons.append(Reason(say("A court order about custody"), 2))
    return reasons


def _nonfamily(facts: CircumstanceFacts) -> list[Reason]:
    if not facts.taken or facts.taken_by in FAMILY:
        return []
    known = facts.taken_by is not None
    label = say("Taken by somebody outside the family") if known else say("Taken, by whom unknown")
    reasons = [Reason(label, 5 if known else 3)]
    if facts.escaped:
        reasons.append(Reason(say("The child got away"), -4))
    return reasons


def _attempted(facts: CircumstanceFacts) -> list[Reason]:
    return [Reason(say("The child got away"), 7)] if facts.escaped else []


def _lost(facts: CircumstanceFacts) -> list[Reason]:
    if facts.taken or facts.escaped or facts.left_by_choice:
        young = facts.age is not None and facts.age < TOO_YOUNG_TO_RUN and not facts.taken
        return [Reason(say("Too young to run away"), 4)] if young and not facts.escaped else []
    return [Reason(say("Nothing tells why the child is gone"), 1)]


def _young_adult(facts: CircumstanceFacts) -> list[Reason]:
    if facts.age is None or not ADULT_FROM <= facts.age < YOUNG_ADULT_BELOW:
        return []
    return [Reason(say("Between 18 and 20 years old"), 6)]


def _unidentified(facts: CircumstanceFacts) -> list[Reason]:
    return [] if facts.identity_known else [Reason(say("Nobody knows who the child is"), 9)]


_RULES = {
    Category.ENDANGERED_RUNAWAY: _runaway,
    Category.FAMILY_ABDUCTION: _family,
    Category.NONFAMILY_ABDUCTION: _nonfamily,
    Category.LOST_INJURED_MISSING: _lost,
    Category.YOUNG_ADULT: _young_adult,
    Category.UNIDENTIFIED: _unidentified,
    Category.ATTEMPTED_ABDUCTION: _attempted,
}
