"""
Many reports of one thing collapse to one item: the same viral file sent by many, the same incident
sent many times. What could be somebody's emergency never does.
"""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from porchlight.core.text import Say, say
from porchlight.programmes.cybertips.rules.keys import Key, KeyKind
from porchlight.programmes.cybertips.rules.quality import Sent
from porchlight.programmes.cybertips.rules.triage import Level

# From so many reports on, a file is viral whether or not a sender says so.
VIRAL_FROM = 20


class BundleKind(StrEnum):
    """What the reports of a bundle share."""

    FILE = "file"
    INCIDENT = "incident"


BUNDLES: dict[BundleKind, Say] = {
    BundleKind.FILE: say("The same viral file"),
    BundleKind.INCIDENT: say("The same incident"),
}


@dataclass(frozen=True)
class BundleKey:
    """What a report would be bundled by."""

    kind: BundleKind
    value: str


def bundle_key(
    sent: Sent, mine: frozenset[Key], files: tuple[str, ...], viral: int
) -> BundleKey | None:
    """
    Return what a report is bundled by, or None when it stands alone: a viral file, when it is the
    only one of the report and nobody is named as a child; otherwise the incident, which is its
    account, type and day.
    """
    said = sent.report
    if said.victim:
        return None
    if len(set(files)) == 1 and (viral >= VIRAL_FROM or _said_viral(sent)):
        return BundleKey(BundleKind.FILE, files[0])
    accounts = sorted(value for kind, value in mine if kind is KeyKind.ACCOUNT)
    if not accounts or said.batched_report:
        return None
    summary = said.incident_summary
    words = (
        *accounts,
        *sorted(set(files)),
        summary.incident_type,
        f"{summary.incident_date_time:%F}",
    )
    digest = hashlib.sha256("\n".join(words).encode()).hexdigest()
    return BundleKey(BundleKind.INCIDENT, digest)


def _said_viral(sent: Sent) -> bool:
    marks = [each.file_annotations for each in sent.files if each and each.file_annotations]
    return any(each.viral or each.potential_meme for each in marks)


def folds(level: Level, *, escalated: bool, first: bool) -> bool:
    """
    Whether a report of a bundle disappears behind its first one.

    >>> folds(Level.LOW, escalated=False, first=False)
    True
    >>> folds(Level.URGENT, escalated=False, first=False)
    False
    """
    return not first and level is not Level.URGENT and not escalated
