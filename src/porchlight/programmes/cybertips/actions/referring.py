"""Giving a report to an agency, with its package; taking it back; telling when nobody opens it."""

import hashlib
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation

from porchlight.core.errors import Conflict, NotFound, RuleBroken
from porchlight.core.identifiers import opaque
from porchlight.core.text import Say, say
from porchlight.core.viewer import Viewer
from porchlight.house.audit.actions import record
from porchlight.house.directory.models import Agency
from porchlight.programmes.cybertips import permissions
from porchlight.programmes.cybertips.clients import sheet as typesetter
from porchlight.programmes.cybertips.events import (
    ReportReferred,
    TipReferralEnded,
    TipReferralUnopened,
)
from porchlight.programmes.cybertips.models import Referral, ReferralPart, Report, Triage
from porchlight.programmes.cybertips.queries import accepted_document, files_of, sent
from porchlight.programmes.cybertips.queries.desk import supplements
from porchlight.programmes.cybertips.queries.keys import signing_key
from porchlight.programmes.cybertips.queries.referrals import also_with, choices
from porchlight.programmes.cybertips.rules import receipts, sheet
from porchlight.programmes.cybertips.rules.referral import OPEN_WITHIN, next_step
from porchlight.programmes.cybertips.rules.referral_json import (
    Packed,
    PackedFile,
    instant,
    package,
    written,
)
from porchlight.programmes.cybertips.rules.routing import COUNTRY_CONTACT, RECEIVE
from porchlight.programmes.cybertips.rules.states import State
from porchlight.programmes.cybertips.rules.triage import LEVELS, Level, reason_words


@transaction.atomic
def refer_report(
    report_id: int, agency_id: int, words: str = "", *, by: Viewer, now: datetime
) -> Referral:
    """
    Give a report to an agency: its package is made now and does not change afterwards.

    :raises NotAllowed: when ``by`` does not give reports out
    :raises NotFound: when there is no such report
    :raises RuleBroken: when it is not filed or decided, or the agency is not verified or not of a
        kind that is given reports
    :raises Conflict: when the agency has it already
    """
    permissions.may_refer(by).require()
    report = Report.objects.select_for_update().filter(id=report_id).first()
    if report is None:
        raise NotFound(say("There is no such report."))
    decision = Triage.objects.filter(report_id=report_id, current=True).first()
    if report.state != State.FINISHED or decision is None:
        raise RuleBroken(say("Only a report that is filed and decided is given out."))
    agency = Agency.objects.filter(id=agency_id, kind__in=RECEIVE).first()
    if agency is None or agency.verified_at is None:
        raise RuleBroken(say("Choose a verified agency that is given reports."), field="agency")
    if Referral.objects.filter(report_id=report_id, agency=agency, ended_at=None).exists():
        raise Conflict(say("This agency has the report already."))
    assert by.id is not None, "a person gives a report out"
    because = _because(report, decision, agency)
    referral = Referral.objects.create(
        code=opaque(),
        report_id=report_id,
        agency=agency,
        level=decision.level,
        because={"words": because.template, "params": because.params},
        words=words.strip(),
        referred_at=now,
        referred_by_id=by.id,
        open_by=now + OPEN_WITHIN[Level(decision.level)],
    )
    _pack(referral, report, decision, now)
    record(ReportReferred(report_id, agency.id, referral.id), by=by, at=now)
    return referral


def _because(report: Report, decision: Triage, agency: Agency) -> Say:
    for each in choices(report, decision):
        if each.agency.id == agency.id:
            return Say(each.because.template, {k: str(v) for k, v in each.because.params.items()})
    return say("Chosen by an analyst")


def _pack(referral: Referral, report: Report, decision: Triage, now: datetime) -> None:
    """Make the three parts: JSON, sheet, and the signed list of both and of the files."""
    with translation.override(_language(referral.agency)):
        beside = _beside(referral, decision)
        facts = _facts(report, beside)
        content = accepted_document(report).content or {}
        bodies = {
            "report.json": written(package(facts)),
            "report.pdf": typesetter.pdf(sheet.sheet(facts, content, beside), now),
        }
    listed = _manifest(facts, bodies, referral, now)
    bodies["manifest.json"] = written(listed)
    bodies["manifest.jws"] = receipts.sign(listed, signing_key()).encode()
    for name, body in bodies.items():
        ReferralPart.objects.create(
            referral=referral,
            name=name,
            media_type=MEDIA_TYPES[name],
            body=body,
            sha256=hashlib.sha256(body).hexdigest(),
            size=len(body),
        )


