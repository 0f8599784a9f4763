import pytest

from porchlight.house.directory.forms import area_label, read_area
from porchlight.house.directory.models import Agency

NEW = {
    "kind": "sheriff",
    "name": "Fairfax Sheriff",
    "state": "VA",
    "timezone": "America/New_York",
    "areas": "Fairfax County, VA\nAlexandria, VA",
    "phone_24h": "703 555 0123",
}


class TestAreas:
    @pytest.mark.parametrize("line", ["Fairfax County, VA", "Alexandria, VA", "Virginia", "Mexico"])
    def test_are_read_back_as_they_are_shown(self, line):
        assert area_label(read_area(line)) == line


class TestListed:
    def test_shows_filters_and_downloads(self, cast, client_as):
        client = client_as(cast.specialist)
        assert cast.sheriff.ori in client.get("/staff/agencies/").content.decode()
        assert cast.sheriff.ori not in client.get("/staff/agencies/?state=NM").content.decode()
        assert client.get("/staff/agencies/map/").status_code == 200

    def test_is_not_for_partners(self, cast, client_as):
        assert client_as(cast.officer).get("/staff/agencies/").status_code in {302, 403}


class TestAdd:
    def test_writes_what_it_answers_for(self, cast, client_as):
        answer = client_as(cast.administrator).post("/staff/agencies/new/", NEW)
        assert answer.status_code == 302
        agency = Agency.objects.get(name=NEW["name"])
        assert agency.counties == ["51059"]
        assert agency.phone_24h == "+17035550123"

    def test_says_what_is_wrong(self, cast, client_as):
        client = client_as(cast.administrator)
        answer = client.post("/staff/agencies/new/", NEW | {"areas": "Nowhereville, VA"})
        assert answer.status_code == 422

    def test_is_for_administrators(self, cast, client_as):
        assert client_as(cast.supervisor).get("/staff/agencies/new/").status_code == 403


class TestSeen:
    def test_walks_through_the_verification(self, cast, client_as):
        first, second = client_as(cast.administrator), client_as(cast.supervisor)
        first.post("/staff/agencies/new/", NEW)
        page = f"/staff/agencies/{Agency.objects.get(name=NEW['name']).id}/"
        first.post(page + "source/", {"number": "703 555 0100", "source": "State list"})
        first.post(page + "called/", {"spoke_with": "Desk"})
        assert "second person must approve" in first.get(page).content.decode()
        assert first.post(page + "approve/").status_code == 403
        assert second.post(page + "approve/").status_code == 302
        assert second.post(page + "withdraw/", {"why": "Closed"}).status_code == 302
        assert Agency.objects.get(name=NEW["name"]).verified_at is None


class TestOwn:
    def test_lets_the_coordinator_keep_contacts(self, cast, client_as):
        client = client_as(cast.coordinator)
        sent = client.post("/partner/agency/contacts/", {"role": "Desk", "phone": "512 555 0142"})
        assert sent.status_code == 302
        assert "Desk" in client.get("/partner/agency/").content.decode()
        contact = cast.sheriff.contacts.get()
        assert client.post(f"/partner/agency/contacts/{contact.id}/remove/").status_code == 302

    def test_lets_an_officer_look(self, cast, client_as):
        client = client_as(cast.officer)
        assert client.get("/partner/agency/").status_code == 200
        sent = client.post("/partner/agency/contacts/", {"role": "Desk", "phone": "512 555 0142"})
        assert sent.status_code == 403

    def test_is_honest_to_a_volunteer_of_no_organisation(self, cast, client_as):
        page = client_as(cast.volunteer).get("/partner/agency/")
        assert page.status_code == 200
        assert "not listed" in page.content.decode()
