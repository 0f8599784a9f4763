import pytest

from porchlight.core.viewer import house_viewer
from porchlight.house.delivery import actions


@pytest.fixture
def message(cast, now):
    [told] = actions.tell(
        to=[cast.sheriff],
        template="message",
        path="/partner/",
        key="page",
        by=house_viewer("test"),
        now=now,
    )
    return told


class TestListed:
    def test_shows_who_was_told(self, cast, client_as, message):
        page = client_as(cast.supervisor).get("/staff/messages/")
        assert page.status_code == 200
        assert cast.sheriff.email in page.content.decode()

    def test_is_refused_to_others(self, cast, client_as):
        assert client_as(cast.analyst).get("/staff/messages/").status_code == 403


class TestMailbox:
    def test_is_there_in_a_demonstration_only(self, cast, client_as, settings):
        client = client_as(cast.supervisor)
        assert client.get("/staff/messages/mailbox/").status_code == 200
        settings.ENV = settings.ENV.model_copy(update={"mode": "production"})
        assert client.get("/staff/messages/mailbox/").status_code == 404


class TestFollow:
    def test_leads_to_the_page_and_is_noted(self, cast, client_as, message):
        answer = client_as(cast.officer).get(f"/partner/message/{message.code}/")
        assert answer.status_code == 302
        assert answer["Location"] == "/partner/"
        message.refresh_from_db()
        assert message.state == "opened"

    def test_is_not_there_for_another_agency(self, cast, client_as, message):
        answer = client_as(cast.other_officer).get(f"/partner/message/{message.code}/")
        assert answer.status_code == 404
