"""Reports and agencies: whom a report may go to, what was given out, what an agency sees."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from porchlight.core.errors import NotFound
from porchlight.core.text import Say, say
from porchlight.core.viewer import Viewer
from porchlight.house.directory.models import Agency
from porchlight.house.directory.queries import agencies_for
from porchlight.programmes.cybertips import permissions
from porchlight.programmes.cybertips.models import Referral, Report, ReportKey, Triage
from porchlight.programmes.cybertips.permissions import ReferralStanding
from porchlight.programmes.cybertips.queries.own import own_reports
from porchlight.programmes.cybertips.queries.sent import sent
from porchlight.programmes.cybertips.rules.keys import KeyKind
from porchlight.programmes.cybertips.rules.numbers import first_at
from porchlight.programmes.cybertips.rules.referral import Outcome, told_count
from porchlight.programmes.cybertips.rules.routing import RECEIVE, Candidate, options, places
from porchlight.programmes.cybertips.rules.states import State
from porchlight.programmes.cybertips.rules.triage import LEVELS, Level

# Sharing one of these makes two reports the business of the same investigation.
SAME_PERSON = (KeyKind.ACCOUNT, KeyKind.EMAIL, KeyKind.PHONE, KeyKind.DEVICE)
MOST_NOTICES = 50


@dataclass(frozen=True)
class Choice:
    """An agency that a report may be given to, and why."""

    agency: Agency
    because: Say


def choices(report: Report, decision: Triage | None) -> list[Choice]:
    """Return whom a report may be given to, the proposed one first; those who have it are out."""
    country, state = (decision.country, decision.state) if decision else ("", "")
    found: dict[int, Agency] = {}
    candidates = []
    for place in places(sent(report), country, state):
        for match in agencies_for(place, RECEIVE):
            found[match.agency.id] = match.agency
            candidates.append(
                Candidate(match.agency.id, match.agency.kind, match.reason, match.verified)
            )
    for agency in Agency.objects.filter(kind="federal", state=""):
        found.setdefault(agency.id, agency)
        verified = agency.verified_at is not None
        candidates.append(
            Candidate(agency.id, agency.kind, say("Answers for the whole country"), verified)
        )
    have = set(live(report.id).values_list("agency_id", flat=True))
    offered = options(candidates, country)
    return [
        Choice(found[each.agency_id], each.because)
        for each in offered
        if each.agency_id not in have
    ]


def others(known: list[Choice]) -> QuerySet[Agency]:
    """Return every other verified agency that is given reports, for a choice by hand."""
    rows = Agency.objects.filter(kind__in=RECEIVE, verified_at__isnull=False)
    return rows.exclude(id__in=[each.agency.id for each in known]).order_by("name", "id")


def live(report_id: int) -> QuerySet[Referral]:
    """Return the referrals of a report that were not taken back."""
    return Referral.objects.filter(report_id=report_id, ended_at__isnull=True)


def referrals_of(viewer: Viewer, report_id: int) -> list[Referral]:
    """
    Return every referral of a report for the desk, newest first, with receipts and answers.

    :raises NotAllowed: when the role does not include reports
    """
    permissions.may_read(viewer).require()
    rows = Referral.objects.filter(report_id=report_id).select_related(
        "agency", "referred_by", "opened_by"
    )
    return list(
        rows.prefetch_related("taken__taken_by", "feedback__told_by").order_by("-referred_at")
    )


def referrals_for(viewer: Viewer) -> QuerySet[Referral]:
    """
    Return what the viewer's agency was given and still has.

    :raises NotAllowed: when the role does not include it
    """
    permissions.may_enter_portal(viewer).require()
    assert viewer.agency_id is not None
    return Referral.objects.filter(
        agency_id=viewer.agency_id, agency__verified_at__isnull=False, ended_at__isnull=True
    )


def referral_for(viewer: Viewer, code: str) -> Referral:
    """
    Return one referral of the viewer's agency.

    :raises NotFound: to every other agency, as if it were not there
    """
    found = Referral.objects.select_related("agency").filter(code=code).first()
    if found is None or not permissions.may_receive(viewer, standing(found)):
        raise NotFound(say("There is no such report."))
    return found


def standing(referral: Referral) -> ReferralStanding:
    """Return what decides who sees it."""
    verified = referral.agency.verified_at is not None
    return ReferralStanding(referral.agency_id, verified, referral.ended_at is not None)


def unopened(now: datetime) -> QuerySet[Referral]:
    """Return what should have been opened by now and was not."""
    return Referral.objects.filter(
        open_by__lte=now, opened_at__isnull=True, ended_at__isnull=True
    ).exclude(step="supervisors")


def also_with(referral: Referral) -> list[Referral]:
    """
    Return the referrals of the same report, or of reports on the same person, at other agencies:
    each learns of the other, so that two do not investigate one person unawares.
    """
    mine = ReportKey.objects.filter(report_id=referral.report_id, kind__in=SAME_PERSON)
    same = Q()
    for kind, value in mine.values_list("kind", "value"):
        same |= Q(kind=kind, value=value)
    reports = {referral.report_id}
    if same:
        linked = ReportKey.objects.filter(same).values_list("report_id", flat=True)
        reports |= set(linked.distinct()[: MOST_NOTICES * 4])
    rows = Referral.objects.filter(report_id__in=reports, ended_at__isnull=True)
    rows = rows.exclude(agency_id=referral.agency_id).select_related("agency")
    return list(rows.order_by("-referred_at")[:MOST_NOTICES])


@dataclass(frozen=True)
class Result:
    """One line of what became of a provider's reports: what, and how many as it may be told."""

    what: Say
    count: Say


def results(viewer: Viewer, since: datetime) -> list[Result]:
    """
    Return what became of the reports that the viewer's organisation filed since an instant.
    Small numbers are not told exactly: one could point to an investigation.

    :raises NotAllowed: when the role does not include it
    """
    mine = own_reports(viewer).filter(id__gte=first_at(since), state=State.FINISHED)
    numbers = mine.values("id")
    decided = Triage.objects.filter(report_id__in=numbers, current=True)
    levels = Counter(decided.values_list("level", flat=True))
    act = decided.filter(actionable=True).count()
    given = Referral.objects.filter(report_id__in=numbers)
    outcomes = Counter(given.exclude(outcome="").values_list("outcome", flat=True))
    opened = given.filter(opened_at__isnull=False).values("report_id").distinct().count()
    rows = [(say("Filed"), mine.count()), (say("Enough to act on"), act)]
    rows += [(LEVELS[level], levels[level.value]) for level in Level]
    rows += [
        (say("Given to an agency"), given.values("report_id").distinct().count()),
        (say("Opened by an agency"), opened),
        (say("A child was identified"), outcomes[Outcome.VICTIM_IDENTIFIED]),
        (say("Somebody was arrested"), outcomes[Outcome.ARREST]),
        (say("There is not enough to go on"), outcomes[Outcome.INSUFFICIENT]),
    ]
    return [Result(what, told_count(count)) for what, count in rows]
