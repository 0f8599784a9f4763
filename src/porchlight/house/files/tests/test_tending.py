from datetime import UTC, datetime, timedelta

import pytest

from porchlight.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from porchlight.core.viewer import house_viewer
from porchlight.house.accounts.queries import viewer_for
from porchlight.house.audit.models import Entry
from porchlight.house.files import actions, jobs, keys, queries
from porchlight.house.files.drop import leave_file
from porchlight.house.files.errors import KeyMissing
from porchlight.house.files.keys import Compartment, Keyring, keyring
from porchlight.house.files.models import Derivative, Fault, FileKey, KeptFile, Scrub
from porchlight.house.files.rules.limits import ORPHAN_AFTER
from porchlight.house.files.rules.reasons import Order
from porchlight.house.files.store import store
from porchlight.house.files.tests.drawing import photograph

pytestmark = pytest.mark.django_db
HOUSE = house_viewer("test")
PLAIN = b"plain words " * 9000
ORDER = {"order": Order.NOTICE, "words": "Notice 26-114 of the sheriff"}


def quiet(*_):
    """Nobody waits."""


def kinds():
    return list(Entry.objects.order_by("id").values_list("kind", flat=True))


def keep(data=PLAIN, compartment=Compartment.CASE, *, now):
    return actions.keep(data, compartment=compartment, by=HOUSE, now=now)


def read(file):
    return b"".join(queries.unsealed(file).parts(0, file.size))


@pytest.fixture(autouse=True)
def fresh(settings, tmp_path, now):
    """A store with nothing in it and keys of its own."""
    settings.FILES_AT = f"local:{tmp_path / 'bytes'}"
    settings.SEALING_KEYS, settings.OPENING_KEYS = tmp_path / "sealing", tmp_path / "opening"
    keys.make_missing(now=now)
    return store()


def path_of(file):
    return store().folder / file.address[:2] / file.address[2:4] / file.address


class TestSweep:
    def test_takes_what_no_record_names_when_it_is_old(self, fresh):
        with fresh.stage() as staged:
            staged.write([b"never committed"])
            orphan = fresh.put(staged)
        now = datetime.now(UTC)
        kept, left = keep(now=now), leave_file(PLAIN, now=now)
        assert actions.sweep(by=HOUSE, now=now + ORPHAN_AFTER - timedelta(hours=1)) == 0
        assert fresh.has(orphan)
        assert actions.sweep(by=HOUSE, now=now + ORPHAN_AFTER + timedelta(hours=1)) == 1
        assert not fresh.has(orphan)
        assert read(kept) == PLAIN
        assert actions.take_in(left.id, by=HOUSE, now=now).file.size == len(PLAIN)

    def test_is_a_job(self, now):
        jobs.sweep(now=now)
        assert kinds() == ["files.store.swept"]


class TestScrub:
    def scrub(self, now, most_bytes=1 << 30):
        return actions.scrub(most_bytes=most_bytes, tell=quiet, by=HOUSE, now=now)

    def test_finds_nothing_where_all_is_whole(self, now):
        for compartment in (None, *Compartment):
            keep(compartment=compartment, now=now)
        walk = self.scrub(now)
        assert (walk.files, walk.faults) == (1 + len(Compartment), 0)
        assert walk.ended_at == now

    @pytest.mark.parametrize("kind", ["missing", "altered"])
    def test_names_each_fault_once_and_notes_when_it_is_healed(self, kind, now):
        file = keep(now=now)
        if kind == "missing":
            path_of(file).unlink()
        else:
            data = bytearray(path_of(file).read_bytes())
            data[-1] ^= 1
            path_of(file).write_bytes(data)
        for _ in range(2):
            assert self.scrub(now).faults == 1
        fault = Fault.objects.get()
        assert (fault.file_id, fault.kind) == (file.id, kind)
        keep(now=now)
        assert self.scrub(now).faults == 0
        fault.refresh_from_db()
        assert fault.healed_at == now
        file.refresh_from_db()
        assert read(file) == PLAIN
        assert kinds().count("files.file.faulty") == kinds().count("files.file.healed") == 1

    def test_goes_on_where_it_stopped(self, now):
        for part in range(4):
            keep(PLAIN + bytes([part]), now=now)
        assert self.scrub(now, most_bytes=2 * len(PLAIN)).files == 2
        walk = self.scrub(now)
        assert walk.files == 4
        assert Scrub.objects.count() == 1

    def test_does_not_miss_what_was_destroyed(self, now):
        file = keep(now=now)
        FileKey.objects.filter(file=file).delete()
        path_of(file).unlink()
        assert self.scrub(now).faults == 0

    def test_is_a_job(self, now):
        jobs.scrub(now=now)
        assert Scrub.objects.get().ended_at


