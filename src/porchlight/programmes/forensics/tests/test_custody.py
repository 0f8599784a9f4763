"""Evidence: a chain that nobody can change, labels, services, and what laboratories find."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from porchlight.core.dates import PartialDate
from porchlight.core.errors import NotAllowed, RuleBroken
from porchlight.core.measures import Span
from porchlight.house.accounts.queries import viewer_for
from porchlight.programmes.forensics import actions, queries
from porchlight.programmes.forensics.actions import Handed, Whose
from porchlight.programmes.forensics.models import CustodyLink, EvidenceItem, LabFinding, LabRequest
from porchlight.programmes.forensics.rules.findings import (
    KIND_WORDS,
    Finding,
    effect,
    read_finding,
)
from porchlight.programmes.forensics.rules.remains import Remains
from porchlight.programmes.forensics.rules.services import MOVES, Stage, check_stage, services

SWAB = {"kind": "swab", "words": "Cheek swab of the mother", "container": "Paper envelope"}
LAB = {"name": "Lab 7", "accreditation": "ISO/IEC 17025", "contact": "lab7@example.org"}
ASKED = {"service": "carbon", "question": "When was she born?", "authority": "Dr. Hale"}


class TestServices:
    def test_are_the_eighteen_in_two_languages(self):
        assert len(services()) == 18
        for one in services().values():
            for words in (one.titles, one.answers, one.needs):
                assert set(words) == {"en", "es"}
            assert one.days[0] <= one.days[1] and one.usd[0] <= one.usd[1]
            assert one.gives and set(one.gives) <= set(KIND_WORDS)

    def test_put_cheap_and_sparing_ones_first(self):
        orders = [one.order for one in services().values()]
        assert orders == sorted(orders)

    def test_move_to_an_end_and_never_out_of_it(self):
        for end in (Stage.CLOSED, Stage.CANCELLED):
            assert not MOVES[end]
            with pytest.raises(RuleBroken):
                check_stage(end, Stage.WORKING)


spans = st.tuples(st.floats(0, 60), st.floats(0, 60)).map(lambda pair: Span(*sorted(pair)))


class TestEffect:
    @given(spans, spans)
    def test_narrows_a_range_it_overlaps_and_replaces_another(self, known, found):
        told = effect(Finding("age_years", found), Remains(age_years=known))
        low, high = told["age_min"], told["age_max"]
        assert found.lo <= low <= high <= found.hi
        if known.lo <= found.hi and found.lo <= known.hi:
            assert known.lo <= low and high <= known.hi

    def test_makes_an_age_of_birth_years_by_the_window_of_death(self):
        facts = Remains(found_on=PartialDate.of("2015-06-10"), pmi_days=Span(0, 730))
        told = effect(Finding("birth_years", Span(1998, 2000)), facts)
        assert told == {"age_min": 12.0, "age_max": 17.0}
        assert effect(Finding("birth_years", Span(1998, 2000)), Remains()) == {}

    def test_adds_a_family_name_once(self):
        told = effect(Finding("family_name", word="Vance"), Remains(), "Mia; Vance")
        assert told == {"possible_names": "Mia; Vance"}

    def test_of_a_lead_or_region_is_nothing(self):
        for kind in ("lead", "region", "profile"):
            assert effect(Finding(kind, word="Somewhere"), Remains()) == {}

    @pytest.mark.parametrize(
        "told",
        [
            ("", "1", "2", ""),
            ("age_years", "9", "3", ""),
            ("age_years", "nine", "", ""),
            ("age_years", "nan", "nan", ""),
            ("birth_years", "12", "16", ""),
            ("sex", "", "", "X"),
            ("eyes", "", "", "blue"),
            ("lead", "", "", " "),
        ],
    )
    def test_is_asked_of_nothing_that_cannot_be(self, told):
        with pytest.raises(RuleBroken):
            read_finding(*told)


@pytest.fixture
def analyst(cast):
    return viewer_for(cast.analyst)


@pytest.fixture
def person(analyst, now):
    columns = {"found_on": "2015-06-10", "age_min": 10.0, "age_max": 16.0}
    return actions.record_person(columns, by=analyst, now=now)


def told(now, act="collected", giver="A. Adams", taker="A. Adams", **more):
    return Handed(now, act, giver, taker, more)


@pytest.fixture
def item(person, analyst, now):
    return actions.register_item(
        Whose(person_id=person.id), SWAB, told(now, seal_after="S1"), by=analyst, now=now
    )


@pytest.mark.django_db
class TestChain:
    def test_begins_with_the_collection_and_is_proven(self, item, analyst, now):
        actions.hand_over(
            item.id,
            told(now, "shipped", "A. Adams", "Lab intake", seal_before="S1"),
            by=analyst,
            now=now,
        )
        chain = queries.chain_of(item)
        assert [one.seq for one in chain.links] == [1, 2]
        assert (chain.broken, list(chain.exceptions)) == (None, [])

    def test_cannot_be_changed_or_deleted_in_the_table_itself(self, item):
        for change in (
            lambda: CustodyLink.objects.update(taker="Somebody"),
            lambda: CustodyLink.objects.all().delete(),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()
        assert CustodyLink.objects.get().taker == "A. Adams"

    def test_shows_gaps_and_other_seals(self, item, analyst, now):
        actions.hand_over(
            item.id,
            told(now, "received", "Somebody", "Lab intake", seal_before="S9"),
            by=analyst,
            now=now,
        )
        assert len(queries.chain_of(item).exceptions) == 2

    @pytest.mark.parametrize(
        "entry",
        [
            {"act": "lost"},
            {"act": "shipped", "taker": " "},
            {"act": "consumed"},
            {"act": "shipped", "hours": -48},
            {"act": "shipped", "hours": 48},
        ],
    )
    def test_refuses_what_cannot_follow(self, item, analyst, now, entry):
        at = now + timedelta(hours=entry.pop("hours", 0))
        with pytest.raises(RuleBroken):
            actions.hand_over(item.id, told(at, **entry), by=analyst, now=now)

    def test_is_not_everybody_s_to_write(self, item, cast, now):
        with pytest.raises(NotAllowed):
            actions.hand_over(item.id, told(now, "stored"), by=viewer_for(cast.artist), now=now)


@pytest.fixture
def laboratory(analyst, now):
    return actions.add_laboratory(
        LAB, ["carbon", "sequencing"], accredited_until=None, capacity=2, by=analyst, now=now
    )


@pytest.fixture
def request_(person, analyst, now):
    return actions.ask_laboratory(
        Whose(person_id=person.id), ASKED, item_id=None, by=analyst, now=now
    )


def move(row, analyst, now, *stages, **more):
    for stage in stages:
        row = actions.move_request(row.id, stage=stage, **more, by=analyst, now=now)
    return row


@pytest.mark.django_db
class TestRequests:
    def test_use_nothing_up_without_approval(self, item, person, analyst, now):
        with pytest.raises(RuleBroken):
            actions.ask_laboratory(
                Whose(person_id=person.id), ASKED, item_id=item.id, by=analyst, now=now
            )

    def test_go_to_laboratories_that_do_it_and_are_accredited(
        self, request_, laboratory, analyst, now
    ):
        other = actions.add_laboratory(
            {"name": "Lab 8"}, ["pollen"], accredited_until=None, capacity=1, by=analyst, now=now
        )
        late = actions.add_laboratory(
            {"name": "Lab 9"},
            ["carbon"],
            accredited_until=now.date() - timedelta(days=1),
            capacity=1,
            by=analyst,
            now=now,
        )
        for wrong in (other.id, late.id, None):
            with pytest.raises(RuleBroken):
                move(request_, analyst, now, "offered", laboratory_id=wrong)
        row = move(request_, analyst, now, "offered", laboratory_id=laboratory.id)
        assert row.laboratory_id == laboratory.id
        assert queries.with_room("carbon", now.date()) == [(laboratory, "1/2")]

    def test_feed_the_record_and_compare_it_again(
        self, request_, laboratory, person, analyst, now, run_jobs
    ):
        move(request_, analyst, now, "offered", laboratory_id=laboratory.id)
        move(request_, analyst, now, "accepted", "working")
        run_jobs()
        made = actions.record_finding(
            request_.id,
            Finding("birth_years", Span(1998, 2000)),
            words="F14C",
            by=analyst,
            now=now,
        )
        person.refresh_from_db()
        assert made.changed == ["age_min"] or made.changed == ["age_max", "age_min"]
        assert (person.age_min, person.age_max, person.version) == (14.0, 16.0, 2)
        assert run_jobs() > 0

    def test_have_no_finding_before_the_work(self, request_, analyst, now):
        with pytest.raises(RuleBroken):
            actions.record_finding(
                request_.id, Finding("lead", word="x"), words="", by=analyst, now=now
            )
        assert not LabFinding.objects.exists()


@pytest.mark.django_db
class TestTheDesk:
    @pytest.fixture
    def desk(self, cast, client_as):
        return client_as(cast.analyst)

    def test_registers_hands_over_and_prints_a_label(self, desk, child, now):
        new = reverse("evidence-new", args=["child", child.id])
        collected = {**SWAB, "at": "2026-01-05T10:15", "giver": "A. Adams", "taker": "A. Adams"}
        desk.post(new, collected)
        item = EvidenceItem.objects.get()
        page = reverse("evidence-item", args=[item.number])
        entry = {"act": "shipped", "at": "2026-01-06T09:00", "giver": "A. Adams", "taker": "Lab"}
        address = reverse("evidence-hand-over", args=[item.number])
        assert desk.post(address, entry).status_code == 302
        assert "A. Adams → Lab" in desk.get(page).content.decode()
        early = desk.post(address, {**entry, "at": "2026-01-01T09:00", "taker": "Nobody else"})
        assert early.status_code == 422
        assert "Nobody else" in early.content.decode()
        label = desk.get(reverse("evidence-label", args=[item.number])).content.decode()
        assert item.number in label and "<svg" in label

    def test_asks_moves_and_keeps_findings(self, desk, child, person, laboratory):
        address = reverse("lab-ask", args=["person", person.id])
        assert desk.post(address, {**ASKED, "question": ""}).status_code == 422
        row = desk.post(address, ASKED)
        request = LabRequest.objects.get()
        move_at = reverse("lab-request-move", args=[request.id])
        assert desk.post(move_at, {"stage": "reported"}).status_code == 422
        for stage in ("offered", "accepted", "working"):
            desk.post(move_at, {"stage": stage, "laboratory": str(laboratory.id)})
        found_at = reverse("lab-request-found", args=[request.id])
        assert desk.post(found_at, {"kind": "age_years", "low": "x"}).status_code == 422
        desk.post(found_at, {"kind": "age_years", "low": "12", "high": "14", "words": "R-7"})
        assert "12–14" in desk.get(row.url).content.decode()
        person.refresh_from_db()
        assert (person.age_min, person.age_max) == (12.0, 14.0)

    @pytest.mark.parametrize("name", ["forensic-services", "lab-requests", "laboratory-new"])
    def test_shows_services_laboratories_and_requests(self, desk, laboratory, request_, name):
        assert desk.get(reverse(name)).status_code == 200

    def test_lists_the_evidence_of_one(self, desk, item, person, request_):
        page = desk.get(reverse("evidence", args=["person", person.id])).content.decode()
        assert item.number in page and "Carbon dating" in page
