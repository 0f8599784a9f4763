"""Any order of saves ends in the same call, and no acknowledged letter is ever lost."""

import random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from porchlight.programmes.hotline.rules.drafts import (
    Draft,
    Save,
    Stamp,
    as_json,
    changes,
    from_json,
    merged,
    news,
    seen_at,
    settled,
)

KEYS = ("child-0-sex", "caller-0-name", "event-0-circumstances")
changes_made = st.dictionaries(st.sampled_from(KEYS), st.text("abc", max_size=3), min_size=1)
saves = st.lists(
    st.builds(
        Save,
        st.builds(Stamp, st.integers(1, 9), st.sampled_from("pqr")),
        st.just(0),
        changes_made,
    ),
    max_size=8,
    unique_by=lambda save: save.stamp,
)


def typed(all_saves):
    draft = Draft()
    for save in all_saves:
        draft = merged(draft, save)
    return draft


class TestMerging:
    @settings(deadline=None)
    @given(saves, st.randoms(use_true_random=False))
    def test_ends_the_same_in_any_order_and_sent_any_number_of_times(self, sent, chance):
        shuffled = [*sent, *chance.choices(sent, k=3)] if sent else []
        chance.shuffle(shuffled)
        assert typed(shuffled).answers == typed(sent).answers

    @settings(deadline=None)
    @given(saves)
    def test_keeps_every_text_of_every_page_as_answer_rival_or_earlier_text_of_its_own(self, sent):
        draft = typed(sent)
        for save in sent:
            for key, text in save.changes.items():
                mine = [one for one in sent if one.stamp.writer == save.stamp.writer]
                last = max((one for one in mine if key in one.changes), key=lambda one: one.stamp)
                if last is not save or not text:
                    continue
                stays = draft.fields[key].text
                kept = {one.text for one in draft.rivals.get(key, ())}
                assert text == stays or text in kept or stays == ""  # noqa: PLR1714

    @settings(deadline=None)
    @given(saves)
    def test_survives_being_stored(self, sent):
        draft = typed(sent)
        assert from_json(as_json(draft)) == draft

    def test_lets_a_text_go_that_its_successor_had_seen(self):
        first = merged(Draft(), Save(Stamp(1, "p"), 0, {"caller-0-name": "Rosa"}))
        second = merged(first, Save(Stamp(2, "q"), 1, {"caller-0-name": "Rosa Vance"}))
        assert second.answers["caller-0-name"] == "Rosa Vance"
        assert not second.rivals

    def test_shows_a_text_that_was_replaced_unseen_until_it_is_settled(self):
        first = merged(Draft(), Save(Stamp(1, "p"), 0, {"caller-0-name": "Rosa"}))
        second = merged(first, Save(Stamp(2, "q"), 0, {"caller-0-name": "Rose"}))
        assert [one.text for one in second.rivals["caller-0-name"]] == ["Rosa"]
        assert not settled(second, "caller-0-name").rivals

    def test_keeps_the_text_of_a_page_whose_like_went_on(self):
        same = [Save(Stamp(1, writer), 0, {"caller-0-name": "Rosa"}) for writer in "pq"]
        assert not typed(same).open_rivals
        later = merged(typed(same), Save(Stamp(2, "q"), 0, {"caller-0-name": "Rose"}))
        assert [one.text for one in later.open_rivals["caller-0-name"]] == ["Rosa"]

    def test_tells_a_page_what_others_changed(self):
        first = merged(Draft(), Save(Stamp(1, "p"), 0, {"caller-0-name": "Rosa"}))
        assert news(first, 0, "q") == {"caller-0-name": "Rosa"}
        assert news(first, 0, "p") == {}


class Server:
    """What the server keeps, as the action does it."""

    def __init__(self):
        self.draft, self.log, self.known = Draft(), [], {}

    def take(self, writer, sequence, seen, page):
        if (writer, sequence) not in self.known:
            own = [save for save in self.log[seen:] if save.stamp.writer == writer]
            changed = changes(page, seen_at(self.draft, seen, self.log[:seen] + own))
            self.known[writer, sequence] = changed
            if changed:
                save = Save(Stamp(sequence, writer), seen, changed)
                self.draft = merged(self.draft, save)
                self.log.append(save)
        draft = self.draft
        return draft.revision, draft.sequence, news(draft, seen, writer)


class Page:
    """What autosave.js does: whole form, rising numbers, news taken in where nothing was typed."""

    def __init__(self, name):
        self.name, self.form, self.seen, self.sequence, self.floor = name, {}, 0, 0, 0
        # What was typed here last, and its number: what another page told is that page's to change.
        self.own: dict[str, tuple[str, int]] = {}
        self.acknowledged: set[tuple[str, str]] = set()

    def type(self, key, text):
        self.sequence = max(self.sequence, self.floor) + 1
        self.form[key], self.own[key] = text, (text, self.sequence)
        self.acknowledged = {one for one in self.acknowledged if one[0] != key}

    def request(self):
        return self.name, self.sequence, self.seen, dict(self.form)

    def answered(self, sent, answer):
        revision, sequence, told = answer
        self.floor = max(self.floor, sequence)
        self.acknowledged |= {
            (key, text) for key, (text, number) in self.own.items() if text and number <= sent[1]
        }
        free = {key for key in told if self.form.get(key, "") == sent[3].get(key, "")}
        self.form |= {key: told[key] for key in free}
        if free == set(told):
            self.seen = max(self.seen, revision)


class TestPagesOnABadLine:
    @settings(deadline=None)
    @given(st.integers(0, 10**6))
    @example(97176)  # two pages typed the same, then one of them went on
    @example(33548)  # a page took back what it had sent, before it saw an answer
    def test_lose_no_acknowledged_letter_whatever_the_line_does(self, seed):
        chance = random.Random(seed)
        server, pages, wire = Server(), [Page("p"), Page("q")], []
        for _ in range(30):
            page = chance.choice(pages)
            match chance.randrange(4):
                case 0:
                    page.type(chance.choice(KEYS), chance.choice("abc") * chance.randint(1, 3))
                case 1:
                    if page.sequence:
                        wire.append((page, page.request()))
                case 2 | 3 if wire:
                    # Late, out of order, twice, or with the answer lost.
                    at = chance.randrange(len(wire))
                    sender, sent = wire[at] if chance.random() < 0.3 else wire.pop(at)
                    answer = server.take(*sent)
                    if chance.random() < 0.7:
                        sender.answered(sent, answer)
        kept = {(key, one.text) for key, one in server.draft.fields.items()}
        kept |= {(key, one.text) for key, found in server.draft.rivals.items() for one in found}
        logged = {(key, text) for save in server.log for key, text in save.changes.items()}
        for page in pages:
            assert page.acknowledged <= logged
            for key, text in page.acknowledged:
                if page.form.get(key) == text:
                    # Still in the page as it was acknowledged: it stands, or waits beside it, or
                    # somebody who saw it changed it.
                    seen_by_successor = any(
                        save.seen > 0 and key in save.changes for save in server.log
                    )
                    assert (key, text) in kept or seen_by_successor
