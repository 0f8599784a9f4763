"""
What happens in family support. No event names the case: the case's timeline and trail are read by
the investigation, these by whoever may read the support record.
"""

from dataclasses import dataclass

from porchlight.core.event import Event
from porchlight.core.text import say


@dataclass(frozen=True)
class AdvocateAssigned(Event):
    KIND = "families.advocate.assigned"
    SENTENCE = say("Assigned the family to account {account_id}")
    support_id: int
    account_id: int


@dataclass(frozen=True)
class SupportAsked(Event):
    """Somebody of a family asked to be called."""

    KIND = "families.request.asked"
    SENTENCE = say("A family asked to be called ({request_id})")
    request_id: int


@dataclass(frozen=True)
class RequestSettled(Event):
    KIND = "families.request.settled"
    SENTENCE = say("Wrote down what became of a family's request ({request_id})")
    request_id: int


@dataclass(frozen=True)
class SupportViewed(Event):
    """``part`` is the page of the record that was shown."""

    KIND = "families.support.viewed"
    SENTENCE = say("Viewed the support record: {part}")
    support_id: int
    part: str


@dataclass(frozen=True)
class DayViewed(Event):
    """The advocate's day was shown: names of families stand in it."""

    KIND = "families.day.viewed"
    SENTENCE = say("Looked at the families of the day: {shown} shown")
    shown: int


@dataclass(frozen=True)
class SupportChanged(Event):
    """``fields`` names what changed, not what it says."""

    KIND = "families.support.changed"
    SENTENCE = say("Changed the support record: {fields}")
    support_id: int
    fields: str


@dataclass(frozen=True)
class RelativeAdded(Event):
    KIND = "families.relative.added"
    SENTENCE = say("Added family member {relative_id}")
    support_id: int
    relative_id: int


@dataclass(frozen=True)
class RelativeChanged(Event):
    KIND = "families.relative.changed"
    SENTENCE = say("Changed family member {relative_id}")
    support_id: int
    relative_id: int


@dataclass(frozen=True)
class AccessGiven(Event):
    KIND = "families.access.given"
    SENTENCE = say("Gave a family member access ({access_id})")
    support_id: int
    access_id: int


@dataclass(frozen=True)
class CodeMade(Event):
    """A code for signing in was made and shown once, to be printed."""

    KIND = "families.access.code_made"
    SENTENCE = say("Made a code for signing in from a letter ({access_id})")
    support_id: int
    access_id: int


@dataclass(frozen=True)
class AccessEnded(Event):
    KIND = "families.access.ended"
    SENTENCE = say("Ended a family member's access ({access_id})")
    support_id: int
    access_id: int


@dataclass(frozen=True)
class CodeUsed(Event):
    KIND = "families.access.code_used"
    SENTENCE = say("Gave the right code from a letter ({access_id})")
    support_id: int
    access_id: int


@dataclass(frozen=True)
class CodeRefused(Event):
    """A code that is none, has run out or was ended."""

    KIND = "families.access.code_refused"
    SENTENCE = say("Refused a code from a letter")


@dataclass(frozen=True)
class PageViewed(Event):
    """``part`` is the page that the family member saw."""

    KIND = "families.page.viewed"
    SENTENCE = say("Looked at the family page: {part}")
    support_id: int
    access_id: int
    part: str


@dataclass(frozen=True)
class ContactPromised(Event):
    KIND = "families.contact.promised"
    SENTENCE = say("Promised a contact ({contact_id})")
    support_id: int
    contact_id: int


@dataclass(frozen=True)
class FollowUpsPlanned(Event):
    """After a recovery: calls on days 1, 7, 30 and 90."""

    KIND = "families.contact.follow_ups_planned"
    SENTENCE = say("Planned {planned} contacts after the recovery")
    support_id: int
    planned: int


@dataclass(frozen=True)
class ContactKept(Event):
    """``nothing_new`` tells that there was nothing to tell, and that it was told."""

    KIND = "families.contact.kept"
    SENTENCE = say("Wrote down a contact ({contact_id})")
    support_id: int
    contact_id: int
    nothing_new: bool


@dataclass(frozen=True)
class ContactTakenBack(Event):
    KIND = "families.contact.taken_back"
    SENTENCE = say("Took a promised contact back ({contact_id})")
    support_id: int
    contact_id: int


@dataclass(frozen=True)
class PromiseMissed(Event):
    KIND = "families.contact.missed"
    SENTENCE = say("A promised contact was missed ({contact_id})")
    support_id: int
    contact_id: int


@dataclass(frozen=True)
class NeedAdded(Event):
    KIND = "families.need.added"
    SENTENCE = say("Added a need ({need_id})")
    support_id: int
    need_id: int


@dataclass(frozen=True)
class NeedMet(Event):
    KIND = "families.need.met"
    SENTENCE = say("Settled a need ({need_id})")
    support_id: int
    need_id: int


@dataclass(frozen=True)
class ReferralMade(Event):
    KIND = "families.referral.made"
    SENTENCE = say("Made a referral ({referral_id})")
    support_id: int
    referral_id: int


@dataclass(frozen=True)
class ReferralEnded(Event):
    KIND = "families.referral.ended"
    SENTENCE = say("Wrote down what became of a referral ({referral_id})")
    support_id: int
    referral_id: int


@dataclass(frozen=True)
class FamilyWrote(Event):
    KIND = "families.message.received"
    SENTENCE = say("The family wrote a message ({message_id})")
    support_id: int
    message_id: int


@dataclass(frozen=True)
class AdvocateWrote(Event):
    KIND = "families.message.written"
    SENTENCE = say("Wrote a message to the family ({message_id})")
    support_id: int
    access_id: int
    message_id: int


@dataclass(frozen=True)
class MessagesRead(Event):
    KIND = "families.message.read"
    SENTENCE = say("Read the messages of access {access_id}")
    support_id: int
    access_id: int


@dataclass(frozen=True)
class PhotographGiven(Event):
    KIND = "families.photograph.given"
    SENTENCE = say("The family gave a photograph ({photograph_id})")
    support_id: int
    photograph_id: int
    file_id: int


@dataclass(frozen=True)
class DocumentGiven(Event):
    KIND = "families.document.given"
    SENTENCE = say("The family gave a document ({document_id})")
    support_id: int
    document_id: int
    file_id: int


@dataclass(frozen=True)
class PhotographSettled(Event):
    """The desk put the photograph on the case, or set it aside."""

    KIND = "families.photograph.settled"
    SENTENCE = say("Settled a photograph of the family: {outcome}")
    support_id: int
    photograph_id: int
    outcome: str
