"""
The copies of a released poster, made and unmade as a whole: the page's, the files', and one for
each child as partners' machines take it.
"""

from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db.models import QuerySet

from porchlight.core import signing
from porchlight.programmes.posters.models.tables import (
    Poster,
    ReleasedPerson,
    ReleasedPoster,
    ReleasedSheet,
)
from porchlight.programmes.posters.rules.content import PosterFacts
from porchlight.programmes.posters.rules.feed import facts_of, numbers, record_of
from porchlight.programmes.posters.rules.home import domain_of
from porchlight.programmes.posters.rules.shown import picture_names, searched, shown
from porchlight.programmes.posters.rules.states import expires_at, time_to_renew
from porchlight.programmes.posters.rules.tombstones import tombstone


def publish(poster: Poster, facts: PosterFacts, now: datetime) -> None:
    """Copy what was approved to where the public reads; files of the version before are gone."""
    found_by = searched(facts)
    spoken = {language: shown(facts, language) for language in poster.languages}
    ReleasedPoster.objects.update_or_create(
        code=poster.code,
        defaults={
            "version": poster.version,
            "languages": poster.languages,
            "names": found_by.names,
            "name_words": found_by.words,
            "name_keys": list(found_by.keys),
            "state": poster.area,
            "age_low": found_by.age_low,
            "age_high": found_by.age_high,
            "missing_on": found_by.missing_on,
            "content": spoken,
            "released_at": now,
            "expires_at": expires_at(now),
        },
    )
    kept = picture_names(facts).values()
    ReleasedSheet.objects.filter(code=poster.code).exclude(name__in=kept).delete()
    _publish_children(poster, facts, spoken, now)


def renew(poster: Poster, facts: PosterFacts, now: datetime) -> None:
    """
    Let a public poster stay longer, because somebody looks after its case. Not with every look:
    partners fetch a record again when it is renewed.
    """
    row = ReleasedPoster.objects.filter(code=poster.code).first()
    if row is None or row.expires_at is None:
        return
    if not _live(poster.code).exists():
        # Released before there was a feed.
        _publish_children(poster, facts, row.content, now)
    if time_to_renew(row.expires_at, now):
        ReleasedPoster.objects.filter(code=poster.code).update(expires_at=expires_at(now))
        _live(poster.code).update(expires_at=expires_at(now), entered_at=now)


def has_run_out(code: str, now: datetime) -> bool:
    """Whether the time of a public poster is over; it is not called back."""
    return ReleasedPoster.objects.filter(code=code, expires_at__lte=now).exists()


def pictures_are_there(code: str, now: datetime) -> None:
    """Let partners fetch the records of a poster again: its files are there now."""
    _live(code).update(entered_at=now)


def bury(code: str, now: datetime) -> None:
    """Leave the address and nothing else; of each child the signed word that it is over."""
    ReleasedSheet.objects.filter(code=code).delete()
    ReleasedPoster.objects.filter(code=code).delete()
    ReleasedPoster.objects.create(code=code, withdrawn_at=now)
    for row in _live(code):
        _bury_child(row, now)


def _publish_children(
    poster: Poster, facts: PosterFacts, spoken: dict[str, dict[str, object]], now: datetime
) -> None:
    shown_at = Poster.objects.filter(code=poster.code, released_at__isnull=False)
    before = shown_at.exclude(id=poster.id).order_by("version")
    number = numbers([*before.values_list("child_ids", flat=True), poster.child_ids])
    there = {row.record: row for row in _live(poster.code)}
    key = signing.newest_key(settings.SIGNING_KEYS).public_key().public_bytes_raw().hex()
    for at, child in enumerate(poster.child_ids):
        record = record_of(poster.code, number[child])
        told = facts_of(facts, at, poster.area, spoken)
        old = there.pop(record, None)
        ReleasedPerson.objects.update_or_create(
            record=record,
            defaults={
                "code": poster.code,
                "facts": told,
                "released_at": old.released_at if old else now,
                "source_at": old.source_at if old and old.facts == told else now,
                "entered_at": now,
                "expires_at": expires_at(now),
                "withdrawal_key": old.withdrawal_key if old else key,
            },
        )
    for row in there.values():
        _bury_child(row, now)


def _bury_child(row: ReleasedPerson, now: datetime) -> None:
    key = _key_of(row)
    address = settings.ENV.public_url
    word = tombstone(f"{domain_of(address)}/{row.record}", now, address, key)
    # Deleted and made anew, as the page's row is: no former version of the row is left.
    ReleasedPerson.objects.filter(record=row.record).delete()
    ReleasedPerson.objects.create(
        record=row.record,
        code=row.code,
        entered_at=now,
        withdrawn_at=now,
        withdrawal_key=key.public_key().public_bytes_raw().hex(),
        tombstone=word,
    )


def _key_of(row: ReleasedPerson) -> Ed25519PrivateKey:
    """The key that was told with the child; when it is destroyed, the newest."""
    try:
        return signing.key_named(settings.SIGNING_KEYS, row.withdrawal_key)
    except LookupError:
        return signing.newest_key(settings.SIGNING_KEYS)


def _live(code: str) -> QuerySet[ReleasedPerson]:
    return ReleasedPerson.objects.filter(code=code, withdrawn_at__isnull=True)
