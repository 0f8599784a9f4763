"""The desk's and the partners' pages through the client."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from porchlight.house.accounts.queries import viewer_for
from porchlight.house.audit.models import Entry as Line
from porchlight.house.delivery.models import Message
from porchlight.programmes.hashes import jobs
from porchlight.programmes.hashes.actions import lists, series
from porchlight.programmes.hashes.actions.series import SeriesFacts
from porchlight.programmes.hashes.models import Entry, ListAccess, Series, Submission
from porchlight.programmes.hashes.rules.hash_sets import Item
from porchlight.programmes.hashes.rules.vocabulary import Kind

pytestmark = pytest.mark.django_db
DESK = "/staff/hashes/"


@pytest.fixture
def desk(cast, client_as):
    return client_as(cast.analyst)


@pytest.fixture
def proposed(analyst, contribution, now):
    (entry,) = lists.propose_entries("ngo", [contribution()], by=analyst, now=now)
    return entry


@pytest.fixture
def kite(analyst, random_hash, now):
    row = series.open_series(SeriesFacts("Blue kite"), by=analyst, now=now)
    md5 = random_hash(Kind.MD5)
    series.extend_series(row.id, [Item({Kind.MD5: md5})], source="x", by=analyst, now=now)
    jobs.index_waiting(now=now)
    return row, md5


def page(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def csv_file(*hashes, name="seized.csv"):
    text = "MD5\n" + "".join(f"{each}\n" for each in hashes)
    return SimpleUploadedFile(name, text.encode(), "text/csv")


class TestTheDesk:
    def test_shows_lists_with_what_waits(self, desk, proposed):
        text = page(desk.get(DESK))
        assert "1 waits for review" in text
        assert "csam-hashsharing" in text

    def test_shows_and_exports_entries_and_records_both(self, desk, proposed):
        assert proposed.name in page(desk.get(f"{DESK}entries/?list=ngo&status=proposed"))
        assert proposed.name not in page(desk.get(f"{DESK}entries/?list=industry"))
        rows = list(csv.reader(io.StringIO(page(desk.get(f"{DESK}entries/?format=csv")))))
        assert rows[1][0] == proposed.name
        assert Line.objects.filter(kind="hashes.list.viewed").count() == 2
        assert Line.objects.filter(kind="hashes.list.exported").count() == 1

    def test_proposes_reviews_and_releases(
        self, desk, cast, client_as, more_analysts, random_hash, now
    ):
        said = {
            "list_code": "ngo",
            "what": "image",
            "classification": "A2",
            "hashes": f"{random_hash(Kind.MD5).hex()}\nsha256:{random_hash(Kind.SHA256).hex()}",
        }
        assert desk.post(f"{DESK}entries/new/", said).status_code == 302
        entry = Entry.objects.get()
        assert set(entry.fingerprints.values_list("kind", flat=True)) == {"MD5", "SHA256"}
        assert "you proposed it" in page(desk.get(f"{DESK}entries/{entry.id}/"))
        for reviewer in more_analysts[:2]:
            lists.review_entry(entry.id, belongs=True, classification="A2", by=reviewer, now=now)
        chief = client_as(cast.supervisor)
        answer = chief.post(
            f"{DESK}entries/{entry.id}/review/", {"belongs": "yes", "classification": "A2"}
        )
        assert answer.status_code == 302
        assert chief.post(f"{DESK}entries/{entry.id}/release/").status_code == 302
        entry.refresh_from_db()
        assert entry.status == "released"
        answer = chief.post(f"{DESK}entries/{entry.id}/retract/", {"why": ""})
        assert answer.status_code == 422
        chief.post(f"{DESK}entries/{entry.id}/retract/", {"why": "a mistake"})
        assert "a mistake" in page(chief.get(f"{DESK}entries/{entry.id}/"))

    def test_keeps_what_was_typed_when_it_is_wrong(self, desk):
        said = {"list_code": "ngo", "what": "image", "hashes": "no hash", "source": "a letter"}
        text = page(desk.post(f"{DESK}entries/new/", said), 422)
        assert "a letter" in text
        assert "no hash" in text

    @pytest.mark.parametrize("act", ["release", "refuse", "retract"])
    def test_leaves_decisions_to_supervisors(self, desk, proposed, act):
        assert desk.post(f"{DESK}entries/{proposed.id}/{act}/").status_code == 403

    def test_looks_hashes_up(self, desk, kite):
        row, md5 = kite
        text = page(desk.post(f"{DESK}look-up/", {"hashes": md5.hex(), "distance": "31"}))
        assert "Known series, child not identified" in text
        assert f"/staff/hashes/series/{row.id}/" in text
        page(desk.post(f"{DESK}look-up/", {"hashes": "x", "distance": "99"}), 422)

    def test_is_closed_to_case_managers(self, cast, client_as):
        for path in ("", "entries/", "look-up/", "series/", "sets/", "notices/", "members/"):
            assert client_as(cast.case_manager).get(DESK + path).status_code == 403


class TestSeriesPages:
    def test_keep_a_series_and_its_files(self, desk, cast, random_hash):
        said = {
            "code": "Red boat",
            "victims": "1",
            "identified_on": "2026-01-05",
            "agency_id": str(cast.sheriff.id),
            "contact_phone": "(512) 555-0142",
        }
        assert desk.post(f"{DESK}series/new/", said).status_code == 302
        row = Series.objects.get()
        assert row.contact_phone == "+15125550142"
        text = page(desk.get(f"{DESK}series/{row.id}/"))
        assert "Harlan Creek County" in text
        file = {"file": csv_file(random_hash(Kind.MD5).hex())}
        assert desk.post(f"{DESK}series/{row.id}/files/", file).status_code == 302
        assert row.entries.count() == 1
        wrong = {"file": SimpleUploadedFile("x.csv", b"\xff\x00")}
        page(desk.post(f"{DESK}series/{row.id}/files/", wrong), 422)
        assert "Red boat" in page(desk.get(f"{DESK}series/?state=identified"))
        assert "Red boat" not in page(desk.get(f"{DESK}series/?state=unidentified"))

    def test_change_what_is_known(self, desk, kite):
        row, _ = kite
        said = {"code": "Blue kite", "victims": "3", "identified_on": "2026-01-05"}
        text = page(desk.post(f"{DESK}series/{row.id}/change/", said), 422)
        assert "Which agency identified the child?" in text
        said.pop("identified_on")
        assert desk.post(f"{DESK}series/{row.id}/change/", said).status_code == 302
        row.refresh_from_db()
        assert row.victims == 3


class TestTheOfficersPages:
    def test_send_a_set_and_read_what_was_found(self, cast, client_as, kite, random_hash):
        _, md5 = kite
        officer = client_as(cast.officer)
        said = {
            "reference": "24-117",
            "file": csv_file(md5.hex(), random_hash(Kind.MD5).hex(), "wrong"),
        }
        assert officer.post("/partner/hash-sets/new/", said).status_code == 302
        row = Submission.objects.get()
        address = f"/partner/hash-sets/{row.id}/"
        text = page(officer.get(address))
        assert "0 of 2" in text
        assert "1 row had no digest" in text
        assert "<progress" in page(officer.get(address, headers={"HX-Request": "true"}))
        jobs.compare_set(submission_id=row.id, now=row.submitted_at)
        text = page(officer.get(address))
        assert "Blue kite" in text
        assert officer.get(address, headers={"HX-Request": "true"}).headers["HX-Refresh"]
        answer = officer.get(f"{address}file/")
        rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode())))
        assert rows[1][2:7] == [md5.hex(), "", "unidentified", "", "Blue kite"]
        assert rows[2][4] == "unknown"
        assert Line.objects.filter(kind="hashes.set.exported").count() == 1
        assert "24-117" in page(officer.get("/partner/hash-sets/"))
        other = client_as(cast.other_officer)
        assert other.get(address).status_code == 404
        assert other.get(f"{address}file/").status_code == 404
        desk = client_as(cast.analyst)
        assert "Blue kite" in page(desk.get(f"{DESK}sets/{row.id}/"))
        assert "24-117" in page(desk.get(f"{DESK}sets/"))
        figures = page(desk.get(f"{DESK}series/{kite[0].id}/figures/"))
        assert "24-117" in figures

    def test_keep_what_was_typed_when_the_file_is_wrong(self, cast, client_as):
        said = {"reference": "24-117", "file": SimpleUploadedFile("x.json", b"{")}
        text = page(client_as(cast.officer).post("/partner/hash-sets/new/", said), 422)
        assert "24-117" in text

    def test_are_closed_to_providers(self, cast, client_as):
        assert client_as(cast.provider).get("/partner/hash-sets/").status_code == 403


class TestTheProvidersPage:
    def test_shows_own_lists_and_entries(self, provider, contributed, cast, client_as):
        (entry,) = contributed(provider)
        cast.provider.agency = provider.member.agency
        cast.provider.save()
        text = page(client_as(cast.provider).get("/partner/hash-lists/"))
        assert "/hashsharing/v2/" in text
        assert entry.name in text

    def test_is_calm_without_any(self, cast, client_as):
        assert "no list yet" in page(client_as(cast.provider).get("/partner/hash-lists/"))


class TestNoticePages:
    def test_are_the_advocates(self, cast, client_as, kite, now):
        row, _ = kite
        advocate = client_as(cast.advocate)
        said = {"victim_code": "V-7", "reach": "letter to counsel", "language": "es"}
        assert advocate.post(f"{DESK}notices/wishes/{row.id}/", said).status_code == 302
        page(advocate.post(f"{DESK}notices/wishes/{row.id}/", said), 422)
        assert "V-7" in page(advocate.get(f"{DESK}notices/"))
        wish = row.wishes.get()
        assert advocate.post(f"{DESK}notices/wishes/{wish.id}/end/").status_code == 302
        assert advocate.get(f"{DESK}notices/wishes/0/").status_code == 404
        assert client_as(cast.analyst).get(f"{DESK}notices/").status_code == 403


class TestMembersPages:
    def test_take_in_give_and_end(self, cast, client_as, provider_agency):
        administrator = client_as(cast.administrator)
        assert (
            administrator.post(f"{DESK}members/", {"agency": provider_agency.id}).status_code == 302
        )
        member = provider_agency.hash_member
        said = {"list_code": "industry", "may_contribute": "on"}
        assert administrator.post(f"{DESK}members/{member.id}/access/", said).status_code == 302
        assert "reads and contributes" in page(administrator.get(f"{DESK}members/"))
        end = f"{DESK}members/{member.id}/access/industry/end/"
        assert administrator.post(end).status_code == 302
        assert not ListAccess.objects.filter(ended_at__isnull=True).exists()
        assert administrator.post(end).status_code == 404
        page(administrator.post(f"{DESK}members/", {"agency": ""}), 422)


def test_viewers_of_the_cast_hold_what_the_pages_need(cast):
    assert viewer_for(cast.supervisor).may("hashes:entry:release")
    assert not viewer_for(cast.analyst).may("hashes:entry:release")


class TestASetThatIsReady:
    def test_is_told_to_the_agency_once(self, cast, now):
        for _ in range(2):
            jobs.tell_ready(submission_id=7, agency_id=cast.sheriff.id, now=now)
        told = Message.objects.get(key__startswith="set-ready:7:")
        assert told.path == "/partner/hash-sets/7/"
