"""
The rules beyond the schema that look at more than one value (section 5) and those of batched
reports (section 6).
"""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from porchlight.programmes.cybertips.rules.ispws.file_details import FileDetails
from porchlight.programmes.cybertips.rules.ispws.parties import (
    AssociatedAccount,
    Email,
    EstimatedLocation,
    Party,
    PermanentlyDisabled,
    Phone,
    Recipient,
    Reported,
    TemporarilyDisabled,
    Victim,
)
from porchlight.programmes.cybertips.rules.ispws.report import (
    EmailIncident,
    NewsgroupIncident,
    Report,
)
from porchlight.programmes.cybertips.rules.ispws.values import STATES

if TYPE_CHECKING:
    from porchlight.programmes.cybertips.rules.ispws.faults import Element
    from porchlight.programmes.cybertips.rules.ispws.reading import Findings

# Clocks differ a little; beyond this a time is in the future.
CLOCK_SKEW = timedelta(seconds=60)
# Refused in tolerant mode too: taking them would change what the report says.
ALWAYS_REFUSED = frozenset({"batch", "calendar"})
# Noted even in strict mode: the documentation asks, the real service takes them.
NEVER_REFUSED = frozenset({"reporter-email"})

Look = Callable[[Any, "Element", "Findings"], None]


def check(document: object, found: "Findings", *, reporter_email: bool = False) -> None:
    """Add to ``found`` what is wrong with ``document`` as a whole and with each of its parts."""
    for part, element in tuple(found.parts):
        look = LOOKS.get(type(part))
        if look:
            look(part, element, found)
    if isinstance(document, Report):
        root = found.parts[-1][1]
        _reporter(document, root, found, must=reporter_email)
        _addresses(document, found)
        if document.batched_report:
            _batch(document, root, found)
        elif len(document.person_or_user_reported) > 1:
            what = "Only a batched report may have more than one 'personOrUserReported'."
            found.add("one-reported", what, root, value=False)


def _verified(part: Email | Phone, element: "Element", found: "Findings") -> None:
    if part.verification_date is not None and part.verified is not True:
        what = "'verified' must be true when 'verificationDate' is given."
        found.add("verified", what, element, value=False)


def _phone(part: Phone, element: "Element", found: "Findings") -> None:
    _verified(part, element, found)
    code = part.country_calling_code
    if code and part.value.strip().startswith((code, code.removeprefix("+") + "-")):
        what = "The number must not begin with the calling code when 'countryCallingCode' is given."
        found.add("calling-code", what, element)


def _disabled(
    part: TemporarilyDisabled | PermanentlyDisabled, element: "Element", found: "Findings"
) -> None:
    off, told = part.disabled_date, part.user_notified_date
    if off and told and told < off:
        what = "'userNotifiedDate' must not be before 'disabledDate'."
        found.add("order", what, element, value=False)
    again = part.reenabled_date if isinstance(part, TemporarilyDisabled) else None
    if off and again and again <= off:
        found.add("order", "'reenabledDate' must be after 'disabledDate'.", element, value=False)


def _location(part: EstimatedLocation, element: "Element", found: "Findings") -> None:
    if not part.country_code:
        found.add("location", "'countryCode' is required.", element, value=False)
    if part.country_code != "US":
        return
    if part.city and not part.region:
        found.add("location", "'region' is required with 'city' in the US.", element, value=False)
    if part.region and part.region not in STATES:
        what = "'region' must be the postal code of a state when 'countryCode' is US."
        found.add("location", what, element, value=False)


def _account(part: AssociatedAccount, element: "Element", found: "Findings") -> None:
    if part.approximate_age is not None and part.date_of_birth is not None:
        what = "Give 'approximateAge' or 'dateOfBirth', not both."
        found.add("age-or-birth", what, element, value=False)
    _priors(part.prior_ct_report, element, found)


def _party(part: Party, element: "Element", found: "Findings") -> None:
    _priors(part.prior_ct_reports, element, found)


def _priors(numbers: tuple[int, ...], element: "Element", found: "Findings") -> None:
    if any(number <= 0 for number in numbers):
        found.add("prior", "A prior report has a number above zero.", element, value=False)


