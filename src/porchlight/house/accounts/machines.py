"""
How a partner's machine is known at the API door: by HTTP Basic (``username:secret``) or by
``Authorization: Bearer username:secret``. A session never counts there, so no page of another
site can make a browser call the API.
"""

import base64
import binascii
import hmac
import threading
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from porchlight.core.viewer import Door, Viewer, house_viewer
from porchlight.house.accounts.events import KeyRefused
from porchlight.house.accounts.models import MachineKey
from porchlight.house.accounts.roles import MACHINES
from porchlight.house.accounts.rules import Refill, digest
from porchlight.house.audit.actions import record
from porchlight.house.doors.bucket import Limit, network_of, take
from porchlight.house.doors.context import coming_from
from porchlight.house.doors.source import source_of

REFUSED = Limit("machine-key-refused", capacity=30, per_second=1 / 20)
# Per key and web process: far above the 80 requests/s that intake is built for.
GRANTED = Refill(capacity=600, per_second=200)
USED_EVERY = timedelta(minutes=1)
REALM = 'Basic realm="Porchlight", charset="UTF-8"'

_left: dict[int, tuple[float, datetime]] = {}
_left_lock = threading.Lock()


def due(request: HttpRequest) -> HttpResponseBase | None:
    """
    Put the machine on the request and return None, or return the answer to one unknown.

    Refusals have an empty body, as the real reporting service's have.
    """
    now = timezone.now()
    username, secret = presented(request.headers.get("Authorization", ""))
    key = MachineKey.objects.filter(username=username).first() if username else None
    why = refusal_of(key, secret, now=now)
    if why or key is None:
        return _refused(request, key, why, now) if username else _challenge(401)
    if not _within(key.id, now):
        return HttpResponse(status=429, headers={"Retry-After": "1"})
    if key.last_used_at is None or now - key.last_used_at >= USED_EVERY:
        MachineKey.objects.filter(id=key.id).update(last_used_at=now)
    request.viewer = viewer_of(key)  # type: ignore[attr-defined]
    return None


def presented(header: str) -> tuple[str, str]:
    """
    Return name and secret of an ``Authorization`` header; two empty words when it holds none.

    >>> presented("Basic cG9uZDpyaWRkbGU6MQ==")
    ('pond', 'riddle:1')
    >>> presented("Bearer pond:riddle"), presented("Basic ???"), presented("")
    (('pond', 'riddle'), ('', ''), ('', ''))
    """
    scheme, _, words = header.partition(" ")
    match scheme.lower():
        case "basic":
            try:
                given = base64.b64decode(words.strip(), validate=True).decode()
            except (binascii.Error, UnicodeDecodeError, ValueError):
                return "", ""
        case "bearer":
            given = words.strip()
        case _:
            return "", ""
    username, _, secret = given.partition(":")
    # A NUL is no text for the database.
    return ("", "") if "\0" in username else (username[:60], secret)


def refusal_of(key: MachineKey | None, secret: str, *, now: datetime) -> str:
    """Return ``unknown``, ``wrong``, ``revoked`` or ``ended``, or nothing for a good key."""
    if key is None or key.role not in MACHINES:
        return "unknown"
    if not hmac.compare_digest(key.secret_digest, digest(secret)):
        return "wrong"
    if key.revoked_at is not None:
        return "revoked"
    return "ended" if now >= key.expires_at else ""


def viewer_of(key: MachineKey) -> Viewer:
    """Return the machine as rules see it: no account, its agency, its role's permissions."""
    return Viewer(
        id=None,
        door=Door.API,
        name=key.username,
        roles=frozenset({key.role}),
        permissions=MACHINES[key.role].permissions,
        agency_id=key.agency_id,
    )


def _refused(
    request: HttpRequest, key: MachineKey | None, why: str, now: datetime
) -> HttpResponseBase:
    # The limit keeps a stranger from filling the audit trail; a secret cannot be guessed.
    if not take(REFUSED, network_of(request), now=now):
        return HttpResponse(status=429, headers={"Retry-After": "20"})
    with coming_from(source_of(request), ""):
        event = KeyRefused(key.id if key else None, why)
        record(event, by=house_viewer("api"), at=now)
    return _challenge(401)


def _challenge(status: int) -> HttpResponse:
    return HttpResponse(status=status, headers={"WWW-Authenticate": REALM})


def _within(key_id: int, now: datetime) -> bool:
    with _left_lock:
        tokens, at = _left.get(key_id, (GRANTED.capacity, now))
        granted, tokens = GRANTED.take(tokens, (now - at).total_seconds())
        _left[key_id] = (tokens, now)
    return granted
