import hashlib
import os
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from porchlight.house.files.errors import NoRoom, NotWhole
from porchlight.house.files.store import LocalStore, S3Store
from porchlight.house.files.store.staged import TEMPORARY

DATA = bytes(range(256)) * 500
ADDRESS = hashlib.sha256(DATA).hexdigest()


@pytest.fixture(scope="module")
def bucket():
    """A bucket of a service on this machine."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    endpoint = "http://{}:{}".format(*server.get_host_and_port())
    secrets = {"aws_access_key_id": "k", "aws_secret_access_key": "s"}
    client = boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1", **secrets)
    client.create_bucket(Bucket="kept")
    yield endpoint
    server.stop()


@pytest.fixture(params=["local", "s3"])
def store(request, tmp_path):
    if request.param == "local":
        return LocalStore(tmp_path)
    endpoint = request.getfixturevalue("bucket")
    store = S3Store("kept", endpoint, "k", "s", tmp_path)
    for address, _ in list(store.addresses()):
        store.delete(address)
    return store


def put(store, data=DATA):
    with store.stage() as staged:
        staged.write([data[:1000], data[1000:]])
        return store.put(staged)


class TestPut:
    def test_gives_bytes_the_address_of_their_hash(self, store):
        assert put(store) == ADDRESS
        found = store.open(ADDRESS)
        assert found.size == len(DATA)
        assert found.read_at(0, found.size) == DATA
        assert found.read_at(700, 9) == DATA[700:709]
        assert found.read_at(found.size - 3, 100) == DATA[-3:]
        assert found.read_at(found.size, 1) == b""
        found.close()

    def test_twice_is_once(self, store):
        assert put(store) == put(store)
        assert [address for address, _ in store.addresses()] == [ADDRESS]

    def test_leaves_nothing_behind_where_it_was_staged(self, store):
        put(store)
        assert not list((store.folder / TEMPORARY).iterdir())

    def test_leaves_nothing_when_it_is_broken_off(self, store):
        def pieces():
            yield DATA
            raise ConnectionError

        with pytest.raises(ConnectionError), store.stage() as staged:
            staged.write(pieces())
        assert not list(store.addresses())
        assert not list((store.folder / TEMPORARY).iterdir())

    def test_syncs_the_bytes_then_the_name_then_the_folder(self, tmp_path, monkeypatch):
        done = []
        fsync, rename = os.fsync, type(tmp_path).rename
        monkeypatch.setattr(
            os,
            "fsync",
            lambda fd: (done.append(str(Path(f"/proc/self/fd/{fd}").readlink())), fsync(fd)),
        )
        monkeypatch.setattr(
            type(tmp_path), "rename", lambda a, b: (done.append("rename"), rename(a, b))[1]
        )
        put(LocalStore(tmp_path))
        first = f"{tmp_path}/{ADDRESS[:2]}"
        assert TEMPORARY in done[0]
        assert done[1:] == ["rename", f"{first}/{ADDRESS[2:4]}", first, str(tmp_path)]


class TestOpen:
    def test_says_when_nothing_is_there(self, store):
        with pytest.raises(NotWhole):
            store.open("0" * 64)
        assert not store.has("0" * 64)

    @pytest.mark.parametrize("address", ["", "../../etc/passwd", "A" * 64, "a" * 63])
    def test_takes_nothing_for_an_address_that_is_none(self, store, address):
        with pytest.raises(ValueError, match=address or "^$"):
            store.open(address)


class TestDelete:
    def test_takes_it_away(self, store):
        put(store)
        assert store.delete(ADDRESS)
        assert not store.has(ADDRESS)
        assert not store.delete(ADDRESS)

    def test_spares_what_arrived_since(self, store):
        long_ago = datetime.now(UTC) - timedelta(days=1)
        put(store)
        assert not store.delete(ADDRESS, before=long_ago)
        assert store.has(ADDRESS)


class TestForgetUnfinished:
    def test_takes_only_what_is_old(self, store):
        with store.stage() as staged:
            staged.write([b"unfinished"])
            assert store.forget_unfinished(datetime.now(UTC) - timedelta(hours=1)) == 0
            assert store.forget_unfinished(datetime.now(UTC) + timedelta(hours=1)) == 1


class TestASilentService:
    def test_keeps_nothing_and_says_so(self, tmp_path):
        silent = S3Store("kept", "http://127.0.0.1:9", "k", "s", tmp_path)
        with pytest.raises(NoRoom):
            put(silent)


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 256 KiB."""
    place = tmp_path / "disk"
    place.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(place)]
    if os.geteuid() or subprocess.run(words, capture_output=True).returncode:
        pytest.skip("only an administrator mounts a small disk")
    yield place
    subprocess.run(["umount", str(place)], check=True)


class TestAFullDisk:
    def test_refuses_clearly_keeps_nothing_and_works_again_with_room(self, small_disk):
        store = LocalStore(small_disk)
        put(store)
        with pytest.raises(NoRoom), store.stage() as staged:
            staged.write(bytes(4096) for _ in range(100))
        assert [address for address, _ in store.addresses()] == [ADDRESS]
        assert not list((small_disk / TEMPORARY).iterdir())
        assert put(store, b"small") == hashlib.sha256(b"small").hexdigest()
