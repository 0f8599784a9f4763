"""Series, what was found of them, who is to be told; and the sets of agencies."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet, Sum

from porchlight.core.errors import NotFound
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.programmes.hashes.models import (
    Finding,
    Notice,
    NoticeWish,
    Series,
    Submission,
    SubmissionItem,
)
from porchlight.programmes.hashes.permissions import NOTICES, SERIES, SUBMIT
from porchlight.programmes.hashes.queries import index
from porchlight.programmes.hashes.rules.compare import Outcome, Verdict, verdict
from porchlight.programmes.hashes.rules.vocabulary import VISIBLE, Kind


def all_series(viewer: Viewer) -> QuerySet[Series]:
    """Return the series with how many files are known and in how many sets they were found."""
    if not viewer.may(SERIES):
        return Series.objects.none()
    return Series.objects.select_related("agency").annotate(
        files=Count("entries", Q(entries__status__in=VISIBLE), distinct=True),
        found=Count("findings", distinct=True),
    )


def one_series(viewer: Viewer, series_id: int) -> Series:
    """
    Return one series.

    :raises NotFound: to whoever may not see it
    """
    found = all_series(viewer).filter(id=series_id).first()
    if found is None:
        raise NotFound(say("There is no such series."))
    return found


@dataclass(frozen=True)
class Figures:
    """What a letter on restitution states: cases, agencies, files, and since when."""

    cases: int
    agencies: int
    images: int
    videos: int
    first_at: datetime | None
    last_at: datetime | None


def figures(series: Series) -> Figures:
    """Return the figures over all sets in which the series was found."""
    rows = Finding.objects.filter(series=series)
    sums = rows.aggregate(
        images=Sum("images", default=0),
        videos=Sum("videos", default=0),
        cases=Count("id"),
        agencies=Count("submission__agency", distinct=True),
    )
    times = rows.order_by("found_at").values_list("found_at", flat=True)
    return Figures(
        sums["cases"],
        sums["agencies"],
        sums["images"],
        sums["videos"],
        times.first(),
        times.last(),
    )


def findings(series: Series) -> QuerySet[Finding]:
    """The sets in which a series was found, the newest first."""
    rows = Finding.objects.filter(series=series)
    return rows.select_related("submission", "submission__agency").order_by("-found_at", "-id")


def submissions(viewer: Viewer) -> QuerySet[Submission]:
    """The sets that the viewer may see: all at the desk, those of the own agency for officers."""
    found = Submission.objects.select_related("agency", "submitted_by")
    if viewer.may(SERIES):
        return found
    if viewer.may(SUBMIT) and viewer.agency_id is not None:
        return found.filter(agency_id=viewer.agency_id)
    return found.none()


def submission(viewer: Viewer, submission_id: int) -> Submission:
    """
    Return one set.

    :raises NotFound: to another agency, as if it were not there
    """
    found = submissions(viewer).filter(id=submission_id).first()
    if found is None:
        raise NotFound(say("There is no such set."))
    return found


def outcomes(row: Submission) -> dict[Outcome, int]:
    """How many files of a set have which outcome."""
    counted = dict(row.items.values_list("outcome").annotate(Count("id")))
    return {each: counted.get(each, 0) for each in Outcome}


def found_series(row: Submission) -> QuerySet[Finding]:
    """The series found in a set, those with an identified child first."""
    rows = row.findings.select_related("series", "series__agency")
    return rows.order_by("series__identified_on", "series__code")


def compared(items: Iterable[SubmissionItem]) -> dict[int, Verdict]:
    """Return for each item (by number) what the lists and series say of it now."""
    listed = list(items)
    asked: dict[Kind, list[tuple[int, bytes]]] = {kind: [] for kind in Kind}
    for item in listed:
        for kind, value in item.hashes.items():
            asked[Kind(kind)].append((item.number, bytes.fromhex(value)))
    told = index.hits({kind: pairs for kind, pairs in asked.items() if pairs})
    return {
        item.number: verdict(hit.known() for hit in told.get(item.number, ())) for item in listed
    }


def notices(viewer: Viewer, *, waiting: bool = True) -> QuerySet[Notice]:
    """Return the notices that wait (or all), the oldest first; only to those who send them."""
    if not viewer.may(NOTICES):
        return Notice.objects.none()
    found = Notice.objects.select_related("wish", "wish__series", "submission__agency", "sent_by")
    if waiting:
        found = found.filter(sent_at__isnull=True)
    return found.order_by("sent_at", "found_at", "id")


def wishes(viewer: Viewer) -> QuerySet[NoticeWish]:
    """Return who wants to be told; only to those who tell them."""
    if not viewer.may(NOTICES):
        return NoticeWish.objects.none()
    found = NoticeWish.objects.filter(ended_at__isnull=True).select_related("series")
    return found.order_by("series__code", "victim_code")


def series_codes(viewer: Viewer) -> list[tuple[int, str]]:
    """Return the series by name, for those who write wishes down."""
    if not viewer.may(NOTICES):
        return []
    return list(Series.objects.order_by("code").values_list("id", "code"))


def series_code(viewer: Viewer, series_id: int) -> str:
    """
    Return the name of one series.

    :raises NotFound: to whoever may not know it
    """
    found = dict(series_codes(viewer)).get(series_id)
    if found is None:
        raise NotFound(say("There is no such series."))
    return found
