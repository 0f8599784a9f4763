"""Taking in what the public left, or what the desk was told: a lead."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from porchlight.core.errors import NotFound
from porchlight.core.identifiers import case_number, opaque
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.audit.actions import record
from porchlight.programmes.hotline.events.leads import (
    LeadAddedTo,
    LeadPictureKept,
    LeadTakenIn,
    SourcesForgotten,
)
from porchlight.programmes.hotline.models import (
    DroppedPicture,
    DroppedTip,
    Lead,
    LeadMessage,
    LeadPicture,
    LeadTipster,
)
from porchlight.programmes.hotline.models.lead_rows import stored
from porchlight.programmes.hotline.queries.leads_match import facts_of
from porchlight.programmes.hotline.rules.campaigns import (
    Pattern,
    addresses,
    asks_for_force,
    sketch,
)
from porchlight.programmes.hotline.rules.lead_priority import priority
from porchlight.programmes.hotline.rules.lead_states import State
from porchlight.programmes.hotline.rules.tips import Channel, Tip, Tipster, checked, from_json
from porchlight.programmes.posters import queries as posters


@dataclass(frozen=True)
class Told:
    """
    What a picture turned out to be: ``state`` is ready or unreadable; ``taken`` as its camera
    wrote it; ``lat`` and ``lon`` in degrees.
    """

    file_id: int
    sha256: str
    state: str
    taken: str = ""
    lat: float | None = None
    lon: float | None = None


SOURCE_KEPT = timedelta(hours=24)
UNKNOWN_CODE = "code"


@transaction.atomic
def take_in(drop_id: str, *, by: Viewer, now: datetime) -> Lead | None:
    """
    Make a lead of what was dropped, or add it to the lead it belongs to; None when that was done.

    Safe to run twice and at once: the drop is locked, and gone with the commit.
    """
    drop = DroppedTip.objects.select_for_update().filter(id=drop_id).first()
    if drop is None:
        return None
    earlier = _earlier(drop)
    lead = _new_lead(drop, now) if earlier is None else earlier
    _pictures(lead, drop.key, now)
    if earlier is None:
        record(LeadTakenIn(lead.id, lead.case_id, lead.channel, lead.held), by=by, at=now)
    else:
        _add_to(earlier, drop, by, now)
    drop.delete()
    return lead


def _earlier(drop: DroppedTip) -> Lead | None:
    if drop.kind == DroppedTip.MESSAGE:
        return Lead.objects.select_for_update().filter(lookup=drop.lookup).order_by("id").first()
    # The same form sent again with other words: a correction.
    return Lead.objects.select_for_update().filter(attempt=drop.attempt).first()


def _pictures(lead: Lead, key: str, now: datetime) -> None:
    """Note the pictures that came along; a job opens and decodes them."""
    dropped = DroppedPicture.objects.filter(key=key).order_by("position")
    there = lead.pictures.count()
    LeadPicture.objects.bulk_create(
        LeadPicture(lead=lead, position=there + at, drop=str(one.file_drop), added_at=now)
        for at, one in enumerate(dropped)
    )
    dropped.delete()


def _new_lead(drop: DroppedTip, now: datetime) -> Lead:
    tip = from_json(drop.told)
    # A message with a code that we do not know is kept all the same, and can be answered.
    unknown = drop.kind == DroppedTip.MESSAGE
    case_id = posters.case_of_code(drop.poster_code) if drop.poster_code else None
    lead = _row(tip, drop.attempt, drop.channel, drop.language, drop.dropped_at, now)
    lead.poster_code, lead.source = drop.poster_code, drop.source
    lead.held = UNKNOWN_CODE if unknown else drop.held
    lead.lookup, lead.reply_key = drop.lookup, drop.reply_key
    lead.case_id, lead.placed_how = case_id, "poster" if case_id else ""
    return _keep(lead, tip.tipster, now)


def _row(  # noqa: PLR0913 the columns of a lead
    tip: Tip, attempt: str, channel: str, language: str, received_at: datetime, now: datetime
) -> Lead:
    text = tip.whole_text
    return Lead(
        number=_number(),
        attempt=attempt,
        channel=channel,
        language=language,
        received_at=received_at,
        taken_in_at=now,
        words=tip.words,
        danger=tip.danger,
        still_there=tip.still_there,
        seen_words=tip.seen_words,
        seen_from=tip.seen_from,
        seen_until=tip.seen_until,
        place=tip.place,
        spot=tip.spot,
        lat=tip.lat,
        lon=tip.lon,
        area=tip.state,
        county_fips=tip.county_fips,
        zone=tip.zone,
        people=tip.people,
        vehicle=tip.vehicle,
        sender=_sender(tip.tipster),
        sketch=sketch(text),
        addresses=sorted(addresses(f"{text}\n{tip.spot}"))[:10],
        wants_force=asks_for_force(f"{text}\n{tip.spot}"),
    )


def _keep(lead: Lead, who: Tipster, now: datetime) -> Lead:
    word, score = priority(facts_of(lead, now, Pattern()))
    lead.priority, lead.bits, lead.reasons = word, score.bits, stored(score.reasons)
    lead.save()
    if not who.anonymous:
        LeadTipster.objects.create(lead=lead, **vars(who))
    return lead


def _number() -> str:
    while Lead.objects.filter(number=(drawn := case_number("TIP"))).exists():
        continue
    return drawn


def _sender(who: Tipster) -> str:
    """The same sender again, without keeping who it is."""
    said = who.phone or who.email.casefold()
    if not said:
        return ""
    key = f"lead sender\n{settings.SECRET_KEY}".encode()
    return hmac.new(key, said.encode(), hashlib.sha256).hexdigest()


def _add_to(lead: Lead, drop: DroppedTip, by: Viewer, now: datetime) -> None:
    tip = from_json(drop.told)
    message, new = LeadMessage.objects.get_or_create(
        key=drop.key,
        defaults={
            "lead": lead,
            "inward": True,
            "words": tip.whole_text,
            "language": drop.language,
            "said_at": drop.dropped_at,
            "held": drop.held,
        },
    )
    if tip.danger and not lead.danger:
        lead.danger = True
        lead.save(update_fields=["danger"])
    if new:
        _wake(lead)
        record(LeadAddedTo(lead.id, message.id), by=by, at=now)


def _wake(lead: Lead) -> None:
    """Whoever closed it did not know of this message: it waits at the desk again."""
    if lead.state == State.CLOSED:
        lead.state = State.OPEN
        lead.closed_at = lead.closed_by = None
        lead.save(update_fields=["state", "closed_at", "closed_by"])


@transaction.atomic
def enter_lead(
    tip: Tip, *, channel: Channel, language: str = "en", case_id: int | None = None,
    by: Viewer, now: datetime,
) -> Lead:  # fmt: skip
    """
    Write down a lead that somebody told the desk by telephone or text.

    :raises RuleBroken: when it says nothing
    """
    told = checked(tip)
    lead = _row(told, opaque(), channel, language, now, now)
    lead.case_id, lead.placed_how = case_id, "person" if case_id else ""
    _keep(lead, told.tipster, now)
    record(LeadTakenIn(lead.id, lead.case_id, lead.channel, lead.held), by=by, at=now)
    return lead


@transaction.atomic
def keep_picture(picture_id: int, told: Told, *, by: Viewer, now: datetime) -> LeadPicture:
    """
    Write down what decoding showed of a picture: for the desk alone, where and when it was taken.

    :raises NotFound: when there is no such picture
    """
    row = LeadPicture.objects.select_for_update().filter(id=picture_id).first()
    if row is None:
        raise NotFound(say("There is no such picture."))
    row.file_id, row.sha256, row.state = told.file_id, told.sha256, told.state
    row.taken, row.lat, row.lon = told.taken, told.lat, told.lon
    row.save()
    record(LeadPictureKept(row.lead_id, row.id, told.file_id, told.state), by=by, at=now)
    return row


@transaction.atomic
def forget_sources(*, by: Viewer, now: datetime) -> int:
    """
    Forget from which networks the leads of more than a day ago came; returns how many.

    Source: security.md, P7.
    """
    old = Lead.objects.filter(received_at__lt=now - SOURCE_KEPT).exclude(source="")
    forgotten = old.update(source="")
    if forgotten:
        record(SourcesForgotten(forgotten), by=by, at=now)
    return forgotten
