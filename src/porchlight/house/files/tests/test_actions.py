import io
import uuid

import pytest
from django.db import connection

from porchlight.core.errors import NotAllowed, NotFound, RuleBroken
from porchlight.core.viewer import Door, Viewer, house_viewer
from porchlight.house.audit.models import Entry
from porchlight.house.files import actions, queries
from porchlight.house.files.drop import leave_file
from porchlight.house.files.errors import KeyMissing, NoRoom, NotWhole
from porchlight.house.files.keys import Compartment
from porchlight.house.files.models import Arrival, Derivative, DroppedFile, KeptFile, Opening
from porchlight.house.files.permissions import OPEN, OPEN_VAULT, VIEW
from porchlight.house.files.store import LocalStore, store
from porchlight.house.files.tests.drawing import MARK, photograph, png_of, written

pytestmark = pytest.mark.django_db
HOUSE = house_viewer("test")
PLAIN = b"plain words " * 9000


def person(*permissions):
    return Viewer(None, Door.STAFF, "somebody", permissions=frozenset(permissions))


def kinds():
    return list(Entry.objects.order_by("id").values_list("kind", flat=True))


def all_stored():
    """Every byte that lies in the store."""
    kept = store()
    for address, _ in kept.addresses():
        found = kept.open(address)
        yield found.read_at(0, found.size)


@pytest.fixture
def fresh(settings, tmp_path):
    """A store with nothing in it."""
    settings.FILES_AT = f"local:{tmp_path / 'bytes'}"
    return store()


class TestKeep:
    @pytest.mark.parametrize("compartment", [None, *Compartment])
    def test_keeps_bytes_once_and_notes_each_arrival(self, compartment, now, fresh):
        said = {"compartment": compartment, "about": "case:5", "by": HOUSE, "now": now}
        one = actions.keep(io.BytesIO(PLAIN), declared_type="text/plain", **said)
        two = actions.keep([PLAIN[:10], PLAIN[10:]], **said)
        assert one.id == two.id
        assert (one.size, one.compartment) == (len(PLAIN), compartment or "")
        assert Arrival.objects.filter(file=one).count() == 2
        assert len(list(fresh.addresses())) == 1
        assert kinds() == ["files.file.kept", "files.file.kept"]
        assert Entry.objects.first().records == [f"file:{one.id}", "case:5"]

    def test_hashes_in_one_pass(self, now):
        file = actions.keep(b"abc", by=HOUSE, now=now)
        assert file.md5 == "900150983cd24fb0d6963f7d28e17f72"
        assert file.sha1 == "a9993e364706816aba3e25717850c26c9cd0d89d"
        assert file.sha256 == file.address
        assert file.sha256.startswith("ba7816bf8f01cfea")

    def test_leaves_nothing_in_the_clear_when_sealed(self, now, fresh):
        actions.keep(PLAIN, compartment=Compartment.VAULT, by=HOUSE, now=now)
        assert not any(b"plain words" in data for data in all_stored())

    def test_says_when_what_was_declared_is_not_what_came(self, now):
        for declared, said in (("image/png", "differs"), ("image/jpeg", "agrees"), ("", "undec")):
            file = actions.keep(written(), declared_type=declared, by=HOUSE, now=now)
            assert file.arrivals.latest("id").agreement.startswith(said)

    def test_refuses_what_is_too_large_and_keeps_nothing(self, now, fresh):
        with pytest.raises(RuleBroken):
            actions.keep(PLAIN, most_bytes=len(PLAIN) - 1, by=HOUSE, now=now)
        assert not KeptFile.objects.exists()
        assert not list(fresh.addresses())

    def test_keeps_no_half_record_when_the_disk_is_full(self, now, monkeypatch):
        def full(*_):
            raise NoRoom("full")

        monkeypatch.setattr(LocalStore, "put", full)
        with pytest.raises(NoRoom):
            actions.keep(PLAIN, by=HOUSE, now=now)
        assert not KeptFile.objects.exists()
        assert kinds() == []

    def test_writes_nothing_when_there_is_no_key(self, now, fresh, settings, tmp_path):
        settings.SEALING_KEYS = tmp_path
        with pytest.raises(KeyMissing):
            actions.keep(PLAIN, compartment=Compartment.CASE, by=HOUSE, now=now)
        assert not list(fresh.addresses())

    @pytest.mark.parametrize("compartment", [None, Compartment.CASE])
    def test_heals_bytes_that_were_lost_when_they_come_again(self, compartment, now, fresh):
        file = actions.keep(PLAIN, compartment=compartment, by=HOUSE, now=now)
        fresh.delete(file.address)
        again = actions.keep(PLAIN, compartment=compartment, by=HOUSE, now=now)
        assert again.id == file.id
        file.refresh_from_db()
        read = queries.unsealed(file) if compartment else queries.plain(file)
        assert b"".join(read.parts(0, file.size)) == PLAIN


