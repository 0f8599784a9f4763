"""When an age progression is due, and how an outline grows: published examples and properties."""

from datetime import date
from itertools import islice
from math import cos, radians

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porchlight.core.errors import RuleBroken
from porchlight.programmes.forensics.rules.progression import (
    due_dates,
    next_due,
    strain_for,
    strained,
)

finite = st.floats(-500, 500)
strains = st.floats(0, 0.5)


class TestDueDates:
    def test_are_the_published_ones(self):
        days = islice(due_dates(date(2010, 6, 15), date(2015, 3, 1), 24), 8)
        years = (2017, 2019, 2021, 2023, 2025, 2027, 2029, 2034)
        assert list(days) == [date(year, 3, 1) for year in years]

    def test_keep_to_days_that_are(self):
        days = due_dates(date(2020, 1, 1), date(2024, 2, 29), 6)
        assert list(islice(days, 2)) == [date(2024, 8, 29), date(2026, 8, 29)]
        assert next(due_dates(date(2020, 1, 1), date(2024, 8, 31), 6)) == date(2025, 2, 28)

    @given(st.dates(date(1990, 1, 1), date(2020, 1, 1)), st.integers(0, 17))
    def test_come_every_two_years_and_then_every_five(self, born, age):
        days = list(islice(due_dates(born, date(born.year + age, 6, 1)), 20))
        steps = [after.year - before.year for before, after in zip(days, days[1:], strict=False)]
        assert set(steps) <= {2, 5}
        assert steps == sorted(steps)

    def test_name_what_is_due_now(self):
        told = date(2010, 6, 15), date(2015, 3, 1)
        assert next_due(*told, date(2016, 1, 1), 24) == date(2017, 3, 1)
        assert next_due(*told, date(2040, 1, 1), 24) == date(2039, 3, 1)


class TestStrain:
    @pytest.mark.parametrize(
        ("point", "grown"),
        [
            ((0, 100), (0, 100)),
            ((100, 0), (110, 0)),
            ((0, -100), (0, -120)),
            ((60, -80), (70.8, -94.4)),
            ((-60, -80), (-70.8, -94.4)),
            ((0, 0), (0, 0)),
        ],
    )
    def test_has_the_published_figures(self, point, grown):
        assert strained(point, 0.1) == pytest.approx(grown, abs=1e-9)

    @given(finite, finite)
    def test_of_nothing_changes_nothing(self, x, y):
        assert strained((x, y), 0.0) == pytest.approx((x, y), abs=1e-6)

    @given(finite, finite, strains)
    def test_keeps_a_face_as_even_as_it_was(self, x, y, k):
        right, left = strained((x, y), k), strained((-x, y), k)
        assert (right[0], right[1]) == pytest.approx((-left[0], left[1]), abs=1e-6)

    @given(strains, strains, st.floats(1, 179))
    def test_of_two_steps_multiplies(self, first, second, degrees):
        c = 1 - cos(radians(degrees))
        twice = (1 + first * c) * (1 + second * c)
        once = 1 + strain_for(twice, degrees) * c
        assert once == pytest.approx(twice)
        assert strain_for(twice, degrees) == pytest.approx(first + second + first * second * c)

    def test_is_not_asked_of_the_crown(self):
        with pytest.raises(RuleBroken):
            strain_for(1.2, 0)
