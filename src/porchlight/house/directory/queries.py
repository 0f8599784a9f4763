"""Finding agencies: for a place, for the list, for one's own page."""

from dataclasses import dataclass
from typing import cast

from django.db.models import Q, QuerySet

from porchlight.core.errors import NotFound
from porchlight.core.places import Place
from porchlight.core.text import Say, say
from porchlight.core.viewer import Viewer
from porchlight.house.accounts.models import Account
from porchlight.house.directory import permissions
from porchlight.house.directory.models import Agency, Jurisdiction, Verification
from porchlight.house.directory.rules.areas import (
    WIDTH,
    Area,
    AreaKind,
    areas_of_place,
    narrowest,
    why,
)
from porchlight.house.directory.rules.kinds import ORDER
from porchlight.house.directory.rules.verification import State


@dataclass(frozen=True)
class AgencyMatch:
    """An agency that answers for a place, and why."""

    agency: Agency
    reason: Say
    area: Area

    @property
    def verified(self) -> bool:
        """Whether it was called back and approved; only then may it be told anything."""
        return self.agency.verified_at is not None


def agencies_for(
    place: Place, kinds: frozenset[str] | None = None, tribe: str | None = None
) -> list[AgencyMatch]:
    """
    Return the agencies that answer for ``place``, the most specific first, each with the reason.

    City police come before the sheriff, the sheriff before the state, the state before federal
    agencies. A tribal agency is there when its land touches the place's county or when the child
    is a member of ``tribe``. ``kinds`` narrows to some kinds.
    """
    asked = areas_of_place(place, tribe or "")
    found = _candidates(asked, place)
    if kinds is not None:
        found = found.filter(kind__in=kinds)
    matches = []
    for agency in found.prefetch_related("jurisdictions"):
        area = narrowest(agency.areas(), asked)
        if area is not None:
            reason = why(area, agency.kind, place, tribe or "")
            matches.append(AgencyMatch(agency, reason, area))
    return sorted(matches, key=_specific_first)


def _specific_first(match: AgencyMatch) -> tuple[int, int, str, int]:
    agency = match.agency
    kind = ORDER.get(agency.kind, len(ORDER))
    return (WIDTH[match.area.kind], kind, agency.name, agency.id)


def _candidates(asked: frozenset[Area], place: Place) -> QuerySet[Agency]:
    """Return the agencies that may match; the rule decides. Two indexed reads, no join fan-out."""
    if not asked:
        return Agency.objects.none()
    written = Q()
    for area in asked:
        written |= Q(kind=area.kind, code=area.code)
    by_row = Jurisdiction.objects.filter(written).values("agency_id")
    # An agency without written areas answers for what is usual of its kind.
    usual = Q(kind="federal", state="")
    if place.county_fips:
        usual |= Q(counties__contains=[place.county_fips])
    if place.state:
        usual |= Q(state=place.state)
    if any(area.kind is AreaKind.TRIBE for area in asked):
        usual |= ~Q(tribe="")
    found = Q(id__in=by_row) | (usual & Q(jurisdictions__isnull=True))
    # The join counts an agency once for each of its areas.
    return Agency.objects.filter(found).distinct()


def agencies(viewer: Viewer, *, kind: str = "", state: str = "") -> QuerySet[Agency]:
    """
    Return the agencies that ``viewer`` may list.

    Staff who read the directory see all; a partner sees their own only.
    """
    found = Agency.objects.all()
    if not viewer.may(permissions.READ):
        found = found.filter(id=viewer.agency_id) if viewer.agency_id else found.none()
    if kind:
        found = found.filter(kind=kind)
    if state:
        found = found.filter(state=state)
    return found


def agency_for(viewer: Viewer, agency_id: int | None) -> Agency:
    """
    Return one agency.

    :raises NotFound: to whoever may not see it, as if it were not there
    """
    found = agencies(viewer).filter(id=agency_id).first() if agency_id else None
    if found is None:
        raise NotFound(say("There is no such agency in the directory."))
    return found


def verified_agency(agency_id: int) -> bool:
    """Whether the agency was called back and approved, and that was not withdrawn."""
    return Agency.objects.filter(id=agency_id, verified_at__isnull=False).exists()


def verifications(agency: Agency) -> list[Verification]:
    """Return the checks of an agency, newest first, with the people who made them."""
    rows = agency.verifications.select_related("sourced_by", "called_by", "approved_by", "ended_by")
    return list(rows.order_by("-sourced_at", "-id"))


def open_verification(agency: Agency) -> Verification | None:
    """Return the check that waits for its next step, or the one in force, or None."""
    states = [State.SOURCED, State.CALLED, State.VERIFIED]
    return agency.verifications.filter(state__in=states).order_by("-sourced_at", "-id").first()


def officers(agency: Agency) -> list[Account]:
    """Return the agency's people who may sign in, by name."""
    rows = Account.objects.filter(agency=agency, is_active=True, disabled_at__isnull=True)
    return cast("list[Account]", list(rows.order_by("name")))
