"""What a changed case may say in public at once, and what people have to see first."""

from dataclasses import dataclass, replace

from porchlight.programmes.posters.rules.content import (
    Looks,
    PosterChild,
    PosterCompanion,
    PosterFacts,
    ages,
)


@dataclass(frozen=True)
class Issued:
    """What a version says and which children it shows, in its order."""

    facts: PosterFacts
    child_ids: tuple[int, ...]


def without_what_is_new(made: Issued, before: Issued) -> Issued:
    """
    Return the new facts without new words, pictures and people. Whatever was taken away in the
    case is gone here too: a child who is found, a picture without permission.
    """
    now = dict(zip(made.child_ids, made.facts.children, strict=True))
    then = dict(zip(before.child_ids, before.facts.children, strict=True))
    kept = tuple(number for number in before.child_ids if number in now)
    facts = replace(
        made.facts,
        narrative=before.facts.narrative,
        children=tuple(_child(now[number], then[number]) for number in kept),
        companions=_companions(made.facts, before.facts),
        vehicle=made.facts.vehicle if before.facts.vehicle else None,
    )
    return Issued(facts, kept)


def same(made: Issued, before: Issued) -> bool:
    """Whether both say the same to a reader: the same facts, and nobody had a birthday."""
    dated = replace(
        made.facts,
        issued_on=before.facts.issued_on,
        version=before.facts.version,
        clearance=before.facts.clearance,
        language=before.facts.language,
    )
    return dated == before.facts and _ages(made.facts) == _ages(before.facts)


def _ages(facts: PosterFacts) -> list[object]:
    return [ages(child, facts.issued_on) for child in facts.children]


def _child(now: PosterChild, then: PosterChild) -> PosterChild:
    there = {one.sha256: one for one in now.photographs if one.permitted}
    shown = {one.sha256: one for one in then.photographs}
    return replace(
        now,
        nickname=then.nickname if now.nickname else "",
        looks=_looks(now.looks, then.looks),
        clothing=then.clothing,
        photographs=tuple(one for key, one in there.items() if key in shown),
    )


def _looks(now: Looks, then: Looks) -> Looks:
    return replace(now, marks=then.marks)


def _companions(now: PosterFacts, then: PosterFacts) -> tuple[PosterCompanion, ...]:
    before = {one.name: one for one in then.companions}
    return tuple(
        replace(one, looks=_looks(one.looks, before[one.name].looks))
        for one in now.companions
        if one.name in before
    )
