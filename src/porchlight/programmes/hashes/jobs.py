"""What runs later: the index follows the database, sets are compared, what is old goes."""

import logging
from datetime import datetime

from django.db import transaction

from porchlight.core.viewer import house_viewer
from porchlight.house.delivery.actions import tell
from porchlight.house.directory.models import Agency
from porchlight.house.jobs import every, job, progress
from porchlight.programmes.hashes.actions import submissions as acts
from porchlight.programmes.hashes.models import Fingerprint, Standing, Submission
from porchlight.programmes.hashes.queries import index, series
from porchlight.programmes.hashes.rules.index import Change, log
from porchlight.programmes.hashes.rules.states import Progress
from porchlight.programmes.hashes.rules.vocabulary import SIZES, VISIBLE, Kind

logger = logging.getLogger("porchlight.hashes")
INDEXER = house_viewer("hashes.index")
COMPARER = house_viewer("hashes.compare")
# Fingerprints that go into the log at once; items compared between two signs of progress.
PART = 5000


@job("hashes.index")
def index_waiting(*, now: datetime) -> int:
    """Bring the index to what the database says, part by part; returns how many changed."""
    done = 0
    while count := _index_part():
        done += count
    for kind in SIZES:
        store = index.store(kind)
        store.refresh()
        if store.needs_merge():
            store.merge()
    return done


@transaction.atomic
def _index_part() -> int:
    """
    Index one part. A crash after the log was written and before the rows are marked does no harm:
    they are told to the log once more.
    """
    waiting = Fingerprint.objects.filter(standing__in=[Standing.NEW, Standing.GOING])
    rows = list(
        waiting.select_related("entry").select_for_update(of=("self",)).order_by("id")[:PART]
    )
    for kind in SIZES:
        changes = [
            Change(
                log.ADD if row.standing == Standing.NEW else log.REMOVE, row.id, bytes(row.value)
            )
            for row in rows
            if row.kind == kind
        ]
        if changes:
            index.store(kind).append(changes)
    going = [row for row in rows if row.standing == Standing.GOING]
    replaced = [row.id for row in going if row.entry.status in VISIBLE]
    out = [row.id for row in going if row.entry.status not in VISIBLE]
    fresh = [row.id for row in rows if row.standing == Standing.NEW]
    Fingerprint.objects.filter(id__in=replaced).delete()
    Fingerprint.objects.filter(id__in=out).update(standing=Standing.OUT)
    Fingerprint.objects.filter(id__in=fresh).update(standing=Standing.IN)
    return len(rows)


@job("hashes.tell_ready")
def tell_ready(*, submission_id: int, agency_id: int, now: datetime) -> None:
    """A set is compared: tell the agency that sent it."""
    tell(
        to=Agency.objects.filter(id=agency_id),
        template="task",
        path=f"/partner/hash-sets/{submission_id}/",
        key=f"set-ready:{submission_id}",
        by=COMPARER,
        now=now,
    )


@every("*/5 * * * *", name="hashes.tend_index")
def tend_index(*, now: datetime) -> None:
    """Catch up with whatever an event did not bring, and build anew what is missing here."""
    index_waiting(now=now)
    for kind in SIZES:
        held = Fingerprint.objects.filter(kind=kind, standing=Standing.IN).count()
        there = len(index.store(kind).refresh())
        if held != there:
            logger.warning("index built anew", extra={"kind": str(kind), "held": held})
            rebuild(kind)


def rebuild(kind: Kind) -> None:
    """Make the index of one kind anew from the database; searches go on meanwhile."""
    index.store(kind).replace(index.truth(kind))


@job("hashes.compare")
def compare_set(*, submission_id: int, now: datetime) -> None:
    """Compare a set with lists and series; started anew it goes on where it was."""
    row = Submission.objects.get(id=submission_id)
    if row.progress == Progress.READY:
        return
    done = 0 if row.progress == Progress.WAITING else row.done
    while done < row.total:
        items = list(row.items.filter(number__gt=done).order_by("number")[:PART])
        if not items:
            break
        verdicts = series.compared(items)
        done = items[-1].number
        acts.note_part(row.id, verdicts, done, by=COMPARER, now=now)
        progress(done, row.total)
    acts.finish_set(row.id, by=COMPARER, now=now)


@every("41 4 * * *", name="hashes.keep_no_longer")
def keep_no_longer(*, now: datetime) -> None:
    """Delete what has been kept long enough."""
    while acts.empty_old_sets(by=COMPARER, now=now):
        logger.info("hashes of old sets deleted")
    while acts.empty_gone_entries(by=INDEXER, now=now):
        logger.info("fingerprints of former entries deleted")
