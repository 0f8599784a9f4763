"""The feed: what partners' machines read of released posters, and how their bytes are found."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet

from porchlight.core.phones import Phone
from porchlight.programmes.posters.models import ReleasedPerson
from porchlight.programmes.posters.queries.released import sheets_of
from porchlight.programmes.posters.rules.feed import Item, Source
from porchlight.programmes.posters.rules.home import domain_of

MOST = 200


def source() -> Source:
    """Return who speaks in our records."""
    address = settings.ENV.public_url
    number = settings.ENV.hotline_number
    phone = Phone.of(number).shown() if number.startswith("+") else number
    return Source(domain_of(address), settings.ENV.organisation, phone, address)


def since(
    now: datetime, start: datetime | None, *, skip: int = 0, most: int = MOST
) -> tuple[list[Item], bool]:
    """
    Return what came in at ``start`` or later, the oldest first (without ``start`` the newest
    first), and whether there is more.
    """
    rows = ReleasedPerson.objects.all()
    if start is None:
        rows = rows.order_by("-entered_at", "record")
    else:
        rows = rows.filter(entered_at__gte=start).order_by("entered_at", "record")
    found = list(rows[skip : skip + most + 1])
    return items(found[:most], now), len(found) > most


def one(record: str, now: datetime) -> list[Item]:
    """Return the item of one record, or nothing."""
    return items(list(ReleasedPerson.objects.filter(record=record)), now)


def public_people(now: datetime) -> QuerySet[ReleasedPerson]:
    """Return the children who are public at ``now``, in no order."""
    return ReleasedPerson.objects.filter(withdrawn_at__isnull=True, expires_at__gt=now)


def items(rows: Sequence[ReleasedPerson], now: datetime) -> list[Item]:
    """Return rows as items; one whose time has run out says so and nothing else."""
    files = sheets_of([row.code for row in rows])
    return [_item(row, tuple(files.get(row.code, ())), now) for row in rows]


def _item(row: ReleasedPerson, files: tuple[str, ...], now: datetime) -> Item:
    over = row.withdrawn_at
    if over is None and row.expires_at is not None and row.expires_at <= now:
        over = row.expires_at
    if over is not None:
        return Item(
            row.record,
            row.code,
            row.entered_at,
            ended_at=over,
            withdrawal_key=row.withdrawal_key,
            tombstone=row.tombstone,
        )
    return Item(
        row.record,
        row.code,
        row.entered_at,
        row.facts,
        row.source_at,
        row.released_at,
        row.expires_at,
        withdrawal_key=row.withdrawal_key,
        files=files,
    )
