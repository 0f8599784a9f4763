"""What happens to unidentified persons and biometrics. Ids and codes only."""

from dataclasses import dataclass

from porchlight.core.event import Event
from porchlight.core.text import say


@dataclass(frozen=True)
class PersonRecorded(Event):
    KIND = "forensics.person.recorded"
    SENTENCE = say("Recorded an unidentified person")
    person_id: int


@dataclass(frozen=True)
class PersonChanged(Event):
    """``fields`` names what changed, not what it says."""

    KIND = "forensics.person.changed"
    SENTENCE = say("Changed the record of an unidentified person: {fields}")
    person_id: int
    fields: str


@dataclass(frozen=True)
class PersonViewed(Event):
    KIND = "forensics.person.viewed"
    SENTENCE = say("Viewed the record of an unidentified person")
    person_id: int


@dataclass(frozen=True)
class PersonsListed(Event):
    KIND = "forensics.list.viewed"
    SENTENCE = say("Looked through the unidentified persons: {shown} shown")
    shown: int


@dataclass(frozen=True)
class FileTried(Event):
    """``rows`` records stand in the file; none is taken over yet."""

    KIND = "forensics.file.tried"
    SENTENCE = say("Tried a file of unidentified persons: {rows} records")
    file_id: int
    rows: int


@dataclass(frozen=True)
class PersonsImported(Event):
    KIND = "forensics.file.imported"
    SENTENCE = say(
        "Took over a file of unidentified persons: {new} new, {changed} changed, {same} as before,"
        " {refused} refused"
    )
    file_id: int
    new: int
    changed: int
    same: int
    refused: int


@dataclass(frozen=True)
class PersonWithdrawn(Event):
    KIND = "forensics.person.withdrawn"
    SENTENCE = say("Noted that the source took the record of an unidentified person back")
    person_id: int


@dataclass(frozen=True)
class PersonRestored(Event):
    KIND = "forensics.person.restored"
    SENTENCE = say("Took the record of an unidentified person up again")
    person_id: int


@dataclass(frozen=True)
class PersonIdentified(Event):
    KIND = "forensics.person.identified"
    SENTENCE = say("Closed the record of an unidentified person: identified")
    person_id: int


@dataclass(frozen=True)
class ExclusionRecorded(Event):
    KIND = "forensics.exclusion.recorded"
    SENTENCE = say("Recorded that child {child_id} is not this person: {basis}")
    person_id: int
    child_id: int
    basis: str


@dataclass(frozen=True)
class ExclusionWithdrawn(Event):
    KIND = "forensics.exclusion.withdrawn"
    SENTENCE = say("Took back the exclusion of child {child_id}")
    person_id: int
    child_id: int


@dataclass(frozen=True)
class BiometricKept(Event):
    """``kind`` is teeth, prints or DNA; of a child or of an unidentified person."""

    KIND = "forensics.biometric.kept"
    SENTENCE = say("Put on file: {kind}")
    kind: str
    child_id: int | None = None
    person_id: int | None = None


@dataclass(frozen=True)
class BiometricsViewed(Event):
    KIND = "forensics.biometric.viewed"
    SENTENCE = say("Viewed what is on file of teeth, prints and DNA")
    child_id: int | None = None
    person_id: int | None = None


@dataclass(frozen=True)
class RelativeAdded(Event):
    KIND = "forensics.relative.added"
    SENTENCE = say("Added a relative of child {child_id} to the family tree")
    child_id: int
    relative_id: int


@dataclass(frozen=True)
class SampleNoted(Event):
    """``state`` is open, asked, kit, taken or no."""

    KIND = "forensics.relative.sample_noted"
    SENTENCE = say("Noted of a relative's sample: {state}")
    child_id: int
    relative_id: int
    state: str


@dataclass(frozen=True)
class ItemRegistered(Event):
    KIND = "forensics.item.registered"
    SENTENCE = say("Registered an evidence item and its collection")
    item_id: int
    child_id: int | None = None
    person_id: int | None = None


@dataclass(frozen=True)
class CustodyRecorded(Event):
    """``act`` is what was done, as entry number ``seq`` of the chain."""

    KIND = "forensics.item.custody_recorded"
    SENTENCE = say("Added entry {seq} to a chain of custody: {act}")
    item_id: int
    seq: int
    act: str


@dataclass(frozen=True)
class ItemViewed(Event):
    KIND = "forensics.item.viewed"
    SENTENCE = say("Viewed an evidence item and its chain of custody")
    item_id: int


@dataclass(frozen=True)
class LaboratoryAdded(Event):
    KIND = "forensics.laboratory.added"
    SENTENCE = say("Added a partner laboratory")
    laboratory_id: int


@dataclass(frozen=True)
class LabAsked(Event):
    KIND = "forensics.request.asked"
    SENTENCE = say("Asked for a forensic service: {service}")
    request_id: int
    service: str
    child_id: int | None = None
    person_id: int | None = None


@dataclass(frozen=True)
class LabRequestMoved(Event):
    KIND = "forensics.request.moved"
    SENTENCE = say("Moved a request to a laboratory on: {stage}")
    request_id: int
    stage: str


@dataclass(frozen=True)
class LabRequestViewed(Event):
    KIND = "forensics.request.viewed"
    SENTENCE = say("Viewed a request to a laboratory")
    request_id: int


@dataclass(frozen=True)
class LabFound(Event):
    """``fields`` names what changed on the record."""

    KIND = "forensics.request.found"
    SENTENCE = say("Recorded what a laboratory found: {kind}; changed: {fields}")
    request_id: int
    kind: str
    fields: str
    person_id: int | None = None