MEDIA_TYPES = {
    "report.json": "application/json",
    "report.pdf": "application/pdf",
    "manifest.json": "application/json",
    "manifest.jws": "application/jose",
}
SPANISH = frozenset(
    "AR BO CL CO CR CU DO EC ES GQ GT HN MX NI PA PE PY SV UY VE".split()  # noqa: SIM905
)


def _language(agency: Agency) -> str:
    """The country's language where the sheet speaks it, otherwise English."""
    codes = {area.code for area in agency.areas()}
    return "es" if agency.kind == COUNTRY_CONTACT and codes & SPANISH else "en"


def _beside(referral: Referral, decision: Triage) -> sheet.Beside:
    clues = tuple(
        f"{'-'.join(filter(None, [each['country'], each['state']]))}: "
        f"{Say(each['words'], each['params'])}"
        for each in decision.clues
    )
    reasons = tuple(str(reason_words(code)) for code in decision.reasons)
    others = tuple(f"{each.agency.name} ({each.report_id})" for each in also_with(referral))
    mine = f"{referral.agency.name}: {referral.because_words}"
    return sheet.Beside(
        organisation=settings.ENV.organisation,
        level=str(LEVELS[Level(decision.level)]),
        language=translation.get_language() or "en",
        by_machine=(*clues, *reasons),
        by_people=(*(each.words for each in supplements(referral.report_id)), referral.words),
        agencies=(mine, *others),
    )


def _facts(report: Report, beside: sheet.Beside) -> Packed:
    said = sent(report)
    files = tuple(
        PackedFile(
            file_id=row.file_id,
            name=row.name,
            media_type=row.media_type,
            size=row.size,
            md5=row.md5,
            sha1=row.sha1,
            sha256=row.sha256,
            viewed_by_company=row.viewed_by_sender,
            classification=row.classification,
            annotations=tuple(row.annotations),
            details=details,
        )
        for row, details in zip(files_of(report.id), said.files, strict=True)
    )
    sender = report.agency.name if report.agency else str(say("The public"))
    received = report.ended_at or report.opened_at
    added = tuple(text for text in (*beside.by_machine, *beside.by_people) if text)
    return Packed(report.id, received, sender, said, files, added)


def _manifest(
    facts: Packed, bodies: dict[str, bytes], referral: Referral, now: datetime
) -> dict[str, Any]:
    """The list of a package's parts and sealed files, each with its fingerprints."""
    return {
        "reportId": facts.report_id,
        "agency": referral.agency.name,
        "madeAt": instant(now),
        "parts": [
            {"name": name, "size": len(body), "sha256": hashlib.sha256(body).hexdigest()}
            for name, body in bodies.items()
        ],
        "files": [
            {
                "fileId": each.file_id,
                "size": each.size,
                "md5": each.md5,
                "sha1": each.sha1,
                "sha256": each.sha256,
                "viewedByCompany": each.viewed_by_company,
            }
            for each in facts.files
        ],
    }


@transaction.atomic
def end_tip_referral(referral_id: int, *, by: Viewer, now: datetime) -> Referral:
    """
    Take a report back from an agency; its officers see it no longer.

    :raises NotAllowed: when ``by`` does not give reports out
    :raises NotFound: when there is no such referral
    :raises Conflict: when it was taken back already
    """
    permissions.may_refer(by).require()
    referral = _locked(referral_id)
    if referral.ended_at is not None:
        raise Conflict(say("This report was taken back already."))
    referral.ended_at, referral.ended_by_id = now, by.id
    referral.save(update_fields=["ended_at", "ended_by"])
    record(TipReferralEnded(*_ids(referral)), by=by, at=now)
    return referral


@transaction.atomic
def escalate_referral(referral_id: int, *, by: Viewer, now: datetime) -> bool:
    """
    Note that nobody at the agency opened a report in time, and who is told; whether that was news.

    :raises NotFound: when there is no such referral
    """
    referral = _locked(referral_id)
    step = next_step(referral.standing(), now)
    if step is None:
        return False
    referral.step, referral.stepped_at = step, now
    referral.save(update_fields=["step", "stepped_at"])
    record(TipReferralUnopened(*_ids(referral), step), by=by, at=now)
    return True


def _locked(referral_id: int) -> Referral:
    found = Referral.objects.select_for_update(of=("self",)).filter(id=referral_id).first()
    if found is None:
        raise NotFound(say("There is no such referral."))
    return found


def _ids(referral: Referral) -> tuple[int, int, int]:
    return (referral.report_id, referral.agency_id, referral.id)
