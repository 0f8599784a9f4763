from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from porchlight.house.delivery.rules.quiet import QUIET_FROM, QUIET_UNTIL, send_at

ZONES = st.sampled_from(["America/New_York", "America/Denver", "Pacific/Guam", "America/Phoenix"])
START = datetime(2026, 1, 1, tzinfo=UTC)
TIMES = st.integers(0, 365 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))


class TestSendAt:
    @given(TIMES, ZONES)
    def test_is_never_earlier_and_at_most_one_night_later(self, now, zone):
        at = send_at(now, zone, urgent=False, always_awake=False)
        assert now <= at <= now + timedelta(hours=12)

    @given(TIMES, ZONES)
    def test_never_falls_into_the_night(self, now, zone):
        at = send_at(now, zone, urgent=False, always_awake=False).astimezone(ZoneInfo(zone))
        assert QUIET_UNTIL <= at.time() < QUIET_FROM

    @given(TIMES, ZONES)
    def test_does_not_hold_what_is_urgent(self, now, zone):
        assert send_at(now, zone, urgent=True, always_awake=False) == now
        assert send_at(now, zone, urgent=False, always_awake=True) == now
