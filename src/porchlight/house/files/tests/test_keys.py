from dataclasses import replace

import pytest

from porchlight.house.files import keys
from porchlight.house.files.errors import KeyMissing
from porchlight.house.files.keys import Compartment, Keyring

HEADER = bytes(16)
KEY = bytes(range(32))


@pytest.fixture
def ring(tmp_path, now):
    ring = Keyring(tmp_path / "sealing", tmp_path / "opening", frozenset(Compartment))
    for compartment in Compartment:
        ring.make(compartment, now=now)
    return ring


class TestWrap:
    def test_is_undone_where_the_private_key_is(self, ring):
        wrapped = ring.wrap(KEY, Compartment.CASE, HEADER)
        assert ring.unwrap(wrapped, Compartment.CASE) == KEY
        assert KEY not in wrapped.data

    def test_works_with_the_public_key_alone(self, ring):
        intake = Keyring(ring.sealing, None, frozenset())
        wrapped = intake.wrap(KEY, Compartment.VAULT, HEADER)
        assert ring.unwrap(wrapped, Compartment.VAULT) == KEY

    def test_says_when_there_is_no_key_to_seal_with(self, tmp_path):
        with pytest.raises(KeyMissing):
            Keyring(tmp_path, None, frozenset()).wrap(KEY, Compartment.CASE, HEADER)


class TestUnwrap:
    def test_needs_the_private_key(self, ring):
        wrapped = ring.wrap(KEY, Compartment.CASE, HEADER)
        intake = Keyring(ring.sealing, None, frozenset())
        with pytest.raises(KeyMissing, match=wrapped.key_id):
            intake.unwrap(wrapped, Compartment.CASE)

    def test_is_refused_to_a_process_that_does_not_open_the_compartment(self, ring):
        wrapped = ring.wrap(KEY, Compartment.VAULT, HEADER)
        console = replace(ring, opens=frozenset({Compartment.CASE}))
        with pytest.raises(KeyMissing):
            console.unwrap(wrapped, Compartment.VAULT)

    def test_fails_for_another_compartment(self, ring):
        wrapped = ring.wrap(KEY, Compartment.CASE, HEADER)
        private = ring.opening / f"{Compartment.CASE}.{wrapped.key_id}.key"
        (ring.opening / f"{Compartment.VAULT}.{wrapped.key_id}.key").write_bytes(
            private.read_bytes()
        )
        with pytest.raises(KeyMissing):
            ring.unwrap(wrapped, Compartment.VAULT)

    def test_fails_for_another_file(self, ring):
        wrapped = ring.wrap(KEY, Compartment.CASE, HEADER)
        with pytest.raises(KeyMissing):
            ring.unwrap(replace(wrapped, header=HEADER[:-1] + b"\1"), Compartment.CASE)


class TestMake:
    def test_writes_the_private_key_for_its_owner_only(self, ring):
        for path in ring.opening.iterdir():
            assert path.stat().st_mode & 0o777 == 0o600

    def test_the_newest_one_seals_and_the_older_ones_still_open(self, ring, now):
        before = ring.wrap(KEY, Compartment.CASE, HEADER)
        key_id = ring.make(Compartment.CASE, now=now.replace(year=2027))
        after = ring.wrap(KEY, Compartment.CASE, HEADER)
        assert after.key_id == key_id != before.key_id
        for wrapped in (before, after):
            assert ring.unwrap(wrapped, Compartment.CASE) == KEY


class TestMakeMissing:
    def test_makes_one_for_each_compartment_and_then_none(self, settings, tmp_path, now):
        settings.SEALING_KEYS, settings.OPENING_KEYS = tmp_path / "s", tmp_path / "o"
        assert len(keys.make_missing(now=now)) == len(Compartment)
        assert keys.make_missing(now=now) == []


class TestDestroy:
    def test_leaves_what_it_wrapped_closed_for_good(self, ring):
        wrapped = ring.wrap(KEY, Compartment.CASE, HEADER)
        ring.destroy(Compartment.CASE, wrapped.key_id)
        with pytest.raises(KeyMissing):
            ring.unwrap(wrapped, Compartment.CASE)
        assert ring.ids(Compartment.CASE) == []
