"""A drop box for machines: partners' own forms and apps leave tips here, and nothing is read."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Header, Router, Schema, Status
from pydantic import AfterValidator, AwareDatetime, Field

from porchlight.core.errors import RuleBroken
from porchlight.core.places import find_places
from porchlight.core.text import say
from porchlight.core.zones import zone_of
from porchlight.programmes.hotline.public import limits
from porchlight.programmes.hotline.public.sending import Sending, send
from porchlight.programmes.hotline.rules.tips import MOST_WORDS, Answer, Channel, Tip, Tipster
from porchlight.programmes.hotline.rules.words import clean

router = Router(tags=["sightings"])


def _kept(text: str) -> str:
    try:
        return clean(text)
    except RuleBroken as problem:
        raise ValueError(str(problem)) from problem


def _past(at: datetime) -> datetime:
    if at > timezone.now():
        raise ValueError(str(say("{text} is in the future.", text=at.isoformat())))
    return at


Short = Annotated[str, Field(max_length=300), AfterValidator(_kept)]
Long = Annotated[str, Field(max_length=MOST_WORDS), AfterValidator(_kept)]
Past = Annotated[AwareDatetime, AfterValidator(_past)]
Words = Annotated[str, Field(min_length=1, max_length=MOST_WORDS), AfterValidator(_kept)]


class Refused(Schema):
    """A refusal as RFC 9457 has it."""

    type: str
    title: str
    status: int
    detail: str
    field: str | None = None


class Challenge(Schema):
    """
    A challenge: the smallest whole number N for which SHA-256 of ``token:N`` begins with ``bits``
    zero bits pays for one tip, within twelve hours.
    """

    token: str
    bits: int


class TipIn(Schema):
    """
    A tip. Only ``words`` is required. ``toll`` and ``nonce`` pay a challenge; without them, and
    above the limits, the tip is held for a person to look at, and never refused.
    """

    words: Words
    danger: bool = False
    still_there: Answer = Answer.NONE
    seen_from: Past | None = None
    seen_until: Past | None = None
    place: Short = ""
    spot: Short = ""
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    people: Long = ""
    vehicle: Long = ""
    name: Annotated[str, Field(max_length=120), AfterValidator(_kept)] = ""
    phone: Annotated[str, Field(max_length=40), AfterValidator(_kept)] = ""
    email: Annotated[str, Field(max_length=200), AfterValidator(_kept)] = ""
    police_may_ask: bool = False
    poster: Annotated[str, Field(max_length=40, pattern=r"^[A-Za-z0-9_-]*$")] = ""
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")] = "en"
    toll: Annotated[str, Field(max_length=200)] = ""
    nonce: Annotated[str, Field(max_length=20)] = ""


class ReceiptOut(Schema):
    """The receipt: it reads our answer at /receipt/. It is given once and nowhere kept."""

    receipt: str


@router.get("/challenge", response=Challenge, url_name="sighting-challenge")
def challenge(request: HttpRequest) -> Challenge:
    """Ask for a challenge to pay before leaving a tip."""
    token = limits.GATE.toll(timezone.now())
    return Challenge(token=token, bits=int(token.split(".")[2]))


@router.post("/", response={202: ReceiptOut, 422: Refused}, url_name="sighting-leave")
def leave(
    request: HttpRequest,
    tip: TipIn,
    idempotency_key: Annotated[
        str, Header(alias="Idempotency-Key", max_length=64, pattern=r"^[\x21-\x7e]*$")
    ] = "",
) -> Status[ReceiptOut]:
    """
    Leave a tip. The same ``Idempotency-Key`` or ``toll`` with the same words is one tip.
    """
    now = timezone.now()
    attempt, held = limits.GATE.admitted(request, tip.toll, tip.nonce, now)
    if idempotency_key and held == "forged":
        attempt = limits.attempt_of(request, idempotency_key)
    how = Sending(
        attempt,
        held,
        limits.source_of(request, now),
        tip.language,
        Channel.API,
        tip.poster,
    )
    return Status(202, ReceiptOut(receipt=send(_tip(tip), how, (), now=now).code))


def _tip(said: TipIn) -> Tip:
    found = find_places(said.place, 1, said.language) if said.place else []
    place = found[0] if found else None
    return Tip(
        words=said.words,
        danger=said.danger,
        still_there=said.still_there,
        seen_from=said.seen_from or said.seen_until,
        seen_until=said.seen_until or said.seen_from,
        place=place.label if place else said.place,
        spot=said.spot,
        lat=said.lat if said.lat is not None else (place.lat if place else None),
        lon=said.lon if said.lon is not None else (place.lon if place else None),
        state=place.state if place else "",
        county_fips=place.county_fips if place else "",
        zone=zone_of(place),
        people=said.people,
        vehicle=said.vehicle,
        tipster=Tipster(said.name, said.phone, said.email, said.police_may_ask),
    )
