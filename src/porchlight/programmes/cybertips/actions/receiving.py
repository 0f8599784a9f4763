"""What an agency does with a report that it was given: opens it, takes its parts, answers."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from porchlight.core.errors import NotFound, RuleBroken
from porchlight.core.text import say
from porchlight.core.viewer import Door, Viewer
from porchlight.house.audit.actions import record
from porchlight.house.files import actions as vault
from porchlight.house.files.actions.opening import Opened
from porchlight.house.files.rules.reasons import Reason
from porchlight.programmes.cybertips import permissions
from porchlight.programmes.cybertips.events import (
    PackageTaken,
    TipReferralAnswered,
    TipReferralOpened,
    TipReferralsListed,
)
from porchlight.programmes.cybertips.models import (
    Feedback,
    Referral,
    ReferralPart,
    ReportFile,
    Taken,
)
from porchlight.programmes.cybertips.queries.referrals import standing
from porchlight.programmes.cybertips.rules.referral import (
    NEED_WORDS,
    Authority,
    Outcome,
    suffices,
)


@dataclass(frozen=True)
class Answer:
    """What an agency says: the outcome, its words, its own case number."""

    outcome: Outcome
    words: str = ""
    case_number: str = ""


def list_referrals(shown: int, *, by: Viewer, now: datetime) -> None:
    """Record that an agency looked through what it was given."""
    record(TipReferralsListed(shown), by=by, at=now)


@transaction.atomic
def open_referral(referral_id: int, *, reader: str = "", by: Viewer, now: datetime) -> Referral:
    """
    Write down that somebody at the agency read the report; the first time is its receipt. A
    machine says who read it in the agency's own system (``reader``).

    :raises NotAllowed: when it is not their agency's
    :raises RuleBroken: when a machine does not say who
    """
    referral = _locked(referral_id)
    permissions.may_receive(by, standing(referral)).require()
    if by.door is Door.API and not reader.strip():
        raise RuleBroken(say("Say who read it."), field="reader")
    if referral.opened_at is None:
        referral.opened_at = now
        if by.door is Door.API:
            referral.reader = reader.strip()[:120]
        else:
            referral.opened_by_id = by.id
        referral.save(update_fields=["opened_at", "opened_by", "reader"])
    record(TipReferralOpened(*_ids(referral)), by=by, at=now)
    return referral


@transaction.atomic
def take_part(referral_id: int, name: str, *, by: Viewer, now: datetime) -> ReferralPart:
    """
    Hand a part of the package out; the receipt is written before it goes.

    :raises NotAllowed: when it is not their agency's
    :raises NotFound: when there is no such part
    """
    referral = _locked(referral_id)
    permissions.may_receive(by, standing(referral)).require()
    part = ReferralPart.objects.filter(referral=referral, name=name).first()
    if part is None:
        raise NotFound(say("There is no such part."))
    Taken.objects.create(
        referral=referral,
        part=name,
        sha256=part.sha256,
        taken_at=now,
        taken_by_id=by.id,
        machine=_machine(by),
    )
    record(PackageTaken(*_ids(referral), name, part.sha256), by=by, at=now)
    return part


@transaction.atomic
def take_file(  # noqa: PLR0913 each is a column of the receipt
    referral_id: int, file_id: str, authority: Authority, words: str = "", *, by: Viewer,
    now: datetime,
) -> Opened:  # fmt: skip
    """
    Hand one sealed file to an officer, on an authority that stays beside the receipt.

    :raises NotAllowed: when it is not their agency's, or ``by`` is no person of it
    :raises NotFound: when the report has no such file
    :raises RuleBroken: when the authority does not suffice for a file that nobody viewed
    """
    referral = _locked(referral_id)
    permissions.may_take_file(by, standing(referral)).require()
    file = ReportFile.objects.filter(report_id=referral.report_id, file_id=file_id).first()
    if file is None:
        raise NotFound(say("There is no such file."))
    if missing := suffices(authority, file.viewed_by_sender, words):
        raise RuleBroken(missing, field="authority")
    opened = vault.open_sealed(
        file.kept_id,
        why=Reason.REFERRAL,
        words=words,
        about=f"report:{referral.report_id}",
        by=by,
        now=now,
    )
    Taken.objects.create(
        referral=referral,
        file_id=file_id,
        sha256=file.sha256,
        authority=authority,
        words=words.strip()[:200],
        taken_at=now,
        taken_by_id=by.id,
    )
    record(PackageTaken(*_ids(referral), file_id, file.sha256), by=by, at=now)
    return opened


@transaction.atomic
def answer_tip_referral(referral_id: int, answer: Answer, *, by: Viewer, now: datetime) -> Feedback:
    """
    Take an agency's word on a report; the earlier ones stay.

    :raises NotAllowed: when it is not their agency's
    :raises RuleBroken: when it needs words and has none
    """
    referral = _locked(referral_id)
    permissions.may_answer(by, standing(referral)).require()
    words = answer.words.strip()
    if answer.outcome in NEED_WORDS and not words:
        raise RuleBroken(say("Say in a sentence why, or whose it is."), field="words")
    said = Feedback.objects.create(
        referral=referral,
        outcome=answer.outcome,
        words=words,
        case_number=answer.case_number.strip(),
        told_at=now,
        told_by_id=by.id,
        machine=_machine(by),
    )
    referral.outcome, referral.outcome_at = answer.outcome, now
    referral.save(update_fields=["outcome", "outcome_at"])
    record(TipReferralAnswered(*_ids(referral), answer.outcome), by=by, at=now)
    return said


def _machine(by: Viewer) -> str:
    return by.name[:60] if by.door is Door.API else ""


def _locked(referral_id: int) -> Referral:
    rows = Referral.objects.select_for_update(of=("self",)).select_related("agency")
    found = rows.filter(id=referral_id).first()
    if found is None:
        raise NotFound(say("There is no such report."))
    return found


def _ids(referral: Referral) -> tuple[int, int, int]:
    return (referral.report_id, referral.agency_id, referral.id)
