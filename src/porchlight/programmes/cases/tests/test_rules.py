"""The rules of cases, by examples and by properties."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porchlight.core.dates import PartialDate
from porchlight.core.errors import Conflict, RuleBroken
from porchlight.core.law import clocks
from porchlight.core.measures import Span
from porchlight.core.places import Kind, Place
from porchlight.core.text import say
from porchlight.programmes.cases.rules.category import CircumstanceFacts, suggest
from porchlight.programmes.cases.rules.clocks import (
    ClockFacts,
    Met,
    met_by,
    next_round,
    remind_from,
    resumed,
    running,
)
from porchlight.programmes.cases.rules.intake import (
    CaseIntake,
    ChildIntake,
    LastContact,
    Told,
    answer,
    check_intake,
    place_data,
    place_of,
)
from porchlight.programmes.cases.rules.missing import Needed, lacks, ncic_ready
from porchlight.programmes.cases.rules.recovery import (
    ClosingFacts,
    Recovery,
    check_closing,
    check_recovery,
    closing_checklist,
)
from porchlight.programmes.cases.rules.states import (
    CASE_MOVES,
    case_status_of,
    check_case_move,
    check_child_move,
)
from porchlight.programmes.cases.rules.timeline import Moment, merged
from porchlight.programmes.cases.rules.vocabulary import (
    CaseStatus,
    Category,
    ChildStatus,
    ClosingReason,
    RecoveredBy,
    Relation,
    label,
)

NOW = datetime(2026, 3, 2, 3, 15, tzinfo=UTC)
instants = st.datetimes(
    datetime(2000, 1, 1),  # noqa: DTZ001 the strategy adds the zone
    datetime(2030, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
maybe = st.sampled_from([None, True, False])
CHILD = ChildIntake(
    given_names="A",
    born=PartialDate(2012),
    sex="F",
    races=("W",),
    height_cm=Span(150, 150),
    weight_kg=Span(40, 40),
    eyes="BRO",
    hair="BRO",
)


def intake(**more):
    return CaseIntake(
        **{
            "category": Category.ENDANGERED_RUNAWAY,
            "circumstances": "Left.",
            "children": (CHILD,),
            **more,
        }
    )


class TestAnswer:
    @given(st.booleans())
    def test_no_is_an_answer(self, value):
        assert answer(ChildIntake(glasses=value), "glasses").told is Told.KNOWN

    @given(st.sets(st.sampled_from(["hair", "eyes", "skin", "glasses", "races", "height_cm"])))
    def test_has_exactly_one_of_three_ends(self, unknown):
        child = ChildIntake(unknown=frozenset(unknown))
        for name in ("hair", "eyes", "skin", "glasses", "races", "height_cm"):
            expected = Told.UNKNOWN if name in unknown else Told.NOT_ASKED
            assert answer(child, name).told is expected


class TestCheckIntake:
    def test_takes_a_child_of_whom_nothing_is_known(self):
        check_intake(intake(children=(ChildIntake(),)), NOW)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"children": ()},
            {"circumstances": "  "},
            {"missing_on": PartialDate(2027)},
            {"reported_at": NOW + timedelta(minutes=1)},
            {"last_contact": LastContact(NOW, NOW - timedelta(hours=1))},
            {"last_contact": LastContact(None, NOW + timedelta(hours=1))},
            {"children": (ChildIntake(hair="BRO", unknown=frozenset({"hair"})),)},
        ],
        ids=str,
    )
    def test_refuses_what_cannot_be(self, wrong):
        with pytest.raises(RuleBroken):
            check_intake(intake(**wrong), NOW)

    def test_knows_the_day_at_the_place(self):
        late = LastContact(latest=datetime(2026, 3, 2, 3, tzinfo=UTC), timezone="America/Chicago")
        assert intake(last_contact=late).missing_since == PartialDate(2026, 3, 1)


class TestPlaces:
    def test_come_back_as_they_were(self):
        place = Place("Reno, NV", Kind.CITY, "Reno", "Washoe County", "32031", "NV", lat=1, lon=2)
        assert place_of(place_data(place)) == place
        assert place_of(None) is None and place_data(None) is None


class TestSuggest:
    @given(
        st.builds(
            CircumstanceFacts,
            age=st.none() | st.integers(0, 20),
            taken=maybe,
            taken_by=st.none() | st.sampled_from(Relation),
            escaped=maybe,
            left_by_choice=maybe,
            runaway_before=maybe,
            custody_order=maybe,
            identity_known=st.booleans(),
        )
    )
    def test_always_has_reasons_for_what_it_suggests(self, facts):
        found = suggest(facts)
        bits = [one.score.bits for one in found]
        assert bits == sorted(bits, reverse=True)
        assert all(one.score.reasons for one in found)

    @pytest.mark.parametrize(
        ("facts", "category"),
        [
            (CircumstanceFacts(15, left_by_choice=True), Category.ENDANGERED_RUNAWAY),
            (CircumstanceFacts(4, left_by_choice=True), Category.LOST_INJURED_MISSING),
            (
                CircumstanceFacts(6, taken=True, taken_by=Relation.FATHER),
                Category.FAMILY_ABDUCTION,
            ),
            (
                CircumstanceFacts(9, taken=True, taken_by=Relation.STRANGER),
                Category.NONFAMILY_ABDUCTION,
            ),
            (CircumstanceFacts(9, taken=True, escaped=True), Category.ATTEMPTED_ABDUCTION),
            (CircumstanceFacts(19, left_by_choice=True), Category.YOUNG_ADULT),
            (CircumstanceFacts(identity_known=False), Category.UNIDENTIFIED),
            (CircumstanceFacts(12), Category.LOST_INJURED_MISSING),
        ],
    )
    def test_knows_the_plain_ones(self, facts, category):
        assert suggest(facts)[0].category is category


class TestClocks:
    @given(instants, st.none() | instants, st.none() | instants, st.booleans())
    def test_are_due_after_they_start_and_name_their_law(self, opened, reported, entered, care):
        facts = ClockFacts("us", opened, reported, entered, care)
        for each in running(facts):
            assert each.due_at > each.started_at
            assert each.source

    def test_give_two_hours_from_the_report(self):
        facts = ClockFacts("us", NOW, NOW - timedelta(hours=1))
        due = {each.name: each.due_at for each in running(facts)}
        assert due["ncic_entry"] == NOW + timedelta(hours=1)
        assert "care_report" not in due and "record_update" not in due

    def test_know_children_from_care_and_those_of_age(self):
        facts = ClockFacts("us", NOW, from_care=True, youngest_age=22)
        names = {each.name for each in running(facts)}
        assert "care_report" in names and "ncic_entry" not in names

    def test_have_none_where_there_is_no_data(self):
        assert not list(running(ClockFacts("atlantis", NOW)))

    def test_repeat_when_the_data_says_so(self):
        again = next_round("us", "verification", NOW)
        assert again and again.due_at == NOW + timedelta(days=90)
        assert next_round("us", "ncic_entry", NOW) is None

    def test_are_met_by_something_that_can_happen(self):
        for each in clocks("us"):
            assert {Met(what) for what in each.met_by}
        assert met_by("us", Met.NCIC_ENTERED) == {"ncic_entry"}

    @given(instants, st.timedeltas(timedelta(hours=1), timedelta(days=400)))
    def test_remind_before_they_are_due(self, start, length):
        at = remind_from(start, start + length)
        assert start <= at < start + length

    @given(instants, st.timedeltas(timedelta(0), timedelta(days=9)))
    def test_resume_with_the_time_that_was_left(self, paused, stood):
        due = paused + timedelta(hours=5)
        assert resumed(due, paused, paused + stood) - (paused + stood) == timedelta(hours=5)


class TestMoves:
    @pytest.mark.parametrize("start", CaseStatus)
    @pytest.mark.parametrize("end", CaseStatus)
    def test_are_those_of_the_table(self, start, end):
        if end in CASE_MOVES[start]:
            check_case_move(start, end)
        else:
            with pytest.raises(Conflict):
                check_case_move(start, end)

    def test_a_child_is_recovered_once(self):
        with pytest.raises(Conflict):
            check_child_move(ChildStatus.RECOVERED, ChildStatus.RECOVERED)

    @given(st.lists(st.sampled_from(ChildStatus)))
    def test_a_case_is_recovered_when_every_child_is(self, children):
        found = case_status_of(children) is CaseStatus.RECOVERED
        assert found == (set(children) == {ChildStatus.RECOVERED})


FOUND = Recovery(NOW, RecoveredBy.LAW_ENFORCEMENT, "Travis County", "Well.", "Ella Marsh")


class TestCheckRecovery:
    def test_needs_an_officers_name_at_the_desk_only(self):
        nobody = replace(FOUND, officer=" ")
        check_recovery(nobody, missing_since=None, at_desk=False, now=NOW)
        with pytest.raises(RuleBroken) as refused:
            check_recovery(nobody, missing_since=None, at_desk=True, now=NOW)
        assert refused.value.field == "officer"

    @pytest.mark.parametrize(
        "wrong", [{"place": ""}, {"at": NOW + timedelta(1)}, {"at": NOW - timedelta(9)}], ids=str
    )
    def test_refuses_what_cannot_be(self, wrong):
        with pytest.raises(RuleBroken):
            check_recovery(
                replace(FOUND, **wrong), missing_since=NOW - timedelta(2), at_desk=True, now=NOW
            )


READY = ClosingFacts((ChildStatus.RECOVERED,), 0, True, True, True, True)


class TestClosing:
    def test_passes_when_all_is_done(self):
        check_closing(READY, ClosingReason.RECOVERED, "")

    @pytest.mark.parametrize(
        "undone",
        [
            {"children": (ChildStatus.MISSING, ChildStatus.RECOVERED)},
            {"open_tasks": 1},
            {"family_told": False},
            {"circumstances_known": False},
            {"ncic_cleared": False},
        ],
        ids=str,
    )
    def test_names_what_is_to_be_done_first(self, undone):
        facts = replace(READY, **undone)
        assert any(not item.done for item in closing_checklist(facts, ClosingReason.RECOVERED))
        with pytest.raises(RuleBroken):
            check_closing(facts, ClosingReason.RECOVERED, "")

    def test_without_recovery_needs_words(self):
        facts = replace(READY, children=(ChildStatus.MISSING,))
        check_closing(facts, ClosingReason.DUPLICATE, "Same as another.")
        with pytest.raises(RuleBroken):
            check_closing(facts, ClosingReason.DUPLICATE, " ")


class _Known(ChildIntake):
    id = 1


KNOWN = _Known(**vars(CHILD))
SEEN = LastContact(latest=NOW, place=Place("Reno, NV"))


class TestLacks:
    def test_of_a_full_record_are_none_for_ncic(self):
        assert ncic_ready([KNOWN], SEEN)

    @pytest.mark.parametrize("name", ["born", "sex", "races", "height_cm", "eyes", "hair"])
    def test_name_each_thing_the_law_asks_for(self, name):
        empty = {"races": (), "born": None, "height_cm": None}.get(name, "")
        child = _Known(**{**vars(CHILD), name: empty, "unknown": frozenset({name})})
        found = [lack for lack in lacks([child], SEEN) if lack.needed is Needed.NCIC]
        assert [(lack.field, lack.told) for lack in found] == [(name, Told.UNKNOWN)]

    def test_come_with_the_law_first(self):
        order = [lack.needed for lack in lacks([_Known()], LastContact(), agency_told=False)]
        assert order == sorted(order, key=list(Needed).index)
        assert not ncic_ready([_Known()], LastContact())


class TestMerged:
    @given(st.lists(st.lists(instants)))
    def test_holds_everything_newest_first(self, lists):
        moments = [[Moment(at, "note", say("x")) for at in one] for one in lists]
        line = merged(*moments)
        assert len(line) == sum(map(len, lists))
        assert all(a.at >= b.at for a, b in zip(line, line[1:], strict=False))


class TestLabels:
    @pytest.mark.parametrize(
        "words", [Category, CaseStatus, ChildStatus, Relation, RecoveredBy, ClosingReason]
    )
    def test_every_word_has_one(self, words):
        assert all(str(label(word)) for word in words)
