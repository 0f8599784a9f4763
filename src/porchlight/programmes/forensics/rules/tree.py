"""
The family tree of a missing child from who is related how.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from porchlight.core.text import Say, say


@dataclass(frozen=True)
class Relation:
    """
    A relation to the missing child: its words, the sex where it says one, whose child the relative
    is, and whether there is only one.
    """

    words: Say
    sex: str
    father: str
    mother: str
    single: bool = False


# The unnamed members stand for themselves: «father», «mother», and their parents.
RELATIONS: dict[str, Relation] = {
    "mother": Relation(say("mother"), "F", "mgf", "mgm", single=True),
    "father": Relation(say("father"), "M", "pgf", "pgm", single=True),
    "sister": Relation(say("sister"), "F", "father", "mother"),
    "brother": Relation(say("brother"), "M", "father", "mother"),
    "maternal_half": Relation(say("half sibling by the mother"), "U", "?", "mother"),
    "paternal_half": Relation(say("half sibling by the father"), "U", "father", "?"),
    "mgm": Relation(say("mother's mother"), "F", "", "", single=True),
    "mgf": Relation(say("mother's father"), "M", "", "", single=True),
    "pgm": Relation(say("father's mother"), "F", "", "", single=True),
    "pgf": Relation(say("father's father"), "M", "", "", single=True),
    "maternal_aunt": Relation(say("mother's brother or sister"), "U", "mgf", "mgm"),
    "paternal_aunt": Relation(say("father's brother or sister"), "U", "pgf", "pgm"),
    "child": Relation(say("own child"), "U", "own", "own"),
}
CHILD = "missing"


@dataclass(frozen=True)
class Node:
    """A member of the tree: key, parents' keys, sex, and whether a profile is on file."""

    key: str
    sex: str
    father: str = ""
    mother: str = ""
    label: str = ""
    profiled: bool = False


def family_nodes(kin: Sequence[tuple[str, str, str, bool]], sex: str = "U") -> tuple[Node, ...]:
    """
    Return the tree of a missing child and relatives given as key, relation, name, profiled.

    Parents and grandparents through whom somebody is related are added without a name.

    >>> [node.key for node in family_nodes([("r1", "mother", "Ann", True)])]
    ['father', 'r1', 'missing']
    """
    return _Tree(kin, sex).nodes()


class _Tree:
    """Fills in the members through whom the named ones are related."""

    def __init__(self, kin: Sequence[tuple[str, str, str, bool]], sex: str) -> None:
        self.kin, self.sex = kin, sex
        self.named = {relation: key for key, relation, _, _ in kin if RELATIONS[relation].single}
        self.used = {relation for _, relation, _, _ in kin}
        self.made: dict[str, Node] = {}

    def nodes(self) -> tuple[Node, ...]:
        """Return everybody, the missing child last."""
        parents = self._role("father"), self._role("mother")
        for key, relation, name, profiled in self.kin:
            pair = self._parents(key, relation)
            self.made[key] = Node(key, RELATIONS[relation].sex, *pair, name, profiled)
        self.made[CHILD] = Node(CHILD, self.sex, *parents)
        return tuple(self.made.values())

    def _role(self, role: str) -> str:
        """Return who has a role; nobody named: a member without name and profile."""
        if role in self.named:
            return self.named[role]
        if role not in self.made:
            self.made[role] = Node(role, RELATIONS[role].sex)
            pair = self._parents(role, role)
            self.made[role] = Node(role, RELATIONS[role].sex, *pair)
        return role

    def _parents(self, key: str, relation: str) -> tuple[str, str]:
        father, mother = RELATIONS[relation].father, RELATIONS[relation].mother
        if relation in ("mother", "father"):
            aunts = "maternal_aunt" if relation == "mother" else "paternal_aunt"
            if not self.used & {father, mother, aunts}:
                return "", ""
        if relation == "child":
            other = self._unnamed(key, "M" if self.sex == "F" else "F")
            return (other, CHILD) if self.sex == "F" else (CHILD, other)
        if father == "?":
            return self._unnamed(key, "M"), self._role(mother)
        if mother == "?":
            return self._role(father), self._unnamed(key, "F")
        return (self._role(father), self._role(mother)) if father else ("", "")

    def _unnamed(self, key: str, sex: str) -> str:
        other = f"{key}?"
        self.made[other] = Node(other, sex)
        return other
