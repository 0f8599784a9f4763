"""Which case a stranger's words fit, and when two saw the same."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porchlight.core.measures import Span
from porchlight.core.score import Reason, Score
from porchlight.core.text import say
from porchlight.programmes.hotline.rules.description import cues
from porchlight.programmes.hotline.rules.sightings import (
    SAME_SIGHTING_BITS,
    TAKEN_BITS,
    Sighting,
    Sought,
    SoughtChild,
    same_sighting,
    score_case,
    taken,
)

NOW = datetime(2026, 3, 2, 3, 15, tzinfo=UTC)
AUSTIN, DALLAS, SEATTLE = (30.27, -97.74), (32.78, -96.80), (47.61, -122.33)
MIA = Sought(
    case_id=1,
    number="PL-1",
    children=(
        SoughtChild(
            names=("Mia Lucía Delgado Vance", "Lucy"),
            sex="F",
            age_years=Span(13, 13),
            hair="BRO",
            eyes="BRO",
            described="Green sweater and black trousers\nSmall scar over the left eyebrow",
        ),
    ),
    missing_from=NOW - timedelta(hours=30),
    lat=AUSTIN[0],
    lon=AUSTIN[1],
    state="TX",
    companions=("Dale Rook",),
    plates=frozenset({"KLM4821"}),
)


def seen(text, at=AUSTIN, hours_ago=2.0, **more):
    when = NOW - timedelta(hours=hours_ago)
    lat, lon = at if at else (None, None)
    return Sighting(text, when, when, lat, lon, **more)


class TestCues:
    @pytest.mark.parametrize(
        ("text", "sex"),
        [
            ("a girl with a man", "F"),
            ("Vi a una niña con un hombre", "F"),
            ("un muchacho de gorra roja", "M"),
            ("she had a bag", "F"),
            ("somebody ran", ""),
            ("el coche era azul", ""),
        ],
    )
    def test_hear_the_sex_of_whoever_is_named_first(self, text, sex):
        assert cues(text).sex == sex

    @pytest.mark.parametrize(
        ("text", "age"),
        [
            ("about 13 years old", Span(13, 13)),
            ("a 12-14 year old", Span(12, 14)),
            ("una niña de 9 años", Span(9, 9)),
            ("14yo boy", Span(14, 14)),
            ("room 12", None),
        ],
    )
    def test_hear_an_age(self, text, age):
        assert cues(text).age_years == age

    def test_keep_hair_eyes_and_clothes_apart(self):
        found = cues("brown hair, blue eyes, red hoodie, black backpack")
        assert (found.hair, found.eyes) == ("BRO", "BLU")
        assert found.things == {("hoodie", "red"), ("backpack", "black")}

    def test_hear_spanish_colors_after_the_thing(self):
        found = cues("pelo castaño, sudadera roja y mochila negra")
        assert found.hair == "BRO"
        assert found.things == {("sweater", "red"), ("backpack", "black")}

    @pytest.mark.parametrize(
        ("text", "plates"),
        [
            ("a van KLM 4821 passed", {"KLM4821"}),
            ("license plate klm4821", {"KLM4821"}),
            ("placa: 7abc123, azul", {"7ABC123"}),
            ("in the basement of 4100 Larkspur Lane, about 14years old", set()),
        ],
    )
    def test_hear_plates_and_not_addresses(self, text, plates):
        assert cues(text).plates == plates

    @given(st.text(max_size=200))
    def test_read_any_text(self, text):
        assert cues(text) == cues(text)


class TestScoreOfACase:
    def test_a_true_sighting_is_taken(self):
        score = score_case(
            seen("Girl about 13, brown hair, green sweater, with a man in a car, plate KLM 4821"),
            MIA,
        )
        assert score.bits > TAKEN_BITS
        assert any("KLM4821" in str(reason.label) for reason in score.reasons)

    def test_each_step_has_a_label_and_they_add_up(self):
        score = score_case(seen("Lucy Delgado, 13 years old, scar, green sweater"), MIA)
        assert all(str(reason.label) for reason in score.reasons)
        assert score.bits == pytest.approx(sum(reason.bits for reason in score.reasons))

    @pytest.mark.parametrize(
        ("better", "worse"),
        [
            (seen("a girl"), seen("a boy")),
            (seen("a girl", AUSTIN), seen("a girl", DALLAS)),
            (seen("a girl", DALLAS), seen("a girl", SEATTLE)),
            (seen("a girl"), seen("a girl", hours_ago=72)),
            (seen("13 years old"), seen("5 years old")),
            (seen("green sweater"), seen("purple dress")),
            (seen("her name was Lucy"), seen("her name was Ann")),
            (seen("with Dale Rook"), seen("with a man")),
        ],
    )
    def test_is_higher_for_what_fits_better(self, better, worse):
        assert score_case(better, MIA).bits > score_case(worse, MIA).bits

    def test_counts_against_a_child_who_was_still_at_home(self):
        labels = [str(one.label) for one in score_case(seen("a girl", hours_ago=80), MIA).reasons]
        assert "Seen before the child was missing" in labels

    def test_counts_against_a_place_too_far_for_the_time(self):
        score = score_case(seen("a girl", SEATTLE, hours_ago=28), MIA)
        assert any(one.bits == -5.0 for one in score.reasons)

    def test_no_soft_trait_hides_a_named_child(self):
        score = score_case(seen("Mia Delgado, a boy with blond hair", None), MIA)
        assert score.bits > 4

    def test_takes_the_child_of_the_case_that_fits_best(self):
        both = Sought(2, "PL-2", (SoughtChild(sex="M"), *MIA.children))
        assert score_case(seen("a girl of 13 years old"), both).bits >= 3


class TestTaken:
    def scores(self, *bits):
        return [Score((Reason(say("x"), each),)) for each in bits]

    def test_needs_a_good_score_far_ahead(self):
        assert taken(self.scores(14.0, 6.0))
        assert not taken(self.scores(14.0, 12.0))
        assert not taken(self.scores(9.0))


class TestSameSighting:
    ONE = seen("girl in a green sweater at the bus station", state="TX")
    TWO = seen("young girl, green sweater, crying by the buses", (30.28, -97.75), 1.5, state="TX")

    def test_joins_two_who_saw_the_same(self):
        assert same_sighting(self.ONE, self.TWO).bits >= SAME_SIGHTING_BITS

    @pytest.mark.parametrize(
        "other",
        [
            seen("girl in a green sweater", DALLAS, 2),
            seen("girl in a green sweater", AUSTIN, 90),
            seen("boy in a red cap", AUSTIN, 2),
        ],
    )
    def test_keeps_others_apart(self, other):
        assert same_sighting(self.ONE, other).bits < SAME_SIGHTING_BITS

    def test_keeps_different_cases_apart(self):
        one = seen("girl, green sweater", case_id=1)
        other = seen("girl, green sweater", case_id=2)
        assert same_sighting(one, other).bits < SAME_SIGHTING_BITS

    sightings = st.builds(
        seen,
        st.sampled_from(["girl green sweater", "boy red cap", "", "plate KLM 4821"]),
        st.sampled_from([AUSTIN, DALLAS, SEATTLE, None]),
        st.floats(0, 200),
        case_id=st.sampled_from([None, 1, 2]),
        state=st.sampled_from(["", "TX", "WA"]),
    )

    @given(sightings, sightings)
    def test_does_not_ask_who_came_first(self, one, other):
        assert same_sighting(one, other).bits == pytest.approx(same_sighting(other, one).bits)
