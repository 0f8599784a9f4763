"""What the public left is taken in; an anonymous reporter is answered."""

import json
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from porchlight.core.cleaning import clean
from porchlight.core.errors import NotFound, RuleBroken
from porchlight.core.receipts import close
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.audit.actions import record
from porchlight.programmes.cybertips import permissions
from porchlight.programmes.cybertips.actions.ending import file_now
from porchlight.programmes.cybertips.actions.sending import open_told
from porchlight.programmes.cybertips.events import (
    CallTakenIn,
    MessageTakenIn,
    ReporterAnswered,
    ReportTakenIn,
)
from porchlight.programmes.cybertips.models import DroppedReport, ReleasedAnswer, Reporter, Word
from porchlight.programmes.cybertips.rules.told import Told, as_report, checked, from_json


@transaction.atomic
def take_in(drop: str, *, by: Viewer, now: datetime) -> int | None:
    """
    Take in what a stranger left: a report gets its number and is filed, a message goes to its
    report. None when it was taken in before, or nobody knows the code of a message.
    """
    row = DroppedReport.objects.select_for_update().filter(id=UUID(drop)).first()
    if row is None:
        return None
    told = from_json(row.told)
    if row.kind == DroppedReport.MESSAGE:
        number = _message(row, told, now)
        record(MessageTakenIn(number, drop), by=by, at=now)
    else:
        number = _report(row, told, by=by, now=now)
        record(ReportTakenIn(number, drop), by=by, at=now)
    row.delete()
    return number


@transaction.atomic
def take_call(
    call: str, told: Told, told_at: datetime, language: str = "en", *, by: Viewer, now: datetime
) -> int:
    """
    File what somebody told the hotline; return the report's number. ``call`` names the call: the
    same one handed over again stays one report.

    :raises NotAllowed: when ``by`` neither is the house nor reads reports
    :raises RuleBroken: when it says nothing
    """
    permissions.may_read(by).require()
    lookup = sha256(f"call\n{call}".encode()).hexdigest()
    there = Reporter.objects.select_for_update().filter(lookup=lookup).first()
    if there is not None:
        return there.report_id
    said = as_report(checked(told), told_at, settings.ENV.organisation)
    report = open_told(_bytes(said), source="hotline", by=by, now=now)
    file_now(report, by=by, now=now)
    Reporter.objects.create(
        report_id=report.id,
        lookup=lookup,
        language=language,
        name=told.name,
        phone=told.phone,
        email=told.email,
        told_at=told_at,
    )
    record(CallTakenIn(report.id, call), by=by, at=now)
    return report.id


def _report(row: DroppedReport, told: Told, *, by: Viewer, now: datetime) -> int:
    said = as_report(told, row.dropped_at, settings.ENV.organisation)
    report = open_told(_bytes(said), source="public", by=by, now=now)
    file_now(report, by=by, now=now)
    Reporter.objects.create(
        report_id=report.id,
        lookup=row.lookup,
        reply_key=row.reply_key,
        language=row.language,
        name=told.name,
        phone=told.phone,
        email=told.email,
        held=row.held,
        told_at=row.dropped_at,
    )
    return report.id


def _message(row: DroppedReport, told: Told, now: datetime) -> int | None:
    reporter = Reporter.objects.filter(lookup=row.lookup).first()
    if reporter is None:
        return None
    Word.objects.create(report_id=reporter.report_id, words=told.words, said_at=now)
    return reporter.report_id


def _bytes(said: dict[str, Any]) -> bytes:
    return json.dumps(said, ensure_ascii=False).encode()


@transaction.atomic
def answer_reporter(report_id: int, words: str, *, by: Viewer, now: datetime) -> Word:
    """
    Write to the anonymous reporter of a report: closed, so that only their code opens it.

    :raises NotAllowed: when ``by`` does not work on reports
    :raises NotFound: when the report has no reporter of the public
    :raises RuleBroken: when it says nothing
    """
    permissions.may_triage(by).require()
    text = clean(words)
    if not text:
        raise RuleBroken(say("Write an answer first."), field="words")
    reporter = Reporter.objects.select_for_update().filter(report_id=report_id).first()
    if reporter is None:
        raise NotFound(say("Nobody can be answered on this report."))
    if not reporter.reply_key:
        raise RuleBroken(say("They told it by telephone and have no code. Call them back."))
    closed = close(text, reporter.reply_key, reporter.lookup)
    ReleasedAnswer.objects.create(lookup=reporter.lookup, closed=closed, released_at=now)
    word = Word.objects.create(report_id=report_id, words=text, said_at=now, said_by_id=by.id)
    record(ReporterAnswered(report_id), by=by, at=now)
    return word
