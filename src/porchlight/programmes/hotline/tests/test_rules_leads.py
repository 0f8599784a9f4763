"""How soon a lead is needed, what looks like a campaign, what an answer may say."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from porchlight.core.errors import RuleBroken
from porchlight.core.score import Reason
from porchlight.core.text import say
from porchlight.programmes.hotline.rules.campaigns import (
    SHOWN_AS_MANY,
    Pattern,
    addresses,
    asks_for_force,
    copied,
    first_like,
    sketch,
    warnings,
)
from porchlight.programmes.hotline.rules.lead_priority import (
    OPEN_WITHIN,
    LeadFacts,
    Priority,
    open_by,
    priority,
)
from porchlight.programmes.hotline.rules.replies import READY, check_reply, ready
from porchlight.programmes.hotline.rules.tips import Answer

NOW = datetime(2026, 3, 2, 3, 15, tzinfo=UTC)
BARE = LeadFacts(received_at=NOW)
ORDER = [Priority.URGENT, Priority.HIGH, Priority.NORMAL, Priority.LOW]
facts = st.builds(
    LeadFacts,
    received_at=st.just(NOW),
    danger=st.booleans(),
    still_there=st.sampled_from(Answer),
    seen_until=st.none() | st.datetimes(timezones=st.just(UTC)),
    has_place=st.booleans(),
    pictures=st.integers(0, 5),
    about_case=st.booleans(),
    case_active=st.booleans(),
    youngest_years=st.none() | st.integers(0, 20),
    missing_hours=st.none() | st.floats(0, 5000),
    match_bits=st.floats(0, 30),
    agreeing=st.integers(0, 50),
    held=st.booleans(),
    warnings=st.sampled_from([(), (Reason(say("x"), -2.0),) * 3]),
)


class TestPriority:
    @settings(suppress_health_check=[HealthCheck.too_slow])
    @given(facts)
    def test_has_a_label_for_every_step(self, lead):
        word, score = priority(lead)
        assert word in OPEN_WITHIN
        assert all(str(reason.label) for reason in score.reasons)

    @given(facts)
    def test_danger_that_is_claimed_now_is_never_below_high(self, lead):
        assert priority(replace(lead, danger=True))[0] in (Priority.URGENT, Priority.HIGH)

    @given(facts)
    def test_rises_with_what_speaks_for_it(self, lead):
        base = priority(replace(lead, agreeing=0, held=True))[1].bits
        assert priority(replace(lead, agreeing=3, held=True))[1].bits > base
        assert priority(replace(lead, agreeing=0, held=False))[1].bits > base

    @pytest.mark.parametrize(
        ("lead", "word"),
        [
            (replace(BARE, danger=True, still_there=Answer.YES, about_case=True,
                     case_active=True), Priority.URGENT),
            (replace(BARE, seen_until=NOW - timedelta(minutes=20), has_place=True,
                     about_case=True, case_active=True), Priority.HIGH),
            (replace(BARE, has_place=True), Priority.NORMAL),
            (BARE, Priority.LOW),
            (replace(BARE, has_place=True, about_case=True), Priority.LOW),
        ],
    )  # fmt: skip
    def test_by_example(self, lead, word):
        assert priority(lead)[0] == word

    def test_the_sooner_the_worse(self):
        times = [open_by(NOW, word) for word in ORDER]
        assert times == sorted(times)


CAMPAIGN = (
    "Urgent, they keep the missing girl chained in the basement behind the green door at the "
    "house, the owner is dangerous, tell everybody and hurry before they move her tonight"
)
# Sentences of witnesses; each of the hundred says three of them in an order of their own.
SAID = (
    "I was driving home past the bridge", "My daughter knows the face from school",
    "The clerk at the taco stand gave her water", "There are cameras above the laundromat",
    "She kept drawing with chalk on the pavement", "He asked me for a telephone twice",
    "An older woman pulled him by the sleeve", "They got into a white delivery van",
    "The license plate ended in seven", "Her shoes were missing on one foot",
    "It rained so I could not see well", "He wore a football shirt with stripes",
    "My shift ended shortly before midnight", "The dog barked and she hid",
    "I offered a blanket but he ran", "We spoke a little Spanish together",
    "The motel corridor smelled of smoke", "She said her name was Ann or Anna",
    "Somebody called them from the balcony", "The train to Tulsa left at nine",
    "He had a bandage around his wrist", "Both were eating from one plate",
    "I took the picture through the window", "The stroller belonged to another family",
    "A guard told them to leave", "The boy pointed at the poster himself",
    "Her hair was shorter than shown", "They slept in the church yard",
    "He carried a guitar without strings", "I followed nobody and called at once",
    "The suitcase had an airline tag", "She counted coins for the ticket",
    "He limped and held the rail", "The playground was empty otherwise",
    "I work at the library desk", "They asked the way to Denver",
    "Her coat was far too large", "He drew a map on a napkin",
    "The pastor may remember them", "I saw the same pair on Monday",
)  # fmt: skip


def genuine(n: int) -> str:
    """A witness's own words."""
    return f"{'. '.join(Random(n).sample(SAID, 3))}. Number {n * 7919}."


