"""What happens to reports. Ids and codes only."""

from dataclasses import dataclass

from porchlight.core.event import Event
from porchlight.core.text import say


@dataclass(frozen=True)
class ReportOpened(Event):
    """A document was taken; files may follow."""

    KIND = "cybertips.report.opened"
    SENTENCE = say("Opened report {report_id} from {source}, {notes} notes for the sender")
    report_id: int
    source: str
    sha256: str
    notes: int


@dataclass(frozen=True)
class DocumentRefused(Event):
    """A document was kept and not taken as a report; ``code`` is the answer's."""

    KIND = "cybertips.document.refused"
    SENTENCE = say("Refused a document with code {code}, kept it as {document_id}")
    document_id: int
    agency_id: int | None
    code: int


@dataclass(frozen=True)
class FileUploaded(Event):
    """A file of a report is durable."""

    KIND = "cybertips.file.uploaded"
    SENTENCE = say("Took file {file} of report {report_id}")
    report_id: int
    file: str
    sha256: str


@dataclass(frozen=True)
class FileDescribed(Event):
    """A file's details were taken."""

    KIND = "cybertips.file.described"
    SENTENCE = say("Took the details of file {file} of report {report_id}")
    report_id: int
    file: str


@dataclass(frozen=True)
class ReportFinished(Event):
    """The report is filed: the notice of receipt was made."""

    KIND = "cybertips.report.finished"
    SENTENCE = say("Filed report {report_id} with {files} files")
    report_id: int
    files: int


@dataclass(frozen=True)
class ReportRetracted(Event):
    """The sender cancelled it before it was finished."""

    KIND = "cybertips.report.retracted"
    SENTENCE = say("The sender retracted report {report_id}")
    report_id: int


@dataclass(frozen=True)
class ReportExpired(Event):
    """Nobody finished it in time."""

    KIND = "cybertips.report.expired"
    SENTENCE = say("Report {report_id} expired unfinished")
    report_id: int


@dataclass(frozen=True)
class OwnReportsListed(Event):
    """A provider looked through what it sent."""

    KIND = "cybertips.own.listed"
    SENTENCE = say("Looked through their company's reports: {shown} shown")
    shown: int


@dataclass(frozen=True)
class OwnReportViewed(Event):
    """A provider looked at one report that it sent."""

    KIND = "cybertips.own.viewed"
    SENTENCE = say("Looked at their company's report {report_id}")
    report_id: int


@dataclass(frozen=True)
class ProviderChanged(Event):
    """How a provider's documents are read was set."""

    KIND = "cybertips.provider.changed"
    SENTENCE = say("Set how the provider's documents are read: {mode}")
    agency_id: int
    mode: str


@dataclass(frozen=True)
class ReportDropped(Event):
    """A member of the public left a report or a message; the worker takes it in."""

    KIND = "cybertips.public.dropped"
    SENTENCE = say("Somebody left a report from the public site")
    drop: str


@dataclass(frozen=True)
class ReportTakenIn(Event):
    """A public report got its number."""

    KIND = "cybertips.public.taken_in"
    SENTENCE = say("Took in a report from the public as {report_id}")
    report_id: int
    drop: str


@dataclass(frozen=True)
class CallTakenIn(Event):
    """A call of the hotline got its number as a report."""

    KIND = "cybertips.call.taken_in"
    SENTENCE = say("Took in a report by telephone as {report_id}")
    report_id: int
    call: str


@dataclass(frozen=True)
class MessageTakenIn(Event):
    """A reporter wrote again, or nobody knew the code (no report)."""

    KIND = "cybertips.public.message"
    SENTENCE = say("Took in a further message of a reporter")
    report_id: int | None
    drop: str


@dataclass(frozen=True)
class ReporterAnswered(Event):
    """The desk wrote to an anonymous reporter."""

    KIND = "cybertips.public.answered"
    SENTENCE = say("Answered the reporter of {report_id}")
    report_id: int


@dataclass(frozen=True)
class ReportTriaged(Event):
    """Triage decided, by the rules of a version."""

    KIND = "cybertips.report.triaged"
    SENTENCE = say("Triage of {report_id}: level {level} by the rules of {version}")
    report_id: int
    level: str
    version: str


