"""Leaving a tip: sealed pictures, one row, one event, a receipt; the same again changes nothing."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from porchlight.core.errors import Problem
from porchlight.core.identifiers import receipt_code_of
from porchlight.core.viewer import PUBLIC
from porchlight.house.audit.actions import record
from porchlight.house.files.drop import leave_file
from porchlight.programmes.hotline.events.leads import TipDropped
from porchlight.programmes.hotline.models import DroppedPicture, DroppedTip
from porchlight.programmes.hotline.rules.receipts import Receipt, receipt_of
from porchlight.programmes.hotline.rules.tips import (
    MOST_PICTURES,
    Channel,
    Tip,
    as_json,
    checked,
    fingerprint,
)


@dataclass(frozen=True)
class Sending:
    """
    How a tip came: ``attempt`` names the form that was sent, ``held`` says why it waits for a
    look, ``source`` marks network and day.
    """

    attempt: str
    held: str
    source: str
    language: str
    channel: Channel = Channel.WEB
    poster_code: str = ""


@dataclass(frozen=True)
class Sent:
    """The receipt to write down, and how many pictures could not be kept."""

    code: str
    lost_pictures: int = 0


def secret() -> bytes:
    """Return the installation's secret for receipts."""
    return hashlib.sha256(f"hotline receipts\n{settings.SECRET_KEY}".encode()).digest()


def send(tip: Tip, how: Sending, pictures: "Sequence[UploadedFile[Any]]", *, now: datetime) -> Sent:
    """
    Leave the tip in the drop box and return its receipt.

    A picture that cannot be kept (too large, no room) does not take the tip along with it.

    :raises RuleBroken: when it says nothing, or a text cannot be kept
    """
    told = checked(tip)
    code = receipt_code_of(secret(), how.attempt)
    chosen = list(pictures)[:MOST_PICTURES]
    readable, lost = _readable(chosen)
    lost += len(pictures) - len(chosen)
    key = fingerprint(how.attempt, told, list(readable))
    with transaction.atomic():
        row = _row(DroppedTip.TIP, key, told, how, receipt_of(code, secret()), now)
        if row.drop():
            lost += _leave(key, readable.values(), now)
            record(TipDropped(str(row.id)), by=PUBLIC, at=now)
    return Sent(code, lost)


def send_message(words: str, receipt: Receipt, how: Sending, *, now: datetime) -> None:
    """
    Leave a further message under a receipt, whether or not anybody knows the receipt.

    :raises RuleBroken: when it says nothing, or the text cannot be kept
    """
    told = checked(Tip(words))
    key = fingerprint(f"{how.attempt}\n{receipt.lookup}", told)
    with transaction.atomic():
        row = _row(DroppedTip.MESSAGE, key, told, how, receipt, now)
        if row.drop():
            record(TipDropped(str(row.id)), by=PUBLIC, at=now)


def _row(  # noqa: PLR0913 the columns of a drop
    kind: str, key: str, tip: Tip, how: Sending, receipt: Receipt, now: datetime
) -> DroppedTip:
    return DroppedTip(
        dropped_at=now,
        key=key,
        kind=kind,
        channel=how.channel,
        attempt=how.attempt,
        lookup=receipt.lookup,
        reply_key=receipt.key,
        poster_code=how.poster_code,
        language=how.language,
        told=as_json(tip),
        held=how.held,
        source=how.source,
    )


def _leave(key: str, pictures: "Iterable[UploadedFile[Any]]", now: datetime) -> int:
    """Seal the pictures, each noted beside the tip; how many could not be kept."""
    lost = 0
    for position, picture in enumerate(pictures):
        try:
            left = leave_file(picture, declared_type=picture.content_type or "", now=now)
        except Problem:
            lost += 1
            continue
        DroppedPicture.objects.create(dropped_at=now, key=key, position=position, file_drop=left.id)
    return lost


def _readable(
    pictures: "Iterable[UploadedFile[Any]]",
) -> "tuple[dict[str, UploadedFile[Any]], int]":
    """The pictures that came whole, each once, by the digest of their bytes; how many did not."""
    found: dict[str, UploadedFile[Any]] = {}
    lost = 0
    for picture in pictures:
        seen = hashlib.sha256()
        try:
            for piece in picture.chunks():
                seen.update(piece)
        except Problem:
            # Too large, or no room: the tip goes without it.
            lost += 1
            continue
        picture.seek(0)
        found.setdefault(seen.hexdigest(), picture)
    return found, lost
