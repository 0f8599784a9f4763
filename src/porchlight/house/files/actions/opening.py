"""Looking at plain files and opening sealed ones: recorded before the first byte goes out."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from porchlight.core.errors import RuleBroken
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.audit.actions import record
from porchlight.house.files import permissions, queries
from porchlight.house.files.events import FileViewed, SealedOpened
from porchlight.house.files.models import KeptFile, Opening
from porchlight.house.files.queries import Plain
from porchlight.house.files.rules.reasons import Reason


@dataclass(frozen=True)
class Opened:
    """An open file: read it whole, in order, or in part. Sealed bytes are opened in memory only."""

    media_type: str
    size: int
    sha256: str
    _plain: Plain = field(repr=False)

    def __iter__(self) -> Iterator[bytes]:
        """Yield the bytes from the start."""
        return self._plain.parts(0, self.size)

    def parts(self, start: int, end: int) -> Iterator[bytes]:
        """Yield the bytes from ``start`` to before ``end``."""
        return self._plain.parts(start, end)

    def read(self) -> bytes:
        """Return all bytes."""
        return b"".join(self)


def view(file_id: int, *, shape: str = "", about: str = "", by: Viewer, now: datetime) -> Opened:
    """
    Open a plain file, or the copy of a picture in ``shape``, to be shown to ``by``. The caller has
    made sure that the record ``about`` (``case:12``), to which it belongs, is theirs to see.

    :raises NotFound: when there is no such file or copy
    :raises NotAllowed: when it is sealed, or the person looks at no files
    :raises NotWhole: when its bytes are not in the store
    """
    permissions.may_view(by).require()
    file = queries.copy_of(file_id, shape) if shape else queries.file_by_id(file_id)
    opened = _opened(file, queries.plain(file))
    record(FileViewed(file_id, about, shape), by=by, at=now)
    return opened


def open_sealed(
    file_id: int,
    *,
    why: Reason | str,
    words: str = "",
    about: str = "",
    by: Viewer,
    now: datetime,
) -> Opened:
    """
    Open a sealed file for a reason that stays beside the opening. The caller has made sure that
    the record ``about`` is theirs to see.

    :raises NotFound: when there is no such file
    :raises NotAllowed: when the person may not open files of its compartment, or gave no reason
    :raises RuleBroken: when it is not sealed
    :raises KeyMissing: when its key is not here; nothing is lost
    :raises NotWhole: when its bytes are missing or altered
    """
    file = queries.file_by_id(file_id)
    if not file.needs_reason:
        raise RuleBroken(say("This file is not sealed."))
    reason = Reason(why) if why in set(Reason) else None
    permissions.may_open(by, file.compartment, reason, words).require()
    assert reason is not None
    opened = _opened(file, queries.unsealed(file))
    with transaction.atomic():
        row = Opening.objects.create(
            file=file, why=reason, words=words, about=about, opened_at=now, opened_by_id=by.id
        )
        event = SealedOpened(file.id, about, row.id, file.compartment, reason)
        record(event, by=by, at=now)
    return opened


def _opened(file: KeptFile, plain: Plain) -> Opened:
    return Opened(file.media_type, file.size, file.sha256, plain)
