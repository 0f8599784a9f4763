"""
The package for an agency as JSON, in the shape that investigators' programs already read: lists
may be null, a wrapper has the plural of its content twice, instants are whole seconds with a Z.

Source: reference/cybertips.md section 10.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from porchlight.programmes.cybertips.rules.ispws.file_details import FileDetails
from porchlight.programmes.cybertips.rules.ispws.parties import IpCapture, Party, Person
from porchlight.programmes.cybertips.rules.quality import Sent

Block = dict[str, Any]
# Of people who tell by themselves; a provider's report does not have them.
NOT_TOLD = (
    "middleName",
    "preferredName",
    "gender",
    "preferredPronouns",
    "physicalDescription",
    "vehicleTagNumber",
    "occupation",
    "ipAddress",
    "relationshipToReporter",
    "relationshipToChildVictim",
    "accessToChildVictim",
    "accessToChildren",
    "accessToFirearms",
    "convictedSexOffender",
    "awareOfReport",
    "gangAffiliation",
    "languages",
    "races",
    "disabilities",
    "additionalDisabilityInformation",
    "additionalContactInformation",
)


@dataclass(frozen=True)
class PackedFile:
    """A file as the package names it: never its bytes."""

    file_id: str
    name: str
    media_type: str
    size: int
    md5: str
    sha1: str
    sha256: str
    viewed_by_company: bool | None
    classification: str = ""
    annotations: tuple[str, ...] = ()
    details: FileDetails | None = None


@dataclass(frozen=True)
class Packed:
    """Everything that goes into a package. ``added`` is what the clearinghouse adds in words."""

    report_id: int
    received_at: datetime
    sender: str
    sent: Sent
    files: tuple[PackedFile, ...] = ()
    added: tuple[str, ...] = ()


def package(facts: Packed) -> Block:
    """Return the package."""
    said = facts.sent.report
    summary = said.incident_summary
    reporter = said.reporter.reporting_person
    return {
        "reportId": facts.report_id,
        "dateReceived": instant(facts.received_at),
        "reportedInformation": {
            "reportingEsp": {
                "espName": facts.sender,
                "firstName": reporter.first_name,
                "lastName": reporter.last_name,
                **_contacts(reporter),
            },
            "incidentSummary": {
                "incidentType": summary.incident_type,
                "incidentDateTime": instant(summary.incident_date_time),
                "incidentDateTimeDescription": summary.incident_date_time_description,
                "platform": summary.platform,
                "escalateToHighPriority": summary.escalate_to_high_priority,
            },
            "incidentDetails": _details(facts.sent),
            "reportedPeople": _wrapped("reportedPersons", said.person_or_user_reported),
            "intendedRecipients": _wrapped("intendedRecipients", said.intended_recipient),
            "childVictims": _wrapped("childVictims", said.victim),
            "uploadedFiles": {"uploadedFiles": _list(_file(each) for each in facts.files)},
            "additionalInformations": _values(said.additional_info, *facts.added),
        },
    }


def written(said: Mapping[str, Any]) -> bytes:
    """Return JSON as bytes, the same for the same content."""
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def instant(at: datetime | None) -> str | None:
    """
    Return an instant as every known reader takes it.

    >>> instant(datetime(2026, 3, 1, 12, 30, 15, 999, tzinfo=UTC))
    '2026-03-01T12:30:15Z'
    """
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else None


def _list(found: Iterable[Any]) -> list[Any] | None:
    return list(found) or None


def _values(*texts: str | None) -> list[Block] | None:
    return _list({"value": text} for text in texts if text)


def _wrapped(name: str, parties: Iterable[Party]) -> Block:
    return {name: _list(_party(each) for each in parties)}


def _party(party: Party) -> Block:
    person = party.person
    said = party.additional_info
    return {
        **dict.fromkeys(NOT_TOLD),
        "firstName": person.first_name if person else None,
        "lastName": person.last_name if person else None,
        "dateOfBirth": person.date_of_birth.isoformat()
        if person and person.date_of_birth
        else None,
        "approximateAge": person.age if person else None,
        "vehicleDescription": getattr(party, "vehicle_description", None),
        "espService": party.esp_service,
        "espUserId": party.esp_identifier,
        "screenName": {"value": party.screen_name},
        "displayNames": _list(party.display_name),
        **_contacts(person),
        "additionalInformations": _values(*((said,) if isinstance(said, str | None) else said)),
        "sourceInformation": _captures(party.ip_capture_event, party.profile_url, "Profile URL"),
    }


def _contacts(person: Person | None) -> Block:
    emails = person.email if person else ()
    phones = person.phone if person else ()
    addresses = person.address if person else ()
    return {
        "emails": {"emails": _list({"value": e.value, "verified": e.verified} for e in emails)},
        "phones": {
            "phones": _list(
                {"value": f"{p.country_calling_code or ''}{p.value}", "verified": p.verified}
                for p in phones
            )
        },
        "addresses": {
            "addresses": _list(
                {
                    "street1": a.address,
                    "street2": None,
                    "city": a.city,
                    "state": a.state or a.non_usa_state,
                    "postalCode": a.zip_code,
                    "country": a.country,
                }
                for a in addresses
            )
        },
    }


def _captures(
    events: Iterable[IpCapture], urls: Iterable[str] = (), kind: str = "URL"
) -> Block:  # fmt: skip
    found = [
        {
            "captureType": "IP Address",
            "value": each.ip_address,
            "dateTime": instant(each.date_time),
            "eventName": each.event_name.upper() if each.event_name else None,
            "port": each.port,
        }
        for each in events
    ]
    rest = {"dateTime": None, "eventName": None, "port": None}
    found += [{"captureType": kind, "value": url, **rest} for url in urls]
    return {"sourceCaptures": found or None}


def _details(sent: Sent) -> Block:
    kinds: dict[str, list[Block]] = {"emailIncident": [], "webpageIncident": []}
    for details in sent.report.internet_details:
        for name, incident in vars(details).items():
            if incident is not None:
                kinds.setdefault(_element(name), []).append(_incident(incident))
    return {name: found or None for name, found in kinds.items()}


def _element(name: str) -> str:
    """``web_page_incident`` is one word in this shape, the others as in the report."""
    first, *rest = name.replace("web_page", "webpage").split("_")
    return first + "".join(part.capitalize() for part in rest)


def _incident(incident: object) -> Block:
    said = {name: value for name, value in vars(incident).items() if isinstance(value, str)}
    said.pop("content", None)
    said.pop("additional_info", None)
    urls = getattr(incident, "url", ())
    return {
        **{_element(name): value for name, value in said.items()},
        "contents": _values(getattr(incident, "content", None)),
        "emails": _list({"value": each.value} for each in getattr(incident, "email_address", ())),
        "sourceInformation": _captures(getattr(incident, "ip_capture_event", ()), urls),
        "additionalInformations": _values(getattr(incident, "additional_info", None)),
    }


def _file(file: PackedFile) -> Block:
    details = file.details
    pairs = [
        pair for group in (details.details if details else ()) for pair in group.name_value_pair
    ]
    tags = [*([file.classification] if file.classification else []), *file.annotations]
    groups = [{"name": "Sender", "tags": [{"value": tag} for tag in tags]}] if tags else None
    return {
        "filename": file.name or None,
        "originalFilename": details.original_file_name if details else None,
        "submittalId": file.file_id,
        "verificationHash": file.md5,
        "viewedByEsp": file.viewed_by_company,
        "industryClassification": file.classification or None,
        "ncmecTags": {"groups": groups},
        "espMetadata": {"metadatas": _list({"name": p.name, "value": p.value} for p in pairs)},
        "sourceInformation": _captures(details.ip_capture_event if details else ()),
        "additionalInformations": _values(*(details.additional_info if details else ())),
    }
