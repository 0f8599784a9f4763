"""A photograph from the form to the page: sealed, drawn anew, looked at in the trail."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from porchlight.core.errors import NotAllowed
from porchlight.house.accounts.queries import viewer_for
from porchlight.house.audit.models import Entry
from porchlight.house.files.errors import NoRoom
from porchlight.house.files.models import KeptFile
from porchlight.house.files.store import LocalStore
from porchlight.house.files.tests.drawing import photograph
from porchlight.programmes.cases import actions
from porchlight.programmes.cases.models import Photograph

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def data():
    return photograph((240, 300))


def upload(data, name="mia.jpg", kind="image/jpeg"):
    return SimpleUploadedFile(name, data, content_type=kind)


def at(case, rest=""):
    return f"/staff/cases/{case.number}/photographs/{rest}"


@pytest.fixture
def send(client_as, cast, case):
    """``send(picture, …)``: the case manager's browser sends the form of the page."""
    client = client_as(cast.case_manager)

    def post(picture, **more):
        fields = {"child": case.children.get().id, "taken_on": "9/2025", **more}
        return client.post(at(case, "add/"), {"picture": picture, **fields})

    return post


def kinds():
    return list(Entry.objects.order_by("id").values_list("kind", flat=True))


class TestAddingAPhotograph:
    def test_puts_it_on_the_page(self, send, client_as, cast, case, data):
        assert send(upload(data)).status_code == 302
        row = Photograph.objects.get()
        page = client_as(cast.specialist).get(at(case)).content.decode()
        assert at(case, f"{row.id}/thumbnail.jpg") in page
        assert "Photograph of Mia Lucía Delgado Vance" in page
        assert "September 2025" in page

    @pytest.mark.parametrize(
        ("picture", "said"),
        [
            (upload(b"<svg/>", "a.svg", "image/svg+xml"), "not a picture we can show"),
            (upload(b"\xff\xd8\xff\xe0" + bytes(99)), "not a picture we can show"),
            (upload(b""), "empty"),
        ],
        ids=["svg", "broken", "empty"],
    )
    def test_says_at_the_field_what_is_wrong_and_keeps_the_rest(self, picture, said, send):
        answer = send(picture)
        words = answer.content.decode()
        assert answer.status_code == 422
        assert said in words
        assert 'value="9/2025"' in words
        assert not KeptFile.objects.exists()
        assert not Photograph.objects.exists()

    def test_says_when_it_is_too_large(self, send, settings, data):
        settings.ENV = settings.ENV.model_copy(update={"picture_megabytes": 1})
        answer = send(upload(data + bytes(1 << 20)))
        assert answer.status_code == 422
        assert "at most 1 MB" in answer.content.decode()

    def test_says_when_there_is_no_room_and_keeps_no_half(self, send, data, monkeypatch):
        def full(*_):
            raise NoRoom("There is no room")

        monkeypatch.setattr(LocalStore, "put", full)
        answer = send(upload(data))
        assert answer.status_code == 507
        assert "There is no room" in answer.content.decode()
        assert not Photograph.objects.exists()

    def test_says_when_it_is_there_already(self, send, data):
        send(upload(data))
        assert send(upload(data)).status_code == 409

    def test_is_for_whoever_changes_the_case(self, client_as, cast, case, data, now):
        answer = client_as(cast.analyst).post(at(case, "add/"), {"picture": upload(data)})
        assert answer.status_code == 403
        child = case.children.get()
        with pytest.raises(NotAllowed):
            actions.add_photograph(child.id, data, by=viewer_for(cast.analyst), now=now)
        assert not KeptFile.objects.exists()


class TestLookingAtAPhotograph:
    def test_shows_a_copy_is_never_cached_and_leaves_an_event(
        self, send, client_as, cast, case, data
    ):
        send(upload(data))
        row = Photograph.objects.get()
        answer = client_as(cast.specialist).get(at(case, f"{row.id}/web.jpg"))
        copy = b"".join(answer.streaming_content)
        assert copy.startswith(b"\xff\xd8")
        assert copy != data
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Length"] == str(len(copy))
        entry = Entry.objects.latest("id")
        assert entry.kind == "files.file.viewed"
        assert set(entry.records) == {f"file:{row.file_id}", f"case:{case.id}"}

    @pytest.mark.parametrize("rest", ["0/web.jpg", "{id}/original.jpg", "{id}/nonsense.jpg"])
    def test_is_404_for_what_is_not_there(self, rest, send, client_as, cast, case, data):
        send(upload(data))
        path = at(case, rest.format(id=Photograph.objects.get().id))
        assert client_as(cast.specialist).get(path).status_code == 404

    def test_is_not_for_those_who_do_not_see_the_case(self, send, client_as, cast, case, data):
        send(upload(data))
        path = at(case, f"{Photograph.objects.get().id}/web.jpg")
        case.restricted = True
        case.save()
        before = kinds()
        for who in (cast.analyst, cast.advocate, cast.trainer):
            assert client_as(who).get(path).status_code in (403, 404)
        assert kinds() == before


class TestTakingAPhotographOff:
    def test_takes_it_from_the_page_and_keeps_its_bytes(self, send, client_as, cast, case, data):
        send(upload(data))
        row = Photograph.objects.get()
        client = client_as(cast.case_manager)
        assert client.post(at(case, f"{row.id}/remove/")).status_code == 302
        assert "No photograph yet" in client.get(at(case)).content.decode()
        assert client.get(at(case, f"{row.id}/web.jpg")).status_code == 404
        assert KeptFile.objects.filter(id=row.file_id).exists()
