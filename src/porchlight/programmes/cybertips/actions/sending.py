"""A report comes in."""

import hashlib
from datetime import datetime

from django.db import transaction

from porchlight.core.errors import RuleBroken
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.audit.actions import record
from porchlight.programmes.cybertips import permissions
from porchlight.programmes.cybertips.actions.keeping import keep_document, remember
from porchlight.programmes.cybertips.events import (
    DocumentRefused,
    ProviderChanged,
    ReportOpened,
)
from porchlight.programmes.cybertips.models import MODES, Document, Provider, Report
from porchlight.programmes.cybertips.queries import provider_of, sent_before
from porchlight.programmes.cybertips.queries.numbers import fresh_number
from porchlight.programmes.cybertips.queries.repeats import repeated
from porchlight.programmes.cybertips.rules.ispws import report as ispws
from porchlight.programmes.cybertips.rules.ispws.answers import Code
from porchlight.programmes.cybertips.rules.ispws.faults import stored
from porchlight.programmes.cybertips.rules.ispws.json_form import NotTheForm, to_json, xml_of
from porchlight.programmes.cybertips.rules.ispws.reading import (
    LARGEST_DOCUMENT,
    Reading,
    Terms,
    read_report,
)
from porchlight.programmes.cybertips.rules.outcome import Outcome, refused
from porchlight.programmes.cybertips.rules.quality import Sent, improvements
from porchlight.programmes.cybertips.rules.states import expires_at


class _Faster(Exception):
    """Another request of the same number was faster: this one is undone."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__()
        self.outcome = outcome


def submit_report(
    body: bytes, *, form: str = "xml", source: str = "api", repeat: str = "",
    by: Viewer, now: datetime,
) -> Outcome:  # fmt: skip
    """
    Open a report with the document ``body``, or keep the document and say what is wrong with it.

    ``form`` is xml or json; ``repeat`` is a number that the sender gave the request: sent again,
    it gets the same answer.

    :raises NotAllowed: when ``by`` does not send reports
    """
    permissions.may_submit(by).require()
    if len(body) > LARGEST_DOCUMENT:
        return refused(Code.INVALID_REQUEST, "The document is too large.")
    digest = hashlib.sha256(body).hexdigest()
    if before := repeated(repeat, digest, by):
        return before
    provider = provider_of(by.agency_id)
    reading = _read(body, form, _terms(provider, now))
    try:
        return _taken(body, reading, form, source, repeat, provider, by=by, now=now)
    except _Faster as other:
        return other.outcome


def try_report(body: bytes, *, form: str = "xml", by: Viewer, now: datetime) -> Outcome:
    """
    Say what would become of a document, and keep nothing.

    :raises NotAllowed: when ``by`` does not send reports
    """
    permissions.may_submit(by).require()
    if len(body) > LARGEST_DOCUMENT:
        return refused(Code.INVALID_REQUEST, "The document is too large.")
    reading = _read(body, form, _terms(provider_of(by.agency_id), now))
    better = improvements(Sent(reading.document)) if reading.document else ()
    return Outcome(_code(reading), faults=reading.faults, notes=reading.notes, improvements=better)


def open_told(body: bytes, *, source: str, by: Viewer, now: datetime) -> Report:
    """
    Open a report that the house itself writes down (of the public, of a telephone call) in the
    JSON form; inside the caller's transaction, whose event it is.

    :raises RuleBroken: when it cannot be read as a report
    """
    reading = _read(body, "json", Terms(now, tolerant=True))
    if reading.document is None:
        raise RuleBroken(say("This cannot be kept as a report: {why}", why=reading.faults[0].text))
    number = fresh_number(now)
    document = keep_document(
        body,
        "report",
        by=by,
        now=now,
        form="json",
        report_id=number,
        content=to_json(reading.document),
        notes=stored(reading.notes),
    )
    _open(number, document, reading.document, source, Provider(mode="tolerant"), by=by, now=now)
    return Report.objects.get(id=number)


@transaction.atomic
def set_provider(
    agency_id: int,
    *,
    mode: str,
    reporter_email: bool = False,
    by: Viewer,
    now: datetime,
) -> Provider:
    """
    Set whether a provider's documents are read strictly or tolerantly, and whether the reporting
    person's e-mail address is demanded.

    :raises NotAllowed: when ``by`` does not manage providers
    :raises RuleBroken: for an unknown mode
    """
    permissions.may_manage_providers(by).require()
    if mode not in MODES:
        raise RuleBroken(say("Choose strict or tolerant."), field="mode")
    settings: dict[str, object] = {"mode": mode, "reporter_email": reporter_email}
    if by.id is not None:
        settings |= {"changed_at": now, "changed_by_id": by.id}
    provider, _ = Provider.objects.update_or_create(agency_id=agency_id, defaults=settings)
    record(ProviderChanged(agency_id, mode), by=by, at=now)
    return provider


def _terms(provider: Provider, now: datetime) -> Terms:
    return Terms(now, provider.mode == "tolerant", provider.reporter_email)


def _read(body: bytes, form: str, terms: Terms) -> Reading[ispws.Report]:
    if form != "json":
        return read_report(body, terms)
    try:
        return read_report(xml_of(body, "report"), terms)
    except NotTheForm as wrong:
        return Reading(faults=(wrong.fault,))


def _code(reading: Reading[ispws.Report]) -> Code:
    if reading.document is not None:
        return Code.SUCCESS
    return Code.MALFORMED_XML if reading.malformed else Code.VALIDATION_FAILED


@transaction.atomic
def _taken(  # noqa: PLR0913 what came, and how
    body: bytes,
    reading: Reading[ispws.Report],
    form: str,
    source: str,
    repeat: str,
    provider: Provider,
    *,
    by: Viewer,
    now: datetime,
) -> Outcome:
    code = _code(reading)
    said: dict[str, object] = {"form": form, "code": code}
    said |= {"faults": stored(reading.faults), "notes": stored(reading.notes)}
    if reading.document is None:
        document = keep_document(body, "report", by=by, now=now, **said)
        record(DocumentRefused(document.id, by.agency_id, code), by=by, at=now)
        return Outcome(code, faults=reading.faults, notes=reading.notes)
    number = fresh_number(now)
    document = keep_document(
        body, "report", by=by, now=now, report_id=number, content=to_json(reading.document), **said
    )
    _open(number, document, reading.document, source, provider, by=by, now=now)
    outcome = Outcome(report_id=number, notes=reading.notes)
    if before := remember(repeat, document.sha256, outcome, by=by, now=now):
        raise _Faster(before)
    record(ReportOpened(number, source, document.sha256, len(reading.notes)), by=by, at=now)
    return outcome


def _open(  # noqa: PLR0913 the row
    number: int,
    document: Document,
    said: ispws.Report,
    source: str,
    provider: Provider,
    *,
    by: Viewer,
    now: datetime,
) -> None:
    summary = said.incident_summary
    Report(
        id=number,
        source=source,
        agency_id=by.agency_id,
        sender=by.name,
        mode=provider.mode,
        opened_at=now,
        changed_at=now,
        expires_at=expires_at(now, now),
        document_id=document.id,
        sha256=document.sha256,
        again_of=sent_before(by.agency_id, document.sha256, now),
        incident_type=summary.incident_type,
        incident_at=summary.incident_date_time,
        escalated=bool(summary.escalate_to_high_priority),
        batched=said.batched_report is not None,
        incident_count=said.incident_count,
    ).save(force_insert=True)
