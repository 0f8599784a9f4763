"""What a provider sees of its own: reports, half-open ones, refused documents, advice."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from porchlight.core.errors import NotFound
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.programmes.cybertips import permissions
from porchlight.programmes.cybertips.models import Document, Report
from porchlight.programmes.cybertips.queries.intake import owned
from porchlight.programmes.cybertips.rules.ispws.answers import Code
from porchlight.programmes.cybertips.rules.states import State

LOOKED_AT = 2000
NOBODY = -1


@dataclass(frozen=True)
class Told:
    """A note or fault that came several times: its code, its words as first said, how often."""

    code: str
    text: str
    times: int


def own_reports(viewer: Viewer) -> QuerySet[Report]:
    """
    Return what the viewer's organisation sent.

    :raises NotAllowed: when the role does not include it
    """
    return Report.objects.filter(agency_id=_agency(viewer))


def own_report(viewer: Viewer, report_id: int) -> Report:
    """
    Return one report of the viewer's organisation.

    :raises NotAllowed: when the role does not include it
    :raises NotFound: for another's, as if it were not there
    """
    found = owned(report_id, _agency(viewer))
    if found is None:
        raise NotFound(say("There is no such report."))
    return found


def half_open(viewer: Viewer, now: datetime) -> QuerySet[Report]:
    """Return the unfinished reports of the viewer's organisation, the first to expire first."""
    return _waiting(own_reports(viewer), now)


def half_open_of(viewer: Viewer, now: datetime) -> QuerySet[Report]:
    """
    Return the unfinished reports for a sender's machine, the first to expire first.

    :raises NotAllowed: when ``viewer`` does not send reports
    """
    permissions.may_submit(viewer).require()
    assert viewer.agency_id is not None
    return _waiting(Report.objects.filter(agency_id=viewer.agency_id), now)


def _waiting(reports: QuerySet[Report], now: datetime) -> QuerySet[Report]:
    return reports.filter(state=State.OPEN, expires_at__gt=now).order_by("expires_at")


def documents_of(report: Report) -> list[Document]:
    """Return everything that was sent for a report, in order."""
    return list(Document.objects.filter(report_id=report.id).order_by("id"))


def refused_documents(viewer: Viewer) -> QuerySet[Document]:
    """Return the documents of the viewer's organisation that were not taken, newest first."""
    mine = Document.objects.filter(agency_id=_agency(viewer)).exclude(code=Code.SUCCESS)
    return mine.order_by("-id")


def advice(viewer: Viewer) -> list[Told]:
    """Return what the organisation's documents of late should mend, the most frequent first."""
    recent = Document.objects.filter(agency_id=_agency(viewer)).order_by("-id")[:LOOKED_AT]
    return told_times([*document.faults, *document.notes] for document in recent)


def _agency(viewer: Viewer) -> int:
    permissions.may_read_own(viewer).require()
    # Somebody of no company yet has sent nothing.
    return viewer.agency_id if viewer.agency_id is not None else NOBODY


def told_times(documents: Iterable[list[dict[str, object]]]) -> list[Told]:
    """Return each code with how many documents had it."""
    times: Counter[str] = Counter()
    words: dict[str, str] = {}
    for said in documents:
        for code in {str(one["code"]) for one in said}:
            times[code] += 1
        for one in said:
            words.setdefault(str(one["code"]), str(one["text"]))
    return [Told(code, words[code], count) for code, count in times.most_common()]