class TestView:
    def test_gives_the_bytes_and_leaves_one_event(self, now):
        file = actions.keep(PLAIN, by=HOUSE, now=now)
        opened = actions.view(file.id, about="case:5", by=person(VIEW), now=now)
        assert opened.read() == PLAIN
        assert b"".join(opened.parts(7, 99)) == PLAIN[7:99]
        assert kinds()[1:] == ["files.file.viewed"]

    def test_is_refused_without_the_permission(self, now):
        file = actions.keep(PLAIN, by=HOUSE, now=now)
        with pytest.raises(NotAllowed):
            actions.view(file.id, by=person(), now=now)
        assert kinds()[1:] == []

    def test_never_opens_a_sealed_file(self, now):
        file = actions.keep(PLAIN, compartment=Compartment.CASE, by=HOUSE, now=now)
        with pytest.raises(NotAllowed):
            actions.view(file.id, by=person(VIEW, OPEN), now=now)

    def test_says_when_there_is_none(self, now):
        with pytest.raises(NotFound):
            actions.view(0, by=person(VIEW), now=now)

    def test_shows_nothing_that_is_not_in_the_trail(self, now, monkeypatch):
        file = actions.keep(PLAIN, by=HOUSE, now=now)

        def broken(*_, **__):
            raise RuntimeError

        monkeypatch.setattr("porchlight.house.files.actions.opening.record", broken)
        with pytest.raises(RuntimeError):
            actions.view(file.id, by=person(VIEW), now=now)


class TestOpenSealed:
    def test_gives_the_bytes_keeps_the_reason_and_leaves_one_event(self, now):
        file = actions.keep(PLAIN, compartment=Compartment.CASE, by=HOUSE, now=now)
        said = {"why": "court", "words": "Order 26-11", "about": "case:5"}
        opened = actions.open_sealed(file.id, **said, by=person(OPEN), now=now)
        assert opened.read() == PLAIN
        assert b"".join(opened.parts(65_000, 66_000)) == PLAIN[65_000:66_000]
        row = Opening.objects.get()
        assert (row.why, row.words, row.file_id) == ("court", "Order 26-11", file.id)
        assert kinds()[1:] == ["files.sealed.opened"]
        assert "Order" not in Entry.objects.latest("id").body

    @pytest.mark.parametrize(
        ("compartment", "permission", "why", "words"),
        [
            (Compartment.CASE, VIEW, "triage", ""),
            (Compartment.CASE, OPEN, "", ""),
            (Compartment.CASE, OPEN, "curiosity", ""),
            (Compartment.CASE, OPEN, "other", "because"),
            (Compartment.VAULT, OPEN, "triage", ""),
            (Compartment.PUBLIC_DROP, OPEN, "triage", ""),
            (Compartment.PUBLIC_DROP, OPEN_VAULT, "triage", ""),
        ],
    )
    def test_is_refused(self, compartment, permission, why, words, now):
        file = actions.keep(PLAIN, compartment=compartment, by=HOUSE, now=now)
        with pytest.raises(NotAllowed):
            actions.open_sealed(file.id, why=why, words=words, by=person(permission), now=now)
        assert not Opening.objects.exists()

    def test_opens_the_vault_to_whoever_holds_it(self, now):
        file = actions.keep(PLAIN, compartment=Compartment.VAULT, by=HOUSE, now=now)
        opened = actions.open_sealed(file.id, why="triage", by=person(OPEN_VAULT), now=now)
        assert opened.read() == PLAIN

    def test_says_which_key_is_missing_and_loses_nothing(self, now, settings, tmp_path):
        file = actions.keep(PLAIN, compartment=Compartment.CASE, by=HOUSE, now=now)
        here, settings.OPENING_KEYS = settings.OPENING_KEYS, tmp_path
        with pytest.raises(KeyMissing, match=file.key.key_id):
            actions.open_sealed(file.id, why="triage", by=person(OPEN), now=now)
        settings.OPENING_KEYS = here
        opened = actions.open_sealed(file.id, why="triage", by=person(OPEN), now=now)
        assert opened.read() == PLAIN

    def test_refuses_altered_bytes(self, now, fresh):
        file = actions.keep(PLAIN, compartment=Compartment.CASE, by=HOUSE, now=now)
        path = fresh.folder / file.address[:2] / file.address[2:4] / file.address
        data = bytearray(path.read_bytes())
        data[50] ^= 1
        path.write_bytes(data)
        opened = actions.open_sealed(file.id, why="triage", by=person(OPEN), now=now)
        with pytest.raises(NotWhole):
            opened.read()
        path.write_bytes(data[:-1])
        with pytest.raises(NotWhole):
            actions.open_sealed(file.id, why="triage", by=person(OPEN), now=now)


