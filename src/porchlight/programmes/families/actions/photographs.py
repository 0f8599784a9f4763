"""Photographs that the family gives, and what the desk does with them."""

from datetime import datetime

from django.db import transaction

from porchlight.core.errors import Conflict
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.accounts.permissions import person
from porchlight.house.audit.actions import record
from porchlight.house.files import actions as files
from porchlight.house.files.receipt import Source
from porchlight.programmes.cases import actions as cases
from porchlight.programmes.families.events import PhotographGiven, PhotographSettled
from porchlight.programmes.families.models import FamilyAccess, FamilyPhotograph
from porchlight.programmes.families.permissions import may_see
from porchlight.programmes.families.queries.support import require_work_on
from porchlight.programmes.families.rules.vocabulary import Part

ADDED, ASIDE = "added", "aside"


def give_photograph(
    access_id: int,
    source: Source,
    *,
    declared_type: str = "",
    words: str = "",
    by: Viewer,
    now: datetime,
) -> FamilyPhotograph:
    """
    Take a family's picture in: the original sealed, copies without hidden data for the desk.

    :raises NotAllowed: when it is not one's own page, or it takes no photographs
    :raises RuleBroken: about ``picture``, when it cannot be shown
    :raises Conflict: when they gave the same picture before
    :raises NoRoom: when the store is full; nothing is kept
    """
    access = FamilyAccess.objects.select_related("support").get(id=access_id)
    may_see(by, access.facts(), Part.PHOTOGRAPHS).require()
    about = f"support:{access.support_id}"
    # Bytes first and durable, then one transaction: an unattached original is swept later.
    kept = files.keep_picture(source, declared_type=declared_type, about=about, by=by, now=now)
    with transaction.atomic():
        row, new = FamilyPhotograph.objects.get_or_create(
            access=access,
            sha256=kept.file.sha256,
            defaults={
                "file_id": kept.file.id,
                "words": words.strip(),
                "given_at": now,
                "given_by_id": person(by),
            },
        )
        if not new:
            raise Conflict(say("You sent us this picture before. We have it."))
        record(PhotographGiven(access.support_id, row.pk, kept.file.id), by=by, at=now)
    return row


@transaction.atomic
def settle_photograph(
    photograph_id: int, child_id: int | None, *, by: Viewer, now: datetime
) -> FamilyPhotograph:
    """
    Put the picture on the case as one of ``child_id``, or set it aside without one.

    :raises NotAllowed: when ``by`` does not change the case
    :raises Conflict: when somebody settled it already, or the child has the picture
    """
    rows = FamilyPhotograph.objects.select_for_update(of=("self",))
    row = rows.select_related("access__support").get(id=photograph_id)
    case_id = row.access.support.case_id
    require_work_on(by, case_id)
    if row.settled_at is not None:
        raise Conflict(say("Somebody settled this picture already."))
    if child_id is not None:
        cases.attach_photograph(child_id, row.file_id, row.sha256, by=by, now=now)
    row.outcome = ASIDE if child_id is None else ADDED
    row.settled_at, row.settled_by_id = now, by.id
    row.save(update_fields=["outcome", "settled_at", "settled_by"])
    record(PhotographSettled(row.access.support_id, row.pk, row.outcome), by=by, at=now)
    return row


def view_photograph(
    row: FamilyPhotograph, shape: str, *, by: Viewer, now: datetime
) -> files.Opened:
    """
    Open a copy for somebody who puts pictures on the case, or for the one who gave it.

    :raises NotAllowed: to anybody else
    :raises NotFound: when there is no copy of this shape
    """
    require_work_on(by, row.access.support.case_id)
    return files.view(
        row.file_id, shape=shape, about=f"support:{row.access.support_id}", by=by, now=now
    )
