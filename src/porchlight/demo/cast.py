"""
The cast: invented people who enter by the same actions as everybody. ``make run`` shows them,
the tests borrow them as the fixture ``cast``.
"""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.utils import timezone

from porchlight.core.viewer import house_viewer
from porchlight.house.accounts import permissions
from porchlight.house.accounts.actions import create_account
from porchlight.house.accounts.actions.demonstration import prepare_demonstration
from porchlight.house.accounts.factors import code_at
from porchlight.house.accounts.models import Account
from porchlight.house.directory.models import Agency

ENTERS = house_viewer("demo", frozenset({permissions.MANAGE}))


@dataclass(frozen=True)
class Part:
    """One person of the cast; ``agency`` is a key of AGENCIES."""

    email: str
    name: str
    role: str
    agency: str = ""
    language: str = "en"


AGENCIES: dict[str, dict[str, object]] = {
    "sheriff": {
        "kind": "sheriff",
        "name": "Harlan Creek County Sheriff's Office",
        "ori": "TX9990100",
        "state": "TX",
        "city": "Harlan Creek",
        "timezone": "America/Chicago",
        "phone_24h": "+15125550142",
        "call_back_number": "+15125550140",
        "email": "desk@harlancreek.example",
    },
    "tribal_police": {
        "kind": "tribal_police",
        "name": "Red Willow Tribal Police",
        "ori": "NMDI99901",
        "state": "NM",
        "city": "Red Willow",
        "tribe": "Red Willow Pueblo",
        "timezone": "America/Denver",
        "phone_24h": "+15055550171",
        "call_back_number": "+15055550170",
        "email": "dispatch@redwillow.example",
    },
}

PARTS: dict[str, Part] = {
    "specialist": Part("dana@porchlight.example", "Dana Okafor", "hotline_specialist"),
    "case_manager": Part("ruth@porchlight.example", "Ruth Calloway", "case_manager"),
    "supervisor": Part("marcus@porchlight.example", "Marcus Iyer", "supervisor"),
    "analyst": Part("lena@porchlight.example", "Lena Brandvold", "analyst"),
    "artist": Part("tomas@porchlight.example", "Tomás Quill", "forensic_artist"),
    "advocate": Part("naomi@porchlight.example", "Naomi Reyes-Hart", "family_advocate"),
    "trainer": Part("felix@porchlight.example", "Felix Amadi", "trainer"),
    "administrator": Part("priya@porchlight.example", "Priya Holm", "administrator"),
    "officer": Part("marsh@harlancreek.example", "Ella Marsh", "agency_officer", "sheriff"),
    "coordinator": Part(
        "orozco@harlancreek.example", "Beto Orozco", "agency_coordinator", "sheriff"
    ),
    "other_officer": Part("pike@redwillow.example", "Owen Pike", "agency_officer", "tribal_police"),
    "provider": Part("legal@chatterbee.example", "Ivy Sandoval", "provider"),
    "volunteer": Part("gus@hope.example", "Gus Lindqvist", "volunteer"),
    "mother": Part("rosa@family.example", "Rosa Delgado Vance", "family_member", language="es"),
    # At the family door, but of no case: sees nothing of anybody's.
    "stranger": Part("rick@family.example", "Rick Tolland", "family_member"),
}


@dataclass(frozen=True)
class Cast:
    """Everybody by their part, and the two agencies."""

    specialist: Account
    case_manager: Account
    supervisor: Account
    analyst: Account
    artist: Account
    advocate: Account
    trainer: Account
    administrator: Account
    officer: Account
    coordinator: Account
    other_officer: Account
    provider: Account
    volunteer: Account
    mother: Account
    stranger: Account
    sheriff: Agency
    tribal_police: Agency

    def people(self) -> dict[str, Account]:
        """The accounts by their part."""
        named = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {name: value for name, value in named if isinstance(value, Account)}


# Known to everybody, in demonstrations only (accounts.actions.prepare_demonstration refuses them
# in production): one password for all, one authenticator key for all.
PASSWORD = "lantern on the porch"  # noqa: S105
TOTP_KEY = "PORCHLIGHTDEMONSTRATIONKEY234567"  # noqa: S105

SHEET = """
Demonstration sign-ins. All people are invented; everybody has the same password and second factor.

{rows}

  Password       {password}
  Second factor  {code} now (a new one every 30 seconds: porchlight demo-code)
                 or put this key into an authenticator app: {key}
"""


def give_sign_ins(*, now: datetime) -> None:
    """Let everybody of the cast sign in by the known password and key."""
    for account in Account.objects.filter(email__in=[part.email for part in PARTS.values()]):
        prepare_demonstration(account.id, PASSWORD, TOTP_KEY, by=ENTERS, now=now)


def code(now: datetime) -> str:
    """Return the six figures that everybody's authenticator shows now."""
    return code_at(TOTP_KEY, now)


def sign_in_sheet(now: datetime | None = None) -> str:
    """Return one sign-in per role, the password and the second factor of this moment."""
    first = {part.role: part for part in reversed(PARTS.values())}
    rows = [f"  {role:<19} {part.email:<27} {part.name}" for role, part in first.items()]
    return SHEET.format(
        rows="\n".join(reversed(rows)),
        password=PASSWORD,
        code=code(now or timezone.now()),
        key=TOTP_KEY,
    )


def enter(*, now: datetime, password: str | None = None) -> Cast:
    """Return the cast, entering whoever is not there yet. Without ``password`` none is set."""
    here = {key: _agency(key, now) for key in AGENCIES}
    people = {name: _person(part, here, password, now) for name, part in PARTS.items()}
    for agency in here.values():
        if agency.verified_at is None:
            agency.verified_at, agency.verified_by = now, people["supervisor"]
            agency.save(update_fields=["verified_at", "verified_by"])
    everybody: dict[str, Any] = {**people, **here}
    return Cast(**everybody)


def _agency(key: str, now: datetime) -> Agency:
    facts = AGENCIES[key]
    agency, _ = Agency.objects.get_or_create(
        ori=facts["ori"], defaults={**facts, "created_at": now}
    )
    return agency


def _person(
    part: Part, agencies: dict[str, Agency], password: str | None, now: datetime
) -> Account:
    there = Account.objects.filter(email=part.email).first()
    if there is not None:
        return there
    return create_account(
        part.email,
        part.name,
        part.role,
        password=password,
        agency_id=agencies[part.agency].id if part.agency else None,
        language=part.language,
        by=ENTERS,
        now=now,
    )
