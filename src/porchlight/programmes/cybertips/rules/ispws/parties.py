"""People, accounts and what was captured of them: the types that reports share (2.8 to 2.12)."""

from datetime import date, datetime

from porchlight.programmes.cybertips.rules.ispws.table import (
    Kind,
    attribute,
    content,
    element,
    many,
    maybe,
    one,
)
from porchlight.programmes.cybertips.rules.ispws.values import (
    ACCOUNT_TYPES,
    ADDRESS_TYPES,
    CALLING_CODE,
    COUNTRIES,
    EMAIL_TYPES,
    EVENT_NAMES,
    EXTENSION,
    PHONE_TYPES,
    STATES,
)


@element()
class Email:
    """An e-mail address, and whether the provider verified it."""

    value: str = content(Kind.STRING, limit=255, check="email")
    type: str | None = attribute(Kind.STRING, values=EMAIL_TYPES)
    verified: bool | None = attribute(Kind.BOOL)
    verification_date: datetime | None = attribute(Kind.DATETIME, check="past")


@element()
class Phone:
    """A telephone number as the provider holds it."""

    value: str = content(Kind.STRING, limit=50)
    type: str | None = attribute(Kind.STRING, values=PHONE_TYPES)
    verified: bool | None = attribute(Kind.BOOL)
    verification_date: datetime | None = attribute(Kind.DATETIME, check="past")
    country_calling_code: str | None = attribute(Kind.STRING, pattern=CALLING_CODE)
    extension: str | None = attribute(Kind.STRING, pattern=EXTENSION, limit=10)


@element()
class Address:
    """A postal address."""

    type: str | None = attribute(Kind.STRING, values=ADDRESS_TYPES)
    address: str | None = maybe(Kind.STRING, limit=255)
    city: str | None = maybe(Kind.STRING, limit=100)
    zip_code: str | None = maybe(Kind.STRING, limit=20)
    state: str | None = maybe(Kind.STRING, values=STATES)
    non_usa_state: str | None = maybe(Kind.STRING, limit=100)
    country: str | None = maybe(Kind.STRING, values=COUNTRIES)


@element()
class Person:
    """A person by name, contact, age."""

    first_name: str | None = maybe(Kind.STRING, limit=100)
    last_name: str | None = maybe(Kind.STRING, limit=100)
    phone: tuple[Phone, ...] = many()
    email: tuple[Email, ...] = many()
    address: tuple[Address, ...] = many()
    age: int | None = maybe(Kind.INT, check="age")
    age_assertion_discrepancy: bool | None = maybe(Kind.BOOL, since=2026)
    date_of_birth: date | None = maybe(Kind.DATE, check="past")


@element()
class ContactPerson:
    """Somebody whom police may call."""

    first_name: str | None = maybe(Kind.STRING, limit=100)
    last_name: str | None = maybe(Kind.STRING, limit=100)
    phone: tuple[Phone, ...] = many()
    email: tuple[Email, ...] = many()
    address: tuple[Address, ...] = many()


@element()
class IpCapture:
    """An address of the network, what was done from it, and when."""

    ip_address: str = one(Kind.STRING, check="ip")
    event_name: str | None = maybe(Kind.STRING, values=EVENT_NAMES)
    date_time: datetime | None = maybe(Kind.DATETIME, check="past")
    possible_proxy: bool | None = maybe(Kind.BOOL)
    port: int | None = maybe(Kind.INT, check="port")


@element()
class DeviceId:
    """An identifier of a device, such as its IMEI."""

    id_type: str = one(Kind.STRING, limit=255)
    id_value: str = one(Kind.STRING, limit=2083)
    event_name: str | None = maybe(Kind.STRING, values=EVENT_NAMES)
    date_time: datetime | None = maybe(Kind.DATETIME, check="past")


