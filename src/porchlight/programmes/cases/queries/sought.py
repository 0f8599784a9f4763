"""What leads from the public are compared with, and what their answers must not say."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from porchlight.core.dates import age_range_on
from porchlight.core.measures import Span
from porchlight.house.directory.models import Agency
from porchlight.programmes.cases.models import Case, Child
from porchlight.programmes.cases.rules.vocabulary import AgencyRole, CaseStatus, ChildStatus

# Of more open cases than this the newest are compared.
MOST_CASES = 3000
DEGREES = 3.0
NEW_DAYS = 7


@dataclass(frozen=True)
class SoughtChild:
    """A missing child as strangers may describe it."""

    names: tuple[str, ...]
    sex: str
    age_years: Span | None
    hair: str
    eyes: str
    described: str


@dataclass(frozen=True)
class SoughtCase:
    """An active case with the place and time of the last contact; never shown as it is."""

    case_id: int
    number: str
    category: str
    children: tuple[SoughtChild, ...]
    missing_from: datetime | None
    lat: float | None
    lon: float | None
    state: str
    county_fips: str
    companions: tuple[str, ...]
    plates: frozenset[str]


@dataclass(frozen=True)
class CaseState:
    """Where a case stands, for those who hold a lead about it."""

    number: str
    category: str
    active: bool
    restricted: bool
    youngest_years: int | None
    missing_hours: float | None


def sought_cases(
    now: datetime,
    *,
    state: str = "",
    lat: float | None = None,
    lon: float | None = None,
    also: Collection[int] = (),
) -> list[SoughtCase]:
    """
    Return the active cases that a sighting there may be about: of the state, within some 300 km,
    newly opened anywhere, and those of ``also``. Asks nobody: scores are made for the desk.
    """
    wanted = Q(id__in=list(also)) | Q(opened_at__gte=now - timedelta(days=NEW_DAYS))
    if state:
        wanted |= Q(state=state)
    if lat is not None and lon is not None:
        wanted |= Q(
            last_contact_place__lat__range=(lat - DEGREES, lat + DEGREES),
            last_contact_place__lon__range=(lon - DEGREES, lon + DEGREES),
        )
    if not state and lat is None:
        wanted |= Q(opened_at__gte=now - timedelta(days=90))
    rows = Case.objects.filter(wanted, status=CaseStatus.ACTIVE).order_by("-opened_at")
    people = rows.prefetch_related("children", "companions", "vehicles")
    return [_sought(case, now) for case in people[:MOST_CASES]]


def _sought(case: Case, now: datetime) -> SoughtCase:
    place = case.place
    missing = [one for one in case.children.all() if one.status == ChildStatus.MISSING]
    return SoughtCase(
        case_id=case.id,
        number=case.number,
        category=case.category,
        children=tuple(_child(child, now) for child in missing),
        missing_from=case.last_contact_latest_at or case.last_contact_earliest_at,
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        state=case.state,
        county_fips=case.county_fips,
        companions=tuple(
            name for one in case.companions.all() for name in (one.name, *one.aliases)
        ),
        plates=frozenset(one.plate.replace(" ", "") for one in case.vehicles.all() if one.plate),
    )


def _child(child: Child, now: datetime) -> SoughtChild:
    marks = [str(mark.get("words", "")) for mark in child.marks]
    return SoughtChild(
        names=tuple(name for name in (child.name, *child.aliases) if name),
        sex=child.sex,
        age_years=_age(child, now),
        hair=child.hair,
        eyes=child.eyes,
        described="\n".join(part for part in (child.clothing, *marks) if part),
    )


def _age(child: Child, now: datetime) -> Span | None:
    if child.born_on is not None:
        low, high = age_range_on(child.born_on, now.date())
        return Span(low, high)
    return child.age_years


def state_of(case_id: int, now: datetime) -> CaseState | None:
    """Return where a case stands, or None when there is none of this id; asks nobody."""
    case = Case.objects.filter(id=case_id).prefetch_related("children").first()
    if case is None:
        return None
    missing = [one for one in case.children.all() if one.status == ChildStatus.MISSING]
    ages = [span.lo for span in (_age(child, now) for child in missing) if span is not None]
    since = case.last_contact_latest_at or case.last_contact_earliest_at
    return CaseState(
        number=case.number,
        category=case.category,
        active=case.status == CaseStatus.ACTIVE and bool(missing),
        restricted=case.restricted,
        youngest_years=int(min(ages)) if ages else None,
        missing_hours=(now - since) / timedelta(hours=1) if since else None,
    )


def agencies_told(case_id: int) -> list[Agency]:
    """
    Return the verified agencies on the case that did not decline it, investigating ones first.

    An agency that nobody called back, or whose verification was taken back, is never among them.
    """
    case = Case.objects.filter(id=case_id).first()
    if case is None:
        return []
    shares = case.shares.select_related("agency").filter(ended_at__isnull=True)
    active = [share for share in shares.order_by("id") if share.accepted is not False]
    active.sort(key=lambda share: share.role != AgencyRole.INVESTIGATING)
    return [share.agency for share in active if share.agency.verified_at is not None]


def private_words(case_id: int) -> frozenset[str]:
    """
    Return names, telephones and streets of the case that nobody outside may read: the family,
    its own telephones, where the child lived and was found, the agencies' lines.
    """
    case = Case.objects.filter(id=case_id).first()
    if case is None:
        return frozenset()
    return frozenset(word.strip() for word in _private(case) if word and word.strip())


def _private(case: Case) -> Iterator[str]:
    yield from (case.last_contact_street, case.last_seen_by, case.ncic_number, case.number)
    for child in case.children.all():
        yield from (child.school, child.lives_with, child.recovered_place, *child.phones)
    for contact in case.contacts.all():
        yield from (contact.name, *contact.name.split(), contact.email, contact.address)
        yield from contact.phones
    for one in case.companions.all():
        yield from (one.address, *one.phones)
        if not one.publish:
            yield one.name
    for share in case.shares.select_related("agency", "answered_by"):
        yield from (share.agency.call_back_number, share.agency.email, share.report_number)
        if share.answered_by:
            yield share.answered_by.name
