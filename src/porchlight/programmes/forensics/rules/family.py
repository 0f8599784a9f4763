"""
A family as it is drawn, and whose sample would tell most.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from porchlight.core.text import Say, say
from porchlight.programmes.forensics.rules.tree import CHILD, Node, family_nodes

STEP_X, STEP_Y, HALF = 96, 110, 16
SAMPLES: dict[str, Say] = {
    "open": say("Not asked"),
    "asked": say("Asked"),
    "kit": say("Kit is on its way"),
    "taken": say("Sample taken"),
    "no": say("Cannot or will not"),
}
Kin = Sequence[tuple[str, str, str, bool]]


@dataclass(frozen=True)
class Placed:
    """A member of the drawn family, with the middle of the sign."""

    node: Node
    x: int
    y: int

    @property
    def left(self) -> int:
        """The left edge of the sign."""
        return self.x - HALF

    @property
    def top(self) -> int:
        """The upper edge of the sign."""
        return self.y - HALF

    @property
    def diamond(self) -> str:
        """The corners of the sign of somebody whose sex is not said."""
        x, y = self.x, self.y
        return f"{x},{y - HALF} {x + HALF},{y} {x},{y + HALF} {x - HALF},{y}"


@dataclass(frozen=True)
class Drawing:
    """A family: its members, the lines between them, and how large it is."""

    people: tuple[Placed, ...]
    lines: tuple[str, ...]
    width: int
    height: int


def drawing(kin: Kin, sex: str = "U") -> Drawing:
    """
    Return the family of a missing child as it is drawn: the father's side on the left.

    >>> [(one.node.label, one.x) for one in drawing([("r1", "mother", "Ann", True)]).people]
    [('', 48), ('Ann', 144), ('', 96)]
    """
    nodes = family_nodes(kin, sex)
    rows = _rows({node.key: node for node in nodes})
    widest = max(len(row) for row in rows)
    placed: dict[str, Placed] = {}
    for level, row in enumerate(rows):
        begin = (widest - len(row)) * STEP_X // 2 + STEP_X // 2
        for at, node in enumerate(row):
            placed[node.key] = Placed(node, begin + at * STEP_X, level * STEP_Y + STEP_Y // 2)
    people = tuple(placed[node.key] for node in nodes)
    return Drawing(people, tuple(_lines(placed)), widest * STEP_X, len(rows) * STEP_Y)


def _rows(by_key: dict[str, Node]) -> list[list[Node]]:
    """Grandparents, parents with their brothers and sisters, children, the child's own children."""
    missing = by_key[CHILD]
    father, mother = by_key[missing.father], by_key[missing.mother]

    def children_of(one: str, other: str) -> list[Node]:
        return [n for n in by_key.values() if one and (n.father, n.mother) == (one, other)]

    halves = [n for n in by_key.values() if n.father == father.key and n.mother != mother.key]
    other_halves = [n for n in by_key.values() if n.mother == mother.key and n.father != father.key]
    own = [n for n in by_key.values() if CHILD in (n.father, n.mother)]
    partners = [by_key[n.father if n.mother == CHILD else n.mother] for n in own]
    grand = [by_key[k] for one in (father, mother) for k in (one.father, one.mother) if k]
    uncles = [n for n in children_of(father.father, father.mother) if n is not father]
    aunts = [n for n in children_of(mother.father, mother.mother) if n is not mother]
    siblings = [n for n in children_of(father.key, mother.key) if n is not missing]
    parents = [
        *uncles,
        *(by_key[n.mother] for n in halves),
        father,
        mother,
        *(by_key[n.father] for n in other_halves),
        *aunts,
    ]
    rows = [grand, parents, [*halves, *siblings, missing, *partners, *other_halves], own]
    return [row for row in rows if row]


def _lines(placed: dict[str, Placed]) -> list[str]:
    """From between the parents down to each child, as paths."""
    found = []
    for one in placed.values():
        if not one.node.father:
            continue
        a, b = placed[one.node.father], placed[one.node.mother]
        middle, turn = (a.x + b.x) // 2, a.y + STEP_Y // 2
        found.append(f"M{a.x} {a.y}H{b.x}")
        found.append(f"M{middle} {a.y}V{turn}H{one.x}V{one.top}")
    return list(dict.fromkeys(found))


@dataclass(frozen=True)
class Gap:
    """
    What true cases show when such relatives are typed at 20 loci: log10 of the ratio in the mean,
    at 5 % and 95 %, and the share above 10 000.
    """

    words: Say
    mean: float
    low: float
    high: float
    useful: float


# Source: 300 simulated true cases each, NIST Caucasian frequencies, no mutation.
GAPS: tuple[tuple[dict[str, int], Gap], ...] = (
    ({"parent": 2}, Gap(say("both parents"), 16.8, 13.7, 20.3, 1.0)),
    ({"parent": 1, "sib": 1}, Gap(say("a parent and a full sibling"), 10.6, 6.5, 15.0, 1.0)),
    ({"sib": 2}, Gap(say("two full siblings"), 9.7, 5.6, 14.3, 0.99)),
    ({"parent": 1}, Gap(say("one parent"), 6.8, 4.5, 9.4, 0.98)),
    ({"sib": 1}, Gap(say("one full sibling"), 5.7, 1.9, 10.2, 0.78)),
    ({"grandparent": 2}, Gap(say("two grandparents of one side"), 3.9, 1.8, 6.2, 0.48)),
    ({"far": 1}, Gap(say("one half sibling, aunt, uncle or grandparent"), 1.6, -0.3, 3.7, 0.03)),
)
KINDS = {
    "mother": "parent",
    "father": "parent",
    "child": "parent",
    "sister": "sib",
    "brother": "sib",
}


def gap(relations: Sequence[str]) -> Gap | None:
    """
    Return what the typed relatives can be expected to tell; None when nobody is typed.

    >>> gap(["mother", "brother"]).low
    6.5
    """
    counts = {"far": 0, "parent": 0, "sib": 0}
    for one in relations:
        counts[KINDS.get(one, "far")] += 1
    sides = [{"mgm", "mgf"} <= set(relations), {"pgm", "pgf"} <= set(relations)]
    counts["grandparent"] = 2 if any(sides) else 0
    return next(
        (found for need, found in GAPS if all(counts[k] >= n for k, n in need.items())), None
    )


def next_best(typed: Sequence[str], could_be: Sequence[str]) -> list[tuple[str, Gap]]:
    """
    Return the relations that would tell more than is known, the most telling first.

    >>> [relation for relation, _ in next_best(["mother"], ["brother", "father", "maternal_aunt"])]
    ['father', 'brother']
    """
    now = gap(typed)
    options = [(one, gap([*typed, one])) for one in dict.fromkeys(could_be)]
    better = [
        (one, found)
        for one, found in options
        if found is not None and (now is None or found.mean > now.mean)
    ]
    return sorted(better, key=lambda each: -each[1].mean)
