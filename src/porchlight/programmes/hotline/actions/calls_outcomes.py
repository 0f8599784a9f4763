"""What a call becomes: a case, a note, a report, a request. Everything typed goes along."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from porchlight.core.errors import NotFound, RuleBroken
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.audit.actions import record
from porchlight.house.directory import queries as directory
from porchlight.programmes.cases import actions as cases
from porchlight.programmes.cases import queries as case_queries
from porchlight.programmes.cases.rules.vocabulary import Category
from porchlight.programmes.hotline.actions import leads_intake
from porchlight.programmes.hotline.events.calls import (
    CallBecameCase,
    CallBecameLead,
    CallNoted,
    InformationGiven,
    ReportHandedOver,
    SupportRequested,
)
from porchlight.programmes.hotline.models import Call, Outcome, Typing
from porchlight.programmes.hotline.permissions.calls import may_settle
from porchlight.programmes.hotline.queries import calls as queries
from porchlight.programmes.hotline.rules import tips as leads
from porchlight.programmes.hotline.rules.becoming import case_intake, extras, tip_of
from porchlight.programmes.hotline.rules.call_words import Channel, OutcomeKind
from porchlight.programmes.hotline.rules.sheet import Sheet


@dataclass(frozen=True)
class NewCase:
    """What the specialist decides at the end: the category, and which agencies are told."""

    category: Category
    agency_ids: tuple[int, ...] = ()
    restricted: bool = False


def _locked(call_id: int, by: Viewer, now: datetime) -> tuple[Call, Sheet]:
    call = Call.objects.select_for_update().filter(id=call_id).first()
    if call is None:
        raise NotFound(say("There is no such call."))
    may_settle(by, call.facts()).require()
    draft = Typing.objects.get(call=call).read()
    return call, queries.sheet_of(call, draft, now, call.language)


def _made(call: Call, kind: OutcomeKind) -> Outcome | None:
    return call.outcomes.filter(kind=kind).select_related("case").first()


@transaction.atomic
def open_case_from_call(call_id: int, new: NewCase, *, by: Viewer, now: datetime) -> Outcome:
    """
    Open a case with everything typed, and tell the agencies. Pressed twice, it is one case.

    :raises NotAllowed: when the call is not the viewer's, or they open no cases
    :raises RuleBroken: when what was typed cannot be a case yet, naming the field
    """
    call, sheet = _locked(call_id, by, now)
    if (there := _made(call, OutcomeKind.CASE)) is not None:
        return there
    intake = case_intake(sheet, new.category, source=call.number, restricted=new.restricted)
    case = cases.open_case(intake, by=by, now=now)
    for agency_id in new.agency_ids:
        if not directory.verified_agency(agency_id):
            raise RuleBroken(say("This agency is not verified: call it, and do not send it."))
        number = sheet.text("police-0-report_number") if agency_id == new.agency_ids[0] else ""
        cases.share_with_agency(case.id, agency_id, report_number=number[:40], by=by, now=now)
    if words := _more(sheet):
        cases.add_note(case.id, words, by=by, now=now)
    outcome = _keep(call, OutcomeKind.CASE, by, now, case_id=case.id)
    record(CallBecameCase(call.id, case.id), by=by, at=now)
    return outcome


def _more(sheet: Sheet) -> str:
    """What the case has no place for, a line each; what could not be read, as it was typed."""
    lines = [f"{label}: {words}" for label, words in extras(sheet)]
    return "\n".join(lines)


@transaction.atomic
def note_on_case(
    call_id: int, case_number: str, words: str, *, by: Viewer, now: datetime
) -> Outcome:
    """
    Add what was told to a case as a note.

    :raises NotAllowed: when the call is not the viewer's, or they add no notes to this case
    :raises NotFound: when there is no such case for them
    :raises RuleBroken: when it says nothing
    """
    call, sheet = _locked(call_id, by, now)
    case = case_queries.case_for(by, case_number)
    text = words.strip() or sheet.text("event-0-circumstances")
    cases.add_note(case.id, text, by=by, now=now)
    outcome = _keep(call, OutcomeKind.NOTE, by, now, case_id=case.id, words=text)
    record(CallNoted(call.id, case.id), by=by, at=now)
    return outcome


@transaction.atomic
def make_lead(call_id: int, case_number: str = "", *, by: Viewer, now: datetime) -> Outcome:
    """
    Make a lead of what somebody saw, about a case when it is known which.

    :raises NotAllowed: when the call is not the viewer's
    :raises NotFound: when there is no such case for them
    :raises RuleBroken: when nothing was seen
    """
    call, sheet = _locked(call_id, by, now)
    case_id = case_queries.case_for(by, case_number).id if case_number else None
    channel = leads.Channel.TEXT if call.channel == Channel.TEXT else leads.Channel.CALL
    lead = leads_intake.enter_lead(
        tip_of(sheet, call.phones),
        channel=channel,
        language=call.language,
        case_id=case_id,
        by=by,
        now=now,
    )
    outcome = _keep(call, OutcomeKind.LEAD, by, now, case_id=case_id, lead_id=lead.id)
    record(CallBecameLead(call.id, lead.id, case_id), by=by, at=now)
    return outcome


@transaction.atomic
def hand_to_cybertipline(call_id: int, *, by: Viewer, now: datetime) -> Outcome:
    """
    Hand the call over, to become a CyberTipline report. Pressed twice, it is handed over once.

    :raises NotAllowed: when the call is not the viewer's
    :raises RuleBroken: when nothing tells what happened
    """
    call, sheet = _locked(call_id, by, now)
    if (there := _made(call, OutcomeKind.REPORT)) is not None:
        return there
    words = sheet.text("online-0-words") or sheet.text("event-0-circumstances")
    if not words:
        raise RuleBroken(say("Say what happened, in a sentence or two."), field="online-0-words")
    outcome = _keep(call, OutcomeKind.REPORT, by, now, words=words)
    record(ReportHandedOver(call.id), by=by, at=now)
    return outcome


@transaction.atomic
def request_support(call_id: int, case_number: str = "", *, by: Viewer, now: datetime) -> Outcome:
    """
    Ask family advocates to call. Pressed twice, it is asked once.

    :raises NotAllowed: when the call is not the viewer's
    :raises NotFound: when there is no such case for them
    :raises RuleBroken: when the family did not agree, or cannot be reached
    """
    call, sheet = _locked(call_id, by, now)
    if (there := _made(call, OutcomeKind.SUPPORT)) is not None:
        return there
    if sheet.value("support-0-agrees") is not True:
        raise RuleBroken(
            say("Ask whether the family agrees to be called by an advocate."),
            field="support-0-agrees",
        )
    if not call.phones and not sheet["caller-0-email"]:
        raise RuleBroken(say("Ask for a number to call back."), field="caller-0-phones")
    opened = _made(call, OutcomeKind.CASE)
    case_id = case_queries.case_for(by, case_number).id if case_number else None
    outcome = _keep(
        call,
        OutcomeKind.SUPPORT,
        by,
        now,
        case_id=case_id or (opened.case_id if opened else None),
        words=sheet.text("support-0-words"),
    )
    record(SupportRequested(call.id, outcome.case_id), by=by, at=now)
    return outcome


@transaction.atomic
def give_information(call_id: int, words: str = "", *, by: Viewer, now: datetime) -> Outcome:
    """
    Write down what somebody asked and was told.

    :raises NotAllowed: when the call is not the viewer's
    :raises RuleBroken: when neither is said
    """
    call, sheet = _locked(call_id, by, now)
    said = words.strip() or sheet.text("info-0-told") or sheet.text("info-0-question")
    if not said:
        raise RuleBroken(say("Say what was asked and what was told."), field="info-0-told")
    outcome = _keep(call, OutcomeKind.INFORMATION, by, now, words=said)
    record(InformationGiven(call.id), by=by, at=now)
    return outcome


def _keep(  # noqa: PLR0913 the columns of an outcome
    call: Call,
    kind: OutcomeKind,
    by: Viewer,
    now: datetime,
    *,
    case_id: int | None = None,
    lead_id: int | None = None,
    words: str = "",
) -> Outcome:
    assert by.id is not None
    return Outcome.objects.create(
        call=call,
        kind=kind,
        case_id=case_id,
        lead_id=lead_id,
        words=words,
        made_at=now,
        made_by_id=by.id,
    )
