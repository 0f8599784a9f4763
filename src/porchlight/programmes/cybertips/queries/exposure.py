"""The exposure ledger, and which files are known so that nobody has to look."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, QuerySet

from porchlight.core.viewer import Viewer
from porchlight.programmes.cybertips import permissions
from porchlight.programmes.cybertips.models import Avoided, FileLabel, Look, ReportFile
from porchlight.programmes.cybertips.rules.exposure import LOOK, Seen, breaks
from porchlight.programmes.hashes.queries.index import hits
from porchlight.programmes.hashes.rules.vocabulary import Kind

A_DAY = timedelta(hours=24)


@dataclass(frozen=True)
class KnownAs:
    """What a file is known as: our own label or a list's class, and by what it is known."""

    label: str
    by: str


def known_files(files: Iterable[ReportFile]) -> dict[str, KnownAs]:
    """Return which files are known by their hash, by file number: our own word before a list's."""
    rows = list(files)
    own = dict(
        FileLabel.objects.filter(sha256__in=[each.sha256 for each in rows]).values_list(
            "sha256", "label"
        )
    )
    asked = {
        Kind.MD5: [(at, bytes.fromhex(each.md5)) for at, each in enumerate(rows)],
        Kind.SHA1: [(at, bytes.fromhex(each.sha1)) for at, each in enumerate(rows)],
    }
    listed = hits(asked) if rows else {}
    found = {}
    for at, each in enumerate(rows):
        if each.sha256 in own:
            found[each.file_id] = KnownAs(own[each.sha256], "label")
        elif listed.get(at):
            best = listed[at][0]
            found[each.file_id] = KnownAs(best.classification, best.list_code)
    return found


def known_as(file: ReportFile) -> KnownAs | None:
    """Return what a file is known as, or None."""
    return known_files([file]).get(file.file_id)


def seen_by(viewer: Viewer, now: datetime) -> Seen:
    """Return what a person looked at in the last day."""
    mine = Look.objects.filter(opened_by_id=viewer.id or 0, opened_at__gt=now - A_DAY)
    times = list(mine.order_by("opened_at").values_list("opened_at", flat=True))
    is_open = mine.filter(closed_at__isnull=True, opened_at__gt=now - LOOK).order_by("-opened_at")
    since = is_open.values_list("opened_at", flat=True).first()
    return Seen(len(times), breaks(times), times[-1] if times else None, since)


@dataclass(frozen=True)
class LedgerLine:
    """How many files a person saw in a day, and when last."""

    name: str
    count: int
    last: datetime


def ledger(viewer: Viewer, now: datetime) -> list[LedgerLine]:
    """
    Return who saw how many files in the last day, the most first.

    :raises NotAllowed: when the person does not oversee the desk
    """
    permissions.may_oversee(viewer).require()
    rows = Look.objects.filter(opened_at__gt=now - A_DAY).values("opened_by__name")
    counted = rows.annotate(count=Count("id"), last=Max("opened_at")).order_by("-count")
    return [LedgerLine(r["opened_by__name"], r["count"], r["last"]) for r in counted]


def avoided(since: datetime) -> QuerySet[Avoided]:
    """Return the files that came since an instant and were known: looks that nobody needed."""
    return Avoided.objects.filter(found_at__gt=since)
