"""Keeping evidence: items, hand to hand, laboratories asked, what they found."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from porchlight.core.errors import Conflict, NotFound, RuleBroken
from porchlight.core.identifiers import case_number
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.audit.actions import record
from porchlight.programmes.forensics.events import (
    CustodyRecorded,
    ItemRegistered,
    LabAsked,
    LabFound,
    LaboratoryAdded,
    LabRequestMoved,
)
from porchlight.programmes.forensics.models import (
    CustodyLink,
    EvidenceItem,
    LabFinding,
    Laboratory,
    LabRequest,
    UnidentifiedPerson,
)
from porchlight.programmes.forensics.permissions import may_write_custody
from porchlight.programmes.forensics.queries.subjects import Whose
from porchlight.programmes.forensics.rules.custody import START, Act, Link, check_link, next_hash
from porchlight.programmes.forensics.rules.findings import Finding, effect
from porchlight.programmes.forensics.rules.items import ITEM_KINDS
from porchlight.programmes.forensics.rules.services import Stage, check_stage, services


@dataclass(frozen=True)
class Handed:
    """One entry of a chain as it is told: when, what, from whom to whom, and the rest in words."""

    at: datetime
    act: str
    giver: str
    taker: str
    more: Mapping[str, str]


@transaction.atomic
def register_item(
    whose: Whose,
    told: Mapping[str, str],
    collected: Handed,
    *,
    parent_id: int | None = None,
    by: Viewer,
    now: datetime,
) -> EvidenceItem:
    """
    Register an item with who collected it, when and where: the first entry of its chain.

    :raises NotAllowed: when ``by`` does not keep evidence
    :raises RuleBroken: if nobody says what it is, or its collection lacks who or when
    """
    may_write_custody(by).require()
    if told.get("kind") not in ITEM_KINDS or not told.get("words", "").strip():
        raise RuleBroken(say("Say what it is: a kind and a description."))
    item = EvidenceItem.objects.create(
        number=case_number("EV"),
        child_id=whose.child_id,
        person_id=whose.person_id,
        parent_id=parent_id,
        registered_at=now,
        registered_by_id=by.id,
        **{name: value.strip() for name, value in told.items()},
    )
    _add(item, collected, by, now)
    record(ItemRegistered(item.id, whose.child_id, whose.person_id), by=by, at=now)
    return item


@transaction.atomic
def hand_over(item_id: int, told: Handed, *, by: Viewer, now: datetime) -> CustodyLink:
    """
    Add an entry to an item's chain. None is ever changed: a mistake is put right by a correction.

    :raises NotAllowed: when ``by`` does not keep evidence
    :raises NotFound: when there is no such item
    :raises RuleBroken: if it cannot follow the entry before
    """
    may_write_custody(by).require()
    # Locked: two who write at once must not both be number five.
    item = EvidenceItem.objects.select_for_update(of=("self",)).filter(id=item_id).first()
    if item is None:
        raise NotFound(say("There is no such item."))
    made = _add(item, told, by, now)
    record(CustodyRecorded(item.id, made.seq, made.act), by=by, at=now)
    return made


def _add(item: EvidenceItem, told: Handed, by: Viewer, now: datetime) -> CustodyLink:
    if told.act not in list(Act):
        raise RuleBroken(say("Choose what was done."))
    if not told.giver.strip() or not told.taker.strip():
        raise RuleBroken(say("Write who gave it and who took it."))
    if told.at > now:
        raise RuleBroken(say("This lies in the future."))
    before = list(item.chain.order_by("seq"))
    row = CustodyLink(
        item=item,
        seq=len(before) + 1,
        happened_on=told.at.replace(microsecond=0),
        act=told.act,
        giver=told.giver.strip(),
        taker=told.taker.strip(),
        recorded_at=now,
        recorded_by_id=by.id,
        **{name: value.strip() for name, value in told.more.items()},
    )
    links: list[Link] = [one.link() for one in before]
    check_link(links, row.link())
    row.hash = next_hash(before[-1].hash if before else START, row.told())
    row.save()
    return row


@transaction.atomic
def add_laboratory(
    told: Mapping[str, str],
    offered: list[str],
    *,
    accredited_until: date | None,
    capacity: int,
    by: Viewer,
    now: datetime,
) -> Laboratory:
    """
    Add a partner laboratory.

    :raises NotAllowed: when ``by`` does not keep evidence
    :raises RuleBroken: without a name or a service
    :raises Conflict: when there is one of this name
    """
    may_write_custody(by).require()
    if not told.get("name", "").strip() or not offered or set(offered) - set(services()):
        raise RuleBroken(say("Write its name, and choose what it does."))
    try:
        with transaction.atomic():
            made = Laboratory.objects.create(
                services=offered,
                accredited_until=accredited_until,
                capacity=capacity,
                added_at=now,
                added_by_id=by.id,
                **{name: value.strip() for name, value in told.items()},
            )
    except IntegrityError as error:
        raise Conflict(say("There is a laboratory of this name already.")) from error
    record(LaboratoryAdded(made.id), by=by, at=now)
    return made


@transaction.atomic
def ask_laboratory(
    whose: Whose, told: Mapping[str, str], *, item_id: int | None, by: Viewer, now: datetime
) -> LabRequest:
    """
    Ask for a forensic service.

    :raises NotAllowed: when ``by`` does not keep evidence
    :raises RuleBroken: without service, question or authority, or when material would be used up
        and nobody approved it
    """
    may_write_custody(by).require()
    service = services().get(told.get("service", ""))
    if service is None:
        raise RuleBroken(say("Choose a service."))
    if not told.get("question", "").strip() or not told.get("authority", "").strip():
        raise RuleBroken(say("Write the question, and by whose authority it is asked."))
    if service.consumes != "no" and item_id is not None and not told.get("approval", "").strip():
        raise RuleBroken(say("This uses material up: write who approved it."))
    made = LabRequest.objects.create(
        child_id=whose.child_id,
        person_id=whose.person_id,
        item_id=item_id,
        asked_at=now,
        asked_by_id=by.id,
        **{name: value.strip() for name, value in told.items()},
    )
    asked = LabAsked(made.id, made.service, whose.child_id, whose.person_id)
    record(asked, by=by, at=now)
    return made


@transaction.atomic
def move_request(
    request_id: int,
    *,
    stage: str,
    laboratory_id: int | None = None,
    due_on: date | None = None,
    words: str = "",
    by: Viewer,
    now: datetime,
) -> LabRequest:
    """
    Move a request on: offered to a laboratory, accepted, in work, reported, closed.

    :raises NotAllowed: when ``by`` does not keep evidence
    :raises NotFound: when there is no such request
    :raises RuleBroken: if the step does not follow, or the laboratory does not do this
    """
    may_write_custody(by).require()
    row = _locked(request_id)
    if stage not in list(Stage):
        raise RuleBroken(say("Choose the next step."))
    check_stage(Stage(row.stage), Stage(stage))
    if stage == Stage.OFFERED:
        row.laboratory = _able(row, laboratory_id, now.date())
    row.stage, row.stage_words = stage, words.strip()
    row.due_on = due_on or row.due_on
    row.moved_at, row.moved_by_id = now, by.id
    row.save()
    record(LabRequestMoved(row.id, stage), by=by, at=now)
    return row


def _locked(request_id: int) -> LabRequest:
    row = LabRequest.objects.select_for_update(of=("self",)).filter(id=request_id).first()
    if row is None:
        raise NotFound(say("There is no such request."))
    return row


def _able(row: LabRequest, laboratory_id: int | None, today: date) -> Laboratory:
    found = Laboratory.objects.filter(id=laboratory_id or 0).first()
    if found is None or row.service not in found.services:
        raise RuleBroken(say("Choose a laboratory that does this."))
    if found.accredited_until is not None and found.accredited_until < today:
        raise RuleBroken(say("The accreditation of this laboratory has run out."))
    return found


@transaction.atomic
def record_finding(
    request_id: int, found: Finding, *, words: str, by: Viewer, now: datetime
) -> LabFinding:
    """
    Record what a laboratory found; the unidentified person's record takes over what it changes,
    and is compared again.

    :raises NotAllowed: when ``by`` does not keep evidence
    :raises NotFound: when there is no such request
    :raises RuleBroken: if nothing is reported yet
    """
    may_write_custody(by).require()
    row = _locked(request_id)
    if row.stage not in (Stage.WORKING, Stage.REPORTED):
        raise RuleBroken(say("The laboratory has not begun to work on it."))
    changed = _taken_over(row, found, now)
    made = LabFinding.objects.create(
        request=row,
        kind=found.kind,
        low=found.span.lo if found.span else None,
        high=found.span.hi if found.span else None,
        word=found.word[:200],
        words=words.strip(),
        changed=changed,
        found_at=now,
        found_by_id=by.id,
    )
    record(LabFound(row.id, found.kind, ", ".join(changed), row.person_id), by=by, at=now)
    return made


def _taken_over(row: LabRequest, found: Finding, now: datetime) -> list[str]:
    if row.person_id is None:
        return []
    person = UnidentifiedPerson.objects.select_for_update(of=("self",)).get(id=row.person_id)
    if person.identified_at is not None:
        return []
    changed = person.take(effect(found, person.facts(), person.possible_names), now)
    person.save()
    return changed
