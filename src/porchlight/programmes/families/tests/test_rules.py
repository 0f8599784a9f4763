"""Promises, hard days, and what must not be told."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porchlight.core.dates import PartialDate
from porchlight.core.phones import Phone
from porchlight.programmes.families.rules.anniversaries import AHEAD, anniversaries
from porchlight.programmes.families.rules.promises import GRACE, Kept, follow_ups, standing
from porchlight.programmes.families.rules.safe_contact import SafeRules, gives_away, may_call
from porchlight.programmes.families.rules.vocabulary import (
    CHANNELS,
    NEEDS,
    OUTCOMES,
    PARTS,
    Channel,
    NeedKind,
    Outcome,
    Part,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTES = st.integers(-3000, 3000).map(lambda n: timedelta(minutes=n))
TIMES = st.integers(0, 1439).map(lambda n: time(n // 60, n % 60))


class TestStanding:
    @given(MINUTES, MINUTES)
    def test_is_missed_only_when_nobody_kept_it_and_the_grace_is_over(self, kept, now):
        assert standing(NOON, NOON + kept, now=NOON + now) in {Kept.KEPT, Kept.LATE}
        missed = standing(NOON, None, now=NOON + now) is Kept.MISSED
        assert missed == (now > GRACE)

    def test_forgives_a_call_that_is_a_little_late(self):
        assert standing(NOON, NOON + GRACE, now=NOON + GRACE) is Kept.KEPT


class TestFollowUps:
    def test_are_on_days_1_7_30_and_90(self):
        assert [(at - NOON).days for at in follow_ups(NOON)] == [1, 7, 30, 90]


class TestAnniversaries:
    @given(st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.integers(0, 20_000))
    def test_are_never_past_nor_further_than_a_week(self, first, days):
        today = first + timedelta(days=days)
        known = PartialDate(first.year, first.month, first.day)
        for one in anniversaries(today, known, [("Mia", known)]):
            assert today <= one.on <= today + AHEAD

    @given(st.dates(date(1990, 1, 1), date(2020, 1, 1)), st.integers(1, 30))
    def test_find_every_birthday(self, born, age):
        known = PartialDate(born.year, born.month, born.day)
        wanted = date(born.year + age, born.month, born.day if born.month != 2 else 1)
        today = wanted - timedelta(days=3)
        found = anniversaries(today, None, [("Mia", known)])
        if not (born.month == 2 and born.day > 5):
            assert [str(one.words) for one in found] == [f"Mia would turn {age}"]

    def test_remember_the_first_month(self):
        found = anniversaries(date(2026, 3, 30), PartialDate(2026, 3, 2), [])
        assert [str(one.words) for one in found] == ["Missing for 30 days"]

    def test_have_no_day_for_a_half_known_date(self):
        born = [("Mia", PartialDate(2012))]
        assert anniversaries(date(2026, 3, 1), PartialDate(2020, 3), born) == []


class TestMayCall:
    @given(TIMES, TIMES, TIMES)
    def test_agrees_with_the_clock_whether_or_not_over_midnight(self, after, before, at):
        def minutes(moment):
            return moment.hour * 60 + moment.minute

        length = (minutes(before) - minutes(after)) % 1440
        inside = (minutes(at) - minutes(after)) % 1440 <= length
        assert bool(may_call(SafeRules(after, before), at)) == inside

    def test_is_never_when_the_telephone_is_not_safe(self):
        rules = SafeRules(time(0), time(23, 59), no_call=True)
        assert "must not be called" in str(may_call(rules, time(12)).reason)


WRITTEN = (
    "{0}",
    "+1 {1}-{2}-{3}",
    "({1}) {2}-{3}",
    "{1}.{2}.{3}",
    "{1} {2} {3}",
    "{2}-{3}",
    "{2} - {3}",
)


class TestGivesAway:
    @given(st.integers(2_000_000, 9_999_999), st.sampled_from(WRITTEN))
    def test_finds_a_telephone_however_it_is_written(self, seven, written):
        e164 = f"+1512{seven}"
        said = written.format(e164, "512", e164[5:8], e164[8:])
        assert gives_away(f"She answers at {said}, evenings.", [e164])

    def test_finds_the_number_as_the_house_writes_it(self):
        assert gives_away(Phone("+15125550133").shown(), ["+15125550133"])

    @pytest.mark.parametrize(
        "said",
        [
            "She is at WILLOW HOUSE,\n12 Cedar   Lane now",
            "willow house 12 cedar lane",
        ],
    )
    def test_finds_a_place_whatever_its_case_and_spacing(self, said):
        assert gives_away(said, ["Willow House, 12 Cedar Lane"])

    @pytest.mark.parametrize(
        "said",
        [
            "We call on 3/2/2026 at 12:30.",
            "Case PL-12345-67894, entry M123456789",
            "The willow by the house",
            "",
        ],
    )
    def test_leaves_other_words_alone(self, said):
        assert not gives_away(said, ["+15125550133", "Willow House", "me", "12"])


class TestWords:
    def test_have_a_label_each(self):
        assert set(PARTS) == set(Part)
        assert set(CHANNELS) == set(Channel)
        assert set(NEEDS) == set(NeedKind)
        assert set(OUTCOMES) == set(Outcome)
