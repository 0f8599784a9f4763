from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porchlight.programmes.cybertips.rules.numbers import (
    EPOCH,
    LOW,
    file_id,
    first_at,
    number_at,
    opened_at,
)
from porchlight.programmes.cybertips.rules.states import expires_at

INSTANTS = st.datetimes(datetime(2025, 1, 1), datetime(2090, 1, 1)).map(  # noqa: DTZ001
    lambda at: at.replace(tzinfo=UTC)
)


class TestNumberAt:
    @given(INSTANTS, st.integers(0, 2**60))
    def test_is_exact_in_every_language_and_tells_its_time(self, at, running):
        number = number_at(at, running)
        assert 0 <= number < 2**53
        assert opened_at(number) == at.replace(microsecond=0)
        assert first_at(at) <= number < first_at(at + timedelta(seconds=1))

    def test_is_another_one_for_each_running_number(self):
        assert len({number_at(EPOCH, n) for n in range(100_000)}) == 100_000
        assert len({number_at(EPOCH, LOW + n) for n in range(0, LOW, 997)}) == len(
            range(0, LOW, 997)
        )

    def test_needs_an_aware_time_of_this_house(self):
        for at in (datetime(2026, 1, 1), datetime(2024, 1, 1, tzinfo=UTC)):  # noqa: DTZ001
            with pytest.raises(ValueError, match="20"):
                number_at(at, 0)


class TestFileId:
    @given(st.text("0123456789abcdef", min_size=32, max_size=32))
    def test_is_never_read_as_a_number(self, drawn):
        made = file_id(drawn)
        assert len(made) == 32
        with pytest.raises(ValueError, match="could not convert"):
            float(made)


class TestExpiresAt:
    def test_is_a_day_after_opening_or_an_hour_after_the_last_change(self):
        opened = datetime(2026, 11, 1, tzinfo=UTC)
        day = opened + timedelta(hours=24)
        assert expires_at(opened, opened) == day
        assert expires_at(opened, opened + timedelta(hours=22, minutes=59)) == day
        late = opened + timedelta(hours=23, minutes=30)
        assert expires_at(opened, late) == late + timedelta(hours=1)
