"""What happens to tips and leads. Ids and codes only: words, names and places stay in the lead."""

from dataclasses import dataclass

from porchlight.core.event import Event
from porchlight.core.text import say


@dataclass(frozen=True)
class TipDropped(Event):
    """Somebody left a tip at the public door; the worker takes it in."""

    KIND = "hotline.tip.dropped"
    SENTENCE = say("Somebody left a tip")
    drop_id: str


@dataclass(frozen=True)
class LeadTakenIn(Event):
    """``held``: why the limits for strangers hold it back for a look, or empty."""

    KIND = "hotline.lead.taken_in"
    SENTENCE = say("A lead came in from the public")
    lead_id: int
    case_id: int | None
    channel: str
    held: str


@dataclass(frozen=True)
class LeadSorted(Event):
    """It was compared with open cases and other leads."""

    KIND = "hotline.lead.sorted"
    SENTENCE = say("Compared lead {lead_id} with open cases: {priority}")
    lead_id: int
    priority: str
    candidates: int


@dataclass(frozen=True)
class LeadPictureKept(Event):
    """``state`` is ready or unreadable."""

    KIND = "hotline.lead.picture_kept"
    SENTENCE = say("Opened a picture of lead {lead_id}: {state}")
    lead_id: int
    picture_id: int
    file_id: int
    state: str


@dataclass(frozen=True)
class LeadAddedTo(Event):
    """The tipster wrote again."""

    KIND = "hotline.lead.added_to"
    SENTENCE = say("The sender of lead {lead_id} wrote again")
    lead_id: int
    message_id: int


@dataclass(frozen=True)
class LeadViewed(Event):
    KIND = "hotline.lead.viewed"
    SENTENCE = say("Viewed lead {lead_id}")
    lead_id: int
    case_id: int | None


@dataclass(frozen=True)
class LeadsListed(Event):
    """Leads were shown in a list."""

    KIND = "hotline.leads.viewed"
    SENTENCE = say("Looked through the leads: {shown} shown")
    shown: int
    leads: str = ""

    def records(self) -> tuple[str, ...]:
        return tuple(f"lead:{number}" for number in self.leads.split())


@dataclass(frozen=True)
class LeadPlaced(Event):
    """``how`` is poster, score or person."""

    KIND = "hotline.lead.placed"
    SENTENCE = say("Lead {lead_id} is about this case ({how})")
    lead_id: int
    case_id: int
    how: str


@dataclass(frozen=True)
class LeadUnplaced(Event):
    KIND = "hotline.lead.unplaced"
    SENTENCE = say("Lead {lead_id} is not about this case")
    lead_id: int
    case_id: int


@dataclass(frozen=True)
class LeadJoined(Event):
    """Shown below another as one sighting; ``how`` is score or person."""

    KIND = "hotline.lead.joined"
    SENTENCE = say("Lead {lead_id} tells the same sighting as lead {head_id}")
    lead_id: int
    head_id: int
    how: str

    def records(self) -> tuple[str, ...]:
        return (f"lead:{self.lead_id}", f"lead:{self.head_id}")


@dataclass(frozen=True)
class LeadParted(Event):
    KIND = "hotline.lead.parted"
    SENTENCE = say("Lead {lead_id} is a sighting of its own")
    lead_id: int


@dataclass(frozen=True)
class LeadRated(Event):
    KIND = "hotline.lead.rated"
    SENTENCE = say("Rated lead {lead_id}: {credibility}")
    lead_id: int
    case_id: int | None
    credibility: str


@dataclass(frozen=True)
class LeadChecked(Event):
    """A person spoke with the sender, or with the police of the place."""

    KIND = "hotline.lead.checked"
    SENTENCE = say("Called back before lead {lead_id} went out")
    lead_id: int
    case_id: int | None


@dataclass(frozen=True)
class LeadAsideAsked(Event):
    """An urgent lead waits for a second person before it is set aside."""

    KIND = "hotline.lead.aside_asked"
    SENTENCE = say("Asked a second person to set lead {lead_id} aside: {reason}")
    lead_id: int
    reason: str


