"""
Meta's open-source client of the hash-sharing API, the real package unchanged, against a running
server: client, exchange with checkpoints, and the command line.
"""

import enum
import os
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator

import pytest
import requests
from threatexchange.exchanges.clients.ncmec.hash_api import (
    FeedbackType,
    FingerprintType,
    NCMECEndpoint,
    NCMECEntryType,
    NCMECHashAPI,
)
from threatexchange.exchanges.impl.ncmec_api import (
    NCMECCollabConfig,
    NCMECCredentials,
    NCMECSignalExchangeAPI,
)
from threatexchange.signal_type.md5 import VideoMD5Signal
from threatexchange.signal_type.pdq.signal import PdqSignal

from tests.clients.served import Served, serving

IMAGES, VIDEOS, GONE = 2300, 40, 7
# The client formats local time and says that it is UTC.
os.environ["TZ"] = "UTC"
time.tzset()


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serving("hash_house.py", IMAGES, VIDEOS, GONE) as house:
        yield house


def environment(served: Served) -> enum.Enum:
    """The client keeps nothing of its environment but the value."""
    return enum.Enum("Ours", {"here": f"{served.base}/hashsharing"}).here


def client(served: Served, name: str) -> NCMECHashAPI:
    who = served.told[name]
    return NCMECHashAPI(who["user"], who["secret"], environment(served))


@pytest.fixture
def reader(served):
    return client(served, "reader")


@pytest.fixture
def sender(served):
    return client(served, "sender")


class TestTheClient:
    def test_learns_who_it_is_and_who_shares(self, served, reader):
        assert reader.status().esp_id == served.told["reader"]["member"]
        members = {member.esp_id for member in reader.members()}
        assert members == {served.told[name]["member"] for name in ("sender", "reader")}

    def test_is_refused_with_a_wrong_secret(self, served):
        who = served.told["reader"]
        stranger = NCMECHashAPI(who["user"], "wrong", environment(served))
        with pytest.raises(requests.HTTPError, match="401"):
            stranger.status()

    def test_reads_all_pages_and_tombstones(self, reader):
        # What another test changed this very second is there, too.
        pages = list(reader.get_entries_iter(end_timestamp=int(time.time()) + 2))
        updates = [update for page in pages for update in page.updates]
        assert [len(page.updates) for page in pages] == [1000, 1000, IMAGES + VIDEOS - 2000]
        names = {(update.entry_type, update.id) for update in updates}
        assert len(names) == IMAGES + VIDEOS
        assert sum(update.deleted for update in updates) == GONE
        assert pages[0].estimated_entries_in_range == IMAGES + VIDEOS - 1
        video = next(update for update in updates if update.entry_type is NCMECEntryType.video)
        assert set(video.fingerprints) == {"md5", "sha1"}
        assert video.classification in {"A1", "B2"}

    def test_gives_feedback_that_others_read(self, served, reader, sender):
        member = served.told["sender"]["member"]
        name = f"image-{GONE + 3}"
        pdq = FingerprintType.pdq
        reader.submit_upvote(member, name, FingerprintType.sha1)
        reasons = reader._get(NCMECEndpoint.feedback, path="PDQ/reasons")
        guid = next(each.get("guid") for each in reasons if "Collision" in each.get("name"))
        reader.submit_feedback(member, name, pdq, FeedbackType.downvote, guid)
        # The client asks in whole seconds: up to the next one.
        now = int(time.time())
        found = [
            update
            for page in sender.get_entries_iter(start_timestamp=now - 600, end_timestamp=now + 2)
            for update in page.updates
            if update.id == name
        ]
        assert found[-1].feedback["Sha1"][0].feedback_type is FeedbackType.upvote
        against = found[-1].feedback["Pdq"][0]
        assert against.reason == "Fingerprint Collision"
        assert against.member.esp_id == served.told["reader"]["member"]


class TestTheExchange:
    def collab(self, served):
        config = NCMECCollabConfig(name="ours", environment=environment(served))
        who = served.told["reader"]
        credentials = NCMECCredentials(who["user"], who["secret"])
        return config, NCMECSignalExchangeAPI.for_collab(config, credentials)

    def test_fetches_all_with_checkpoints_and_finds_its_way_on(self, served):
        config, api = self.collab(served)
        fetched, checkpoint = {}, None
        for number, delta in enumerate(api.fetch_iter([PdqSignal, VideoMD5Signal], None)):
            fetched.update(delta.updates)
            checkpoint = delta.checkpoint
            if number == 1:
                break
        # Interrupted in the midst; the next run goes on from what it noted.
        for delta in api.fetch_iter([PdqSignal, VideoMD5Signal], checkpoint):
            fetched.update(delta.updates)
            checkpoint = delta.checkpoint
        kept = {key: each for key, each in fetched.items() if not each.deleted}
        signals = api.naive_convert_to_signal_type([PdqSignal, VideoMD5Signal], config, kept)
        found, shared = set(signals[PdqSignal]), set(served.told["pdq"])
        # The entry on which another test gave feedback just now comes with the next run.
        assert found <= shared
        assert shared - found <= {served.told["pdq"][3]}
        assert set(signals[VideoMD5Signal]) == set(served.told["md5"])
        assert checkpoint is not None
        again = list(api.fetch_iter([PdqSignal], checkpoint))[-1].updates
        assert {each.fingerprints["pdq"] for each in again.values()} <= {served.told["pdq"][3]}


WRAPPER = """
    import sys
    from threatexchange.exchanges.clients.ncmec.hash_api import NCMECEnvironment
    here = NCMECEnvironment.test_Industry
    here._value_ = sys.argv.pop(1)
    NCMECEnvironment._value2member_map_[here._value_] = here
    from threatexchange.cli.main import main
    main()
"""


class TestTheCommandLine:
    def tx(self, served, home, *words):
        who = served.told["reader"]
        variables = {
            **os.environ,
            "HOME": str(home),
            "TZ": "UTC",
            "TX_NCMEC_CREDENTIALS": f"{who['user']}:{who['secret']}",
        }
        code = [
            sys.executable,
            "-c",
            textwrap.dedent(WRAPPER),
            f"{served.base}/hashsharing",
            *words,
        ]
        done = subprocess.run(code, env=variables, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout + done.stderr

    def test_fetches_indexes_and_matches(self, served, tmp_path):
        create = ("config", "collab", "edit", "ncmec", "--create")
        self.tx(served, tmp_path, *create, "--environment", "test_Industry", "ours")
        self.tx(served, tmp_path, "fetch", "--only-api", "ncmec")
        pdq = served.told["pdq"][5]
        near = f"{int(pdq, 16) ^ 0b11:064x}"
        answer = self.tx(served, tmp_path, "match", "-H", "photo", "--", near)
        assert "pdq 2" in answer
        assert "POSITIVE_CLASS" in answer
