"""The demonstration town: everything in it, the same for the same seed, plainly invented."""

import json
import re
from datetime import UTC, datetime

import pytest
from django.db import transaction

from porchlight.demo import broken_off, town
from porchlight.demo.cast import PARTS, PASSWORD, code, sign_in_sheet
from porchlight.demo.unidentified import CHILDREN, STRANGERS
from porchlight.house.accounts.actions.demonstration import prepare_demonstration
from porchlight.house.accounts.factors import code_is_right
from porchlight.house.accounts.models import Account
from porchlight.house.accounts.passwords import password_is_right
from porchlight.house.accounts.queries import viewer_for
from porchlight.house.audit.models import Entry
from porchlight.house.audit.verify import verify
from porchlight.house.directory.models import Agency
from porchlight.programmes.cases.models import (
    Case,
    CaseContact,
    Child,
    Clock,
    Companion,
    Note,
    Photograph,
    Task,
    Vehicle,
)
from porchlight.programmes.cases.queries import findable_cases
from porchlight.programmes.cases.rules.vocabulary import CaseStatus, Category
from porchlight.programmes.families.models import Contact, FamilyAccess
from porchlight.programmes.forensics.models import UnidentifiedPerson
from porchlight.programmes.hotline.models import Call, Lead, LeadReferral
from porchlight.programmes.hotline.models import Outcome as CallOutcome
from porchlight.programmes.hotline.rules.call_words import CallState
from porchlight.programmes.hotline.rules.lead_states import State
from porchlight.programmes.matching.jobs import indexable
from porchlight.programmes.matching.models import Pairing
from porchlight.programmes.matching.queries import unindexed_case_ids
from porchlight.programmes.posters.models import Poster, ReleasedPoster

NOON = datetime(2026, 3, 2, 17, tzinfo=UTC)
CASES = 40
TABLES = (
    Account,
    Agency,
    Case,
    Child,
    Companion,
    Vehicle,
    CaseContact,
    Clock,
    Note,
    Task,
    Poster,
    Call,
    Lead,
)
# Drawn by the database or from a secret source, whatever the seed.
NOT_OF_THE_SEED = re.compile(r"^(id|password|.*_id)$|^(facts|words|child_ids)$")


def told():
    """Everything that the town says, without the numbers that the database gives."""
    found = {}
    for model in TABLES:
        names = [field.attname for field in model._meta.local_fields]
        kept = [name for name in names if not NOT_OF_THE_SEED.search(name)]
        rows = model._default_manager.order_by("pk").values(*kept)
        found[model.__name__] = [json.dumps(row, default=str, sort_keys=True) for row in rows]
    return found


def fill(**changed):
    town.fill(**{"cases": CASES, "seed": 3, "tell": lambda _: None, "now": NOON, **changed})


