"""The toll: who paid is let through, who did not is named and not refused."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from porchlight.house.doors import proof_of_work as work

NOW = datetime(2026, 3, 2, 3, 15, tzinfo=UTC)


class TestJudge:
    def test_is_content_with_a_paid_toll(self):
        token = work.challenge(NOW, bits=8)
        verdict = work.judge(token, work.pay(token), now=NOW)
        assert (verdict.paid, verdict.why) == (True, "")
        assert token.startswith(verdict.attempt)

    def test_says_unpaid_without_a_nonce(self):
        token = work.challenge(NOW, bits=8)
        assert work.judge(token, "", now=NOW).why == "unpaid"

    def test_does_not_take_the_price_of_another_form(self):
        one, other = work.challenge(NOW, bits=14), work.challenge(NOW, bits=14)
        nonce = work.pay(one)
        assert (
            work.leading_zeros(f"{other}:{nonce}") >= 14
            or not work.judge(other, nonce, now=NOW).paid
        )

    def test_says_late_after_half_a_day_and_before_it_was_made(self):
        token = work.challenge(NOW, bits=0)
        assert work.judge(token, "0", now=NOW + timedelta(hours=13)).why == "late"
        assert work.judge(token, "0", now=NOW - timedelta(minutes=1)).why == "late"

    def test_does_not_let_the_price_be_lowered(self):
        attempt, at, _, signature = work.challenge(NOW, bits=20).split(".")
        assert work.judge(f"{attempt}.{at}.0.{signature}", "0", now=NOW).why == "forged"

    @given(st.text(max_size=80), st.text(max_size=30))
    def test_answers_whatever_is_sent(self, token, nonce):
        verdict = work.judge(token, nonce, now=NOW)
        assert not verdict.paid
        assert len(verdict.attempt) == 32

    def test_names_each_form_anew(self):
        attempts = {work.challenge(NOW).split(".")[0] for _ in range(1000)}
        assert len(attempts) == 1000


class TestBitsFor:
    @given(st.integers(1, 24), st.floats(0, 1), st.floats(0, 1))
    def test_never_falls_as_the_load_rises(self, base, one, other):
        assert work.bits_for(base, min(one, other)) >= work.bits_for(base, max(one, other))
        assert base <= work.bits_for(base, one) <= work.MOST_BITS
