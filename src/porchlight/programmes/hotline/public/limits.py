"""
What strangers may do how often. Nothing is refused that somebody saw: above a limit, or without
the toll, a tip is held for a look (security.md, K8). Only reading answers has to wait.
"""

from datetime import datetime

from django.http import HttpRequest

from porchlight.house.doors.bucket import Limit, digest, network_of, take
from porchlight.house.doors.strangers import Gate

TIPS = Limit("hotline tips", capacity=8, per_second=8 / 3600)
ALL_TIPS = Limit("hotline all tips", capacity=300, per_second=1.0)
ANSWERS = Limit("hotline answers", capacity=20, per_second=1 / 30)
PLACES = Limit("hotline places", capacity=120, per_second=2.0)
GATE = Gate(TIPS, ALL_TIPS)


def may_read(request: HttpRequest, now: datetime) -> bool:
    """Whether this network may ask for another answer now."""
    return take(ANSWERS, network_of(request), now=now).granted


def may_look_up(request: HttpRequest, now: datetime) -> bool:
    """Whether this network may look up another place now."""
    return take(PLACES, network_of(request), now=now).granted


def source_of(request: HttpRequest, now: datetime) -> str:
    """
    Return a mark that two tips of one network and one day share, and that tells nobody which; it
    cannot be compared with another day's.
    """
    return digest(f"hotline source {now:%Y-%m-%d}", network_of(request))


def attempt_of(request: HttpRequest, key: str) -> str:
    """
    Return the attempt that a machine names by a key of its own. The network is part of it: another
    machine with the same key gets another receipt.
    """
    return digest(f"hotline attempt {network_of(request)}", key)
