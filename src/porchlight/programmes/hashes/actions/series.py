"""Series: opened, extended, identified; victims who want to be told, and telling them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from porchlight.core.errors import Conflict, NotFound, RuleBroken
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.audit.actions import record
from porchlight.programmes.hashes import events, permissions
from porchlight.programmes.hashes.models import (
    Entry,
    Fingerprint,
    ListClock,
    Member,
    Notice,
    NoticeWish,
    Series,
    Standing,
)
from porchlight.programmes.hashes.rules.hash_sets import Item
from porchlight.programmes.hashes.rules.vocabulary import SIZES, Kind, Status

LIST = "identification"


@dataclass(frozen=True)
class SeriesFacts:
    """What is kept of a series; an identified one names the agency and whom to ask there."""

    code: str
    victims: int = 1
    identified_on: date | None = None
    agency_id: int | None = None
    agency_case: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""


@transaction.atomic
def open_series(facts: SeriesFacts, *, by: Viewer, now: datetime) -> Series:
    """
    Keep a series from now on.

    :raises NotAllowed: when ``may_keep_series`` says no
    :raises Conflict: when there is one of this name
    :raises RuleBroken: when it is identified by nobody
    """
    permissions.may_keep_series(by).require()
    _check(facts, None, now)
    series = Series.objects.create(
        **asdict(facts), opened_at=now, opened_by_id=permissions.person(by)
    )
    record(events.SeriesOpened(series.id), by=by, at=now)
    return series


@transaction.atomic
def change_series(series_id: int, facts: SeriesFacts, *, by: Viewer, now: datetime) -> Series:
    """
    Change what is known of a series, such as that its children were identified.

    :raises NotAllowed: when ``may_keep_series`` says no
    :raises NotFound: when there is no such series
    :raises Conflict: when there is another of this name
    :raises RuleBroken: when it is identified by nobody
    """
    permissions.may_keep_series(by).require()
    series = _locked(series_id)
    _check(facts, series_id, now)
    changed = [name for name, value in asdict(facts).items() if getattr(series, name) != value]
    for name in changed:
        setattr(series, name, getattr(facts, name))
    series.save()
    record(events.SeriesChanged(series.id, ", ".join(changed)), by=by, at=now)
    return series


def _check(facts: SeriesFacts, own: int | None, now: datetime) -> None:
    if Series.objects.filter(code__iexact=facts.code).exclude(id=own or 0).exists():
        raise Conflict(say("There is a series of this name already."), field="code")
    if facts.identified_on is not None and facts.agency_id is None:
        raise RuleBroken(say("Which agency identified the child?"), field="agency_id")
    if facts.identified_on is not None and facts.identified_on > now.date():
        raise RuleBroken(say("This day is still to come."), field="identified_on")


def _locked(series_id: int) -> Series:
    series = Series.objects.select_for_update().filter(id=series_id).first()
    if series is None:
        raise NotFound(say("There is no such series."))
    return series


@transaction.atomic
def extend_series(
    series_id: int, items: Sequence[Item], *, source: str, by: Viewer, now: datetime
) -> int:
    """
    Add the files of a hash set to a series; those that it has already are not added twice.

    They are for comparing only and never handed out. Returns how many are new.

    :raises NotAllowed: when ``may_keep_series`` says no
    :raises NotFound: when there is no such series
    """
    permissions.may_keep_series(by).require()
    series = _locked(series_id)
    held = _held(series)
    fresh = {
        frozenset(item.hashes.items()): item
        for item in items
        if not any(pair in held for pair in item.hashes.items())
    }
    member, at = Member.house(now), ListClock.tick(LIST, now)
    start = Entry.objects.filter(series=series).count()
    entries = Entry.objects.bulk_create(
        Entry(
            list_code=LIST,
            member=member,
            name=f"series-{series.id}-{start + number}",
            media=item.media,
            source=source,
            series=series,
            # Compared with, never served: the list has no path.
            status=Status.SHARED,
            changed_at=at,
            proposed_at=now,
            proposed_by_id=permissions.person(by),
        )
        for number, item in enumerate(fresh.values(), 1)
    )
    Fingerprint.objects.bulk_create(
        (
            Fingerprint(entry=entry, kind=kind, value=value, standing=Standing.NEW)
            for entry, item in zip(entries, fresh.values(), strict=True)
            for kind, value in item.hashes.items()
        ),
        batch_size=5000,
    )
    record(events.SeriesHashesAdded(series.id, len(entries)), by=by, at=now)
    return len(entries)


def _held(series: Series) -> set[tuple[Kind, bytes]]:
    rows = Fingerprint.objects.filter(entry__series=series, kind__in=SIZES)
    return {(Kind(kind), bytes(value)) for kind, value in rows.values_list("kind", "value")}


@transaction.atomic
def wish_notice(
    series_id: int,
    victim_code: str,
    reach: str,
    *,
    language: str = "en",
    by: Viewer,
    now: datetime,
) -> NoticeWish:
    """
    Write down that a victim of a series wants to be told when it is found anew, and how.

    :raises NotAllowed: when ``may_send_notices`` says no
    :raises NotFound: when there is no such series
    :raises Conflict: when this victim's wish is written down already
    """
    permissions.may_send_notices(by).require()
    series = _locked(series_id)
    running = NoticeWish.objects.filter(
        series=series, victim_code=victim_code, ended_at__isnull=True
    )
    if running.exists():
        raise Conflict(say("This wish is written down already."), field="victim_code")
    wish = NoticeWish.objects.create(
        series=series,
        victim_code=victim_code,
        reach=reach,
        language=language,
        asked_at=now,
        asked_by_id=permissions.person(by),
    )
    record(events.NoticeWished(series.id, wish.id), by=by, at=now)
    return wish


@transaction.atomic
def end_wish(wish_id: int, *, by: Viewer, now: datetime) -> NoticeWish:
    """
    Stop telling a victim; notices that wait are not sent.

    :raises NotAllowed: when ``may_send_notices`` says no
    :raises NotFound: when there is no such wish
    """
    permissions.may_send_notices(by).require()
    wish = NoticeWish.objects.select_for_update().filter(id=wish_id, ended_at=None).first()
    if wish is None:
        raise NotFound(say("There is no such wish."))
    wish.ended_at, wish.ended_by_id = now, by.id
    wish.save(update_fields=["ended_at", "ended_by"])
    wish.notices.filter(sent_at__isnull=True).delete()
    record(events.WishEnded(wish.series_id, wish.id), by=by, at=now)
    return wish


@transaction.atomic
def send_notice(notice_id: int, *, by: Viewer, now: datetime) -> Notice:
    """
    Write down that the victim was told, in the way that they wished.

    :raises NotAllowed: when ``may_send_notices`` says no
    :raises NotFound: when there is no such notice
    :raises Conflict: when somebody told them already
    """
    permissions.may_send_notices(by).require()
    notice = Notice.objects.select_for_update().filter(id=notice_id).first()
    if notice is None:
        raise NotFound(say("There is no such notice."))
    if notice.sent_at is not None:
        raise Conflict(say("Somebody has told them already."))
    notice.sent_at, notice.sent_by_id = now, by.id
    notice.save(update_fields=["sent_at", "sent_by"])
    record(events.NoticeSent(notice.id), by=by, at=now)
    return notice
