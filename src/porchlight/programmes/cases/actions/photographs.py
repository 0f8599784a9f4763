"""Photographs as they come: made safe and kept, then put on the case; and looked at."""

from datetime import datetime

from porchlight.core.dates import PartialDate
from porchlight.core.viewer import Viewer
from porchlight.house.files import actions as files
from porchlight.house.files.receipt import Source
from porchlight.programmes.cases.actions.people import attach_photograph
from porchlight.programmes.cases.models import Child, Photograph
from porchlight.programmes.cases.permissions import may_change_case
from porchlight.programmes.cases.queries import facts_of


def add_photograph(
    child_id: int,
    source: Source,
    *,
    declared_type: str = "",
    taken_on: PartialDate | None = None,
    by: Viewer,
    now: datetime,
) -> Photograph:
    """
    Take a picture of the child in: the original is sealed, copies without hidden data are drawn.

    :raises NotAllowed: when ``by`` does not change this case; nothing is kept
    :raises RuleBroken: about ``picture``, when it cannot be shown
    :raises Conflict: when the same picture is there already
    :raises NoRoom: when the store is full; nothing is kept
    """
    case = Child.objects.select_related("case").get(id=child_id).case
    may_change_case(by, facts_of(case)).require()
    about = f"case:{case.id}"
    # Bytes first and durable, then one transaction: an unattached original is swept later.
    kept = files.keep_picture(source, declared_type=declared_type, about=about, by=by, now=now)
    return attach_photograph(
        child_id, kept.file.id, kept.file.sha256, taken_on=taken_on, by=by, now=now
    )


def view_photograph(row: Photograph, shape: str, *, by: Viewer, now: datetime) -> files.Opened:
    """
    Open a copy of the picture to be shown to somebody who may see the case.

    :raises NotFound: when there is no copy of this shape
    :raises NotAllowed: when the person looks at no files
    """
    return files.view(row.file_id, shape=shape, about=f"case:{row.case_id}", by=by, now=now)
