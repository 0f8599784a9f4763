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


@dataclass(frozen=True)
class PairingsSearched(Event):
    """Missing and unidentified were compared; ``kept`` pairs are new or changed."""

    KIND = "matching.pairings.searched"
    SENTENCE = say("Compared {children} children and {persons} unidentified persons: {kept} pairs")
    children: int
    persons: int
    kept: int


@dataclass(frozen=True)
class PairingViewed(Event):
    KIND = "matching.pairing.viewed"
    SENTENCE = say("Viewed what speaks for and against child {child_id} and person {person_id}")
    case_id: int
    child_id: int
    person_id: int


@dataclass(frozen=True)
class PairingsListed(Event):
    KIND = "matching.pairings.listed"
    SENTENCE = say("Looked through possible pairs: {shown} shown")
    shown: int


@dataclass(frozen=True)
class PairingDecided(Event):
    """``outcome`` is possible, submitted, excluded or identified (to be confirmed), on a basis."""

    KIND = "matching.pairing.decided"
    SENTENCE = say("Decided of child {child_id} and unidentified person {person_id}: {outcome}")
    case_id: int
    child_id: int
    person_id: int
    outcome: str
    basis: str


@dataclass(frozen=True)
class IdentityConfirmed(Event):
    """A second person confirmed whom an authority identified."""

    KIND = "matching.pairing.confirmed"
    SENTENCE = say("Confirmed that child {child_id} is unidentified person {person_id}")
    case_id: int
    child_id: int
    person_id: int


@dataclass(frozen=True)
class PairingReopened(Event):
    KIND = "matching.pairing.reopened"
    SENTENCE = say("Opened the pair of child {child_id} and person {person_id} again")
    child_id: int
    person_id: int
