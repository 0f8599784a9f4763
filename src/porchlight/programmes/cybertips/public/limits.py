"""
What strangers may do how often. No report is refused: above a limit, or without the toll, it is
held for a look (security.md, K8). Only reading answers has to wait.
"""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest

from porchlight.house.doors.bucket import Limit, left, network_of, take
from porchlight.house.doors.proof_of_work import bits_for, challenge, judge

REPORTS = Limit("cybertips reports", capacity=8, per_second=8 / 3600)
ALL_REPORTS = Limit("cybertips all reports", capacity=300, per_second=1.0)
ANSWERS = Limit("cybertips answers", capacity=20, per_second=1 / 30)
EVERYBODY = "everybody"


def toll(now: datetime) -> str:
    """Return a fresh challenge for a form, the harder the more reports come in at this time."""
    share = left(ALL_REPORTS, EVERYBODY, now=now)
    return challenge(now, bits=bits_for(settings.ENV.proof_of_work_bits, share))


def admitted(request: HttpRequest, token: str, nonce: str, now: datetime) -> tuple[str, str]:
    """Return the attempt's name, and why it is held for a look (empty: it is not)."""
    verdict = judge(token, nonce, now=now)
    within = take(REPORTS, network_of(request), now=now)
    take(ALL_REPORTS, EVERYBODY, now=now)
    return verdict.attempt, verdict.why or ("" if within else "limit")


def may_read(request: HttpRequest, now: datetime) -> bool:
    """Whether this network may ask for another answer now."""
    return take(ANSWERS, network_of(request), now=now).granted
