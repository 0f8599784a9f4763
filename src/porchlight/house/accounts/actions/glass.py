"""Opening a record in an emergency, and the review of it."""

import re
from datetime import datetime

from django.db import transaction

from porchlight.core.errors import Conflict, NotFound, RuleBroken
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.accounts.events import GlassBroken, GlassReviewed
from porchlight.house.accounts.models import BrokenGlass
from porchlight.house.accounts.permissions import may_break_glass, may_review_glass, person
from porchlight.house.accounts.rules import GLASS_FOR
from porchlight.house.audit.actions import record

RECORD = re.compile(r"[a-z_]{1,30}:[0-9a-zA-Z-]{1,28}")
LEAST_WORDS = 3


@transaction.atomic
def break_glass(about: str, reason: str, *, by: Viewer, now: datetime) -> BrokenGlass:
    """
    Open ``about`` (such as ``case:12``) to the person for four hours; supervisors are told.

    :raises NotAllowed: when their role does not open records in an emergency
    :raises RuleBroken: when the reason says nothing or the record is not named as records are
    """
    may_break_glass(by).require()
    if not RECORD.fullmatch(about):
        raise RuleBroken(say("Name the record, for example case:12."), field="record")
    if len(reason.split()) < LEAST_WORDS:
        raise RuleBroken(
            say("Say in a sentence why it cannot wait: a supervisor reads it."), field="reason"
        )
    glass = BrokenGlass.objects.create(
        record=about, reason=reason, broken_at=now, broken_by_id=person(by), ends_at=now + GLASS_FOR
    )
    record(GlassBroken(glass.id, about), by=by, at=now)
    return glass


@transaction.atomic
def review_glass(glass_id: int, *, justified: bool, remark: str, by: Viewer, now: datetime) -> None:
    """
    Sign off an emergency opening. One that was not justified ends at once.

    :raises NotFound: when there is none
    :raises NotAllowed: when ``by`` is no supervisor, or opened it themselves
    :raises Conflict: when somebody reviewed it already
    :raises RuleBroken: when it was not justified and no remark says what follows
    """
    glass = BrokenGlass.objects.select_for_update().filter(id=glass_id).first()
    if glass is None:
        raise NotFound(say("There is no such opening."))
    may_review_glass(by, glass.broken_by_id).require()
    if glass.reviewed_at is not None:
        raise Conflict(say("Somebody reviewed this already."))
    if not justified and not remark.strip():
        raise RuleBroken(say("Say what follows from it."), field="remark")
    glass.reviewed_at, glass.reviewed_by_id = now, by.id
    glass.justified, glass.remark = justified, remark
    if not justified:
        glass.ends_at = min(glass.ends_at, now)
    glass.save(update_fields=["reviewed_at", "reviewed_by", "justified", "remark", "ends_at"])
    record(GlassReviewed(glass_id, glass.record), by=by, at=now)