@dataclass(frozen=True)
class ReportsListed(Event):
    """An analyst looked through the queue."""

    KIND = "cybertips.queue.viewed"
    SENTENCE = say("Looked through the queue of reports: {shown} shown")
    shown: int


@dataclass(frozen=True)
class ReportViewed(Event):
    """An analyst read a report; never a file."""

    KIND = "cybertips.report.viewed"
    SENTENCE = say("Read report {report_id}")
    report_id: int


@dataclass(frozen=True)
class ReportReferred(Event):
    """A report was given to an agency, with a package."""

    KIND = "cybertips.referral.given"
    SENTENCE = say("Gave report {report_id} to agency {agency_id}")
    report_id: int
    agency_id: int
    tip_referral_id: int


@dataclass(frozen=True)
class TipReferralEnded(Event):
    """The clearinghouse took a report back from an agency."""

    KIND = "cybertips.referral.ended"
    SENTENCE = say("Took report {report_id} back from agency {agency_id}")
    report_id: int
    agency_id: int
    tip_referral_id: int


@dataclass(frozen=True)
class TipReferralOpened(Event):
    """Somebody at the agency read it; the first time is the agency's receipt."""

    KIND = "cybertips.referral.opened"
    SENTENCE = say("Read the referral of report {report_id}")
    report_id: int
    agency_id: int
    tip_referral_id: int


@dataclass(frozen=True)
class TipReferralsListed(Event):
    """An agency looked through what it was given."""

    KIND = "cybertips.referral.listed"
    SENTENCE = say("Looked through the reports given to their agency: {shown} shown")
    shown: int


@dataclass(frozen=True)
class PackageTaken(Event):
    """A part of the package, or a sealed file, went out to the agency."""

    KIND = "cybertips.referral.taken"
    SENTENCE = say("Took {part} of the package of report {report_id}")
    report_id: int
    agency_id: int
    tip_referral_id: int
    part: str
    sha256: str


@dataclass(frozen=True)
class TipReferralAnswered(Event):
    """The agency told what came of it."""

    KIND = "cybertips.referral.answered"
    SENTENCE = say("The agency says of report {report_id}: {outcome}")
    report_id: int
    agency_id: int
    tip_referral_id: int
    outcome: str


@dataclass(frozen=True)
class TipReferralUnopened(Event):
    """Nobody at the agency opened it in time; ``step`` says who is told."""

    KIND = "cybertips.referral.unopened"
    SENTENCE = say("Nobody opened the referral of report {report_id} in time: told {step}")
    report_id: int
    agency_id: int
    tip_referral_id: int
    step: str


@dataclass(frozen=True)
class ResultsViewed(Event):
    """A provider looked at what became of its reports, in figures."""

    KIND = "cybertips.own.results"
    SENTENCE = say("Looked at what became of their company's reports")
    agency_id: int | None


@dataclass(frozen=True)
class ReportSplit(Event):
    """A person took a report out of its bundle."""

    KIND = "cybertips.bundle.split"
    SENTENCE = say("Took report {report_id} out of its bundle")
    report_id: int
    bundle: int


@dataclass(frozen=True)
class BundlesViewed(Event):
    """An analyst looked at bundles."""

    KIND = "cybertips.bundle.viewed"
    SENTENCE = say("Looked at bundles: {shown} reports shown")
    shown: int


@dataclass(frozen=True)
class RulesDrafted(Event):
    """A version of the rules of triage was drafted."""

    KIND = "cybertips.rules.drafted"
    SENTENCE = say("Drafted the rules of triage as {version}")
    rule_page_id: int
    version: str


@dataclass(frozen=True)
class RulesTried(Event):
    """A version is to be tried on past reports."""

    KIND = "cybertips.rules.tried"
    SENTENCE = say("Has the rules of {version} tried on past reports")
    trial_id: int
    version: str


@dataclass(frozen=True)
class TrialFinished(Event):
    """A trial has run: nothing was changed by it."""

    KIND = "cybertips.rules.trial_finished"
    SENTENCE = say("Tried the rules of {version} on {reports} reports: {changed} would change")
    trial_id: int
    version: str
    reports: int
    changed: int


