"""A family with its advocate, a mother with a page, and a father who is kept apart."""

from datetime import timedelta

import pytest

from porchlight.house.accounts.queries import viewer_for
from porchlight.programmes.cases import actions as cases
from porchlight.programmes.cases.rules.intake import AgencyIntake, CaseIntake, ChildIntake
from porchlight.programmes.cases.rules.vocabulary import Category
from porchlight.programmes.families.actions import access, contacts, support
from porchlight.programmes.families.rules.vocabulary import Part

NUMBER = "+15125550160"
MOTHERS, FATHERS = "+15125550133", "+15125550188"
SHELTER = "Willow House, 12 Cedar Lane"


@pytest.fixture
def advocate(cast):
    return viewer_for(cast.advocate)


@pytest.fixture
def case(cast, now):
    intake = CaseIntake(
        category=Category.ENDANGERED_RUNAWAY,
        circumstances="Left home after supper.",
        children=(ChildIntake(given_names="Mia", family_names="Delgado Vance"),),
        agencies=(AgencyIntake(cast.sheriff.id),),
    )
    found = cases.open_case(intake, by=viewer_for(cast.specialist), now=now - timedelta(days=2))
    cases.assign_case(found.id, cast.case_manager.id, by=viewer_for(cast.supervisor), now=now)
    return found


@pytest.fixture
def record(case, advocate, now):
    return support.assign_advocate(case.id, advocate.id, NUMBER, by=advocate, now=now)


@pytest.fixture
def mother(record, advocate, now):
    person = support.Person(
        "Rosa Delgado Vance", "mother", "es", (MOTHERS,), places=(SHELTER,), apart=True
    )
    return support.add_relative(record.id, person, by=advocate, now=now)


@pytest.fixture
def father(record, advocate, now):
    person = support.Person("Rick Tolland", "father", phones=(FATHERS,))
    return support.add_relative(record.id, person, by=advocate, now=now)


@pytest.fixture
def page(mother, cast, advocate, now):
    """The mother's page; her account is the cast's, so that she can sign in."""
    return access.give_access(mother.id, list(Part), email=cast.mother.email, by=advocate, now=now)


@pytest.fixture
def fathers_page(father, cast, advocate, now):
    return access.give_access(
        father.id, [Part.MESSAGES], email=cast.stranger.email, by=advocate, now=now
    )


@pytest.fixture
def promised(record, advocate, now):
    promise = contacts.Promise(now + timedelta(hours=5), about="Wants to hear of the search")
    return contacts.promise_contact(record.id, promise, by=advocate, now=now)
