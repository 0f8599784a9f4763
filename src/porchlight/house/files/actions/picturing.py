"""Pictures: the original sealed as it came, copies drawn from its pixels alone."""

from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from porchlight.core.errors import NotFound, RuleBroken
from porchlight.core.text import Say, say
from porchlight.core.viewer import Viewer
from porchlight.house.audit.actions import record
from porchlight.house.files import queries
from porchlight.house.files.entering import Came, enter, give_key, place
from porchlight.house.files.events import DropTakenIn, FileKept
from porchlight.house.files.keys import Compartment, keyring
from porchlight.house.files.models import (
    Arrival,
    Derivative,
    DroppedFile,
    KeptFile,
    Picture,
)
from porchlight.house.files.pictures import sandbox
from porchlight.house.files.pictures.shapes import ALL, MADE_WITH
from porchlight.house.files.receipt import Source, pieces_of
from porchlight.house.files.rules.limits import MEBIBYTE
from porchlight.house.files.rules.media import agreement
from porchlight.house.files.store import store
from porchlight.house.files.taking import Taken, taking, too_large

REFUSALS: dict[str, Say] = {
    "not_a_picture": say("This is not a picture we can show. Send a JPEG, PNG, WebP or HEIC."),
    "too_large": say("This picture has too many pixels. Send a smaller copy."),
    "too_many_frames": say("This picture moves. Send a single picture."),
    "unreadable": say("This picture is broken and cannot be shown. Send another copy."),
    "gave_up": say("This picture could not be read. Send another copy."),
}


@dataclass(frozen=True)
class KeptPicture:
    """A kept original and what decoding it showed. Copies are found by ``file.id`` and shape."""

    file: KeptFile
    picture: Picture


@dataclass(frozen=True)
class TakenIn:
    """
    What a stranger left, in the house: the sealed original, what it is, and where and when its
    camera says it was taken (for staff; no copy holds it). ``picture.state`` is «decoded» when
    there are copies to look at.
    """

    file: KeptFile
    picture: Picture
    arrival: Arrival


@dataclass(frozen=True)
class _Drawn:
    """Copies on their way into the store, and what the picture told."""

    look: sandbox.Look
    copies: list[tuple[str, sandbox.Raw, Taken, str | None]] = field(default_factory=list)


def keep_picture(
    source: Source, *, declared_type: str = "", about: str = "", by: Viewer, now: datetime
) -> KeptPicture:
    """
    Keep a picture that somebody of the house or a family gives: the original sealed for the
    compartment ``case``, copies (thumbnail, web, print, veiled) without hidden data for the desks.

    :raises RuleBroken: about the field ``picture``, when it is none that can be shown, too large,
        or the record has as many as it may; nothing is kept then
    :raises KeyMissing: when nothing can be sealed here
    :raises NoRoom: when the store is full; nothing is kept
    """
    came = Came(min(timezone.now(), now), about, declared_type)
    _leave_room_on(about)
    data = _in_memory(source)
    try:
        look = sandbox.decode(data, ALL, pdq=True)
    except sandbox.Undecodable as error:
        raise RuleBroken(REFUSALS[error.word], field="picture") from error
    with ExitStack() as stack:
        taken = stack.enter_context(taking(data, Compartment.CASE))
        drawn = _draw(look, stack)
        placed = place(taken, Compartment.CASE)
        with transaction.atomic():
            file, again = enter(taken, placed, Compartment.CASE, came, by=by, now=now)
            picture = _picture(file, "decoded", drawn, by=by, now=now)
            kept = FileKept(file.id, about, file.sha256, file.size, file.compartment, again)
            record(kept, by=by, at=now)
    return KeptPicture(file, picture)


def take_in(drop_id: UUID, *, about: str = "", by: Viewer, now: datetime) -> TakenIn:
    """
    Take a file in that a stranger left on the public site; for jobs in the worker, which alone
    opens what the public left. Call it with the id that ``drop.leave_file`` gave and the record it
    belongs to (``lead:5``); called again, it gives the same answer.

    The original stays sealed, now for the compartment ``case``: its key is wrapped anew, its bytes
    are not touched. A picture gets copies without hidden data; what is none, or is broken, is kept
    all the same and its state says so.

    :raises NotFound: when there is no such drop
    :raises KeyMissing: when the key of the public drop is not here; the drop stays
    :raises NotWhole: when its bytes are missing or altered
    """
    there = Arrival.objects.filter(drop=drop_id).select_related("file__picture").first()
    if there is not None:
        return TakenIn(there.file, there.file.picture, there)
    drop = DroppedFile.objects.filter(id=drop_id).first()
    if drop is None:
        raise NotFound(say("There is no such file."))
    plain = queries.opened_with(drop.address, drop.as_wrapped(), Compartment.PUBLIC_DROP)
    state, look = _looked_at(plain.parts(0, plain.size))
    with ExitStack() as stack:
        drawn = _draw(look, stack) if look else None
        with transaction.atomic():
            return _enter_drop(drop_id, state, drawn, about, by=by, now=now)