@element()
class TemporarilyDisabled:
    """Whether the account was suspended, when, and whether the user was told."""

    value: bool = content(Kind.BOOL)
    disabled_date: datetime | None = attribute(Kind.DATETIME, check="past")
    user_notified: bool | None = attribute(Kind.BOOL)
    user_notified_date: datetime | None = attribute(Kind.DATETIME, check="past")
    reenabled_date: datetime | None = attribute(Kind.DATETIME)


@element()
class PermanentlyDisabled:
    """Whether the account was closed, when, and whether the user was told."""

    value: bool = content(Kind.BOOL)
    disabled_date: datetime | None = attribute(Kind.DATETIME, check="past")
    user_notified: bool | None = attribute(Kind.BOOL)
    user_notified_date: datetime | None = attribute(Kind.DATETIME, check="past")


@element()
class EstimatedLocation:
    """Where the provider's own lookup puts somebody."""

    verified: bool | None = attribute(Kind.BOOL)
    timestamp: datetime | None = attribute(Kind.DATETIME, check="past")
    city: str | None = maybe(Kind.STRING, limit=255)
    region: str | None = maybe(Kind.STRING, limit=255)
    country_code: str | None = maybe(Kind.STRING, values=COUNTRIES)


@element()
class Platform:
    """The service an associated account belongs to."""

    value: str = content(Kind.STRING, limit=256)
    third_party_user: bool | None = attribute(Kind.BOOL)


@element()
class AssociatedAccount:
    """Another account of the same person, or of somebody close."""

    type: str = attribute(Kind.STRING, must=True, values=ACCOUNT_TYPES)
    platform: Platform | None = maybe()
    first_name: str | None = maybe(Kind.STRING, limit=256)
    middle_name: str | None = maybe(Kind.STRING, limit=256)
    last_name: str | None = maybe(Kind.STRING, limit=256)
    approximate_age: int | None = maybe(Kind.INT, check="age")
    age_assertion_discrepancy: bool | None = maybe(Kind.BOOL, since=2026)
    date_of_birth: date | None = maybe(Kind.DATE, check="past")
    phone: tuple[Phone, ...] = many()
    email: tuple[Email, ...] = many()
    all_emails_reported: bool | None = maybe(Kind.BOOL)
    address: tuple[Address, ...] = many()
    esp_service: str | None = maybe(Kind.STRING, limit=256)
    esp_identifier: str | None = maybe(Kind.STRING, limit=256)
    profile_url: tuple[str, ...] = many(Kind.STRING, limit=2083, check="url")
    screen_name: str | None = maybe(Kind.STRING, limit=256)
    display_name: tuple[str, ...] = many(Kind.STRING, limit=255)
    profile_bio: str | None = maybe(Kind.STRING)
    group_identifier: str | None = maybe(Kind.STRING, limit=256)
    compromised_account: bool | None = maybe(Kind.BOOL)
    account_temporarily_disabled: TemporarilyDisabled | None = maybe()
    account_permanently_disabled: PermanentlyDisabled | None = maybe()
    ip_capture_event: tuple[IpCapture, ...] = many()
    device_id: tuple[DeviceId, ...] = many()
    prior_ct_report: tuple[int, ...] = many(Kind.LONG, name="priorCTReport")
    additional_info: str | None = maybe(Kind.STRING)


@element()
class Reported:
    """The person or user reported: shown to police as the suspect."""

    person_or_user_reported_person: Person | None = maybe()
    vehicle_description: str | None = maybe(Kind.STRING, limit=300)
    esp_identifier: str | None = maybe(Kind.STRING, limit=255)
    esp_service: str | None = maybe(Kind.STRING, limit=100)
    compromised_account: bool | None = maybe(Kind.BOOL)
    screen_name: str | None = maybe(Kind.STRING, limit=256)
    display_name: tuple[str, ...] = many(Kind.STRING, limit=255)
    profile_url: tuple[str, ...] = many(Kind.STRING, limit=2083, check="url")
    profile_bio: str | None = maybe(Kind.STRING)
    ip_capture_event: tuple[IpCapture, ...] = many()
    device_id: tuple[DeviceId, ...] = many()
    third_party_user_reported: bool | None = maybe(Kind.BOOL)
    prior_ct_reports: tuple[int, ...] = many(Kind.LONG, name="priorCTReports")
    group_identifier: str | None = maybe(Kind.STRING, limit=255)
    account_temporarily_disabled: TemporarilyDisabled | None = maybe()
    account_permanently_disabled: PermanentlyDisabled | None = maybe()
    estimated_location: EstimatedLocation | None = maybe()
    all_emails_reported: bool | None = maybe(Kind.BOOL)
    associated_account: tuple[AssociatedAccount, ...] = many()
    additional_info: str | None = maybe(Kind.STRING)

    @property
    def person(self) -> Person | None:
        """The person behind the account, whatever the element is called."""
        return self.person_or_user_reported_person