@dataclass(frozen=True)
class LeadSetAside(Event):
    KIND = "hotline.lead.set_aside"
    SENTENCE = say("Set lead {lead_id} aside: {reason}")
    lead_id: int
    case_id: int | None
    reason: str


@dataclass(frozen=True)
class LeadBroughtBack(Event):
    """``why`` is person, or agrees when another report tells the same."""

    KIND = "hotline.lead.brought_back"
    SENTENCE = say("Brought lead {lead_id} back ({why})")
    lead_id: int
    case_id: int | None
    why: str


@dataclass(frozen=True)
class LeadRouted(Event):
    KIND = "hotline.lead.routed"
    SENTENCE = say("Gave lead {lead_id} to agency {agency_id}")
    lead_id: int
    case_id: int
    agency_id: int
    referral_id: int


@dataclass(frozen=True)
class ReferralEnded(Event):
    KIND = "hotline.referral.ended"
    SENTENCE = say("Took lead {lead_id} back from agency {agency_id}")
    lead_id: int
    case_id: int
    agency_id: int
    referral_id: int


@dataclass(frozen=True)
class ReferralViewed(Event):
    """An officer opened the lead; the first time is the agency's receipt."""

    KIND = "hotline.referral.viewed"
    SENTENCE = say("An officer of agency {agency_id} opened lead {lead_id}")
    lead_id: int
    case_id: int
    agency_id: int
    referral_id: int


@dataclass(frozen=True)
class ReferralAnswered(Event):
    """``answer`` is accepted or declined."""

    KIND = "hotline.referral.answered"
    SENTENCE = say("Agency {agency_id} on lead {lead_id}: {answer}")
    lead_id: int
    case_id: int
    agency_id: int
    referral_id: int
    answer: str


@dataclass(frozen=True)
class OutcomeTold(Event):
    KIND = "hotline.referral.outcome"
    SENTENCE = say("Agency {agency_id} told what came of lead {lead_id}: {outcome}")
    lead_id: int
    case_id: int
    agency_id: int
    referral_id: int
    outcome: str


@dataclass(frozen=True)
class ReferralReminded(Event):
    """The agency was told again: nobody there had opened an urgent lead."""

    KIND = "hotline.referral.reminded"
    SENTENCE = say("Reminded agency {agency_id} of lead {lead_id}")
    lead_id: int
    case_id: int
    agency_id: int
    referral_id: int


@dataclass(frozen=True)
class LeadReplied(Event):
    KIND = "hotline.lead.replied"
    SENTENCE = say("Answered the sender of lead {lead_id}")
    lead_id: int
    message_id: int


@dataclass(frozen=True)
class TipsterOpened(Event):
    """Somebody read who told a lead."""

    KIND = "hotline.tipster.opened"
    SENTENCE = say("Read who told lead {lead_id}: {why}")
    lead_id: int
    why: str


@dataclass(frozen=True)
class LeadNoted(Event):
    """It became a note on the timeline of its case."""

    KIND = "hotline.lead.noted"
    SENTENCE = say("Wrote lead {lead_id} into the case")
    lead_id: int
    case_id: int
    note_id: int


@dataclass(frozen=True)
class LeadClosed(Event):
    KIND = "hotline.lead.closed"
    SENTENCE = say("Closed lead {lead_id}")
    lead_id: int
    case_id: int | None


@dataclass(frozen=True)
class LeadReopened(Event):
    KIND = "hotline.lead.reopened"
    SENTENCE = say("Opened lead {lead_id} again")
    lead_id: int
    case_id: int | None


@dataclass(frozen=True)
class LeadEscalated(Event):
    """Nobody opened it in time."""

    KIND = "hotline.lead.escalated"
    SENTENCE = say("Lead {lead_id} was not opened in time ({priority})")
    lead_id: int
    priority: str


@dataclass(frozen=True)
class SourcesForgotten(Event):
    """The networks of yesterday's tips were forgotten."""

    KIND = "hotline.sources.forgotten"
    SENTENCE = say("Forgot from which network {leads} leads came")
    leads: int