def _file(part: FileDetails, element: "Element", found: "Findings") -> None:
    if part.exif_viewed_by_esp and part.file_viewed_by_esp is not True:
        what = "'fileViewedByEsp' must be true when 'exifViewedByEsp' is true."
        found.add("viewed", what, element, value=False)
    if part.file_relevance != "Supplemental Reported":
        return
    meme = part.potential_meme or (part.file_annotations and part.file_annotations.potential_meme)
    if meme:
        found.add(
            "supplemental", "A supplemental file is no 'potentialMeme'.", element, value=False
        )
    if part.industry_classification:
        what = "Only a reported file has an 'industryClassification'."
        found.add("supplemental", what, element, value=False)


LOOKS: dict[type, Look] = {
    Email: _verified,
    Phone: _phone,
    TemporarilyDisabled: _disabled,
    PermanentlyDisabled: _disabled,
    EstimatedLocation: _location,
    AssociatedAccount: _account,
    Reported: _party,
    Recipient: _party,
    Victim: _party,
    FileDetails: _file,
}


def _reporter(report: Report, root: "Element", found: "Findings", *, must: bool) -> None:
    if report.reporter.reporting_person.email:
        return
    code = "reporter-email-required" if must else "reporter-email"
    element = root.find("reporter/reportingPerson")
    what = "'reportingPerson' should have an 'email'."
    found.add(code, what, root if element is None else element, value=False)


def _addresses(report: Report, found: "Findings") -> None:
    """An address of an incident is also one of the reported, a recipient or a victim."""
    parties: tuple[Party, ...] = (
        *report.person_or_user_reported,
        *report.intended_recipient,
        *report.victim,
    )
    known = {
        email.value.strip().casefold()
        for party in parties
        if party.person
        for email in party.person.email
    }
    for part, element in found.parts:
        if isinstance(part, EmailIncident | NewsgroupIncident):
            unknown = [e for e in part.email_address if e.value.strip().casefold() not in known]
            if unknown:
                what = (
                    "Each 'emailAddress' of an incident must also be given as an 'email' of the "
                    "reported person, an intended recipient or a victim."
                )
                found.add("cross-reference", what, element, value=False)


FORBIDDEN_IN_BATCH = (
    "internet_details",
    "law_enforcement",
    "intended_recipient",
    "victim",
    "additional_info",
)


def _batch(report: Report, root: "Element", found: "Findings") -> None:
    if report.incident_summary.escalate_to_high_priority is not None:
        found.add("batch", "A batched report cannot be escalated.", root, value=False)
    for name in FORBIDDEN_IN_BATCH:
        if getattr(report, name):
            what = f"A batched report has no '{_element_name(name)}'."
            found.add("batch", what, root, value=False)
    if not report.person_or_user_reported:
        found.add("batch", "A batched report needs a 'personOrUserReported'.", root, value=False)
    for part, element in found.parts:
        if isinstance(part, Reported) and not _is_only_identifier(part):
            what = "In a batched report a 'personOrUserReported' holds an 'espIdentifier' only."
            found.add("batch", what, element, value=False)
        elif isinstance(part, Reported) and not part.esp_identifier:
            found.add("batch", "The 'espIdentifier' is missing.", element, value=False)


def _is_only_identifier(part: Reported) -> bool:
    return not any(value for name, value in vars(part).items() if name != "esp_identifier")


def _element_name(attribute: str) -> str:
    first, *rest = attribute.split("_")
    return first + "".join(word.capitalize() for word in rest)


def batch_file_faults(details: FileDetails) -> list[str]:
    """Return what a batched report's file may not say, each as a sentence. Section 6."""
    wrong = []
    marks = details.file_annotations
    viral = bool(details.potential_meme or (marks and (marks.viral or marks.potential_meme)))
    if not viral:
        wrong.append("The file of a batched report is annotated 'viral' or 'potentialMeme'.")
    if marks and any(
        value for name, value in vars(marks).items() if name not in {"viral", "potential_meme"}
    ):
        wrong.append("The file of a batched report has no other annotations.")
    if details.file_relevance == "Supplemental Reported":
        wrong.append("The file of a batched report is 'Reported'.")
    forbidden = (
        "original_file_name",
        "location_of_file",
        "original_file_hash",
        "ip_capture_event",
        "device_id",
        "details",
        "additional_info",
    )
    wrong += [
        f"The file of a batched report has no '{_element_name(name)}'."
        for name in forbidden
        if getattr(details, name)
    ]
    return wrong
