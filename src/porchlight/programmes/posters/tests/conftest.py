"""A case with the sheriff, as the desk opened it, and its poster on every step of the way."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from porchlight.core.dates import PartialDate
from porchlight.core.measures import Span
from porchlight.core.places import Kind, Place
from porchlight.house.accounts.queries import viewer_for
from porchlight.programmes.cases import actions as cases
from porchlight.programmes.cases.rules.intake import (
    AgencyIntake,
    CallerIntake,
    CaseIntake,
    ChildIntake,
    CompanionIntake,
    Consent,
    LastContact,
    Mark,
    VehicleIntake,
)
from porchlight.programmes.cases.rules.recovery import Recovery
from porchlight.programmes.cases.rules.vocabulary import (
    Category,
    CompanionRole,
    RecoveredBy,
    Relation,
)
from porchlight.programmes.posters import actions
from porchlight.programmes.posters.models import Poster

PLACE = Place(
    "Austin, TX", Kind.CITY, "Austin", "Travis County", "48453", "TX", lat=30.3, lon=-97.7
)
# Every private field says this word and its own name; no public byte may hold it.
CANARY = "Kanarienvogel"
SPANISH = {
    "marks": "Cicatriz pequeña sobre la ceja izquierda",
    "clothing": "Suéter verde y pantalón negro",
}


def private(field: str) -> str:
    return f"{CANARY} {field}"


def child(given: str = "Mia Lucía", **changed: Any) -> ChildIntake:
    told = {
        "given_names": given,
        "family_names": "Núñez Vance",
        "aliases": ("Lucy",),
        "born": PartialDate(2012, 5, 4),
        "sex": "F",
        "races": ("W",),
        "ethnicity": "H",
        "hair": "BRO",
        "eyes": "BRO",
        "height_cm": Span(150, 155),
        "weight_kg": Span(43.1, 45.4),
        "marks": (Mark("Small scar over the left eyebrow", "SC L EYE"),),
        "clothing": "Green sweater and black trousers",
        "phones": ("+15125550133",),
        "birth_place": private("birth place"),
        "items": private("items"),
        "devices": private("devices"),
        "medication": private("medication"),
        "tribe": private("tribe"),
        "piercings": private("piercings"),
    }
    return ChildIntake(**{**told, **changed})


@pytest.fixture
def intake(cast: Any, now: datetime) -> CaseIntake:
    return CaseIntake(
        category=Category.ENDANGERED_RUNAWAY,
        circumstances=private("circumstances"),
        children=(child(),),
        last_contact=LastContact(
            now - timedelta(hours=6),
            now - timedelta(hours=5),
            PLACE,
            private("street"),
            private("last seen by"),
        ),
        companions=(
            CompanionIntake(
                name=private("companion"),
                role=CompanionRole.COMPANION,
                relation=Relation.ACQUAINTANCE,
            ),
        ),
        vehicles=(VehicleIntake(plate="KANARI1", plate_state="TX", year=2014, make="Kanari"),),
        caller=CallerIntake(private("caller"), Relation.MOTHER, ("+15125550199",), language="es"),
        reported_at=now - timedelta(minutes=30),
        agencies=(AgencyIntake(cast.sheriff.id, report_number="26-0817"),),
    )


@pytest.fixture
def desk(cast: Any) -> Any:
    """The one who drafts: the specialist who took the call."""
    return viewer_for(cast.specialist)


@pytest.fixture
def second(cast: Any) -> Any:
    """The one who releases."""
    return viewer_for(cast.supervisor)


@pytest.fixture
def case(cast: Any, intake: CaseIntake, desk: Any, now: datetime) -> Any:
    return cases.open_case(intake, by=desk, now=now)


@pytest.fixture
def cleared(case: Any, cast: Any, desk: Any, second: Any, now: datetime) -> Any:
    """The case with everything that must have happened: NCIC, agency, guardian."""
    clear(case, cast, second, now)
    return case


def clear(case: Any, cast: Any, by: Any, now: datetime) -> None:
    cases.record_ncic(case.id, ncic_number="M123456789", entered_at=now, by=by, now=now)
    cases.record_agency_consulted(case.id, cast.sheriff.id, by=by, now=now)
    for each in case.children.all():
        yes = Consent(True, private("guardian"), Relation.MOTHER)
        for about in ("publicity", "picture"):
            cases.record_consent(each.id, about, yes, by=by, now=now)


@pytest.fixture
def draft(cleared: Any, desk: Any, now: datetime) -> Poster:
    """The draft, written in both languages by the specialist."""
    made = actions.draft_poster(cleared.id, by=desk, now=now)
    assert made is not None
    return write(made, desk, now)


def write(poster: Poster, by: Any, now: datetime) -> Poster:
    texts = {
        place: {"es": SPANISH[place.rpartition(".")[2]]}
        for place, said in poster.words.items()
        if said["told"]
    }
    return actions.edit_draft(poster.id, texts, by=by, now=now)


@pytest.fixture
def approved(draft: Poster, desk: Any, now: datetime) -> Poster:
    return actions.approve_for_family(
        draft.id, seen=draft.stamp, words=private("approval"), by=desk, now=now
    )


@pytest.fixture
def released(approved: Poster, second: Any, now: datetime) -> Poster:
    return actions.release_poster(approved.id, by=second, now=now)


@pytest.fixture
def as_viewer() -> Callable[[Any], Any]:
    return lambda account: viewer_for(account)


@pytest.fixture
def as_public() -> Any:
    """A function that takes the rights of the public process; they end with the test."""

    def take() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE porchlight_public")

    yield take
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def find(child: Any, by: Any, now: datetime) -> None:
    """The child is found and that is confirmed."""
    found = Recovery(
        at=now - timedelta(hours=1),
        by_whom=RecoveredBy.LAW_ENFORCEMENT,
        place=private("recovery"),
        words=private("recovery"),
        officer=private("officer"),
    )
    cases.confirm_recovery(child.case_id, child.id, found, by=by, now=now)