@dataclass(frozen=True)
class RulesSwitchedOn(Event):
    """A version decides from now on."""

    KIND = "cybertips.rules.switched_on"
    SENTENCE = say("Switched on the rules of {version}")
    rule_page_id: int
    version: str


@dataclass(frozen=True)
class WorkTaken(Event):
    """An analyst works on a report."""

    KIND = "cybertips.work.taken"
    SENTENCE = say("Took report {report_id} to work on it")
    report_id: int


@dataclass(frozen=True)
class WorkDone(Event):
    """An analyst is done with a report."""

    KIND = "cybertips.work.done"
    SENTENCE = say("Done with report {report_id}: {result}")
    report_id: int
    result: str


@dataclass(frozen=True)
class SupplementAdded(Event):
    """An analyst added what they found."""

    KIND = "cybertips.report.supplemented"
    SENTENCE = say("Added to report {report_id}")
    report_id: int


@dataclass(frozen=True)
class ReportsCompared(Event):
    """An analyst read two reports side by side."""

    KIND = "cybertips.report.compared"
    SENTENCE = say("Looked at report {report_id} beside {other}")
    report_id: int
    other: int


@dataclass(frozen=True)
class OverviewViewed(Event):
    """A supervisor looked at the backlog."""

    KIND = "cybertips.queue.overview"
    SENTENCE = say("Looked at the backlog of reports: {waiting} wait")
    waiting: int


@dataclass(frozen=True)
class CaseTouched(Event):
    """A report shares something with a missing child of an open case."""

    KIND = "cybertips.report.touches_case"
    SENTENCE = say("Report {report_id} shares something with the case")
    report_id: int
    case_id: int


@dataclass(frozen=True)
class CaseKeysKept(Event):
    """A case was compared with past reports."""

    KIND = "cybertips.case.keys"
    SENTENCE = say("Compared the case with reports: {touches} share something")
    case_id: int
    touches: int


@dataclass(frozen=True)
class CaseRaised(Event):
    """The manager of a case has a task about a report."""

    KIND = "cybertips.case.raised"
    SENTENCE = say("Told the case of report {report_id}")
    report_id: int
    case_id: int


@dataclass(frozen=True)
class FileSeen(Event):
    """An analyst looked at one sealed file."""

    KIND = "cybertips.file.seen"
    SENTENCE = say("Looked at file {file} of report {report_id}, grey and blurred")
    report_id: int
    file: str
    why: str


@dataclass(frozen=True)
class LookRefused(Event):
    """No file was shown: known, or enough for today."""

    KIND = "cybertips.file.look_refused"
    SENTENCE = say("Was shown no file of report {report_id}: {because}")
    report_id: int
    file: str
    because: str


@dataclass(frozen=True)
class FileLabelled(Event):
    """A person said what a file is; nobody has to see it again."""

    KIND = "cybertips.file.labelled"
    SENTENCE = say("Said what file {file} of report {report_id} is")
    report_id: int
    file: str
    label: str


@dataclass(frozen=True)
class PreservationBegan(Event):
    """The year of preservation began."""

    KIND = "cybertips.preservation.began"
    SENTENCE = say("Keeps the files of report {report_id} for a year")
    report_id: int


@dataclass(frozen=True)
class PreservationExtended(Event):
    """An agency asked that they be kept longer."""

    KIND = "cybertips.preservation.extended"
    SENTENCE = say("Keeps the files of report {report_id} longer by request")
    report_id: int


@dataclass(frozen=True)
class DisposalAsked(Event):
    """A second person destroys them."""

    KIND = "cybertips.preservation.disposal_asked"
    SENTENCE = say("Asked that the files of report {report_id} be destroyed")
    report_id: int


@dataclass(frozen=True)
class ReportDisposed(Event):
    """The files are gone; a certificate says which."""

    KIND = "cybertips.preservation.disposed"
    SENTENCE = say("Destroyed {gone} files of report {report_id}, {left} are needed by others")
    report_id: int
    gone: int
    left: int
