"""What happens to a poster. Ids and codes only."""

from dataclasses import dataclass

from porchlight.core.event import Event
from porchlight.core.text import say


@dataclass(frozen=True)
class PosterDrafted(Event):
    KIND = "posters.poster.drafted"
    SENTENCE = say("Drafted version {version} of the poster")
    poster_id: int
    case_id: int
    version: int


@dataclass(frozen=True)
class PosterEdited(Event):
    """``places`` names the texts that changed, not what they say."""

    KIND = "posters.poster.edited"
    SENTENCE = say("Wrote the draft of the poster: {places}")
    poster_id: int
    case_id: int
    places: str


@dataclass(frozen=True)
class FamilyApproved(Event):
    """``how`` is page or telephone."""

    KIND = "posters.poster.approved"
    SENTENCE = say("The family agreed to the poster ({how})")
    poster_id: int
    case_id: int
    how: str


@dataclass(frozen=True)
class PosterReleased(Event):
    KIND = "posters.poster.released"
    SENTENCE = say("Released version {version} of the poster")
    poster_id: int
    case_id: int
    version: int


@dataclass(frozen=True)
class PosterReissued(Event):
    KIND = "posters.poster.reissued"
    SENTENCE = say("Issued the poster again as version {version}: the case had changed")
    poster_id: int
    case_id: int
    version: int


@dataclass(frozen=True)
class PosterWithdrawn(Event):
    """``reason`` is recovered, closed, desk or expired."""

    KIND = "posters.poster.withdrawn"
    SENTENCE = say("Withdrew the poster everywhere: {reason}")
    poster_id: int
    case_id: int
    reason: str


@dataclass(frozen=True)
class PosterTypeset(Event):
    KIND = "posters.poster.typeset"
    SENTENCE = say("Typeset {sheets} files of the poster")
    poster_id: int
    case_id: int
    sheets: int


@dataclass(frozen=True)
class PosterViewed(Event):
    KIND = "posters.poster.viewed"
    SENTENCE = say("Viewed the poster")
    poster_id: int
    case_id: int


@dataclass(frozen=True)
class PostersListed(Event):
    KIND = "posters.list.viewed"
    SENTENCE = say("Looked through the posters: {shown} shown")
    shown: int
    cases: str = ""

    def records(self) -> tuple[str, ...]:
        return tuple(f"case:{number}" for number in self.cases.split())


@dataclass(frozen=True)
class PosterPrinted(Event):
    """``form`` is the file taken away, such as ``poster-letter-en.pdf``."""

    KIND = "posters.poster.printed"
    SENTENCE = say("Took the poster away as {form}")
    poster_id: int
    case_id: int
    form: str
