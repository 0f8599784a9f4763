"""Reviews, verdicts, hash sets: examples and properties, without a database."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porchlight.core.errors import Conflict, RuleBroken
from porchlight.programmes.hashes.rules import exchange
from porchlight.programmes.hashes.rules.compare import RANK, Known, Outcome, verdict
from porchlight.programmes.hashes.rules.hash_sets import Item, read, vics_document
from porchlight.programmes.hashes.rules.review import Opinion, weigh
from porchlight.programmes.hashes.rules.states import ENTRY_MOVES, check_entry_move
from porchlight.programmes.hashes.rules.vocabulary import (
    SIZES,
    Kind,
    Media,
    Status,
    kind_of,
    read_value,
    write_value,
)

MD5 = "900150983cd24fb0d6963f7d28e17f72"
OPINIONS = st.lists(
    st.builds(Opinion, st.integers(1, 4), st.booleans(), st.sampled_from(["", "A1", "B2"])),
    max_size=6,
)


class TestWeigh:
    @given(OPINIONS, st.integers(1, 4))
    def test_is_ready_only_when_enough_people_are_of_one_mind(self, opinions, needed):
        outcome = weigh(opinions, needed=needed)
        people = {each.reviewer_id for each in opinions}
        one_mind = all(each.belongs for each in opinions)
        classes = {each.classification for each in opinions}
        assert outcome.ready == (one_mind and len(people) >= needed and len(classes) == 1)
        assert outcome.ready or outcome.reason


MATCHES = st.lists(
    st.builds(
        Known,
        st.sampled_from(["ngo", "industry"]),
        st.sampled_from(["", "A1", "B2"]),
        st.integers(0, 31),
        st.none() | st.integers(1, 3),
        st.booleans(),
    ),
    max_size=8,
)


class TestVerdict:
    @given(MATCHES)
    def test_is_the_most_telling_of_all(self, matches):
        said = verdict(matches)
        if not matches:
            assert said.outcome is Outcome.UNKNOWN
            return
        assert said.outcome is min((each.outcome for each in matches), key=RANK.index)
        same = [each for each in matches if each.outcome is said.outcome]
        assert said.bits == min(each.bits for each in same)
        assert bool(said.classification) or not any(each.classification for each in matches)


class TestStates:
    @pytest.mark.parametrize("start", Status)
    @pytest.mark.parametrize("end", Status)
    def test_follow_the_table(self, start, end):
        if end in ENTRY_MOVES[start]:
            assert check_entry_move(start, end) is end
        else:
            with pytest.raises(Conflict):
                check_entry_move(start, end)


class TestValues:
    @pytest.mark.parametrize("kind", SIZES)
    @given(data=st.data())
    def test_are_read_as_they_are_written(self, kind, data):
        value = data.draw(st.binary(min_size=SIZES[kind], max_size=SIZES[kind]))
        assert read_value(kind, write_value(kind, value).upper()) == value

    def test_of_other_kinds_are_base64(self):
        value = bytes(range(144))
        assert read_value(Kind.PDNA, write_value(Kind.PDNA, value)) == value
        with pytest.raises(RuleBroken):
            read_value(Kind.NETCLEAN, "$$$")

    def test_of_unknown_kinds_are_refused(self):
        with pytest.raises(RuleBroken):
            kind_of("sha3")


class TestHashSets:
    @pytest.mark.parametrize(
        "text",
        [
            f"MD5,Category\n{MD5.upper()},1\n",
            f"md5;category;file name\n{MD5};1;a.jpg\n",
            f"MD5 Hash\tCategory\n{MD5}\t1\n\n",
            f"\ufeffMD5,Category\r\n{MD5},1\r\n",
        ],
    )
    def test_are_read_from_csv_of_many_makers(self, text):
        found = read(text.encode())
        assert found.form == "csv"
        assert [item.hashes for item in found.items] == [{Kind.MD5: bytes.fromhex(MD5)}]
        assert found.items[0].category in {1, None}

    def test_are_read_from_utf16(self):
        assert len(read(f"MD5\n{MD5}\n".encode("utf-16")).items) == 1

    @pytest.mark.parametrize(
        "said",
        [
            {"odata.metadata": "http://github.com/ICMEC/ProjectVic/DataModels/1.3.xml#Media",
             "value": [{"odata.id": "x", "MediaID": 7, "MD5": MD5.upper(), "Category": 1}]},
            {"@odata.context": ".../2.0.xml/US/$metadata#Cases",
             "value": [{"CaseID": "x", "Media": [{"MediaID": 7, "MD5": MD5, "Category": "1"}]}]},
            {"@odata.context": ".../2.0.xml/US/$metadata#Media",
             "value": [{"MediaID": 7, "MD5": MD5, "VictimIdentified": "true"}]},
            [{"MediaID": 7, "MD5": MD5}],
        ],
    )  # fmt: skip
    def test_are_read_from_vics_of_every_version(self, said):
        found = read(b"\xef\xbb\xbf" + json.dumps(said).encode())
        assert found.form == "vics"
        assert found.items[0].hashes == {Kind.MD5: bytes.fromhex(MD5)}
        assert found.items[0].name == "7"

    def test_leave_out_empty_files_and_say_what_was_wrong(self):
        text = f"MD5,SHA1\nd41d8cd98f00b204e9800998ecf8427e,\n{MD5},\nnonsense,\n,\n"
        found = read(text.encode())
        assert (len(found.items), found.left_out) == (1, 2)
        assert [row for row, _ in found.faults] == [2, 4]

    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"\xff\x00\x01",
            b"name,size\na,1\n",
            b"{",
            b"{}",
            b"[]",
            b'{"value": []}',
            b'{"value": "x"}',
            b'{"value": [1]}',
            b'{"value": [{"what": 1}]}',
            b"[" * 100_000,
            b'MD5\n"' + b"x" * 200_000,
        ],
    )
    def test_refuse_what_is_no_set(self, data):
        with pytest.raises(RuleBroken):
            found = read(data)
            assert not found.items
            raise RuleBroken(found.faults[0][1])

    @given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
    def test_never_fail_otherwise(self, data):
        try:
            read(data)
        except RuleBroken as problem:
            assert str(problem)

    @given(
        st.lists(
            st.builds(
                Item,
                st.fixed_dictionaries(
                    {Kind.MD5: st.binary(min_size=16, max_size=16)},
                    optional={Kind.PDQ: st.binary(min_size=32, max_size=32)},
                ),
                st.just(""),
                st.none() | st.integers(0, 5),
                st.sampled_from(Media),
                st.sampled_from(["", "Blue kite"]),
                st.booleans(),
            ),
            min_size=1,
            max_size=4,
        )
    )
    def test_come_back_from_a_document_of_ours(self, items):
        found = read(vics_document(items, source="Porchlight"))
        assert [item.hashes for item in found.items] == [item.hashes for item in items]
        assert [item.series for item in found.items] == [item.series for item in items]
        assert [item.media for item in found.items] == [item.media for item in items]
        assert [item.victim_identified for item in found.items] == [
            item.victim_identified for item in items
        ]


class TestDocuments:
    @given(st.binary(max_size=200))
    def test_of_any_bytes_are_read_or_refused(self, body):
        for reader in (exchange.read_contributions, exchange.read_feedback):
            try:
                reader(body, "ngo", *([Kind.PDQ] if reader is exchange.read_feedback else []))
            except RuleBroken as problem:
                assert str(problem)

    def test_never_follow_an_entity(self, tmp_path):
        secret = tmp_path / "secret"
        secret.write_text("kept")
        body = f'<!DOCTYPE a [<!ENTITY b SYSTEM "{secret.as_uri()}">]><a>&b;</a>'
        with pytest.raises(RuleBroken):
            exchange.parse(body.encode())
