"""A case with a public poster, and tips about it as the public leaves them."""

from collections.abc import Callable
from dataclasses import replace
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
    Consent,
    LastContact,
    Mark,
    VehicleIntake,
)
from porchlight.programmes.cases.rules.vocabulary import Category, Relation
from porchlight.programmes.hotline.actions import leads_agency, leads_intake, leads_sort
from porchlight.programmes.hotline.jobs.leads import DESK
from porchlight.programmes.hotline.models import DroppedTip, Lead
from porchlight.programmes.hotline.public.sending import Sending, Sent, send
from porchlight.programmes.hotline.rules.tips import Answer, Tip
from porchlight.programmes.posters import actions as posters

AUSTIN = Place(
    "Austin, TX", Kind.CITY, "Austin", "Travis County", "48453", "TX", lat=30.27, lon=-97.74
)
# Every private field of the case says this word; no answer and no public byte may hold it.
CANARY = "Kanarienvogel"
CHILD = ChildIntake(
    given_names="Mia Lucía",
    family_names="Núñez Vance",
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
    clothing="Green sweater and black trousers",
    school=f"{CANARY} School",
    phones=("+15125550133",),
)
# Told in Spanish and English words, placed and timed: what a good witness says.
GOOD = Tip(
    words="A girl about 13 with brown hair and a green sweater at the bus station.",
    still_there=Answer.NO,
    place="Austin, TX",
    spot="Bus station, exit to 5th Street",
    lat=30.275,
    lon=-97.74,
    state="TX",
    county_fips="48453",
    zone="America/Chicago",
)


@pytest.fixture
def desk(cast: Any) -> Any:
    """The specialist on shift."""
    return viewer_for(cast.specialist)


@pytest.fixture
def manager(cast: Any) -> Any:
    return viewer_for(cast.case_manager)


@pytest.fixture
def supervisor(cast: Any) -> Any:
    return viewer_for(cast.supervisor)


@pytest.fixture
def officer(cast: Any) -> Any:
    """The sheriff's officer, whose agency investigates."""
    return viewer_for(cast.officer)


@pytest.fixture
def other_officer(cast: Any) -> Any:
    """An officer of an agency that is not on the case."""
    return viewer_for(cast.other_officer)


@pytest.fixture
def case(cast: Any, desk: Any, now: datetime) -> Any:
    """The case, with the sheriff told."""
    intake = CaseIntake(
        category=Category.ENDANGERED_RUNAWAY,
        circumstances=f"{CANARY} circumstances",
        children=(CHILD,),
        last_contact=LastContact(
            now - timedelta(hours=30),
            now - timedelta(hours=29),
            AUSTIN,
            f"4100 {CANARY} Lane",
            f"{CANARY} neighbour",
        ),
        vehicles=(VehicleIntake(plate="KLM4821", plate_state="TX", year=2014, make="Honda"),),
        caller=CallerIntake(f"Rosa {CANARY}", Relation.MOTHER, ("+15125550199",), language="es"),
        reported_at=now - timedelta(hours=28),
        agencies=(AgencyIntake(cast.sheriff.id, report_number="26-0817"),),
    )
    return cases.open_case(intake, by=desk, now=now)


@pytest.fixture
def poster(case: Any, cast: Any, desk: Any, supervisor: Any, now: datetime) -> Any:
    """The case's poster, public in both languages."""
    cases.record_ncic(case.id, ncic_number="M123456789", entered_at=now, by=supervisor, now=now)
    cases.record_agency_consulted(case.id, cast.sheriff.id, by=supervisor, now=now)
    for about in ("publicity", "picture"):
        yes = Consent(True, f"Rosa {CANARY}", Relation.MOTHER)
        cases.record_consent(case.children.get().id, about, yes, by=supervisor, now=now)
    made = posters.draft_poster(case.id, by=desk, now=now)
    assert made is not None
    texts = {place: {"es": "Texto"} for place, told in made.words.items() if told["told"]}
    made = posters.edit_draft(made.id, texts, by=desk, now=now)
    posters.approve_for_family(made.id, seen=made.stamp, words="By telephone", by=desk, now=now)
    return posters.release_poster(made.id, by=supervisor, now=now)


@pytest.fixture
def good(now: datetime) -> Tip:
    """A good tip, seen two hours ago."""
    at = now - timedelta(hours=2)
    return replace(GOOD, seen_words="two hours ago", seen_from=at, seen_until=at)


@pytest.fixture
def drop(db: None, now: datetime) -> Callable[..., Sent]:
    """``drop(tip, attempt="a", …)``: leave a tip as the public site does."""

    def leave(tip: Tip, attempt: str = "attempt", *, at: datetime = now, **how: Any) -> Sent:
        sending = Sending(
            attempt,
            how.pop("held", ""),
            how.pop("source", attempt),
            how.pop("language", "en"),
            **how,
        )
        return send(tip, sending, (), now=at)

    return leave


@pytest.fixture
def take(drop: Callable[..., Sent], now: datetime) -> Callable[..., Lead]:
    """``take(tip, …)``: leave it, take it in and compare it, as the worker does."""

    def taken(tip: Tip, attempt: str = "attempt", *, at: datetime = now, **how: Any) -> Lead:
        drop(tip, attempt, at=at, **how)
        waiting = DroppedTip.objects.get()
        lead = leads_intake.take_in(str(waiting.id), by=DESK, now=at)
        assert lead is not None
        return leads_sort.sort_lead(lead.id, by=DESK, now=at)

    return taken


@pytest.fixture
def lead(take: Callable[..., Lead], poster: Any, good: Tip) -> Lead:
    """A good tip from the poster's page, taken in."""
    return take(good, poster_code=poster.code)


@pytest.fixture
def routed(lead: Lead, cast: Any, desk: Any, now: datetime) -> Any:
    """The lead, given to the sheriff."""
    return leads_agency.route_lead(lead.id, cast.sheriff.id, "Please look.", by=desk, now=now)


@pytest.fixture
def as_public(db: None) -> Any:
    """A function that takes the rights of the public process; they end with the test."""

    def take_rights() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE porchlight_public")

    yield take_rights
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
