"""An intake as a specialist takes it, and the case opened from it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from porchlight.core.dates import PartialDate
from porchlight.core.measures import Span
from porchlight.core.places import Kind, Place
from porchlight.house.accounts.queries import viewer_for
from porchlight.programmes.cases import actions
from porchlight.programmes.cases.models import Case
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
from porchlight.programmes.cases.rules.vocabulary import Category, CompanionRole, Relation

PLACE = Place(
    "Austin, TX", Kind.CITY, "Austin", "Travis County", "48453", "TX", lat=30.3, lon=-97.7
)
CHILD = ChildIntake(
    given_names="Mia Lucía",
    family_names="Delgado Vance",
    aliases=("Lucy",),
    born=PartialDate(2012, 5, 4),
    sex="F",
    races=("W",),
    ethnicity="H",
    hair="BRO",
    eyes="BRO",
    height_cm=Span(150, 155),
    weight_kg=Span(43.1, 45.4),
    marks=(Mark("Small scar over the left eyebrow", "SC L EYE"),),
    phones=("+15125550133",),
    medication="Inhaler, twice a day",
    runaway_before=False,
    unknown=frozenset({"skin", "devices"}),
)


@pytest.fixture
def intake(now: datetime) -> CaseIntake:
    """A girl of thirteen who left with somebody older; told at night by her mother."""
    return CaseIntake(
        category=Category.ENDANGERED_RUNAWAY,
        circumstances="Left home after supper with an older acquaintance in a blue car.",
        children=(CHILD,),
        last_contact=LastContact(
            now - timedelta(hours=6),
            now - timedelta(hours=5),
            PLACE,
            "4100 Larkspur Lane",
            "Mother",
        ),
        companions=(
            CompanionIntake(
                name="Dale Rook", role=CompanionRole.COMPANION, relation=Relation.ACQUAINTANCE
            ),
        ),
        vehicles=(VehicleIntake(plate="KLM4821", plate_state="TX", year=2014, make="Honda"),),
        caller=CallerIntake(
            "Rosa Delgado Vance", Relation.MOTHER, ("+15125550199",), language="es"
        ),
        reported_at=now - timedelta(minutes=30),
    )


@pytest.fixture
def as_viewer() -> Callable[[Any], Any]:
    """``as_viewer(cast.officer)``: what rules may know of that person now."""
    return lambda account: viewer_for(account)


@pytest.fixture
def case(cast: Any, intake: CaseIntake, now: datetime) -> Case:
    """The case, taken by the specialist, shared with the sheriff."""
    told = CaseIntake(
        **{**vars(intake), "agencies": (AgencyIntake(cast.sheriff.id, report_number="26-0817"),)}
    )
    return actions.open_case(told, by=viewer_for(cast.specialist), now=now)


@pytest.fixture
def consent() -> Consent:
    """The mother's yes, on the telephone."""
    return Consent(True, "Rosa Delgado Vance", Relation.MOTHER)