def paraphrased(n: int) -> str:
    draw = Random(1000 + n)
    words = CAMPAIGN.split()
    for _ in range(len(words) // 4):
        words[draw.randrange(len(words))] = f"word{draw.randrange(500)}"
    draw.shuffle(words)
    return " ".join(words)


def found(told):
    """Which of the texts, in their order, are seen to come in the words of at least three."""
    earlier: list[tuple[int, list[int]]] = []
    many = set()
    for number, text in enumerate(told):
        like = first_like(sketch(text), earlier)
        if len(like) >= SHOWN_AS_MANY:
            many.add(number)
        earlier.append((number, sketch(text)))
    return many


class TestCampaigns:
    """Security.md, section 3.4: swatting and false reports."""

    def mixed(self, attack):
        told = [(True, text) for text in attack] + [(False, genuine(n)) for n in range(100)]
        Random(7).shuffle(told)
        return told

    @pytest.mark.parametrize(
        "attack",
        [
            [f"{CAMPAIGN} target {n}" for n in range(300)],
            [paraphrased(n) for n in range(300)],
            [CAMPAIGN] * 40,
        ],
        ids=["one text, many targets", "paraphrased", "replayed"],
    )
    def test_are_clustered_and_no_genuine_tip_with_them(self, attack):
        told = self.mixed(attack)
        many = found([text for _, text in told])
        false = [n for n, (is_attack, _) in enumerate(told) if is_attack]
        assert len(many & set(false)) >= 0.9 * len(false)
        assert not many - set(false)

    def test_many_sources_on_one_address_are_seen_by_the_address(self):
        told = [f"{text}. At 4100 Larkspur Lane" for text in map(genuine, range(20))]
        assert {addresses(text) for text in told} == {frozenset({"4100 larkspur lane"})}

    @given(st.text(max_size=300), st.text(max_size=300))
    def test_the_share_of_common_words_is_a_share_and_symmetric(self, one, other):
        share = copied(sketch(one), sketch(other))
        assert 0 <= share <= 1
        assert share == copied(sketch(other), sketch(one))

    def test_a_short_word_is_no_copy_of_another(self):
        assert copied(sketch("I saw her"), sketch("I saw her")) == 0


class TestForce:
    @pytest.mark.parametrize(
        "text",
        [
            "He has a gun, hostages at 12 Oak Street, send police",
            "There is a bomb in 4100 Larkspur Lane",
            "Tiene rehenes en la calle Juárez 120, manden a la policía",
            "body in the yard, 77 N. Elm Ave",
        ],
    )
    def test_at_an_address_is_seen(self, text):
        assert asks_for_force(text)

    @pytest.mark.parametrize(
        "text",
        [
            "I saw a girl at 12 Oak Street by the shop",
            "He had a gun in his belt and ran",
            "A boy with a red cap",
            "La niña estaba en la calle Juárez 120",
        ],
    )
    def test_is_not_seen_where_there_is_none(self, text):
        assert not asks_for_force(text)

    def test_is_said_without_taking_a_bit(self):
        (reason,) = warnings(Pattern(), "a gun at 12 Oak Street")
        assert reason.bits == 0


class TestWarnings:
    @given(
        st.builds(
            Pattern,
            copies=st.integers(0, 5000),
            same_address=st.integers(0, 5000),
            from_source=st.integers(0, 5000),
            sender_before=st.integers(0, 50),
            sender_false=st.integers(0, 50),
        )
    )
    def test_never_take_more_than_six_bits(self, pattern):
        assert sum(reason.bits for reason in warnings(pattern, "x")) >= -6.0

    def test_somebody_who_was_right_before_is_believed_more(self):
        (reason,) = warnings(Pattern(sender_before=2), "x")
        assert reason.bits > 0


class TestReplies:
    PRIVATE = frozenset({"Rosa Delgado", "+15125550199", "4100 Larkspur Lane", "26-0817"})

    @pytest.mark.parametrize("name", READY)
    @pytest.mark.parametrize("language", ["en", "es", "xx"])
    def test_ready_ones_say_nothing_that_must_not_be_said(self, name, language):
        words = ready(name, language)
        assert check_reply(words, self.PRIVATE) == words

    @pytest.mark.parametrize(
        "words",
        [
            "She is safe with Rosa Delgado now.",
            "Call 512 555 0199.",
            "Were you near 4100 larkspur LANE?",
            "Good news: the girl was found!",
            "La niña ya apareció.",
            "Está a salvo.",
            "",
            "x" * 2001,
        ],
    )
    def test_refuse_what_must_not_be_said(self, words):
        with pytest.raises(RuleBroken):
            check_reply(words, self.PRIVATE)

    @pytest.mark.parametrize("words", ["Which exit was it?", "Was she wearing glasses?"])
    def test_let_questions_pass(self, words):
        assert check_reply(words, self.PRIVATE) == words

    def test_there_is_no_other_ready_one(self):
        with pytest.raises(RuleBroken):
            ready("hello", "en")
