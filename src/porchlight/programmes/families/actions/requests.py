"""Families who asked to be called: handed on to all advocates, answered by one."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from porchlight.core.errors import Conflict, NotFound, RuleBroken
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.accounts.permissions import person
from porchlight.house.audit.actions import record
from porchlight.programmes.families.events import RequestSettled, SupportAsked
from porchlight.programmes.families.models import SupportRequest
from porchlight.programmes.families.permissions import may_answer, may_ask


@dataclass(frozen=True)
class Asked:
    """What a family said when it asked for support, and how it may be reached."""

    case_id: int | None = None
    name: str = ""
    relation: str = ""
    phones: tuple[str, ...] = ()
    email: str = ""
    language: str = "en"
    safe_contact: str = ""
    words: str = ""
    best_time: str = ""
    crisis: bool = False


@transaction.atomic
def ask_support(source: str, asked: Asked, *, by: Viewer, now: datetime) -> SupportRequest:
    """
    Hand a family's wish on to the advocates. The same ``source`` (``call:12``) asks once.

    :raises NotAllowed: when ``by`` is not the house
    """
    may_ask(by).require()
    row, new = SupportRequest.objects.get_or_create(
        source=source,
        defaults={
            "case_id": asked.case_id,
            "name": asked.name[:200],
            "relation": asked.relation,
            "phones": list(asked.phones),
            "email": asked.email[:254],
            "language": asked.language,
            "safe_contact": asked.safe_contact,
            "words": asked.words,
            "best_time": asked.best_time[:300],
            "crisis": asked.crisis,
            "asked_at": now,
        },
    )
    if new:
        record(SupportAsked(row.pk), by=by, at=now)
    return row


@transaction.atomic
def settle_request(request_id: int, outcome: str, *, by: Viewer, now: datetime) -> None:
    """
    Write down what became of it: called, and who goes on.

    :raises NotAllowed: when ``by`` is no advocate
    :raises NotFound: when there is none
    :raises RuleBroken: when nothing is said of it
    :raises Conflict: when somebody answered already
    """
    may_answer(by).require()
    row = SupportRequest.objects.select_for_update().filter(id=request_id).first()
    if row is None:
        raise NotFound(say("There is no such request."))
    if not outcome.strip():
        raise RuleBroken(say("Say what became of it."), field="outcome")
    if row.settled_at is not None:
        raise Conflict(say("Another advocate answered this already."))
    row.settled_at, row.settled_by_id, row.outcome = now, person(by), outcome.strip()
    row.save(update_fields=["settled_at", "settled_by", "outcome"])
    record(RequestSettled(row.pk), by=by, at=now)
