"""The ``report`` document (2.1 to 2.7)."""

from datetime import datetime

from porchlight.programmes.cybertips.rules.ispws.parties import (
    Address,
    ContactPerson,
    Email,
    IpCapture,
    Person,
    Phone,
    Recipient,
    Reported,
    Victim,
)
from porchlight.programmes.cybertips.rules.ispws.table import (
    Kind,
    Model,
    attribute,
    content,
    element,
    flag,
    many,
    maybe,
    one,
)
from porchlight.programmes.cybertips.rules.ispws.values import (
    BATCH_REASONS,
    COUNTRIES,
    INCIDENT_TYPES,
)


@element()
class BatchedReport:
    """Many accounts that shared one viral file, in one report."""

    reason: str = attribute(Kind.STRING, must=True, values=BATCH_REASONS)


@element(model=Model.ALL)
class ReportAnnotations:
    """What the provider says of the incident; presence means yes."""

    sextortion: bool | None = flag()
    csam_solicitation: bool | None = flag()
    minor_to_minor_interaction: bool | None = flag()
    spam: bool | None = flag()
    sadistic_online_exploitation: bool | None = flag()
    informational: bool | None = flag(since=2026)
    potential_aggravating_factors: bool | None = flag(since=2026)
    instrumental_use: bool | None = flag(since=2026)


@element()
class IncidentSummary:
    """What happened, where, when; the type and the time are all that the law asks for."""

    incident_type: str = one(Kind.STRING, values=INCIDENT_TYPES)
    platform: str | None = maybe(Kind.STRING, limit=256)
    escalate_to_high_priority: str | None = maybe(Kind.STRING, limit=3000, check="said")
    report_annotations: ReportAnnotations | None = maybe()
    incident_date_time: datetime = one(Kind.DATETIME, check="past")
    incident_date_time_description: str | None = maybe(Kind.STRING, limit=3000)


@element()
class WebPageIncident:
    """On a web page."""

    third_party_hosted_content: bool | None = attribute(Kind.BOOL)
    url: tuple[str, ...] = many(Kind.STRING, limit=2083, check="url")
    additional_info: str | None = maybe(Kind.STRING)


@element()
class EmailIncident:
    """In e-mail."""

    email_address: tuple[Email, ...] = many()
    content: str | None = maybe(Kind.STRING)
    additional_info: str | None = maybe(Kind.STRING)


@element()
class NewsgroupIncident:
    """In a newsgroup."""

    name: str | None = maybe(Kind.STRING, limit=255)
    email_address: tuple[Email, ...] = many()
    content: str | None = maybe(Kind.STRING)
    additional_info: str | None = maybe(Kind.STRING)


@element()
class ChatImIncident:
    """In a chat or by messages."""

    chat_client: str | None = maybe(Kind.STRING, limit=255)
    chat_room_name: str | None = maybe(Kind.STRING, limit=255)
    content: str | None = maybe(Kind.STRING)
    additional_info: str | None = maybe(Kind.STRING)


@element()
class OnlineGamingIncident:
    """In a game."""

    game_name: str | None = maybe(Kind.STRING, limit=255)
    console: str | None = maybe(Kind.STRING, limit=255)
    content: str | None = maybe(Kind.STRING)
    additional_info: str | None = maybe(Kind.STRING)


@element()
class CellPhoneIncident:
    """By mobile telephone."""

    phone_number: Phone | None = maybe()
    latitude: float | None = maybe(Kind.DOUBLE)
    longitude: float | None = maybe(Kind.DOUBLE)
    additional_info: str | None = maybe(Kind.STRING)


@element()
class NonInternetIncident:
    """Away from the network."""

    location_name: str | None = maybe(Kind.STRING, limit=255)
    incident_address: tuple[Address, ...] = many()
    additional_info: str | None = maybe(Kind.STRING)


@element()
class Peer2peerIncident:
    """In a file-sharing network."""

    client: str | None = maybe(Kind.STRING, limit=255)
    ip_capture_event: tuple[IpCapture, ...] = many()
    file_names: str | None = maybe(Kind.STRING)
    additional_info: str | None = maybe(Kind.STRING)


@element(model=Model.CHOICE)
class InternetDetails:
    """Exactly one kind of place."""

    web_page_incident: WebPageIncident | None = maybe()
    email_incident: EmailIncident | None = maybe()
    newsgroup_incident: NewsgroupIncident | None = maybe()
    chat_im_incident: ChatImIncident | None = maybe()
    online_gaming_incident: OnlineGamingIncident | None = maybe()
    cell_phone_incident: CellPhoneIncident | None = maybe()
    non_internet_incident: NonInternetIncident | None = maybe()
    peer2peer_incident: Peer2peerIncident | None = maybe()


@element()
class ServedInternational:
    """Whether foreign legal process was served, and of which country."""

    value: bool = content(Kind.BOOL)
    flea_country: str | None = attribute(Kind.STRING, values=COUNTRIES)


@element()
class LawEnforcement:
    """An agency that the provider is in touch with."""

    agency_name: str = one(Kind.STRING, limit=255)
    case_number: str | None = maybe(Kind.STRING, limit=100)
    officer_contact: ContactPerson | None = maybe()
    reported_to_le: bool | None = maybe(Kind.BOOL)
    served_legal_process_domestic: bool | None = maybe(Kind.BOOL)
    served_legal_process_international: ServedInternational | None = maybe()


@element()
class Reporter:
    """The company's person who reports, whom police should call, and the company's own words."""

    reporting_person: Person = one()
    contact_person: ContactPerson | None = maybe()
    company_template: str | None = maybe(Kind.STRING)
    terms_of_service: str | None = maybe(Kind.STRING)
    legal_url: str | None = maybe(Kind.STRING, name="legalURL", limit=2083, check="url")


@element()
class Report:
    """One report as it is submitted."""

    batched_report: BatchedReport | None = maybe()
    incident_summary: IncidentSummary = one()
    internet_details: tuple[InternetDetails, ...] = many()
    law_enforcement: LawEnforcement | None = maybe()
    reporter: Reporter = one()
    person_or_user_reported: tuple[Reported, ...] = many()
    intended_recipient: tuple[Recipient, ...] = many()
    victim: tuple[Victim, ...] = many()
    additional_info: str | None = maybe(Kind.STRING)

    @property
    def incident_count(self) -> int:
        """How many incidents it stands for: a batch has one for each account."""
        return max(1, len(self.person_or_user_reported)) if self.batched_report else 1
