"""What a tip is, its receipt, and the ways a lead may go."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from porchlight.core.errors import Conflict, RuleBroken
from porchlight.core.identifiers import CROCKFORD, normalise_receipt, receipt_code_of
from porchlight.programmes.hotline.rules import receipts
from porchlight.programmes.hotline.rules.lead_states import MOVES, State, moved
from porchlight.programmes.hotline.rules.tips import (
    Answer,
    Tip,
    Tipster,
    as_json,
    checked,
    fingerprint,
    from_json,
)
from porchlight.programmes.hotline.rules.words import clean

NOW = datetime(2026, 3, 2, 3, 15, tzinfo=UTC)
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60)
moments = st.none() | st.datetimes(timezones=st.just(UTC))
tips = st.builds(
    Tip,
    words=texts,
    danger=st.booleans(),
    still_there=st.sampled_from(Answer),
    seen_from=moments,
    seen_until=moments,
    place=texts,
    lat=st.none() | st.floats(-90, 90),
    lon=st.none() | st.floats(-180, 180),
    tipster=st.builds(Tipster, name=texts, phone=texts, police_may_ask=st.booleans()),
)


class TestATip:
    @given(tips)
    def test_comes_back_from_json_as_it_was(self, tip):
        assert from_json(as_json(tip)) == tip

    def test_forgets_names_that_json_has_too_many(self):
        assert from_json({"words": "a", "later": 1}) == Tip("a")

    @given(tips)
    def test_is_kept_clean_with_times_in_order_or_refused(self, tip):
        try:
            kept = checked(tip)
        except RuleBroken:
            return
        assert kept.words and kept.words == clean(kept.words)
        if kept.seen_from and kept.seen_until:
            assert kept.seen_from <= kept.seen_until
        assert checked(kept) == kept

    def test_says_something(self):
        with pytest.raises(RuleBroken) as refused:
            checked(Tip("  \n"))
        assert refused.value.field == "words"

    def test_is_anonymous_unless_somebody_says_who(self):
        assert Tipster().anonymous
        assert not Tipster(phone="+15125550100").anonymous


class TestTheKeyOfASending:
    @given(tips, tips, st.text(max_size=5), st.text(max_size=5))
    def test_is_the_same_only_for_the_same(self, one, other, attempt, second):
        same = (attempt, one) == (second, other)
        assert (fingerprint(attempt, one) == fingerprint(second, other)) == same

    def test_differs_when_a_picture_is_added(self):
        tip = Tip("A girl")
        assert fingerprint("a", tip) != fingerprint("a", tip, ["d1"])


class TestAReceipt:
    def test_is_the_same_for_the_same_attempt_and_hard_to_guess(self):
        codes = {receipt_code_of(b"s", str(n)) for n in range(3000)}
        assert len(codes) == 3000
        letters = "".join(codes).replace("-", "")
        # 3000 codes of 24: each of the 32 symbols about 2250 times.
        assert all(1900 < letters.count(each) < 2650 for each in CROCKFORD)
        assert all(normalise_receipt(code) == code for code in codes)

    def test_leads_to_the_same_place_however_it_is_typed(self):
        code = receipt_code_of(b"s", "a")
        typed = code.replace("-", " ").lower().replace("0", "o")
        assert receipts.receipt_of(typed, b"x" * 16) == receipts.receipt_of(code, b"x" * 16)

    def test_with_one_wrong_letter_is_refused_before_anything_is_looked_up(self):
        code = receipt_code_of(b"s", "a")
        wrong = ("0" if code[0] != "0" else "1") + code[1:]
        with pytest.raises(RuleBroken):
            receipts.receipt_of(wrong, b"x" * 16)

    @settings(max_examples=10, deadline=None)
    @given(texts)
    def test_opens_what_was_closed_for_it_and_nothing_else(self, text):
        mine = receipts.receipt_of(receipt_code_of(b"s", "a"), b"x" * 16)
        other = receipts.receipt_of(receipt_code_of(b"s", "b"), b"x" * 16)
        closed = receipts.close(text, mine.key, mine.lookup)
        assert receipts.opened(closed, mine.key, mine.lookup) == text
        assert receipts.opened(closed, other.key, other.lookup) is None
        assert receipts.opened(closed, mine.key, other.lookup) is None
        assert len(text) < 4 or text not in closed

    def test_its_lookup_says_nothing_of_its_key(self):
        found = receipts.receipt_of(receipt_code_of(b"s", "a"), b"x" * 16)
        assert found.key not in found.lookup and len(found.lookup) == 64


class TestTheStatesOfALead:
    @pytest.mark.parametrize("state", State)
    def test_each_leads_somewhere_and_never_to_itself(self, state):
        assert MOVES[state] and state not in MOVES[state]

    def test_all_are_reached_from_new(self):
        seen, todo = {State.NEW}, [State.NEW]
        while todo:
            for to in MOVES[todo.pop()] - seen:
                seen.add(to)
                todo.append(to)
        assert seen == set(State)

    def test_nothing_that_was_set_aside_is_lost(self):
        assert MOVES[State.ASIDE] == {State.OPEN}

    def test_refuse_a_way_that_there_is_not(self):
        with pytest.raises(Conflict):
            moved(State.ASIDE, State.ROUTED)


class TestTheTimeOfASending:
    def test_is_no_part_of_its_key(self):
        tip = Tip("A girl", seen_from=NOW)
        later = replace(tip, seen_from=NOW + timedelta(hours=1))
        assert fingerprint("a", tip) != fingerprint("a", later)
