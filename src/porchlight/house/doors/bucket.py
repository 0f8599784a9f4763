"""
Limits on what strangers may ask: token buckets in the database, one statement each.

The keys are digests under the installation's secret: the table cannot be read back into
addresses, and after a day its rows are forgotten.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv4Address, ip_address, ip_network

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from porchlight.house.doors.models import Bucket
from porchlight.house.doors.source import source_of

# A neighbourhood shares one limit: a /24 of IPv4, a /48 of IPv6 (security.md, P1).
IPV4_PREFIX, IPV6_PREFIX = 24, 48

# The new level is computed once, from the row as it is locked; two requests never share a token.
TAKE = """
INSERT INTO doors_bucket AS bucket (key, tokens, filled_at, granted)
VALUES (%(key)s, %(capacity)s - %(cost)s, %(now)s, true)
ON CONFLICT (key) DO UPDATE SET
    granted = least(%(capacity)s, bucket.tokens + %(per_second)s
        * greatest(0, extract(epoch FROM %(now)s - bucket.filled_at))) >= %(cost)s,
    tokens = least(%(capacity)s, bucket.tokens + %(per_second)s
        * greatest(0, extract(epoch FROM %(now)s - bucket.filled_at)))
        - CASE WHEN least(%(capacity)s, bucket.tokens + %(per_second)s
            * greatest(0, extract(epoch FROM %(now)s - bucket.filled_at))) >= %(cost)s
          THEN %(cost)s ELSE 0 END,
    filled_at = greatest(bucket.filled_at, %(now)s)
RETURNING granted, tokens
"""


@dataclass(frozen=True)
class Limit:
    """``capacity`` requests at once, and ``per_second`` more as time goes by."""

    name: str
    capacity: float
    per_second: float


@dataclass(frozen=True)
class Taken:
    """Whether there was a token; ``left`` is the share of the bucket that is still full, 0 to 1."""

    granted: bool
    left: float

    def __bool__(self) -> bool:
        return self.granted


def take(limit: Limit, who: str, *, now: datetime, cost: float = 1) -> Taken:
    """
    Take ``cost`` tokens of ``who``'s bucket, if they are there.

    Call it outside of the transaction of the work that it guards: the row stays locked until
    the commit.
    """
    given: dict[str, str | float | datetime] = {
        "key": digest(limit.name, who),
        "capacity": float(limit.capacity),
        "per_second": float(limit.per_second),
        "cost": float(cost),
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(TAKE, given)
        granted, tokens = cursor.fetchone()
    return Taken(granted, max(0.0, tokens) / limit.capacity)


def left(limit: Limit, who: str, *, now: datetime) -> float:
    """Return what share (0 to 1) of ``who``'s bucket is full; takes and writes nothing."""
    row = Bucket.objects.filter(key=digest(limit.name, who)).first()
    if row is None:
        return 1.0
    gained = limit.per_second * max(0.0, (now - row.filled_at).total_seconds())
    return min(1.0, (max(0.0, row.tokens) + gained) / limit.capacity)


def once(name: str, what: str, *, now: datetime) -> bool:
    """Whether ``what`` comes for the first time (within the day that rows are kept)."""
    return take(Limit(name, 1, 0), what, now=now).granted


def forget(before: datetime) -> int:
    """Delete the buckets that nobody used since ``before``; returns how many."""
    return Bucket.objects.filter(filled_at__lt=before).delete()[0]


def digest(name: str, who: str) -> str:
    """Return the key under which a limit of ``who`` is kept."""
    secret = settings.SECRET_KEY.encode()
    return hmac.new(secret, f"{name}\n{who}".encode(), hashlib.sha256).hexdigest()


def network_of(request: HttpRequest) -> str:
    """
    Return the network a request comes from: its /24 or /48, never the whole address.
    """
    return network(source_of(request))


def network(address: str) -> str:
    """
    Return the /24 or /48 that holds ``address``; what is no address is one network of its own.

    >>> network("192.0.2.77"), network("2001:db8:1:2::3"), network("::ffff:192.0.2.9")
    ('192.0.2.0/24', '2001:db8:1::/48', '192.0.2.0/24')
    """
    try:
        found = ip_address(address)
    except ValueError:
        return "unknown"
    if not isinstance(found, IPv4Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    prefix = IPV4_PREFIX if isinstance(found, IPv4Address) else IPV6_PREFIX
    return str(ip_network(f"{found}/{prefix}", strict=False))
