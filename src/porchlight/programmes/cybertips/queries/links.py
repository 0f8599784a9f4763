"""What reports share."""

from collections import defaultdict
from dataclasses import dataclass

from porchlight.core.text import Say
from porchlight.programmes.cybertips.models import ReportFile, ReportKey
from porchlight.programmes.cybertips.rules.keys import KINDS, STRENGTH, KeyKind

MOST_LINKED = 50
# A key that very many reports share tells nothing of any of them.
TOO_COMMON = 500


@dataclass(frozen=True)
class Linked:
    """Another report, and what it shares with this one."""

    report_id: int
    shared: tuple[Say, ...]
    strength: int = 0


def linked(report_id: int) -> list[Linked]:
    """Return the reports that share something with one, the closest first."""
    shared: dict[int, set[str]] = defaultdict(set)
    for kind, value in ReportKey.objects.filter(report_id=report_id).values_list("kind", "value"):
        others = ReportKey.objects.filter(kind=kind, value=value).exclude(report_id=report_id)
        found = list(others.values_list("report_id", flat=True)[: TOO_COMMON + 1])
        if len(found) <= TOO_COMMON:
            for other in found:
                shared[other].add(kind)
    ranked = sorted(shared.items(), key=lambda row: (-_strength(row[1]), -row[0]))
    return [
        Linked(other, tuple(KINDS[KeyKind(kind)] for kind in sorted(kinds)), _strength(kinds))
        for other, kinds in ranked[:MOST_LINKED]
    ]


def _strength(kinds: set[str]) -> int:
    return sum(STRENGTH[KeyKind(kind)] for kind in kinds)


def viral_count(files: tuple[str, ...]) -> int:
    """Return in how many reports the most frequent of some files lies, counted up to a bound."""
    most = 0
    for sha256 in files[:20]:
        rows = ReportFile.objects.filter(sha256=sha256).values_list("report_id", flat=True)
        most = max(most, len(set(rows[:TOO_COMMON])))
    return most


def shared_values(report_id: int, other: int) -> list[tuple[Say, str]]:
    """Return what two reports share: the kind and the value, the strongest first."""
    theirs = ReportKey.objects.filter(report_id=other).values_list("kind", "value")
    mine = set(ReportKey.objects.filter(report_id=report_id).values_list("kind", "value"))
    both = sorted(mine & set(theirs), key=lambda key: -STRENGTH[KeyKind(key[0])])
    return [(KINDS[KeyKind(kind)], value) for kind, value in both]
