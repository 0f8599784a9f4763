"""Leaving a report: one row, one event, a receipt; the same again changes nothing."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from porchlight.core.identifiers import receipt_code_of
from porchlight.core.receipts import Receipt, receipt_of
from porchlight.core.viewer import PUBLIC
from porchlight.house.audit.actions import record
from porchlight.programmes.cybertips.events import ReportDropped
from porchlight.programmes.cybertips.models import DroppedReport
from porchlight.programmes.cybertips.rules.told import Told, as_json, checked, fingerprint


@dataclass(frozen=True)
class Sending:
    """How it came: ``attempt`` names the form that was sent, ``held`` why a person looks first."""

    attempt: str
    held: str
    language: str


def secret() -> bytes:
    """Return the installation's secret for receipts of reports."""
    return hashlib.sha256(f"cybertips receipts\n{settings.SECRET_KEY}".encode()).digest()


def send(told: Told, how: Sending, *, now: datetime) -> str:
    """
    Leave a report and return the code of its receipt.

    :raises RuleBroken: when it says nothing, or a text cannot be kept
    """
    said = checked(told)
    code = receipt_code_of(secret(), how.attempt)
    _drop(DroppedReport.REPORT, fingerprint(how.attempt, said), said, _of(code), how, now)
    return code


def send_message(words: str, code: str, how: Sending, *, now: datetime) -> None:
    """
    Leave a further message under a code, whether or not anybody knows the code.

    :raises RuleBroken: when it says nothing, or the text cannot be kept
    """
    said = checked(Told(words))
    receipt = _of(code)
    key = fingerprint(f"{how.attempt}\n{receipt.lookup}", said)
    _drop(DroppedReport.MESSAGE, key, said, receipt, how, now)


def _of(code: str) -> Receipt:
    return receipt_of(code, secret())


@transaction.atomic
def _drop(  # noqa: PLR0913 the columns of a drop
    kind: str, key: str, told: Told, receipt: Receipt, how: Sending, now: datetime
) -> None:
    row = DroppedReport(
        dropped_at=now,
        key=key,
        kind=kind,
        lookup=receipt.lookup,
        reply_key=receipt.key,
        language=how.language,
        told=as_json(told),
        held=how.held,
    )
    if row.drop():
        record(ReportDropped(str(row.id)), by=PUBLIC, at=now)
