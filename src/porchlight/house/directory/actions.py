"""Writing the directory: agencies, their contacts, and who vouches for them."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from porchlight.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.audit.actions import record
from porchlight.house.directory import events, permissions
from porchlight.house.directory.models import Agency, AgencyContact, Jurisdiction, Verification
from porchlight.house.directory.rules.areas import Area
from porchlight.house.directory.rules.kinds import KINDS, ori
from porchlight.house.directory.rules.verification import State, VerificationFacts, move


@dataclass(frozen=True)
class AgencyEntry:
    """What is written of an agency. Without ``areas`` it answers for what its kind usually does."""

    kind: str
    name: str
    ori: str = ""
    phone_24h: str = ""
    email: str = ""
    state: str = ""
    city: str = ""
    tribe: str = ""
    timezone: str = "America/New_York"


@dataclass(frozen=True)
class ContactEntry:
    """How to reach a desk of an agency; ``always``: it answers at any hour."""

    role: str
    name: str = ""
    phone: str = ""
    email: str = ""
    hours: str = ""
    always: bool = False


@transaction.atomic
def add_agency(
    entry: AgencyEntry, areas: frozenset[Area] = frozenset(), *, by: Viewer, now: datetime
) -> Agency:
    """
    Write an agency into the directory, not yet verified.

    :raises NotAllowed: when ``may_manage`` says no
    :raises RuleBroken: for an unknown kind or an ORI that cannot be
    :raises Conflict: when another agency has the ORI
    """
    permissions.may_manage(by).require()
    agency = Agency(**_checked(entry), created_at=now)
    agency.counties = _counties(areas)
    agency.save()
    _write_areas(agency, areas)
    record(events.AgencyAdded(agency.id), by=by, at=now)
    return agency


@transaction.atomic
def change_agency(
    agency_id: int,
    entry: AgencyEntry,
    areas: frozenset[Area] = frozenset(),
    *,
    by: Viewer,
    now: datetime,
) -> Agency:
    """
    Change what is written of an agency.

    :raises NotAllowed: when ``may_manage`` says no
    :raises RuleBroken: for an unknown kind or an ORI that cannot be
    :raises Conflict: when another agency has the ORI
    """
    permissions.may_manage(by).require()
    agency = _locked(agency_id)
    facts = _checked(entry, agency_id)
    changed = [name for name, value in facts.items() if getattr(agency, name) != value]
    for name in changed:
        setattr(agency, name, facts[name])
    if frozenset(row.area() for row in agency.jurisdictions.all()) != areas:
        changed.append("areas")
        agency.counties = _counties(areas)
        _write_areas(agency, areas)
    if changed:
        agency.save()
        record(events.AgencyChanged(agency.id, ", ".join(changed)), by=by, at=now)
    return agency


def _checked(entry: AgencyEntry, agency_id: int | None = None) -> dict[str, str]:
    if entry.kind not in KINDS:
        raise RuleBroken(say("Choose what kind of agency it is."), field="kind")
    facts = asdict(entry) | {"ori": ori(entry.ori)}
    if facts["ori"] and Agency.objects.filter(ori=facts["ori"]).exclude(id=agency_id or 0).exists():
        raise Conflict(say("Another agency already has this ORI."), field="ori")
    return facts


def _counties(areas: frozenset[Area]) -> list[str]:
    return sorted(area.code for area in areas if area.kind == "county")


def _write_areas(agency: Agency, areas: frozenset[Area]) -> None:
    agency.jurisdictions.all().delete()
    rows = sorted(areas, key=lambda area: (area.kind, area.code))
    Jurisdiction.objects.bulk_create(
        Jurisdiction(agency=agency, kind=area.kind, code=area.code) for area in rows
    )


def _locked(agency_id: int) -> Agency:
    agency = Agency.objects.select_for_update().filter(id=agency_id).first()
    if agency is None:
        raise NotFound(say("There is no such agency in the directory."))
    return agency


@transaction.atomic
def keep_contact(
    agency_id: int,
    entry: ContactEntry,
    contact_id: int | None = None,
    *,
    by: Viewer,
    now: datetime,
) -> AgencyContact:
    """
    Add a contact, or bring one up to date: it counts as checked today.

    :raises NotAllowed: when ``may_keep_contacts`` says no
    :raises RuleBroken: when there is neither telephone nor mail
    :raises NotFound: when the contact is not of this agency
    """
    permissions.may_keep_contacts(by, agency_id).require()
    if not entry.phone and not entry.email:
        raise RuleBroken(say("Give a telephone number or an e-mail address."), field="phone")
    agency = _locked(agency_id)
    contact = AgencyContact(agency=agency) if contact_id is None else _contact(agency, contact_id)
    for name, value in asdict(entry).items():
        setattr(contact, name, value)
    contact.checked_at, contact.checked_by_id = now, _signer(by)
    contact.save()
    record(events.ContactsKept(agency.id, contact.id), by=by, at=now)
    return contact


@transaction.atomic
def remove_contact(agency_id: int, contact_id: int, *, by: Viewer, now: datetime) -> None:
    """
    Take a contact out of the directory.

    :raises NotAllowed: when ``may_keep_contacts`` says no
    :raises NotFound: when the contact is not of this agency
    """
    permissions.may_keep_contacts(by, agency_id).require()
    _contact(_locked(agency_id), contact_id).delete()
    record(events.ContactRemoved(agency_id, contact_id), by=by, at=now)


def _signer(by: Viewer) -> int:
    """A person vouches, never the house."""
    if by.id is None:
        raise NotAllowed(say("A person must do this, signed in."))
    return by.id


def _contact(agency: Agency, contact_id: int) -> AgencyContact:
    contact = agency.contacts.filter(id=contact_id).first()
    if contact is None:
        raise NotFound(say("This contact is no longer in the directory."))
    return contact


@transaction.atomic
def source_switchboard(
    agency_id: int, number: str, source: str, *, by: Viewer, now: datetime
) -> Verification:
    """
    Note the agency's switchboard number as an independent source gives it: never its own letter.

    :raises NotAllowed: when ``may_call_back`` says no
    :raises Conflict: when a check is under way or the agency is verified
    """
    permissions.may_call_back(by).require()
    agency = _locked(agency_id)
    under_way = agency.verifications.filter(state__in=[State.SOURCED, State.CALLED]).exists()
    if under_way or agency.verified_at is not None:
        raise Conflict(say("This agency is already verified or being verified."))
    check = Verification.objects.create(
        agency=agency,
        state=State.SOURCED,
        number=number,
        source=source,
        sourced_at=now,
        sourced_by_id=_signer(by),
    )
    record(events.SwitchboardSourced(agency.id, check.id), by=by, at=now)
    return check


@transaction.atomic
def log_call_back(agency_id: int, spoke_with: str, *, by: Viewer, now: datetime) -> Verification:
    """
    Write down that the agency was called on the independent number and who answered.

    :raises NotAllowed: when ``may_call_back`` says no
    :raises RuleBroken: when there is no number yet, or the call was already made
    """
    permissions.may_call_back(by).require()
    check = _check(_locked(agency_id))
    check.state = move(State(check.state), State.CALLED)
    check.spoke_with, check.called_at, check.called_by_id = spoke_with, now, by.id
    check.save()
    record(events.AgencyCalledBack(agency_id, check.id), by=by, at=now)
    return check


@transaction.atomic
def approve_agency(agency_id: int, *, by: Viewer, now: datetime) -> Verification:
    """
    Approve the check as second person: from now on the agency's officers may be invited.

    :raises NotAllowed: when ``may_approve`` says no, so to the person who made the call
    """
    agency = _locked(agency_id)
    check = _check(agency)
    permissions.may_approve(by, check.facts()).require()
    check.state = move(State(check.state), State.VERIFIED)
    check.approved_at, check.approved_by_id = now, by.id
    check.save()
    agency.verified_at, agency.verified_by_id = now, by.id
    agency.call_back_number = check.number
    agency.save(update_fields=["verified_at", "verified_by", "call_back_number"])
    record(events.AgencyVerified(agency.id, check.id), by=by, at=now)
    return check


@transaction.atomic
def refuse_agency(agency_id: int, why: str, *, by: Viewer, now: datetime) -> Verification:
    """
    End a check: nobody vouches for the agency.

    :raises NotAllowed: when ``may_call_back`` says no
    :raises RuleBroken: when no check is under way
    """
    permissions.may_call_back(by).require()
    check = _check(_locked(agency_id))
    _end(check, State.REFUSED, why, by, now)
    record(events.VerificationRefused(agency_id, check.id), by=by, at=now)
    return check


@transaction.atomic
def withdraw_verification(agency_id: int, why: str, *, by: Viewer, now: datetime) -> Agency:
    """
    Stop vouching for an agency, at once: it is told nothing more and invites nobody.

    :raises NotAllowed: when ``may_withdraw`` says no
    """
    agency = _locked(agency_id)
    facts = VerificationFacts(State.VERIFIED if agency.verified_at else State.REFUSED)
    permissions.may_withdraw(by, facts).require()
    check = agency.verifications.filter(state=State.VERIFIED).first()
    if check is not None:
        _end(check, State.WITHDRAWN, why, by, now)
    agency.verified_at = agency.verified_by = None
    agency.save(update_fields=["verified_at", "verified_by"])
    found = check.id if check else None
    record(events.VerificationWithdrawn(agency.id, found), by=by, at=now)
    return agency


def _end(check: Verification, state: State, why: str, by: Viewer, now: datetime) -> None:
    check.state = move(State(check.state), state)
    check.ended_at, check.ended_by_id, check.ended_because = now, by.id, why
    check.save()


def _check(agency: Agency) -> Verification:
    open_states = [State.SOURCED, State.CALLED]
    check = agency.verifications.select_for_update().filter(state__in=open_states).first()
    if check is None:
        raise RuleBroken(say("Note the switchboard number from an independent source first."))
    return check
