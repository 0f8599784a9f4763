# ruff: noqa: E501 the table reads best one check a line
"""
How much of what an investigator needs is in a report, and what its sender could add. Used for
the sender's advice, in the sandbox, and as one reason among others in triage.

Source: what receiving officers ask for (reference/cybertips.md sections 10, 12 and 13).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from porchlight.core.text import Say, say
from porchlight.programmes.cybertips.rules.ispws.file_details import FileDetails
from porchlight.programmes.cybertips.rules.ispws.parties import IpCapture, Party
from porchlight.programmes.cybertips.rules.ispws.report import Report

ENTICEMENT = frozenset(
    {
        "Online Enticement of Children for Sexual Acts",
        "Child Sex Trafficking",
        "Child Sexual Molestation",
    }
)


@dataclass(frozen=True)
class Advice:
    """One thing that would help: a code, words for the sender, its worth in points."""

    code: str
    words: Say
    points: int


@dataclass(frozen=True)
class Sent:
    """A report with what was said of each of its files; None for a file without details."""

    report: Report
    files: tuple[FileDetails | None, ...] = ()

    @property
    def parties(self) -> tuple[Party, ...]:
        """Everybody in the report."""
        said = self.report
        return (*said.person_or_user_reported, *said.intended_recipient, *said.victim)

    @property
    def captures(self) -> tuple[IpCapture, ...]:
        """Every address of the network, of people and of files."""
        of_people = [each for party in self.parties for each in party.ip_capture_event]
        of_files = [each for file in self.files if file for each in file.ip_capture_event]
        return (*of_people, *of_files)


def _no_suspect(sent: Sent) -> bool:
    return not sent.report.person_or_user_reported


def _no_account(sent: Sent) -> bool:
    reported = sent.report.person_or_user_reported
    return bool(reported) and not any(each.esp_identifier or each.screen_name for each in reported)


def _no_contact(sent: Sent) -> bool:
    people = [each.person for each in sent.report.person_or_user_reported if each.person]
    return bool(sent.report.person_or_user_reported) and not any(
        each.email or each.phone for each in people
    )


def _no_address(sent: Sent) -> bool:
    return not sent.captures


def _address_without_time(sent: Sent) -> bool:
    return any(each.date_time is None for each in sent.captures)


def _address_without_port(sent: Sent) -> bool:
    return any(each.port is None and ":" not in each.ip_address for each in sent.captures)


def _no_child(sent: Sent) -> bool:
    return sent.report.incident_summary.incident_type in ENTICEMENT and not sent.report.victim


def _no_words(sent: Sent) -> bool:
    """Whether an enticement report tells nothing of what was written."""
    said = sent.report
    told = said.additional_info or said.incident_summary.incident_date_time_description
    return (
        said.incident_summary.incident_type in ENTICEMENT
        and not said.internet_details
        and not told
        and not sent.files
    )


def _no_details(sent: Sent) -> bool:
    return any(each is None for each in sent.files)


def _viewed_unsaid(sent: Sent) -> bool:
    return any(each is not None and each.file_viewed_by_esp is None for each in sent.files)


def _no_class(sent: Sent) -> bool:
    reported = [each for each in sent.files if each and each.file_relevance != SUPPLEMENTAL]
    return bool(reported) and not any(each.industry_classification for each in reported)


def _no_platform(sent: Sent) -> bool:
    return not sent.report.incident_summary.platform


def _no_company_contact(sent: Sent) -> bool:
    reporter = sent.report.reporter
    return reporter.contact_person is None and not reporter.company_template


SUPPLEMENTAL = "Supplemental Reported"
Check = Callable[[Sent], bool]
CHECKS: tuple[tuple[Check, Advice], ...] = (
    (_no_suspect, Advice("suspect", say("Name the account that is reported, even if only by its number."), 20)),
    (_no_account, Advice("account", say("Give the account's number or screen name: police serve process with it."), 15)),
    (_no_contact, Advice("contact", say("Add the e-mail address or telephone number of the reported account."), 12)),
    (_no_address, Advice("address", say("Add the IP addresses you have: without one a report often reaches nobody."), 18)),
    (_address_without_time, Advice("address-time", say("Give the time with each IP address: it belongs to somebody else an hour later."), 10)),
    (_address_without_port, Advice("address-port", say("Give the port with an IPv4 address: thousands of people share one."), 4)),
    (_no_child, Advice("child", say("Say what you know of the child, even if it is only an account."), 14)),
    (_no_words, Advice("words", say("Add the conversation or a description of what was said."), 12)),
    (_no_details, Advice("file-details", say("Send the details of every file."), 8)),
    (_viewed_unsaid, Advice("viewed", say("Say of every file whether your company viewed all of it: courts ask."), 10)),
    (_no_class, Advice("class", say("Give the industry classification (A1 to B2) of the files you viewed."), 5)),
    (_no_platform, Advice("platform", say("Name the app or site where it happened."), 4)),
    (_no_company_contact, Advice("company", say("Name whom police should call, or how to serve process on you."), 3)),
)  # fmt: skip


def improvements(sent: Sent) -> tuple[Advice, ...]:
    """Return what would make the report better, the most helpful first."""
    if sent.report.batched_report:
        return ()  # a batch says little by its nature
    return tuple(sorted(_found(sent), key=lambda advice: -advice.points))


def _found(sent: Sent) -> Iterator[Advice]:
    return (advice for check, advice in CHECKS if check(sent))


def quality(sent: Sent) -> int:
    """Return how complete a report is, from 0 (nothing to go on) to 100."""
    return max(0, 100 - sum(advice.points for advice in improvements(sent)))
