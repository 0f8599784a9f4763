"""Taking a call: begun, typed, taken over, ended. One verb, one transaction, one event."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction

from porchlight.core.errors import Conflict, NotFound, RuleBroken
from porchlight.core.identifiers import case_number
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.audit.actions import record
from porchlight.programmes.hotline.events.calls import (
    CallEnded,
    CallPutBack,
    CallReopened,
    CallsListed,
    CallTaken,
    CallTakenOver,
    CallTyped,
    CallViewed,
    LookAlikesSeen,
    PriorityRaised,
    RivalSettled,
)
from porchlight.programmes.hotline.models import Call, CallSave, Typing
from porchlight.programmes.hotline.permissions.calls import (
    may_reopen,
    may_settle,
    may_take_calls,
    may_take_over,
    may_type,
)
from porchlight.programmes.hotline.queries import calls as queries
from porchlight.programmes.hotline.queries import calls_beside
from porchlight.programmes.hotline.rules import drafts
from porchlight.programmes.hotline.rules.blocks import Per
from porchlight.programmes.hotline.rules.call_words import CallState, Channel, Ending
from porchlight.programmes.hotline.rules.priorities import Priority
from porchlight.programmes.hotline.rules.questions import slot_of
from porchlight.programmes.hotline.rules.risk import urgency
from porchlight.programmes.hotline.rules.sheet import Sheet
from porchlight.programmes.matching.actions import Indexable, index_persons

PREFIX = "CALL"
LONGEST = 20_000
MOST_FIELDS = 4000
OLDEST_TYPING = timedelta(days=7)


@dataclass(frozen=True)
class Begin:
    """How a contact begins. ``began_at`` and ``paper_by`` when it was written on paper first."""

    channel: Channel = Channel.TELEPHONE
    key: str = ""
    language: str = "en"
    zone: str = "America/New_York"
    began_at: datetime | None = None
    paper_by: str = ""


@dataclass(frozen=True)
class Page:
    """What a page sends when it saves: all its fields, and what it had been shown."""

    writer: str
    sequence: int
    seen: int
    fields: Mapping[str, str]
    typed_ago: timedelta = timedelta(0)


@dataclass(frozen=True)
class Saved:
    """The answer to a save: where the draft stands, and what others changed meanwhile."""

    call: Call
    draft: drafts.Draft
    news: Mapping[str, str] = field(default_factory=dict)
    again: bool = False


@transaction.atomic
def take_call(begin: Begin, *, by: Viewer, now: datetime) -> Call:
    """
    Begin a call, or return the one that the same press began already.

    :raises NotAllowed: when ``by`` takes no calls
    :raises RuleBroken: when it would have begun in the future
    """
    may_take_calls(by).require()
    there = Call.objects.filter(key=begin.key, entered_by_id=by.id).first()
    if there is not None:
        return there
    began = begin.began_at or now
    if began > now:
        raise RuleBroken(say("The call cannot have begun in the future."), field="began_at")
    call = Call.objects.create(
        number=_number(),
        key=begin.key,
        channel=begin.channel,
        language=begin.language,
        zone=begin.zone,
        began_at=began,
        entered_at=now,
        entered_by_id=by.id,
        on_paper=begin.began_at is not None,
        paper_by=begin.paper_by.strip()[:120],
        holder_id=by.id,
        taken_at=now,
        taken_by_id=by.id,
    )
    Typing.objects.create(call=call)
    record(CallTaken(call.id, call.channel), by=by, at=now)
    return call


def _number() -> str:
    while Call.objects.filter(number=(drawn := case_number(PREFIX))).exists():
        continue
    return drawn


def _locked(call_id: int) -> tuple[Call, Typing]:
    call = Call.objects.select_for_update().filter(id=call_id).first()
    if call is None:
        raise NotFound(say("There is no such call."))
    return call, Typing.objects.select_for_update().get(call=call)


@transaction.atomic
def type_call(call_id: int, page: Page, *, by: Viewer, now: datetime) -> Saved:
    """
    Keep what a page typed. Sent again, or late, or out of order, the call stands the same; what
    somebody else typed meanwhile is never written over unseen.

    :raises NotAllowed: when ``by`` never had this call
    :raises RuleBroken: when a text is too long to be one
    """
    call, typing = _locked(call_id)
    may_type(by, call.facts()).require()
    draft = typing.read()
    before = queries.seen_answers(call, draft, page.seen, page.writer)
    changed = drafts.changes(_kept(page.fields), before)
    sent = CallSave.objects.filter(call=call, writer=page.writer, sequence=page.sequence).first()
    again = sent is not None and sent.changes.items() <= _kept(page.fields).items()
    if not changed:
        return Saved(call, draft, drafts.news(draft, page.seen, page.writer), again)
    # The same number with other words: a page that was gone back to. Its words count as new.
    sequence = page.sequence if sent is None else draft.sequence + 1
    ago = min(max(page.typed_ago, timedelta(0)), OLDEST_TYPING)
    save = drafts.Save(
        drafts.Stamp(sequence, page.writer), page.seen, changed, (now - ago).isoformat()
    )
    draft = drafts.merged(draft, save)
    _save_row(call, save, draft.revision, by, now)
    _stand(call, typing, draft, now)
    names = sorted({key.partition("-")[2].partition("-")[2] for key in changed})
    record(CallTyped(call.id, draft.revision, ", ".join(names)), by=by, at=now)
    return Saved(call, draft, drafts.news(draft, page.seen, page.writer))


def _kept(fields: Mapping[str, str]) -> dict[str, str]:
    """The texts of questions, without what a database cannot hold."""
    if len(fields) > MOST_FIELDS:
        raise RuleBroken(say("This page sent more fields than a call has."))
    found = {}
    for key, text in fields.items():
        if slot_of(key) is None:
            continue
        if len(text) > LONGEST:
            raise RuleBroken(say("This is too long. Put the rest into what happened."), field=key)
        plain = text.replace("\r\n", "\n").replace("\x00", "")
        found[key] = plain.encode("utf-8", "ignore").decode()
    return found


def _save_row(call: Call, save: drafts.Save, revision: int, by: Viewer, now: datetime) -> None:
    assert by.id is not None
    CallSave.objects.create(
        call=call,
        revision=revision,
        writer=save.stamp.writer,
        sequence=save.stamp.sequence,
        seen=save.seen,
        changes=dict(save.changes),
        typed_at=datetime.fromisoformat(save.at),
        saved_at=now,
        saved_by_id=by.id,
    )


def _stand(call: Call, typing: Typing, draft: drafts.Draft, now: datetime) -> None:
    """Write the draft, and read out of it what the call is found and sorted by."""
    typing.draft, typing.revision, typing.saved_at = drafts.as_json(draft), draft.revision, now
    typing.save(update_fields=["draft", "revision", "saved_at"])
    sheet = queries.sheet_of(call, draft, now, call.language)
    urgent = urgency(sheet)
    columns = {
        "about": sheet.text("call-0-about"),
        "priority": urgent.priority.value,
        "points": urgent.score.bits,
        "phones": _phones(sheet),
        "names": _names(sheet),
        "area": sheet.place.state if sheet.place else "",
    }
    changed = [name for name in columns if getattr(call, name) != columns[name]]
    for name in changed:
        setattr(call, name, columns[name])
    if changed:
        call.save(update_fields=changed)


def _phones(sheet: Sheet) -> list[str]:
    """The numbers the caller gave for themselves: by these they are known again."""
    return sorted({one.partition(";")[0] for one in sheet.value("caller-0-phones") or ()})


def _names(sheet: Sheet) -> list[str]:
    found = [sheet.text("caller-0-name")]
    for index in sheet.each(Per.CHILD):
        parts = (sheet.text(f"child-{index}-{part}_names") for part in ("given", "family"))
        found.append(" ".join(part for part in parts if part))
    found += [sheet.text(f"companion-{index}-name") for index in sheet.each(Per.COMPANION)]
    return [name for name in found if name]


@transaction.atomic
def settle_rival(call_id: int, key: str, *, by: Viewer, now: datetime) -> None:
    """
    Keep what stands in a field and let the other text go; it stays in the list of saves.

    :raises NotAllowed: when ``by`` never had this call
    """
    call, typing = _locked(call_id)
    may_type(by, call.facts()).require()
    draft = drafts.settled(typing.read(), key)
    typing.draft = drafts.as_json(draft)
    typing.save(update_fields=["draft"])
    record(RivalSettled(call.id, key), by=by, at=now)


@transaction.atomic
def take_over(call_id: int, *, by: Viewer, now: datetime) -> Call:
    """
    Go on with a call that waits, or that a colleague had; their last letters still arrive.

    :raises NotAllowed: when it has ended, or is the viewer's already
    """
    call, _ = _locked(call_id)
    may_take_over(by, call.facts()).require()
    call.holder_id, call.state = by.id, CallState.OPEN
    if call.taken_at is None:
        call.taken_at, call.taken_by_id = now, by.id
    call.save(update_fields=["holder", "state", "taken_at", "taken_by"])
    record(CallTakenOver(call.id), by=by, at=now)
    return call


@transaction.atomic
def put_back(call_id: int, *, by: Viewer, now: datetime) -> Call:
    """
    Leave an open call to whoever is free; it waits with all that was typed.

    :raises NotAllowed: when the call is not the viewer's
    :raises Conflict: when it is not open
    """
    call, _ = _locked(call_id)
    may_settle(by, call.facts()).require()
    if call.state != CallState.OPEN:
        raise Conflict(say("The call is not open."))
    call.state, call.holder = CallState.WAITING, None
    call.save(update_fields=["state", "holder"])
    record(CallPutBack(call.id), by=by, at=now)
    return call


@transaction.atomic
def raise_priority(call_id: int, priority: Priority, *, by: Viewer, now: datetime) -> Call:
    """
    Say that a call is more urgent than reckoned; it is never made less urgent than that.

    :raises NotAllowed: when the call is not the viewer's
    """
    call, _ = _locked(call_id)
    may_settle(by, call.facts()).require()
    call.raised_to, call.raised_at, call.raised_by_id = priority, now, by.id
    call.save(update_fields=["raised_to", "raised_at", "raised_by"])
    record(PriorityRaised(call.id, priority), by=by, at=now)
    return call


@transaction.atomic
def end_call(call_id: int, ending: Ending, *, by: Viewer, now: datetime) -> Call:
    """
    End a call. Ended twice the same way, it is ended once.

    :raises NotAllowed: when the call is not the viewer's
    :raises Conflict: when it ended otherwise already
    :raises RuleBroken: when it should be settled but nothing became of it
    """
    call, _ = _locked(call_id)
    may_settle(by, call.facts()).require()
    if call.state == CallState.ENDED:
        if call.ending == ending:
            return call
        raise Conflict(say("The call has ended already."))
    if ending is Ending.SETTLED and not call.outcomes.exists():
        raise RuleBroken(say("Say first what the call becomes."))
    call.state, call.ending = CallState.ENDED, ending
    call.ended_at, call.ended_by_id = now, by.id
    call.save(update_fields=["state", "ending", "ended_at", "ended_by"])
    record(CallEnded(call.id, ending), by=by, at=now)
    return call


@transaction.atomic
def reopen_call(call_id: int, *, by: Viewer, now: datetime) -> Call:
    """
    Open an ended call again, because more was told.

    :raises NotAllowed: when it is open, or not the viewer's
    """
    call, _ = _locked(call_id)
    may_reopen(by, call.facts()).require()
    call.state, call.ending, call.ended_at, call.ended_by = CallState.OPEN, "", None, None
    call.holder_id = by.id
    call.save(update_fields=["state", "ending", "ended_at", "ended_by", "holder"])
    record(CallReopened(call.id), by=by, at=now)
    return call


def view_call(call: Call, part: str, *, by: Viewer, now: datetime) -> None:
    """Write down that the person saw this part of the call, before it is shown."""
    record(CallViewed(call.id, part), by=by, at=now)


def view_calls(shown: list[Call], *, by: Viewer, now: datetime) -> None:
    """Write down that the person saw these calls in a list."""
    record(CallsListed(len(shown), queries.numbers_of(shown)), by=by, at=now)


@transaction.atomic
def make_findable(call_id: int, *, by: Viewer, now: datetime) -> bool:
    """
    Let the persons of a call be found as look-alikes by other calls; whether that was news.

    Done twice it is done once.
    """
    call, typing = _locked(call_id)
    sheet = queries.sheet_of(call, typing.read(), now, call.language)
    described = list(calls_beside.descriptions(sheet))
    digest = sha256(repr(described).encode()).hexdigest()
    if digest == typing.findable_as:
        return False
    typing.findable_as = digest
    typing.save(update_fields=["findable_as"])
    persons = [Indexable(role, one) for role, one in described]
    index_persons(f"call:{call.id}", persons, number=call.number, by=by, now=now)
    return True


@transaction.atomic
def see_look_alikes(call: Call, sources: list[str], *, by: Viewer, now: datetime) -> None:
    """Write down whose records were shown beside the call; each once while the call is taken."""
    typing = Typing.objects.select_for_update().get(call=call)
    new = [source for source in sources if source not in typing.compared]
    if not new:
        return
    typing.compared = [*typing.compared, *new]
    typing.save(update_fields=["compared"])
    record(LookAlikesSeen(call.id, " ".join(new)), by=by, at=now)
