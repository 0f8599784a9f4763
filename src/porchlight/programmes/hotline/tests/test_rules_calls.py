"""What is true on a call: readings, urgency, what is missing, what it becomes."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from porchlight.programmes.cases.rules.category import CircumstanceFacts
from porchlight.programmes.cases.rules.intake import Told
from porchlight.programmes.cases.rules.vocabulary import Category, Relation
from porchlight.programmes.hotline.rules import becoming, progress
from porchlight.programmes.hotline.rules.blocks import Kind, Per, counted, slots
from porchlight.programmes.hotline.rules.priorities import Priority
from porchlight.programmes.hotline.rules.questions import BLOCKS, slot_of
from porchlight.programmes.hotline.rules.readings import Desk, read
from porchlight.programmes.hotline.rules.risk import urgency
from porchlight.programmes.hotline.rules.sheet import read_sheet
from porchlight.programmes.hotline.rules.zones import zone_of

NOW = datetime(2026, 3, 2, 3, 15, tzinfo=UTC)
DESK = Desk(NOW, ZoneInfo("America/New_York"))
CHILD = {
    "child-0-given_names": "Mia",
    "child-0-family_names": "Vance",
    "child-0-born": "5/4/2012",
    "child-0-sex": "F",
}


def sheet(**answers):
    return read_sheet({key.replace("__", "-"): text for key, text in answers.items()}, DESK)


def told(answers):
    return read_sheet(answers, DESK)


class TestTheQuestions:
    def test_have_each_a_key_of_their_own_that_leads_back_to_them(self):
        keys = [slot.key for slot in slots(BLOCKS, {})]
        assert len(keys) == len(set(keys))
        for key in keys:
            assert slot_of(key).key == key

    def test_ask_all_that_the_law_needs_for_an_entry(self):
        codes = {one.ncic for block in BLOCKS for one in block.fields if one.statutory}
        assert {"NAM", "DOB", "SEX", "RAC", "HGT", "WGT", "EYE", "HAI", "DLC"} <= codes

    def test_count_children_as_far_as_answers_go(self):
        assert counted(BLOCKS, {"child-2-sex": "F", "child-9-nonsense-x": ""})[Per.CHILD] == 3
        assert counted(BLOCKS, {"child-999-sex": "F"})[Per.CHILD] == 12


class TestReading:
    @pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.name)
    @settings(deadline=None, max_examples=40)  # the first place read builds an index
    @given(text=st.text(max_size=40))
    def test_never_fails_whatever_is_typed(self, block, text):
        for field in block.fields:
            reading = read(field, text, DESK)
            assert reading.told in set(Told)

    def test_tells_unknown_from_not_asked(self):
        height = slot_of("looks-0-height_cm").field
        assert read(height, "?", DESK).told is Told.UNKNOWN
        assert read(height, " ", DESK).told is Told.NOT_ASKED

    def test_reads_a_time_in_the_zone_of_the_place(self):
        there = told({"event-0-place": "El Paso, TX", "event-0-latest": "6pm"})
        assert there.value("event-0-latest") == datetime(2026, 3, 2, 1, tzinfo=UTC)

    def test_keeps_an_hour_ago_where_it_was_when_looked_at_later(self):
        typed_at = {"event-0-latest": NOW}
        later = Desk(NOW + timedelta(days=3), DESK.zone)
        read_later = read_sheet({"event-0-latest": "2 hours ago"}, later, typed_at)
        assert read_later.value("event-0-latest") == NOW - timedelta(hours=2)

    def test_reads_days_in_the_language_they_were_typed_in(self):
        born = slot_of("child-0-born").field
        shown = read(born, "4/7/11", Desk(NOW, DESK.zone, "en", "es"))
        assert shown.value.month == 7
        assert "Jul 4, 2011" in shown.shown

    def test_knows_the_zone_of_every_state(self):
        assert zone_of(None).key == "America/New_York"


class TestUrgency:
    def test_is_immediate_when_a_stranger_took_the_child(self):
        found = urgency(told({"event-0-taken": "yes", "event-0-taken_by": "stranger"}))
        assert found.priority is Priority.IMMEDIATE

    def test_adds_reasons_each_with_words(self):
        found = urgency(told({**CHILD, "child-0-born": "2020", "risk-0-medication": "Inhaler"}))
        assert found.priority is Priority.IMMEDIATE
        assert all(str(reason.label) for reason in found.score.reasons)

    def test_is_routine_when_nothing_is_told(self):
        assert urgency(told({})).priority is Priority.ROUTINE

    def test_is_immediate_when_the_child_is_seen_now(self):
        seen = {"call-0-about": "sighting", "sighting-0-still_there": "yes"}
        assert urgency(told(seen)).priority is Priority.IMMEDIATE

    @settings(deadline=None, max_examples=20)
    @given(st.sets(st.sampled_from(["self_harm_indicated", "drugs", "pregnant", "disability"])))
    def test_never_falls_when_more_danger_is_told(self, named):
        less = urgency(told(CHILD)).score.bits
        more = urgency(told({**CHILD, **{f"risk-0-{name}": "yes" for name in named}})).score.bits
        assert more >= less


class TestProgress:
    def test_says_what_the_law_still_needs_and_where_to_type_it(self):
        lacking = {one.key for one in progress.missing(told(CHILD))}
        assert "looks-0-height_cm" in lacking
        assert "child-0-born" not in lacking

    def test_suggests_no_category_before_anything_is_told(self):
        assert progress.suggestions(told(CHILD)) == ()

    def test_suggests_a_runaway_who_left_by_choice(self):
        found = progress.suggestions(told({**CHILD, "event-0-left_by_choice": "yes"}))
        assert found[0].category is Category.ENDANGERED_RUNAWAY

    def test_asks_first_what_is_most_pressing_and_never_what_was_answered(self):
        asked = [slot.key for slot in progress.ask_next(told({"caller-0-phones": "?"}))]
        assert asked[0] == "event-0-circumstances"
        assert "caller-0-phones" not in asked

    def test_starts_the_clock_of_care_only_for_a_child_in_care(self):
        names = {one.name for one in progress.clocks(told({"event-0-from_care": "yes"}), NOW)}
        assert "care_report" in names
        assert "care_report" not in {one.name for one in progress.clocks(told({}), NOW)}


class TestBecomingACase:
    def test_carries_every_answer_into_the_case_or_into_its_first_note(self):
        """No question of a child, companion, vehicle or contact is lost on the way."""
        samples = {
            Kind.YES_NO: "yes",
            Kind.DAY: "5/4/2012",
            Kind.HEIGHT: "5'1\"",
            Kind.WEIGHT: "95 lb",
            Kind.AGE: "13",
            Kind.PHONES: "512 555 0133",
            Kind.EMAIL: "rosa@family.example",
            Kind.MOMENT: "2 hours ago",
            Kind.PLACE: "Austin, TX",
            Kind.YEAR: "2014",
            Kind.COLORS: "blue",
            Kind.EPISODES: "2024; 2025; Reno; came home",
        }
        counts = dict.fromkeys(Per, 1)
        answers = {}
        for slot in slots(BLOCKS, counts):
            pressed = slot.field.choices[0][0] if slot.field.choices else ""
            if slot.field.table:
                pressed = {"SEX": "F", "HAI": "BRO", "EYE": "GRN", "RAC": "W", "ETN": "H"}.get(
                    slot.field.table, "LGT"
                )
            answers[slot.key] = samples.get(slot.field.kind) or pressed or f"Said {slot.field.name}"
        whole = told(answers)
        assert whole.wrong == []
        case = becoming.case_intake(whole, Category.ENDANGERED_RUNAWAY)
        carried = repr(case) + "\n".join(words for _, words in becoming.extras(whole))
        for key, text in answers.items():
            if text.startswith("Said "):
                assert text in carried, key

    def test_keeps_unknown_and_not_asked_apart(self):
        child = becoming.child(told({**CHILD, "looks-0-eyes": "unknown"}), 0)
        assert child.unknown == {"eyes"}

    def test_takes_no_consent_without_a_name(self):
        without = told({**CHILD, "consent-0-publicity": "yes"})
        assert becoming.child(without, 0).publicity is None
        named = {"consent-0-by_name": "Rosa", "consent-0-relation": "mother"}
        consent = becoming.child(
            told({**CHILD, "consent-0-publicity": "yes", **named}), 0
        ).publicity
        assert consent.given
        assert consent.relation is Relation.MOTHER

    def test_sends_along_as_typed_what_could_not_be_read(self):
        words = [text for _, text in becoming.extras(told({**CHILD, "scene-0-phones": "512 5"}))]
        assert "512 5" in words

    def test_gives_the_facts_that_decide_the_category(self):
        facts = becoming.circumstance_facts(told({**CHILD, "event-0-taken": "no"}))
        assert facts == CircumstanceFacts(age=13, taken=False)

    def test_names_no_tipster_who_wants_to_stay_anonymous(self):
        seen = {"sighting-0-words": "A girl", "caller-0-name": "Ann"}
        assert becoming.tip_of(told(seen), ["+15125550100"]).tipster.name == "Ann"
        hidden = told({**seen, "sighting-0-anonymous": "yes"})
        assert becoming.tip_of(hidden, ["+15125550100"]).tipster.anonymous
