"""What other programmes are given of a case: plain values, no rows."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from porchlight.core.dates import PartialDate
from porchlight.core.errors import NotFound
from porchlight.core.measures import Span
from porchlight.core.places import Place
from porchlight.core.text import say
from porchlight.programmes.cases.models import Case, CaseContact, Child, Companion, Vehicle
from porchlight.programmes.cases.models.columns import date_of
from porchlight.programmes.cases.rules.intake import Looks, Mark
from porchlight.programmes.cases.rules.vocabulary import AgencyRole, Category, ChildStatus


@dataclass(frozen=True)
class PosterPhotograph:
    """A picture of a child and whether there is permission to show it."""

    file_id: int
    sha256: str
    kind: str
    taken: PartialDate | None
    shown_age: int | None
    permitted: bool


@dataclass(frozen=True)
class PosterChild:
    """A child as a poster may need it."""

    id: int
    given_names: str
    family_names: str
    aliases: tuple[str, ...]
    missing: bool
    born: PartialDate | None
    age_years: Span | None
    looks: Looks
    clothing: str
    photographs: tuple[PosterPhotograph, ...]
    publicity: bool | None

    @property
    def name(self) -> str:
        """The whole name, given names first."""
        return f"{self.given_names} {self.family_names}".strip()


@dataclass(frozen=True)
class PosterCompanion:
    """A companion whom the agency wants named."""

    id: int
    name: str
    role: str
    relation: str
    born: PartialDate | None
    age_years: Span | None
    looks: Looks


@dataclass(frozen=True)
class PosterVehicle:
    """A vehicle that the agency wants named."""

    plate: str
    plate_state: str
    year: int | None
    make: str
    model: str
    colors: tuple[str, ...]


@dataclass(frozen=True)
class PosterSource:
    """
    All that a poster may need, and what must have happened before one goes out. Nothing of the
    family, of health, of care and of streets is in it.
    """

    case_id: int
    case_number: str
    category: Category
    active: bool
    restricted: bool
    missing_since: PartialDate | None
    missing_from: Place | None
    timezone: str
    summary: str
    amber: bool
    in_ncic: bool
    agency_id: int | None
    agency_name: str
    agency_phone: str
    agency_consulted: bool
    guardian_consulted: bool
    children: tuple[PosterChild, ...] = ()
    companions: tuple[PosterCompanion, ...] = ()
    vehicles: tuple[PosterVehicle, ...] = ()
    opened_at: datetime | None = field(default=None)


@dataclass(frozen=True)
class FamilyChild:
    """A child as its family's page names it; where it was found is never in it."""

    name: str
    born: PartialDate | None
    missing: bool
    recovered_at: datetime | None


@dataclass(frozen=True)
class FamilyAgency:
    """An agency that was told: whom the family may call, and since when it knows."""

    name: str
    phone: str
    investigating: bool
    told_at: datetime
    accepted_at: datetime | None


@dataclass(frozen=True)
class FamilySource:
    """
    What a family is told of its case: what is entered where and when. Nothing of other people,
    of places, of leads and of the investigation is in it.
    """

    case_id: int
    case_number: str
    open: bool
    restricted: bool
    missing_since: PartialDate | None
    opened_at: datetime
    reported_at: datetime | None
    ncic_entered_at: datetime | None
    recovered_at: datetime | None
    manager_name: str
    children: tuple[FamilyChild, ...] = ()
    agencies: tuple[FamilyAgency, ...] = ()

    @property
    def last_recovered_at(self) -> datetime | None:
        """When the last of those was found who are found; others may be missing still."""
        found = [child.recovered_at for child in self.children if child.recovered_at]
        return max(found) if found else None

    @property
    def names(self) -> str:
        """The children by name."""
        return ", ".join(child.name for child in self.children if child.name)


@dataclass(frozen=True)
class MissingChild:
    """A missing child as compared with unidentified persons."""

    id: int
    case_id: int
    case_number: str
    name: str
    born: PartialDate | None
    age_years: Span | None
    looks: Looks
    clothing: str
    missing_since: PartialDate | None
    place: Place | None