class TestKeepPicture:
    def test_seals_the_original_and_draws_copies_that_tell_nothing(self, now, fresh):
        kept = actions.keep_picture(photograph(), about="case:5", by=HOUSE, now=now)
        assert kept.file.compartment == Compartment.CASE
        shapes = dict(Derivative.objects.values_list("shape", "width"))
        assert shapes == {"thumbnail": 320, "web": 640, "print": 640, "veiled": 480}
        assert not any(MARK in data or b"Exif" in data for data in all_stored())
        assert kinds() == ["files.file.kept"]

    def test_tells_staff_what_the_camera_wrote(self, now):
        picture = actions.keep_picture(photograph(), by=HOUSE, now=now).picture
        assert (picture.latitude, picture.longitude) == (30.3, -97.7)
        assert picture.taken == "2026-02-27T18:04:05-06:00"
        assert picture.camera == "Invented Camera 9"
        assert len(picture.pdq) == 64

    def test_twice_is_once(self, now, fresh):
        data = photograph()
        one = actions.keep_picture(data, by=HOUSE, now=now)
        two = actions.keep_picture(data, by=HOUSE, now=now)
        assert one.file.id == two.file.id
        assert len(list(fresh.addresses())) == KeptFile.objects.count()

    @pytest.mark.parametrize(
        "data", [b"", b"<svg/>", b"GIF89a", photograph()[:4000], png_of(30_000, 30_000)]
    )
    def test_refuses_what_cannot_be_shown_and_keeps_nothing(self, data, now, fresh):
        with pytest.raises(RuleBroken) as refused:
            actions.keep_picture(data, by=HOUSE, now=now)
        assert refused.value.field == "picture"
        assert not KeptFile.objects.exists()
        assert not list(fresh.addresses())

    def test_refuses_too_many_bytes_before_decoding_them(self, now, settings, fresh):
        settings.ENV = settings.ENV.model_copy(update={"picture_megabytes": 1})
        with pytest.raises(RuleBroken, match="1 MB"):
            actions.keep_picture([bytes(1 << 20), b"x"], by=HOUSE, now=now)

    def test_refuses_more_than_a_record_takes(self, now, settings):
        settings.ENV = settings.ENV.model_copy(update={"pictures_per_record": 1})
        actions.keep_picture(photograph((32, 32)), about="case:5", by=HOUSE, now=now)
        actions.keep_picture(photograph((32, 32)), about="case:6", by=HOUSE, now=now)
        with pytest.raises(RuleBroken, match="at most 1 pictures"):
            actions.keep_picture(photograph((40, 32)), about="case:5", by=HOUSE, now=now)


class TestLeaveFile:
    def test_seals_what_it_cannot_open_and_needs_to_add_only(self, now, settings, fresh):
        settings.FILES_OPENED_HERE = ()
        data = photograph()
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE porchlight_public")
        left = leave_file(data, declared_type="image/jpeg", now=now)
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
        assert DroppedFile.objects.get().id == left.id
        assert not any(MARK in stored for stored in all_stored())
        assert kinds() == ["files.drop.left"]
        with pytest.raises(KeyMissing):
            actions.take_in(left.id, by=HOUSE, now=now)
        assert DroppedFile.objects.exists()

    def test_refuses_what_is_too_large(self, now, settings):
        settings.ENV = settings.ENV.model_copy(update={"picture_megabytes": 1})
        with pytest.raises(RuleBroken):
            leave_file(bytes((1 << 20) + 1), now=now)
        assert not DroppedFile.objects.exists()


class TestTakeIn:
    def test_gives_picture_place_and_time_once(self, now, fresh):
        left = leave_file(photograph(), declared_type="image/png", now=now)
        stored = {address for address, _ in fresh.addresses()}
        taken = actions.take_in(left.id, about="lead:5", by=HOUSE, now=now)
        assert taken.picture.state == "decoded"
        assert (taken.picture.latitude, taken.picture.longitude) == (30.3, -97.7)
        assert taken.arrival.agreement == "differs"
        assert taken.file.compartment == Compartment.CASE
        assert taken.file.address in stored
        assert actions.take_in(left.id, about="lead:5", by=HOUSE, now=now) == taken
        assert not DroppedFile.objects.exists()
        assert kinds() == ["files.drop.left", "files.drop.taken"]
        original = actions.open_sealed(taken.file.id, why="court", by=person(OPEN), now=now)
        assert original.read() == photograph()
        copy = actions.view(taken.file.id, shape="web", by=person(VIEW), now=now).read()
        assert MARK not in copy

    @pytest.mark.parametrize(
        ("data", "state"),
        [
            (b"not a picture at all", "not_a_picture"),
            (photograph()[:4000], "unreadable"),
            (png_of(30_000, 30_000), "too_large"),
        ],
    )
    def test_keeps_what_cannot_be_shown(self, data, state, now):
        left = leave_file(data, now=now)
        taken = actions.take_in(left.id, by=HOUSE, now=now)
        assert taken.picture.state == state
        assert not Derivative.objects.exists()
        opened = actions.open_sealed(taken.file.id, why="triage", by=person(OPEN), now=now)
        assert opened.read() == data

    def test_knows_the_same_picture_left_twice(self, now):
        one, two = (leave_file(photograph(), now=now) for _ in range(2))
        first = actions.take_in(one.id, by=HOUSE, now=now)
        second = actions.take_in(two.id, by=HOUSE, now=now)
        assert first.file == second.file
        assert first.arrival != second.arrival

    def test_says_when_there_is_none(self, now):
        with pytest.raises(NotFound):
            actions.take_in(uuid.uuid4(), by=HOUSE, now=now)
