"""Tending the store: orphans swept, bytes proven, keys renewed."""

from collections.abc import Callable, Iterator
from datetime import datetime
from hashlib import sha256
from itertools import islice

from django.db import transaction
from django.db.models import QuerySet

from porchlight.core.errors import RuleBroken
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.audit.actions import record
from porchlight.house.files.errors import NotWhole
from porchlight.house.files.events import (
    FileFaulty,
    FileHealed,
    KeyDestroyed,
    KeyMade,
    KeysRewrapped,
    StoreSwept,
)
from porchlight.house.files.keys import Compartment, keyring
from porchlight.house.files.models import DroppedFile, Fault, FileKey, KeptFile, Scrub
from porchlight.house.files.rules.limits import ORPHAN_AFTER
from porchlight.house.files.store import store

BATCH = 500
READ_BYTES = 1 << 20
Tell = Callable[[int, int], object]


def sweep(*, by: Viewer, now: datetime) -> int:
    """
    Take away bytes that no row names and that are older than any retry; returns how many. What a
    transaction that never committed left behind ends here; nothing acknowledged ever does.
    """
    before, where = now - ORPHAN_AFTER, store()
    old = (address for address, arrived in where.addresses() if arrived < before)
    orphans = 0
    while batch := list(islice(old, BATCH)):
        named = _named(batch)
        orphans += sum(where.delete(one, before=before) for one in batch if one not in named)
    unfinished = where.forget_unfinished(before)
    with transaction.atomic():
        record(StoreSwept(orphans, unfinished), by=by, at=now)
    return orphans


def _named(addresses: list[str]) -> set[str]:
    kept = KeptFile.objects.filter(address__in=addresses).values_list("address", flat=True)
    left = DroppedFile.objects.filter(address__in=addresses).values_list("address", flat=True)
    return {*kept, *left}


def scrub(*, most_bytes: int, tell: Tell, by: Viewer, now: datetime) -> Scrub:
    """
    Hash kept bytes again, on from where the last walk stopped, at most ``most_bytes`` this time;
    a walk that has seen all ends, and the next one begins anew. Needs no key.
    """
    walk = Scrub.objects.filter(ended_at__isnull=True).order_by("-id").first()
    walk = walk or Scrub.objects.create(began_at=now)
    total = KeptFile.objects.count()
    until = walk.size + most_bytes
    while walk.size < until:
        batch = list(KeptFile.objects.filter(id__gt=walk.position).order_by("id")[:BATCH])
        if not batch:
            walk.ended_at = now
            break
        for file in batch:
            _scrub_one(walk, file, by=by, now=now)
            if walk.size >= until:
                break
        walk.save()
        tell(walk.files, total)
    walk.save()
    return walk


def _scrub_one(walk: Scrub, file: KeptFile, *, by: Viewer, now: datetime) -> None:
    destroyed = file.is_sealed and not FileKey.objects.filter(file=file).exists()
    kind = "" if destroyed else _fault_of(file)
    walk.position, walk.files, walk.size = file.id, walk.files + 1, walk.size + file.size
    walk.faults += bool(kind)
    with transaction.atomic():
        there = Fault.objects.filter(file=file, healed_at__isnull=True).first()
        if kind and there is None:
            Fault.objects.create(file=file, kind=kind, found_at=now)
            record(FileFaulty(file.id, "", kind), by=by, at=now)
        elif there is not None and not kind:
            there.healed_at = now
            there.save(update_fields=["healed_at"])
            record(FileHealed(file.id, ""), by=by, at=now)


def _fault_of(file: KeptFile) -> str:
    """Empty, «missing» or «altered»."""
    try:
        stored = store().open(file.address)
    except NotWhole:
        return "missing"
    digest = sha256()
    for at in range(0, stored.size, READ_BYTES):
        digest.update(stored.read_at(at, READ_BYTES))
    stored.close()
    return "" if digest.hexdigest() == file.address else "altered"


@transaction.atomic
def make_key(compartment: Compartment, *, by: Viewer, now: datetime) -> str:
    """Make a new key for the compartment, which seals from now on, and return its id."""
    key_id = keyring().make(compartment, now=now)
    record(KeyMade(compartment, key_id), by=by, at=now)
    return key_id


def rewrap(compartment: Compartment, *, tell: Tell, by: Viewer, now: datetime) -> int:
    """
    Wrap the keys of all files of the compartment with its newest key; returns how many were not
    so yet. Broken off, it goes on when called again; the bytes of files are not touched.

    :raises KeyMissing: when an old key is not here; what was done stays done
    """
    newest = keyring().ids(compartment)[-1]
    total, done = sum(_others(compartment, newest)), 0
    while count := _rewrap_some(compartment, newest):
        done += count
        tell(done, total)
    with transaction.atomic():
        record(KeysRewrapped(compartment, newest, done), by=by, at=now)
    return done


def _others(compartment: Compartment, newest: str) -> Iterator[int]:
    return (rows.exclude(key_id=newest).count() for rows in _holders(compartment))


def _holders(compartment: Compartment) -> Iterator[QuerySet[FileKey] | QuerySet[DroppedFile]]:
    yield FileKey.objects.filter(file__compartment=compartment)
    if compartment is Compartment.PUBLIC_DROP:
        yield DroppedFile.objects.all()


@transaction.atomic
def _rewrap_some(compartment: Compartment, newest: str) -> int:
    ring, done = keyring(), 0
    for rows in _holders(compartment):
        locked = rows.exclude(key_id=newest).select_for_update(of=("self",), skip_locked=True)
        for row in locked[:BATCH]:
            fresh = ring.rewrap(row.as_wrapped(), compartment, compartment)
            row.key_id, row.wrapped = fresh.key_id, fresh.data
            row.save(update_fields=["key_id", "wrapped"])
            done += 1
    return done


@transaction.atomic
def destroy_key(compartment: Compartment, key_id: str, *, by: Viewer, now: datetime) -> None:
    """
    Destroy an old key of the compartment, so that older backups open nothing with it any more.

    :raises RuleBroken: when it is the newest, or a file still needs it
    """
    ids = keyring().ids(compartment)
    if key_id not in ids:
        raise RuleBroken(say("There is no such key here."))
    if key_id == ids[-1]:
        raise RuleBroken(say("This key seals. Make a new one first."))
    needed = sum(rows.filter(key_id=key_id).count() for rows in _holders(compartment))
    if needed:
        raise RuleBroken(say("{n} files still need this key. Wrap them anew first.", n=needed))
    record(KeyDestroyed(compartment, key_id), by=by, at=now)
    transaction.on_commit(lambda: keyring().destroy(compartment, key_id))