class TestRewrap:
    def test_opens_all_files_with_the_new_key_and_touches_no_bytes(
        self, now, django_capture_on_commit_callbacks
    ):
        files = [keep(PLAIN + bytes([part]), now=now) for part in range(3)]
        left = leave_file(PLAIN, now=now)
        old = {each: keyring().ids(each)[0] for each in Compartment}
        before = [path_of(file).stat().st_mtime_ns for file in files]
        told = []
        for compartment in (Compartment.CASE, Compartment.PUBLIC_DROP):
            actions.make_key(compartment, by=HOUSE, now=now + timedelta(days=1))
            actions.rewrap(compartment, tell=lambda *said: told.append(said), by=HOUSE, now=now)
            with django_capture_on_commit_callbacks(execute=True):
                actions.destroy_key(compartment, old[compartment], by=HOUSE, now=now)
        assert told == [(3, 3), (1, 1)]
        assert [read(file) for file in files] == [PLAIN + bytes([part]) for part in range(3)]
        assert [path_of(file).stat().st_mtime_ns for file in files] == before
        assert actions.take_in(left.id, by=HOUSE, now=now).file.sha256 == left.sha256

    def test_done_twice_is_done_once(self, now):
        keep(now=now)
        actions.make_key(Compartment.CASE, by=HOUSE, now=now + timedelta(days=1))
        said = {"tell": quiet, "by": HOUSE, "now": now}
        assert actions.rewrap(Compartment.CASE, **said) == 1
        assert actions.rewrap(Compartment.CASE, **said) == 0

    def test_loses_nothing_when_an_old_key_is_missing(self, now, settings):
        file = keep(now=now)
        new = actions.make_key(Compartment.CASE, by=HOUSE, now=now + timedelta(days=1))
        old = settings.OPENING_KEYS / f"case.{file.key.key_id}.key"
        aside = old.rename(old.with_suffix(".aside"))
        with pytest.raises(KeyMissing):
            actions.rewrap(Compartment.CASE, tell=quiet, by=HOUSE, now=now)
        aside.rename(old)
        actions.rewrap(Compartment.CASE, tell=quiet, by=HOUSE, now=now)
        assert FileKey.objects.get().key_id == new
        assert read(file) == PLAIN


class TestDestroyKey:
    def test_is_refused_while_it_is_needed(self, now):
        file = keep(now=now)
        said = {"by": HOUSE, "now": now}
        with pytest.raises(RuleBroken, match="seals"):
            actions.destroy_key(Compartment.CASE, file.key.key_id, **said)
        actions.make_key(Compartment.CASE, by=HOUSE, now=now + timedelta(days=1))
        with pytest.raises(RuleBroken, match="1 files"):
            actions.destroy_key(Compartment.CASE, file.key.key_id, **said)
        with pytest.raises(RuleBroken, match="no such key"):
            actions.destroy_key(Compartment.CASE, "nonsense", **said)
        assert read(file) == PLAIN

    def test_takes_the_private_key_away_after_the_commit(
        self, now, settings, django_capture_on_commit_callbacks
    ):
        old = keyring().ids(Compartment.VAULT)[0]
        actions.make_key(Compartment.VAULT, by=HOUSE, now=now + timedelta(days=1))
        with django_capture_on_commit_callbacks(execute=True):
            actions.destroy_key(Compartment.VAULT, old, by=HOUSE, now=now)
        assert not (settings.OPENING_KEYS / f"vault.{old}.key").exists()
        assert len(keyring().ids(Compartment.VAULT)) == 1