@pytest.fixture(scope="module")
def filled(django_db_setup, django_db_blocker):
    """One town for all tests here; what the same seed had told before; undone at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        before = transaction.savepoint()
        fill()
        first = told()
        transaction.savepoint_rollback(before)
        fill()
        yield first
        transaction.set_rollback(True)


class TestFill:
    def test_tells_the_same_for_the_same_seed(self, filled):
        second = told()
        for name, rows in filled.items():
            assert rows == second[name], name
            assert rows

    def test_tells_something_else_for_another_seed(self, filled):
        stories = set(filled["Case"])
        with transaction.atomic():
            fill(seed=4, cases=8)
            others = set(told()["Case"]) - stories
            transaction.set_rollback(True)
        assert len(others) == 8

    def test_makes_everybody_findable_at_once(self, filled):
        left = findable_cases(unindexed_case_ids())
        assert not [one for case in left for one in case.people if indexable(one).findable]
        assert len(left) < CASES / 4

    def test_has_cases_of_every_category_and_state(self, filled):
        assert Case.objects.count() == CASES
        assert set(Case.objects.values_list("category", flat=True)) == set(Category)
        assert set(Case.objects.values_list("status", flat=True)) == set(CaseStatus)

    def test_has_posters_in_public_and_posters_withdrawn(self, filled):
        states = set(Poster.objects.values_list("state", flat=True))
        assert {"released", "withdrawn"} <= states
        assert ReleasedPoster.objects.filter(withdrawn_at__isnull=True).exists()

    def test_shows_both_languages_on_every_poster(self, filled):
        for poster in ReleasedPoster.objects.filter(withdrawn_at__isnull=True):
            assert set(poster.content) == {"en", "es"}

    def test_draws_a_portrait_for_every_child_in_public(self, filled):
        for poster in Poster.objects.filter(state="released"):
            for child_id in poster.child_ids:
                assert Photograph.objects.filter(child_id=child_id).exists()

    def test_leaves_clocks_that_run_and_clocks_that_were_met(self, filled):
        assert Clock.objects.filter(met_at__isnull=True, due_at__gt=NOON).exists()
        assert Clock.objects.filter(met_at__isnull=False).exists()

    def test_gives_the_officers_of_the_cast_something_to_do(self, filled):
        for key in ("TX9990100", "NMDI99901"):
            agency = Agency.objects.get(ori=key)
            assert Case.objects.filter(shares__agency=agency, status="active").exists()

    def test_gives_the_mother_a_page_and_the_advocate_a_day(self, filled):
        mother = Account.objects.get(email=PARTS["mother"].email)
        access = FamilyAccess.objects.get(account=mother)
        assert access.support.case_id in viewer_for(mother, now=NOON).case_ids
        assert {one.from_family for one in access.messages.all()} == {True, False}
        coming = Contact.objects.filter(support__advocate=access.support.advocate)
        assert coming.filter(kept_at__isnull=True, due_at__lt=NOON).exists()
        assert coming.filter(kept_at__isnull=True, due_at__gt=NOON).exists()

    def test_has_calls_in_every_state_and_what_became_of_them(self, filled):
        assert set(Call.objects.values_list("state", flat=True)) == set(CallState)
        became = set(CallOutcome.objects.values_list("kind", flat=True))
        assert {"case", "lead", "report", "information"} <= became
        assert Call.objects.filter(language="es").exists()

    def test_has_leads_in_every_state_with_what_agencies_told(self, filled):
        assert set(Lead.objects.values_list("state", flat=True)) == set(State)
        answers = set(LeadReferral.objects.values_list("accepted", flat=True))
        assert answers == {True, False, None}
        assert LeadReferral.objects.filter(outcome="not_the_child").exists()

    def test_leaves_the_desk_quiet_where_there_are_few_cases(self, filled):
        with transaction.atomic():
            before = Call.objects.count(), Lead.objects.count()
            fill(seed=6, cases=1)
            assert (Call.objects.count(), Lead.objects.count()) == before
            transaction.set_rollback(True)

    def test_has_unidentified_persons_and_pairs_worth_a_look(self, filled):
        assert UnidentifiedPerson.objects.count() == CHILDREN + STRANGERS
        best = Pairing.objects.order_by("-soft")[0]
        assert best.soft > 1
        assert Pairing.objects.filter(hard__gt=1).exists()

    def test_uses_telephone_numbers_and_addresses_of_nobody(self, filled):
        numbers = [
            *Agency.objects.exclude(phone_24h="").values_list("phone_24h", flat=True),
            *(number for each in CaseContact.objects.all() for number in each.phones),
        ]
        assert numbers
        assert all(re.fullmatch(r"\+1\d{3}55501\d\d", number) for number in numbers)
        mails = [*Agency.objects.values_list("email", flat=True)]
        mails += CaseContact.objects.values_list("email", flat=True)
        assert all(not mail or mail.endswith(".example") for mail in mails)

    def test_leaves_a_whole_trail_with_nothing_from_the_future(self, filled):
        assert verify().whole
        assert not Entry.objects.filter(at__gt=NOON).exists()

    def test_adds_nothing_to_a_database_with_cases(self, filled):
        town.fill_when_empty(cases=5, tell=pytest.fail)
        assert Case.objects.count() == CASES


@pytest.fixture
def home(settings, tmp_path):
    settings.ENV = settings.ENV.model_copy(update={"home": tmp_path})
    return tmp_path


class TestBrokenOff:
    def test_leaves_no_note_of_what_came_to_its_end_or_failed(self, home):
        with broken_off.noted():
            assert broken_off.earlier()
        with pytest.raises(RuntimeError), broken_off.noted():
            raise RuntimeError
        assert not broken_off.earlier()

    def test_is_told_by_the_next_filling(self, home, filled):
        (home / "demo.unfinished").touch()
        said = []
        with transaction.atomic():
            fill(cases=1, seed=5, tell=said.append)
            transaction.set_rollback(True)
        assert "broken off" in said[0]
        assert "whole" in said[-1]
        assert not broken_off.earlier()


class TestSignInSheet:
    def test_names_one_sign_in_for_every_role(self):
        sheet = sign_in_sheet(NOON)
        for role in {part.role for part in PARTS.values()}:
            assert role in sheet
        assert PASSWORD in sheet
        assert code(NOON) in sheet

    def test_is_what_people_sign_in_with(self, filled):
        for part in PARTS.values():
            account = Account.objects.get(email=part.email)
            assert account.has_usable_password()
        assert password_is_right(account, PASSWORD)
        assert code_is_right(account, code(NOON), now=NOON) == "totp"

    def test_is_never_given_in_production(self, filled, settings):
        settings.PRODUCTION = True
        account = Account.objects.get(email=PARTS["analyst"].email)
        with pytest.raises(Exception, match="production"):
            prepare_demonstration(account.id, PASSWORD, "A" * 32, by=None, now=NOON)
