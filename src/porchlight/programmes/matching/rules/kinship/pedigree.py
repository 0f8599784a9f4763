"""
Family trees: who descends from whom. Rules refuse what cannot be a family.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from porchlight.core.errors import RuleBroken
from porchlight.core.text import say


@dataclass(frozen=True)
class Member:
    """
    A person of the tree. Founders have no parents in it; a child has both (an unknown parent is a
    member without a profile). ``twin`` names an identical twin whose genotype is the same.
    """

    id: str
    sex: str = "U"
    father: str = ""
    mother: str = ""
    twin: str = ""

    @property
    def founder(self) -> bool:
        """Whether the tree does not say who the parents are."""
        return not self.father


@dataclass(frozen=True)
class Pedigree:
    """
    A family tree.

    :raises RuleBroken: if somebody stands twice, has one parent only or one who is not in the
        tree, a father is female, or somebody descends from themselves
    """

    members: tuple[Member, ...]

    def __post_init__(self) -> None:
        ids = [member.id for member in self.members]
        for one in {each for each in ids if ids.count(each) > 1}:
            raise RuleBroken(say("{person} stands twice in the tree.", person=one))
        for member in self.members:
            self._check_parents(member)
        self.in_order()

    def _check_parents(self, member: Member) -> None:
        if bool(member.father) != bool(member.mother):
            raise RuleBroken(say("{person} needs both parents or none.", person=member.id))
        for parent, sex in ((member.father, "F"), (member.mother, "M")):
            found = self.by_id.get(parent)
            if parent and found is None:
                raise RuleBroken(say("{person} is not in the tree.", person=parent))
            if found and found.sex == sex:
                raise RuleBroken(
                    say(
                        "{person} cannot be this parent of {child}.", person=parent, child=member.id
                    )
                )

    @property
    def by_id(self) -> dict[str, Member]:
        """The members by name."""
        return {member.id: member for member in self.members}

    def in_order(self) -> tuple[Member, ...]:
        """
        Return the members, parents before children.

        :raises RuleBroken: if somebody descends from themselves
        """
        done: list[Member] = []
        seen: set[str] = {""}
        waiting = list(self.members)
        while waiting:
            ready = [one for one in waiting if one.father in seen and one.mother in seen]
            if not ready:
                raise RuleBroken(
                    say("{person} would descend from themselves.", person=waiting[0].id)
                )
            done += ready
            seen |= {one.id for one in ready}
            waiting = [one for one in waiting if one.id not in seen]
        return tuple(done)

    def needed_for(self, people: Iterable[str]) -> "Pedigree":
        """Return the tree of ``people`` and their ancestors; the others tell nothing."""
        kept = set(people)
        for member in reversed(self.in_order()):
            if member.id in kept:
                kept |= {member.father, member.mother} - {""}
                kept |= {member.twin} - {""}
        return Pedigree(tuple(member for member in self.members if member.id in kept))

    def with_stranger(self, name: str, sex: str = "U") -> "Pedigree":
        """Return the tree with somebody beside it who belongs to nobody."""
        return Pedigree((*self.members, Member(name, sex)))


def person(name: str, sex: str = "U", father: str = "", mother: str = "") -> Member:
    """Return a member; shorter to write in trees."""
    return Member(name, sex, father, mother)


def family(*members: Member) -> Pedigree:
    """
    Return the tree of ``members``; parents who are named and not given are added, untyped.

    >>> len(family(person("child", "M", "father", "mother")).members)
    3
    """
    known = {member.id for member in members}
    added: dict[str, Member] = {}
    for member in members:
        for parent, sex in ((member.father, "M"), (member.mother, "F")):
            if parent and parent not in known:
                added[parent] = Member(parent, sex)
    return Pedigree((*added.values(), *members))


def renamed(member: Member, names: dict[str, str]) -> Member:
    """Return the member with every name replaced that ``names`` knows."""

    def new(name: str) -> str:
        return names.get(name, name)

    return replace(
        member,
        id=new(member.id),
        father=new(member.father),
        mother=new(member.mother),
        twin=new(member.twin),
    )