@element()
class Recipient:
    """The one who was meant to receive it."""

    intended_recipient_person: Person | None = maybe()
    esp_identifier: str | None = maybe(Kind.STRING, limit=255)
    esp_service: str | None = maybe(Kind.STRING, limit=100)
    compromised_account: bool | None = maybe(Kind.BOOL)
    screen_name: str | None = maybe(Kind.STRING, limit=256)
    display_name: tuple[str, ...] = many(Kind.STRING, limit=255)
    profile_url: tuple[str, ...] = many(Kind.STRING, limit=2083, check="url")
    profile_bio: str | None = maybe(Kind.STRING)
    ip_capture_event: tuple[IpCapture, ...] = many()
    device_id: tuple[DeviceId, ...] = many()
    prior_ct_reports: tuple[int, ...] = many(Kind.LONG, name="priorCTReports")
    group_identifier: str | None = maybe(Kind.STRING, limit=255)
    account_temporarily_disabled: TemporarilyDisabled | None = maybe()
    account_permanently_disabled: PermanentlyDisabled | None = maybe()
    estimated_location: EstimatedLocation | None = maybe()
    all_emails_reported: bool | None = maybe(Kind.BOOL)
    additional_info: tuple[str, ...] = many(Kind.STRING)

    @property
    def person(self) -> Person | None:
        """The person behind the account, whatever the element is called."""
        return self.intended_recipient_person


@element()
class Victim:
    """The child."""

    victim_person: Person = one()
    esp_identifier: str | None = maybe(Kind.STRING, limit=255)
    esp_service: str | None = maybe(Kind.STRING, limit=100)
    compromised_account: bool | None = maybe(Kind.BOOL)
    screen_name: str | None = maybe(Kind.STRING, limit=256)
    display_name: tuple[str, ...] = many(Kind.STRING, limit=255)
    profile_url: tuple[str, ...] = many(Kind.STRING, limit=2083, check="url")
    profile_bio: str | None = maybe(Kind.STRING)
    ip_capture_event: tuple[IpCapture, ...] = many()
    device_id: tuple[DeviceId, ...] = many()
    school_name: str | None = maybe(Kind.STRING, limit=255)
    prior_ct_reports: tuple[int, ...] = many(Kind.LONG, name="priorCTReports")
    account_temporarily_disabled: TemporarilyDisabled | None = maybe()
    account_permanently_disabled: PermanentlyDisabled | None = maybe()
    estimated_location: EstimatedLocation | None = maybe()
    all_emails_reported: bool | None = maybe(Kind.BOOL)
    associated_account: tuple[AssociatedAccount, ...] = many()
    additional_info: str | None = maybe(Kind.STRING)

    @property
    def person(self) -> Person | None:
        """The child as a person."""
        return self.victim_person


Party = Reported | Recipient | Victim

__all__ = [
    "Address",
    "AssociatedAccount",
    "ContactPerson",
    "DeviceId",
    "Email",
    "EstimatedLocation",
    "IpCapture",
    "Party",
    "PermanentlyDisabled",
    "Person",
    "Phone",
    "Platform",
    "Recipient",
    "Reported",
    "TemporarilyDisabled",
    "Victim",
]
