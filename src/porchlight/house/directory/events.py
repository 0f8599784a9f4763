"""What happens in the directory."""

from dataclasses import dataclass

from porchlight.core.event import Event
from porchlight.core.text import say


@dataclass(frozen=True)
class AgencyAdded(Event):
    """An agency was written into the directory."""

    KIND = "directory.agency.added"
    SENTENCE = say("Added agency {agency_id} to the directory")
    agency_id: int


@dataclass(frozen=True)
class AgencyChanged(Event):
    """What is written of an agency changed: ``fields`` says which columns."""

    KIND = "directory.agency.changed"
    SENTENCE = say("Changed agency {agency_id}: {fields}")
    agency_id: int
    fields: str


@dataclass(frozen=True)
class AgencyViewed(Event):
    """Somebody looked at an agency's page with its contacts."""

    KIND = "directory.agency.viewed"
    SENTENCE = say("Looked at agency {agency_id}")
    agency_id: int


@dataclass(frozen=True)
class DirectoryExported(Event):
    """The list was downloaded; ``rows`` is how many agencies it held."""

    KIND = "directory.list.exported"
    SENTENCE = say("Downloaded the directory: {rows} agencies")
    rows: int


@dataclass(frozen=True)
class ContactsKept(Event):
    """A contact was added, changed, confirmed or removed."""

    KIND = "directory.contact.kept"
    SENTENCE = say("Brought contact {contact_id} of agency {agency_id} up to date")
    agency_id: int
    contact_id: int


@dataclass(frozen=True)
class ContactRemoved(Event):
    """A contact was taken out."""

    KIND = "directory.contact.removed"
    SENTENCE = say("Removed contact {contact_id} of agency {agency_id}")
    agency_id: int
    contact_id: int


@dataclass(frozen=True)
class SwitchboardSourced(Event):
    """A switchboard number was found in an independent source."""

    KIND = "directory.verification.sourced"
    SENTENCE = say("Noted an independent number of agency {agency_id}")
    agency_id: int
    verification_id: int


@dataclass(frozen=True)
class AgencyCalledBack(Event):
    """The agency was called on its independent number."""

    KIND = "directory.verification.called"
    SENTENCE = say("Called agency {agency_id} back")
    agency_id: int
    verification_id: int


@dataclass(frozen=True)
class AgencyVerified(Event):
    """A second person approved: the agency's officers may be invited."""

    KIND = "directory.verification.approved"
    SENTENCE = say("Verified agency {agency_id}, as second person")
    agency_id: int
    verification_id: int


@dataclass(frozen=True)
class VerificationRefused(Event):
    """The agency did not stand up to the check."""

    KIND = "directory.verification.refused"
    SENTENCE = say("Refused to verify agency {agency_id}")
    agency_id: int
    verification_id: int


@dataclass(frozen=True)
class VerificationWithdrawn(Event):
    """The agency is no longer vouched for."""

    KIND = "directory.verification.withdrawn"
    SENTENCE = say("Withdrew the verification of agency {agency_id}")
    agency_id: int
    verification_id: int | None