@dataclass(frozen=True)
class PersonFacts:
    """
    A person or vehicle of a case as look-alikes are searched: ``role`` is child, companion,
    contact or vehicle. ``title`` is what a vehicle is called in a list.
    """

    role: str
    id: int
    names: tuple[str, ...]
    born: PartialDate | None = None
    sex: str = ""
    phones: frozenset[str] = frozenset()
    county: str = ""
    state: str = ""
    title: str = ""
    plates: frozenset[str] = frozenset()
    vins: frozenset[str] = frozenset()


@dataclass(frozen=True)
class FindableCase:
    """A case as an index of persons needs it."""

    id: int
    number: str
    open: bool
    people: tuple[PersonFacts, ...]


def poster_source(case_id: int) -> PosterSource:
    """
    Return what a poster is made of.

    :raises NotFound: when there is no such case
    """
    case = _case(case_id)
    children = tuple(_poster_child(child) for child in case.children.order_by("position", "id"))
    agency = (
        case.shares.select_related("agency")
        .filter(role=AgencyRole.INVESTIGATING, ended_at__isnull=True)
        .exclude(accepted=False)
        .order_by("id")
        .first()
    )
    return PosterSource(
        case_id=case.id,
        case_number=case.number,
        category=Category(case.category),
        active=case.is_open and any(child.missing for child in children),
        restricted=case.restricted,
        missing_since=case.missing_since,
        missing_from=case.place,
        timezone=case.timezone,
        summary=case.summary,
        amber=bool(case.amber),
        in_ncic=case.in_ncic,
        agency_id=agency.agency_id if agency else None,
        agency_name=agency.agency.name if agency else "",
        agency_phone=agency.agency.phone_24h if agency else "",
        agency_consulted=bool(agency and agency.consulted_on_poster),
        guardian_consulted=bool(children) and all(child.publicity for child in children),
        children=children,
        companions=tuple(map(_poster_companion, case.companions.filter(publish=True))),
        vehicles=tuple(
            PosterVehicle(
                one.plate, one.plate_state, one.year, one.make, one.model, tuple(one.colors)
            )
            for one in case.vehicles.filter(publish=True)
        ),
        opened_at=case.opened_at,
    )


def family_source(case_id: int) -> FamilySource:
    """
    Return what the family's page tells of the case.

    :raises NotFound: when there is no such case
    """
    case = _case(case_id)
    told = case.shares.select_related("agency").filter(ended_at__isnull=True)
    return FamilySource(
        case_id=case.id,
        case_number=case.number,
        open=case.is_open,
        restricted=case.restricted,
        missing_since=case.missing_since,
        opened_at=case.opened_at,
        reported_at=case.reported_at,
        ncic_entered_at=case.ncic_entered_at,
        recovered_at=case.recovered_at,
        manager_name=case.manager.name if case.manager else "",
        children=tuple(map(_family_child, case.children.order_by("position", "id"))),
        agencies=tuple(
            FamilyAgency(
                share.agency.name,
                share.agency.phone_24h,
                share.role == AgencyRole.INVESTIGATING,
                share.told_at,
                share.answered_at if share.accepted else None,
            )
            for share in told.exclude(accepted=False).order_by("told_at", "id")
        ),
    )


def missing_children(
    ids: Collection[int] | None = None, *, case_id: int | None = None
) -> list[MissingChild]:
    """
    Return the missing children of open cases, of these ``ids`` or of one case. Asks nobody: the
    house reads.
    """
    rows = Child.objects.filter(status=ChildStatus.MISSING, case__closed_at__isnull=True)
    if ids is not None:
        rows = rows.filter(id__in=ids)
    if case_id is not None:
        rows = rows.filter(case_id=case_id)
    return [
        MissingChild(
            row.id,
            row.case_id,
            row.case.number,
            row.name,
            row.born_on,
            row.age_years,
            looks_of(row),
            row.clothing,
            row.case.missing_since,
            row.case.place,
        )
        for row in rows.select_related("case").order_by("id")
    ]


