"""
What strangers may do how often. No report is refused: above a limit, or without the toll, it is
held for a look (security.md, K8). Only reading answers has to wait.
"""

from datetime import datetime

from django.http import HttpRequest

from porchlight.house.doors.bucket import Limit, network_of, take
from porchlight.house.doors.strangers import Gate

REPORTS = Limit("cybertips reports", capacity=8, per_second=8 / 3600)
ALL_REPORTS = Limit("cybertips all reports", capacity=300, per_second=1.0)
ANSWERS = Limit("cybertips answers", capacity=20, per_second=1 / 30)
GATE = Gate(REPORTS, ALL_REPORTS)


def may_read(request: HttpRequest, now: datetime) -> bool:
    """Whether this network may ask for another answer now."""
    return take(ANSWERS, network_of(request), now=now).granted
