"""Sets of agencies: taken, compared part by part, finished."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q

from porchlight.core.errors import NotFound, RuleBroken
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.audit.actions import record
from porchlight.programmes.hashes import events, permissions
from porchlight.programmes.hashes.models import (
    Entry,
    Finding,
    Fingerprint,
    Notice,
    NoticeWish,
    Submission,
    SubmissionItem,
)
from porchlight.programmes.hashes.rules.compare import Verdict
from porchlight.programmes.hashes.rules.hash_sets import HashSet
from porchlight.programmes.hashes.rules.states import Progress
from porchlight.programmes.hashes.rules.vocabulary import Media, Status

ITEMS_KEPT = timedelta(days=365)
GONE_KEPT = timedelta(days=90)


@transaction.atomic
def submit_set(
    reference: str, file_name: str, given: HashSet, *, by: Viewer, now: datetime
) -> Submission:
    """
    Take a set of an officer's case; the comparison starts by itself.

    :raises NotAllowed: when ``may_submit`` says no
    :raises RuleBroken: when no row of it has a digest
    """
    permissions.may_submit(by).require()
    if not given.items:
        raise RuleBroken(
            say("No row of this file has a digest that can be compared."), field="file"
        )
    row = Submission.objects.create(
        agency_id=by.agency_id or 0,
        reference=reference,
        file_name=file_name[-120:],
        form=given.form,
        total=len(given.items),
        left_out=given.left_out,
        submitted_at=now,
        submitted_by_id=permissions.person(by),
    )
    SubmissionItem.objects.bulk_create(
        (
            SubmissionItem(
                submission=row,
                number=number,
                name=item.name,
                media=item.media,
                category=item.category,
                hashes={str(kind): value.hex() for kind, value in item.hashes.items()},
            )
            for number, item in enumerate(given.items, 1)
        ),
        batch_size=5000,
    )
    record(events.SetSubmitted(row.id, row.agency_id, row.total), by=by, at=now)
    return row


@transaction.atomic
def note_part(
    submission_id: int, verdicts: Mapping[int, Verdict], done: int, *, by: Viewer, now: datetime
) -> Submission:
    """
    Keep what the comparison said of some items (by number); ``done`` are behind us in all.

    :raises NotFound: when there is no such set
    """
    row = _locked(submission_id)
    items = list(row.items.filter(number__in=list(verdicts)))
    for item in items:
        said = verdicts[item.number]
        item.outcome, item.classification = said.outcome, said.classification
        item.series_id, item.bits = said.series_id, said.bits
    changed = ["outcome", "classification", "series", "bits"]
    SubmissionItem.objects.bulk_update(items, changed, batch_size=2000)
    row.progress, row.done = Progress.COMPARING, done
    row.save(update_fields=["progress", "done"])
    record(events.SetPartCompared(row.id, done, row.total), by=by, at=now)
    return row


def _locked(submission_id: int) -> Submission:
    row = Submission.objects.select_for_update().filter(id=submission_id).first()
    if row is None:
        raise NotFound(say("There is no such set."))
    return row


@transaction.atomic
def finish_set(submission_id: int, *, by: Viewer, now: datetime) -> Submission:
    """
    Count what was found, let the officer read it, and queue the notices to victims.

    May run twice: figures are written anew and nobody is told twice.

    :raises NotFound: when there is no such set
    """
    row = _locked(submission_id)
    found = (
        row.items.filter(series__isnull=False)
        .values("series_id")
        .annotate(
            images=Count("id", Q(media=Media.IMAGE)), videos=Count("id", Q(media=Media.VIDEO))
        )
    )
    for each in found:
        Finding.objects.update_or_create(
            submission=row,
            series_id=each["series_id"],
            defaults={"images": each["images"], "videos": each["videos"], "found_at": now},
        )
    wishes = NoticeWish.objects.filter(
        series__in=[each["series_id"] for each in found], ended_at__isnull=True
    )
    for wish in wishes:
        Notice.objects.get_or_create(wish=wish, submission=row, defaults={"found_at": now})
    row.progress, row.done, row.compared_at = Progress.READY, row.total, now
    row.save(update_fields=["progress", "done", "compared_at"])
    record(events.SetReady(row.id, row.agency_id), by=by, at=now)
    return row


@transaction.atomic
def empty_old_sets(*, by: Viewer, now: datetime) -> int:
    """Delete the single hashes of sets that were compared a year ago; return of how many sets."""
    old = Submission.objects.filter(compared_at__lt=now - ITEMS_KEPT, emptied_at__isnull=True)
    ids = list(old.values_list("id", flat=True)[:200])
    SubmissionItem.objects.filter(submission_id__in=ids).delete()
    Submission.objects.filter(id__in=ids).update(emptied_at=now)
    if ids:
        record(events.SetsEmptied(len(ids)), by=by, at=now)
    return len(ids)


@transaction.atomic
def empty_gone_entries(*, by: Viewer, now: datetime) -> int:
    """Delete the fingerprints of entries retracted or refused three months ago; tombstones stay."""
    gone = Entry.objects.filter(
        status__in=[Status.RETRACTED, Status.REFUSED],
        retracted_at__lt=now - GONE_KEPT,
        fingerprints__isnull=False,
    )
    ids = list(gone.distinct().values_list("id", flat=True)[:5000])
    Fingerprint.objects.filter(entry_id__in=ids, standing="out").delete()
    if ids:
        record(events.FingerprintsDeleted(len(ids)), by=by, at=now)
    return len(ids)