def findable(case_id: int) -> FindableCase:
    """
    Return everybody of the case: children, companions, family and callers, and its vehicles.

    :raises NotFound: when there is no such case
    """
    case = _case(case_id)
    return FindableCase(case.id, case.number, case.is_open, tuple(people(case)))


def findable_cases(case_ids: Collection[int]) -> list[FindableCase]:
    """Return everybody of these cases as :func:`findable` does, those that are there, by number."""
    found = Case.objects.filter(id__in=case_ids).order_by("id")
    found = found.prefetch_related("children", "companions", "contacts", "vehicles")
    return [FindableCase(one.id, one.number, one.is_open, tuple(people(one))) for one in found]


def people(case: Case) -> list[PersonFacts]:
    """Return all persons and vehicles of the case."""
    found = [_child_facts(case, child) for child in case.children.all()]
    found += [_companion_facts(one) for one in case.companions.all()]
    found += [_contact_facts(one) for one in case.contacts.all()]
    return found + [_vehicle_facts(one) for one in case.vehicles.all()]


def looks_of(person: Child | Companion) -> Looks:
    """Return how the person looks, in the plain form."""
    return Looks(
        sex=person.sex,
        races=tuple(person.races),
        ethnicity=person.ethnicity,
        hair=person.hair,
        hair_words=person.hair_words,
        eyes=person.eyes,
        skin=person.skin,
        build=person.build,
        height_cm=person.height_cm,
        weight_kg=person.weight_kg,
        measured_on=date_of(person.measured_on),
        marks=tuple(Mark(**mark) for mark in person.marks),
    )


def _case(case_id: int) -> Case:
    case = Case.objects.filter(id=case_id).first()
    if case is None:
        raise NotFound(say("There is no such case."))
    return case


def _family_child(child: Child) -> FamilyChild:
    missing = child.status == ChildStatus.MISSING
    return FamilyChild(child.name, child.born_on, missing, child.recovered_at)


def _poster_child(child: Child) -> PosterChild:
    pictures = child.photographs.filter(removed_at__isnull=True).order_by("position", "id")
    return PosterChild(
        id=child.id,
        given_names=child.given_names,
        family_names=child.family_names,
        aliases=tuple(child.aliases),
        missing=child.status == ChildStatus.MISSING,
        born=child.born_on,
        age_years=child.age_years,
        looks=looks_of(child),
        clothing=child.clothing,
        photographs=tuple(
            PosterPhotograph(
                one.file_id,
                one.sha256,
                one.kind,
                date_of(one.taken_on),
                one.shown_age,
                bool(child.picture),
            )
            for one in pictures
        ),
        publicity=child.publicity,
    )


def _poster_companion(one: Companion) -> PosterCompanion:
    return PosterCompanion(
        one.id, one.name, one.role, one.relation, one.born_on, one.age_years, looks_of(one)
    )


def _names(*names: str) -> tuple[str, ...]:
    return tuple(name for name in names if name)


def _child_facts(case: Case, child: Child) -> PersonFacts:
    return PersonFacts(
        "child",
        child.id,
        _names(child.name, *child.aliases),
        child.born_on,
        child.sex,
        frozenset(child.phones),
        case.county_fips,
        case.state,
    )


def _companion_facts(one: Companion) -> PersonFacts:
    names = _names(one.name, *one.aliases)
    return PersonFacts("companion", one.id, names, one.born_on, one.sex, frozenset(one.phones))


def _contact_facts(one: CaseContact) -> PersonFacts:
    return PersonFacts("contact", one.id, _names(one.name), phones=frozenset(one.phones))


def _vehicle_facts(one: Vehicle) -> PersonFacts:
    return PersonFacts(
        "vehicle",
        one.id,
        (),
        title=str(one),
        plates=frozenset(_names(one.plate)),
        vins=frozenset(_names(one.vin)),
    )


def handles_of(case_id: int) -> frozenset[str]:
    """Return the names that the case's children use on social networks, in small letters."""
    rows = Child.objects.filter(case_id=case_id).values_list("socials", flat=True)
    return frozenset(
        handle.strip().lstrip("@").casefold()
        for socials in rows
        for one in socials
        if (handle := str(one.get("name") or ""))
    )
