"""
What a laboratory found, and what it changes on an unidentified person's record.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from porchlight.core.codes import ncic
from porchlight.core.errors import RuleBroken
from porchlight.core.measures import Span
from porchlight.core.text import Say, say
from porchlight.programmes.forensics.rules.remains import Remains

KIND_WORDS: dict[str, Say] = {
    "birth_years": say("Born between the years"),
    "age_years": say("Age at death in years"),
    "height_cm": say("Stature in cm"),
    "pmi_days": say("Days since death when found"),
    "sex": say("Sex, M or F"),
    "eyes": say("Eye color, NCIC code"),
    "hair": say("Hair color, NCIC code"),
    "family_name": say("Family name"),
    "region": say("Region"),
    "lead": say("Lead, in words"),
    "profile": say("DNA profile: put it on file"),
}
SPANS = {"birth_years", "age_years", "height_cm", "pmi_days"}
CODES = {"eyes": "EYE", "hair": "HAI"}
LEAST, MOST = (
    {"birth_years": 1850.0},
    {"birth_years": 2100.0, "age_years": 120.0, "height_cm": 260.0},
)


@dataclass(frozen=True)
class Finding:
    """One finding: its kind, and a span or a word."""

    kind: str
    span: Span | None = None
    word: str = ""

    def shown(self) -> str:
        """Return the value as it is written."""
        return f"{self.span.lo:g}–{self.span.hi:g}" if self.span else self.word


def read_finding(kind: str, low: str, high: str, word: str) -> Finding:
    """
    Read a finding as it was typed: a span from ``low`` to ``high``, or a word.

    >>> read_finding("birth_years", "1998", "2002", "").shown()
    '1998–2002'
    >>> read_finding("sex", "", "", "f").word
    'F'

    :raises RuleBroken: if the kind is none, or the value does not fit it
    """
    if kind not in KIND_WORDS:
        raise RuleBroken(say("Choose what was found."))
    if kind in SPANS:
        return Finding(kind, _span(kind, low, high or low))
    plain = word.strip()
    if not plain:
        raise RuleBroken(say("Write what was found."))
    if kind == "sex" or kind in CODES:
        plain = plain.upper()
        known = ("M", "F") if kind == "sex" else [c for c, _ in ncic.choices(CODES[kind])]
        if plain not in known:
            raise RuleBroken(say("{word} is no such code.", word=plain))
    return Finding(kind, word=plain)


def _span(kind: str, low: str, high: str) -> Span:
    try:
        first, last = float(low.replace(",", ".")), float(high.replace(",", "."))
    except ValueError as error:
        raise RuleBroken(say("Write two figures, from and to.")) from error
    if not LEAST.get(kind, 0.0) <= first <= last <= MOST.get(kind, 40000.0):
        raise RuleBroken(say("These figures cannot be; the smaller one comes first."))
    return Span(first, last)


def effect(found: Finding, facts: Remains, names: str = "") -> Mapping[str, object]:
    """
    Return the columns of the record that a finding changes; none for a lead, a region, a profile.

    Years of birth become an age at death by the window of death, as wide as both together. A range
    that overlaps the one on record narrows it; one that does not takes its place.

    >>> from porchlight.core.dates import PartialDate
    >>> facts = Remains(found_on=PartialDate.of("2015-06-10"), age_years=Span(10, 16))
    >>> effect(Finding("birth_years", Span(1998, 2002)), facts)
    {'age_min': 12.0, 'age_max': 16.0}
    """
    if found.kind == "birth_years" and found.span is not None:
        window = facts.death_window()
        if window is None:
            return {}
        last = float(window[1].year)
        first = float(window[0].year) if window[0] else last
        age = Span(max(first - found.span.hi - 1, 0.0), max(last - found.span.lo, 0.0))
        return _ranged("age", age, facts.age_years)
    if found.kind in SPANS and found.span is not None:
        name = found.kind.partition("_")[0]
        before = {"age": facts.age_years, "height": facts.height_cm, "pmi": facts.pmi_days}[name]
        return _ranged(name, found.span, before)
    if found.kind in ("sex", "eyes", "hair"):
        return {found.kind: found.word}
    if found.kind == "family_name":
        known = [one for one in names.split("; ") if one]
        return {"possible_names": "; ".join(dict.fromkeys([*known, found.word]))[:200]}
    return {}


def _ranged(name: str, found: Span, before: Span | None) -> dict[str, object]:
    low, high = float(found.lo), float(found.hi)
    if before is not None and before.lo <= high and low <= before.hi:
        low, high = max(low, float(before.lo)), min(high, float(before.hi))
    return {f"{name}_min": low, f"{name}_max": high}
