"""The agencies on a case: told, answering, entering it into NCIC."""

import re
from datetime import datetime

from django.conf import settings
from django.db import transaction

from porchlight.core.errors import Conflict, NotFound, RuleBroken
from porchlight.core.signing import newest_key
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.audit.actions import record
from porchlight.programmes.cases.events import (
    CaseShared,
    CaseUnshared,
    NcicEntered,
    ShareAnswered,
)
from porchlight.programmes.cases.models import Case, CaseAgency, Clock, NcicEntry
from porchlight.programmes.cases.models.locking import locked_case, meet_clocks
from porchlight.programmes.cases.permissions import (
    may_answer_share,
    may_record_ncic,
    may_share,
)
from porchlight.programmes.cases.queries import facts_of
from porchlight.programmes.cases.queries.worksheet import sheet_of
from porchlight.programmes.cases.rules.clocks import ClockFacts, Met, met_by, running
from porchlight.programmes.cases.rules.ncic import receipt, values, worksheet
from porchlight.programmes.cases.rules.vocabulary import AgencyRole, ChildStatus


@transaction.atomic
def share_with_agency(
    case_id: int,
    agency_id: int,
    *,
    role: AgencyRole = AgencyRole.INVESTIGATING,
    report_number: str = "",
    by: Viewer,
    now: datetime,
) -> CaseAgency:
    """
    Tell an agency and let its officers see the case.

    :raises NotAllowed: when ``by`` does not change this case
    :raises Conflict: when the agency is on the case already
    """
    case = locked_case(case_id)
    may_share(by, facts_of(case)).require()
    there = case.shares.select_for_update().filter(agency_id=agency_id, ended_at__isnull=True)
    for share in there:
        if share.is_active:
            raise Conflict(say("This agency is on the case already."))
        # It declined before: the old answer stays, a new question is asked.
        share.ended_at, share.ended_by_id = now, by.id
        share.save(update_fields=["ended_at", "ended_by"])
    row = CaseAgency.objects.create(
        case=case,
        agency_id=agency_id,
        role=role,
        report_number=report_number,
        told_at=now,
        told_by_id=by.id,
    )
    meet_clocks(case, met_by(case.jurisdiction, Met.AGENCY_TOLD), now)
    record(CaseShared(case.id, agency_id), by=by, at=now)
    return row


@transaction.atomic
def end_share(case_id: int, agency_id: int, *, by: Viewer, now: datetime) -> None:
    """
    Take an agency off the case; its officers see it no longer.

    :raises NotAllowed: when ``by`` does not change this case
    :raises NotFound: when the agency is not on the case
    """
    case = locked_case(case_id)
    may_share(by, facts_of(case)).require()
    share = _share(case_id, agency_id)
    share.ended_at, share.ended_by_id = now, by.id
    share.save(update_fields=["ended_at", "ended_by"])
    record(CaseUnshared(case_id, agency_id), by=by, at=now)


@transaction.atomic
def answer_share(
    case_id: int,
    *,
    accepted: bool,
    report_number: str = "",
    words: str = "",
    by: Viewer,
    now: datetime,
) -> CaseAgency:
    """
    Take the officer's answer: the agency accepts the case, with its report number, or declines.

    :raises NotAllowed: when ``by`` is no officer of an agency on the case
    :raises RuleBroken: when it is declined without a reason
    """
    case = locked_case(case_id)
    may_answer_share(by, facts_of(case)).require()
    if not accepted and not words.strip():
        raise RuleBroken(say("Say why, and whose case it is."), field="words")
    share = _share(case_id, by.agency_id)
    share.accepted, share.answered_at, share.answered_by_id = accepted, now, by.id
    share.answer_words = words
    share.report_number = report_number or share.report_number
    share.save(
        update_fields=["accepted", "answered_at", "answered_by", "answer_words", "report_number"]
    )
    answer = "accepted" if accepted else "declined"
    record(ShareAnswered(case_id, share.agency_id, answer), by=by, at=now)
    return share


