"""What triage knows of a report, and the version of the rules that decides now."""

from dataclasses import dataclass

from porchlight.programmes.cybertips.models import Report, ReportKey, RulePage
from porchlight.programmes.cybertips.queries.exposure import KnownAs, known_files
from porchlight.programmes.cybertips.queries.intake import files_of
from porchlight.programmes.cybertips.queries.links import viral_count
from porchlight.programmes.cybertips.queries.sent import sent
from porchlight.programmes.cybertips.rules import jurisdiction
from porchlight.programmes.cybertips.rules.jurisdiction import Jurisdiction, Locate
from porchlight.programmes.cybertips.rules.keys import Key, KeyKind, keys
from porchlight.programmes.cybertips.rules.triage import AS_WRITTEN, Facts, Points


@dataclass(frozen=True)
class Known:
    """Everything that is known of a report without looking at a file."""

    facts: Facts
    mine: frozenset[Key]
    files: tuple[str, ...]
    place: Jurisdiction
    known: dict[str, KnownAs]


def known_of(report: Report, locate: Locate) -> Known:
    """Return what triage knows of a report now; ``locate`` finds an address of the network."""
    said = sent(report)
    rows = files_of(report.id)
    files = tuple(each.sha256 for each in rows)
    known = known_files(rows)
    mine = keys(said, report.agency_id, files)
    place = jurisdiction.find(said, locate)
    classes = frozenset(each.label for each in known.values())
    before, viral = _before(report.id, mine), viral_count(files)
    facts = Facts(said, before, viral, bool(place.country), classes)
    return Known(facts, mine, files, place, known)


def _before(report_id: int, mine: frozenset[Key]) -> int:
    """How many other reports there are of one of its accounts."""
    accounts = [value for kind, value in mine if kind is KeyKind.ACCOUNT]
    others = ReportKey.objects.filter(kind=KeyKind.ACCOUNT, value__in=accounts)
    return others.exclude(report_id=report_id).values("report_id").distinct().count()


def current_page() -> Points:
    """Return the version that decides now; the page as written when none was switched on."""
    found = RulePage.objects.filter(current=True).first()
    return found.page() if found else AS_WRITTEN
