"""What can be decided of a candidate, and what a decision needs."""

from porchlight.core.errors import RuleBroken
from porchlight.core.text import Say, say
from porchlight.programmes.forensics.rules.bases import BASIS_WORDS

OUTCOMES = ("excluded", "possible", "submitted", "identified")
# An identification waits for a second person.
STATES = ("open", *OUTCOMES, "confirming")
OUTCOME_WORDS: dict[str, Say] = {
    "open": say("Not decided"),
    "confirming": say("Identified: to be confirmed"),
    "possible": say("Possible"),
    "submitted": say("Submitted to the agency"),
    "excluded": say("Ruled out"),
    "identified": say("Identified"),
}


def check_decision(outcome: str, basis: str, words: str) -> None:
    """
    Refuse a decision that lacks what it needs.

    :raises RuleBroken: if the outcome is none, no reason is given, an exclusion has no basis, or an
        identification does not rest on DNA, teeth, prints or another recorded basis
    """
    if outcome not in OUTCOMES:
        raise RuleBroken(say("Choose what was decided."), field="outcome")
    if not words.strip():
        raise RuleBroken(say("Say why, and who decided."), field="words")
    if outcome in ("excluded", "identified") and basis not in BASIS_WORDS:
        raise RuleBroken(say("Say on what basis: only such a record counts."), field="basis")


# A figure that moved less than this, with the same words, is the collection changing around it.
NEWS_LOG10 = 0.3


def what_is_new(before: list[dict[str, object]], after: list[dict[str, object]]) -> list[str]:
    """
    Return the traits that came, went, say something else, or weigh otherwise than before.

    >>> what_is_new([{"trait": "sex", "log10": 0.3}], [{"trait": "teeth", "log10": 2.0}])
    ['sex', 'teeth']
    """
    old = {str(one["trait"]): one for one in before}
    new = {str(one["trait"]): one for one in after}
    return sorted(
        name for name in old.keys() | new.keys() if _differs(old.get(name), new.get(name))
    )


def _differs(old: dict[str, object] | None, new: dict[str, object] | None) -> bool:
    if old is None or new is None:
        return True
    says = ("template", "params")
    moved = abs(float(str(old["log10"])) - float(str(new["log10"]))) >= NEWS_LOG10
    return moved or any(old.get(name) != new.get(name) for name in says)