@transaction.atomic
def record_agency_consulted(
    case_id: int, agency_id: int, *, by: Viewer, now: datetime
) -> CaseAgency:
    """
    Write down that the agency was asked, and agreed, before a poster goes out.

    :raises NotAllowed: when ``by`` neither changes this case nor answers for the agency
    :raises NotFound: when the agency is not on the case
    """
    case = locked_case(case_id)
    may_record_ncic(by, facts_of(case)).require()
    if by.agency_id is not None and by.agency_id != agency_id:
        raise NotFound(say("Your agency answers for itself only."))
    share = _share(case_id, agency_id)
    share.consulted_on_poster = True
    share.save(update_fields=["consulted_on_poster"])
    record(ShareAnswered(case_id, agency_id, "agreed to a poster"), by=by, at=now)
    return share


@transaction.atomic
def record_ncic(
    case_id: int, *, ncic_number: str, entered_at: datetime, by: Viewer, now: datetime
) -> None:
    """
    Write down that the record is in NCIC, under which number and since when.

    :raises NotAllowed: when ``by`` neither changes this case nor is an officer on it
    :raises RuleBroken: when number or time cannot be
    Source: NCIC numbers are a letter and nine figures, M for missing and U for unidentified
        persons (reference/missing.md section 5.2).
    """
    case = locked_case(case_id)
    may_record_ncic(by, facts_of(case)).require()
    number = re.sub(r"[\s-]", "", ncic_number).upper()
    if not re.fullmatch(r"[MU]\d{9}", number):
        raise RuleBroken(
            say("An NCIC number is M or U and nine figures, such as M123456789."),
            field="ncic_number",
        )
    if entered_at > now or (case.reported_at and entered_at < case.reported_at):
        raise RuleBroken(
            say("The entry lies between the report to police and now."), field="entered_at"
        )
    case.ncic_number, case.ncic_entered_at = number, entered_at
    case.ncic_recorded_at, case.ncic_recorded_by_id = now, by.id
    case.save(
        update_fields=["ncic_number", "ncic_entered_at", "ncic_recorded_at", "ncic_recorded_by"]
    )
    meet_clocks(case, met_by(case.jurisdiction, Met.NCIC_ENTERED), entered_at)
    facts = ClockFacts(case.jurisdiction, case.opened_at, case.reported_at, entered_at)
    for each in running(facts):
        if each.started_at == entered_at:
            columns = {"source": each.source, "due_at": each.due_at}
            Clock.objects.get_or_create(
                case=case, name=each.name, started_at=each.started_at, defaults=columns
            )
    _keep_entry(case, by, now)
    record(NcicEntered(case.id), by=by, at=now)


def _keep_entry(case: Case, by: Viewer, now: datetime) -> None:
    """Keep what was on the worksheet of each missing child, with a receipt that proves it."""
    assert case.ncic_entered_at is not None, "the entry was written just now"
    assert by.id is not None, "a person records an entry"
    due = case.clocks.filter(name__in=met_by(case.jurisdiction, Met.RECORD_VERIFIED))
    first = due.filter(met_at__isnull=True).order_by("due_at").first()
    for child in case.children.filter(status=ChildStatus.MISSING):
        keyed = values(worksheet(sheet_of(case, child)))
        NcicEntry.objects.create(
            case=case,
            child=child,
            number=case.ncic_number,
            keyed=keyed,
            receipt=receipt(
                case.ncic_number,
                keyed,
                entered_at=case.ncic_entered_at,
                due_on=first.due_at.date() if first else None,
                issuer=settings.ENV.public_url,
                key=newest_key(settings.SIGNING_KEYS),
            ),
            entered_at=case.ncic_entered_at,
            recorded_at=now,
            recorded_by_id=by.id,
        )


def _share(case_id: int, agency_id: int | None) -> CaseAgency:
    running = CaseAgency.objects.select_for_update().filter(ended_at__isnull=True)
    share = running.filter(case_id=case_id, agency_id=agency_id or 0).first()
    if share is None:
        raise NotFound(say("This agency is not on the case."))
    return share