def _leave_room_on(about: str) -> None:
    most = settings.ENV.pictures_per_record
    if about and Arrival.objects.filter(about=about).count() >= most:
        raise RuleBroken(say("A record takes at most {n} pictures.", n=most), field="picture")


def _in_memory(source: Source) -> bytes:
    most = settings.ENV.picture_megabytes * MEBIBYTE
    data = bytearray()
    for piece in pieces_of(source):
        data += piece
        if len(data) > most:
            refusal = too_large(most)
            raise RuleBroken(refusal.sentence, field="picture")
    return bytes(data)


def _looked_at(parts: Iterable[bytes]) -> tuple[str, sandbox.Look | None]:
    try:
        return "decoded", sandbox.decode(b"".join(parts), ALL, pdq=True)
    except sandbox.Undecodable as error:
        return error.word, None


def _draw(look: sandbox.Look, stack: ExitStack) -> _Drawn:
    """Encode the copies and store them; rows come later, in one transaction."""
    drawn, stored = _Drawn(look), dict[bytes, tuple[Taken, str | None]]()
    for shape, raw in look.drawn.items():
        copy = raw.jpeg()
        if copy not in stored:  # of a small picture, the web's copy is the printer's as well
            taken = stack.enter_context(taking(copy, Compartment.DESK))
            stored[copy] = taken, place(taken, Compartment.DESK)
        drawn.copies.append((shape, raw, *stored[copy]))
    return drawn


def _picture(
    file: KeptFile, state: str, drawn: _Drawn | None, *, by: Viewer, now: datetime
) -> Picture:
    """Write what decoding showed, and the copies; once for the same bytes."""
    look = drawn.look if drawn else None
    told = _told(look) if look else {}
    values = {"state": state, "decoded_at": now, "made_with": MADE_WITH, **told}
    picture, _ = Picture.objects.update_or_create(file=file, defaults=values)
    if look and file.media_type != look.media_type:
        KeptFile.objects.filter(id=file.id).update(media_type=look.media_type)
        file.media_type = look.media_type
    for shape, raw, taken, placed in drawn.copies if drawn else ():
        copy, _ = enter(taken, placed, Compartment.DESK, Came(now), by=by, now=now)
        Derivative.objects.update_or_create(
            original=file,
            shape=shape,
            defaults={
                "file": copy,
                "width": raw.size[0],
                "height": raw.size[1],
                "made_with": MADE_WITH,
                "drawn_at": now,
            },
        )
    return picture


def _told(look: sandbox.Look) -> dict[str, object]:
    both = look.latitude is not None and look.longitude is not None
    return {
        "width": look.width,
        "height": look.height,
        "frames": look.frames,
        "taken": look.taken,
        "latitude": look.latitude if both else None,
        "longitude": look.longitude if both else None,
        "camera": look.camera,
        "pdq": look.pdq,
        "pdq_quality": look.pdq_quality,
    }


def _enter_drop(
    drop_id: UUID,
    state: str,
    drawn: _Drawn | None,
    about: str,
    *,
    by: Viewer,
    now: datetime,
) -> TakenIn:
    # Locked: two workers with the same job must not both take it in.
    drop = DroppedFile.objects.select_for_update().get(id=drop_id)
    there = Arrival.objects.filter(drop=drop_id).select_related("file__picture").first()
    if there is not None:
        return TakenIn(there.file, there.file.picture, there)
    file = _rewrapped(drop, by=by, now=now)
    picture = _picture(file, state, drawn, by=by, now=now)
    arrival = Arrival.objects.create(
        file=file,
        began_at=drop.began_at,
        arrived_at=max(now, drop.began_at),
        arrived_by_id=by.id,
        about=about,
        declared_type=drop.declared_type,
        agreement=agreement(drop.declared_type, file.media_type),
        drop=drop_id,
    )
    drop.delete()
    event = DropTakenIn(file.id, about, str(drop_id), file.sha256, state)
    record(event, by=by, at=now)
    return TakenIn(file, picture, arrival)


def _rewrapped(drop: DroppedFile, *, by: Viewer, now: datetime) -> KeptFile:
    """The row of the dropped bytes, their key wrapped for the compartment of cases."""
    file, new = KeptFile.objects.get_or_create(
        sha256=drop.sha256,
        compartment=Compartment.CASE,
        defaults={
            "sha1": drop.sha1,
            "md5": drop.md5,
            "size": drop.size,
            "media_type": drop.media_type,
            "address": drop.address,
            "kept_at": now,
            "kept_by_id": by.id,
        },
    )
    if not new and store().has(file.address):
        # The same bytes are here in another sealed form; this one is swept later.
        return file
    fresh = keyring().rewrap(drop.as_wrapped(), Compartment.PUBLIC_DROP, Compartment.CASE)
    KeptFile.objects.filter(id=file.id).update(address=drop.address)
    file.address = drop.address
    give_key(file, fresh)
    return file
