"""Time that is left, as a person says it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from porchlight.house.ui import clocks

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class TestWords:
    @pytest.mark.parametrize(
        ("due_in", "expected"),
        [
            (timedelta(minutes=80), "due in 1 h 20 min"),
            (timedelta(seconds=20), "due in less than a minute"),
            (timedelta(hours=3), "due in 3 h"),
            (timedelta(days=3, hours=5), "due in 3 days"),
            (timedelta(minutes=-5), "overdue by 5 min"),
            (timedelta(hours=-26), "overdue by 26 h"),
        ],
    )
    def test_say_what_is_left_or_over(self, due_in, expected):
        assert clocks.words(NOON + due_in, NOON) == expected

    def test_say_whether_it_was_done_in_time(self):
        assert clocks.words(NOON, NOON, done_at=NOON - timedelta(hours=1)) == "done"
        assert clocks.words(NOON, NOON, done_at=NOON + timedelta(hours=1)) == "done late"


class TestState:
    @pytest.mark.parametrize(
        ("hours", "expected"), [(5, "far"), (4, "near"), (0, "near"), (-1, "overdue")]
    )
    def test_follows_the_time_left(self, hours, expected):
        assert clocks.state(NOON + timedelta(hours=hours), NOON) == expected


class TestShown:
    @pytest.mark.parametrize(
        ("style", "expected"),
        [("short", "03/02/2026 07:00"), ("day", "March 2, 2026"), ("time", "7 a.m.")],
    )
    def test_is_in_the_readers_time(self, style, expected):
        with timezone.override("America/New_York"):
            assert clocks.shown(NOON, style) == expected
