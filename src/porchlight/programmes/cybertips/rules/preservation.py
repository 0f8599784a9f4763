"""
How long what a provider reported is kept for the courts: a year from the filing, longer when an
agency asks; then disposed of by two persons, with a certificate.

Source: 18 U.S.C. 2258A(h), as amended by the REPORT Act (P.L. 118-59): one year instead of 90 days;
a longer time is asked for by legal process or by request.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from porchlight.core.text import Say, say

A_YEAR = timedelta(days=365)
LEAST_WORDS = 10


@dataclass(frozen=True)
class Standing:
    """Until when a report's files are kept, and whether they are gone."""

    until: datetime
    disposed: bool = False


def first_until(filed_at: datetime) -> datetime:
    """Return until when a report's files are kept when nobody asks for longer."""
    return filed_at + A_YEAR


def extended(standing: Standing, now: datetime) -> datetime:
    """
    Return until when a request keeps them: a year from now, or from their end when that is later.

    >>> from datetime import UTC
    >>> end = datetime(2027, 3, 1, tzinfo=UTC)
    >>> extended(Standing(end), datetime(2026, 3, 1, tzinfo=UTC)) == end + A_YEAR
    True
    """
    return max(standing.until, now) + A_YEAR


def why_not_extend(standing: Standing, words: str) -> Say | None:
    """Return why nothing is kept longer, or None."""
    if standing.disposed:
        return say("The files were disposed of.")
    if len(words.strip()) < LEAST_WORDS:
        return say("Name the request: from whom, of which day, its number.")
    return None


def why_not_dispose(standing: Standing, now: datetime) -> Say | None:
    """Return why nothing is disposed of now, or None."""
    if standing.disposed:
        return say("The files were disposed of.")
    if now < standing.until:
        return say("The time of preservation is not over.")
    return None


def certificate(
    report_id: int, files: Iterable[Mapping[str, Any]], persons: tuple[str, str], at: datetime
) -> dict[str, object]:
    """Return what a certificate of disposal says: each file by its hash, and whether it is gone."""
    return {
        "kind": "disposal",
        "reportId": report_id,
        "disposedAt": at.isoformat(timespec="seconds"),
        "askedBy": persons[0],
        "doneBy": persons[1],
        "files": [dict(each) for each in files],
    }
