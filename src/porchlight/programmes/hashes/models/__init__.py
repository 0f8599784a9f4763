"""Tables of the hash lists, of series, and of what agencies sent to compare."""

from porchlight.programmes.hashes.models.lists import (
    Entry,
    Feedback,
    Fingerprint,
    ListAccess,
    ListClock,
    Member,
    Review,
    Standing,
)
from porchlight.programmes.hashes.models.series import Notice, NoticeWish, Series
from porchlight.programmes.hashes.models.submissions import Finding, Submission, SubmissionItem

__all__ = [
    "Entry",
    "Feedback",
    "Finding",
    "Fingerprint",
    "ListAccess",
    "ListClock",
    "Member",
    "Notice",
    "NoticeWish",
    "Review",
    "Series",
    "Standing",
    "Submission",
    "SubmissionItem",
]
