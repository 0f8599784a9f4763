"""What the index of persons was told, and who searched it."""

from dataclasses import dataclass

from porchlight.core.event import Event
from porchlight.core.text import say


@dataclass(frozen=True)
class PersonsIndexed(Event):
    """The persons of a record can now be found; ``source`` such as ``"case:12"``."""

    KIND = "matching.persons.indexed"
    SENTENCE = say("Made {persons} persons of {source} findable")
    source: str
    persons: int

    def records(self) -> tuple[str, ...]:
        return (self.source,)


@dataclass(frozen=True)
class CasesIndexed(Event):
    """The persons of many cases that came at once can now be found."""

    KIND = "matching.cases.indexed"
    SENTENCE = say("Made {persons} persons of {cases} cases findable")
    cases: int
    persons: int


@dataclass(frozen=True)
class LookAlikesShown(Event):
    """Somebody saw names of other records as possible look-alikes."""

    KIND = "matching.lookalikes.shown"
    SENTENCE = say("Saw look-alikes: {sources}")
    sources: str

    def records(self) -> tuple[str, ...]:
        return tuple(self.sources.split(" "))