class TestDestroy:
    @pytest.fixture
    def people(self, cast):
        return viewer_for(cast.supervisor), viewer_for(cast.administrator)

    def test_leaves_no_readable_copy_and_a_certificate(self, people, fresh, now, settings):
        one, other = people
        file = actions.keep_picture(photograph(), by=HOUSE, now=now).file
        opened = queries.unsealed(file)
        wrapped, address = file.key.as_wrapped(), file.address
        row = actions.ask_destruction(file.id, **ORDER, about="case:5", by=one, now=now)
        row = actions.destroy(row.id, by=other, now=now)
        assert (row.copies, row.done_by_id) == (3, other.id)
        assert list(fresh.addresses()) == []
        assert not FileKey.objects.exists()
        assert not Derivative.objects.exists()
        file.picture.refresh_from_db()
        assert (file.picture.latitude, file.picture.taken) == (None, "")
        with pytest.raises(NotFound):
            queries.unsealed(file)
        assert kinds()[-2:] == ["files.destruction.asked", "files.file.destroyed"]
        assert file.sha256 in Entry.objects.latest("id").body
        assert address in keys.destroyed()
        assert opened.size == file.size
        assert wrapped.key_id == row.key_id

    def test_needs_a_second_person(self, people, now):
        one, _ = people
        row = actions.ask_destruction(keep(now=now).id, **ORDER, by=one, now=now)
        with pytest.raises(NotAllowed):
            actions.destroy(row.id, by=one, now=now)

    def test_is_done_once(self, people, now):
        one, other = people
        file = keep(now=now)
        row = actions.ask_destruction(file.id, **ORDER, by=one, now=now)
        with pytest.raises(Conflict):
            actions.ask_destruction(file.id, **ORDER, by=other, now=now)
        actions.destroy(row.id, by=other, now=now)
        with pytest.raises(Conflict):
            actions.destroy(row.id, by=other, now=now)

    def test_is_for_few(self, cast, now):
        for account in (cast.analyst, cast.case_manager, cast.specialist, cast.officer):
            with pytest.raises(NotAllowed):
                actions.ask_destruction(keep(now=now).id, **ORDER, by=viewer_for(account), now=now)

    @pytest.mark.parametrize(
        ("data", "compartment", "words"), [(PLAIN, None, ORDER["words"]), (PLAIN, "case", "short")]
    )
    def test_needs_a_sealed_file_and_an_order(self, data, compartment, words, people, now):
        sealed = Compartment(compartment) if compartment else None
        file = keep(data, sealed, now=now)
        with pytest.raises(RuleBroken):
            actions.ask_destruction(file.id, order=Order.COURT, words=words, by=people[0], now=now)

    def test_says_when_there_is_none(self, people, now):
        with pytest.raises(NotFound):
            actions.ask_destruction(0, **ORDER, by=people[0], now=now)
        with pytest.raises(NotFound):
            actions.destroy(0, by=people[0], now=now)

    def test_spares_a_copy_that_another_picture_shares(self, people, fresh, now):
        # The same pixels with and without what a camera wrote: the copies are the same bytes.
        with_place = actions.keep_picture(photograph(), by=HOUSE, now=now).file
        without = actions.keep_picture(photograph(place={}), by=HOUSE, now=now).file
        row = actions.ask_destruction(with_place.id, **ORDER, by=people[0], now=now)
        actions.destroy(row.id, by=people[1], now=now)
        copy = actions.view(without.id, shape="web", by=HOUSE, now=now)
        assert copy.read().startswith(b"\xff\xd8")

    def test_takes_the_same_bytes_in_when_they_are_sent_again(self, people, now):
        file = keep(now=now)
        row = actions.ask_destruction(file.id, **ORDER, by=people[0], now=now)
        actions.destroy(row.id, by=people[1], now=now)
        again = keep(now=now)
        assert again.id == file.id
        assert read(again) == PLAIN


class TestPlaintext:
    def test_is_in_no_file_of_the_house_after_everything(self, fresh, tmp_path, now):
        """Scan every byte below the home for probes of the plain ones, as a thief would."""
        data = photograph()
        actions.keep_picture(data, by=HOUSE, now=now)
        left = leave_file(data, now=now)
        actions.take_in(left.id, by=HOUSE, now=now)
        actions.keep(data, compartment=Compartment.VAULT, by=HOUSE, now=now)
        probes = [data[at : at + 64] for at in range(0, len(data) - 64, 997)]
        kept = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
        assert len(kept) > 6
        for whole in kept:
            assert not any(probe in whole for probe in probes)
            assert not whole.startswith(b"\xff\xd8")
        assert KeptFile.objects.filter(compartment="").count() == 0


class TestKeyring:
    def test_of_the_public_site_opens_nothing(self, settings):
        settings.FILES_OPENED_HERE = ()
        ring = keyring()
        assert isinstance(ring, Keyring)
        assert not any(ring.can_open(each, ring.ids(each)[0]) for each in Compartment)
