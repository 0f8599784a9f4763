"""
What strangers may send how often. Nothing that somebody tells is refused: above a limit, or
without the toll, it is held for a look (security.md, K8).
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest

from porchlight.house.doors.bucket import Limit, left, network_of, take
from porchlight.house.doors.proof_of_work import bits_for, challenge, judge

EVERYBODY = "everybody"


@dataclass(frozen=True)
class Gate:
    """What one network may send, and what all of them together may before the toll rises."""

    network: Limit
    everybody: Limit

    def toll(self, now: datetime) -> str:
        """Return a fresh challenge for a form, the harder the more comes in at this time."""
        share = left(self.everybody, EVERYBODY, now=now)
        return challenge(now, bits=bits_for(settings.ENV.proof_of_work_bits, share))

    def admitted(
        self, request: HttpRequest, token: str, nonce: str, now: datetime
    ) -> tuple[str, str]:
        """Return the attempt's name, and why it is held for a look (empty: it is not)."""
        verdict = judge(token, nonce, now=now)
        within = take(self.network, network_of(request), now=now)
        take(self.everybody, EVERYBODY, now=now)
        return verdict.attempt, verdict.why or ("" if within else "limit")
