"""The family looks at the draft and agrees."""

import pytest

from porchlight.house.accounts import queries as accounts
from porchlight.programmes.posters.rules.states import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def mother(cast, client_as, draft, monkeypatch):
    monkeypatch.setattr(accounts, "_cases_of_family", lambda _: frozenset({draft.case_id}))
    return client_as(cast.mother)


class TestSeen:
    def test_shows_every_word(self, mother, draft):
        page = mother.get(f"/family/posters/{draft.id}/", {"language": "en"}).content.decode()
        assert "Green sweater" in page
        assert "I agree to this poster" in page
        picture = mother.get(f"/family/posters/{draft.id}/preview-en.png")
        assert picture.content.startswith(b"\x89PNG")

    def test_is_listed(self, mother):
        assert "Mia Luc" in mother.get("/family/posters/").content.decode()

    def test_is_not_for_another_family(self, cast, client_as, draft):
        client = client_as(cast.mother)
        assert client.get(f"/family/posters/{draft.id}/").status_code == 404
        assert client.post(f"/family/posters/{draft.id}/approve/", {"seen": 1}).status_code == 404


class TestApprove:
    def test_agrees_to_what_was_shown(self, mother, draft):
        sent = {"seen": draft.stamp}
        assert mother.post(f"/family/posters/{draft.id}/approve/", sent).status_code == 302
        draft.refresh_from_db()
        assert draft.state == State.APPROVED

    def test_is_refused_when_the_words_changed(self, mother, draft):
        assert mother.post(f"/family/posters/{draft.id}/approve/", {"seen": 1}).status_code == 409
        assert mother.post(f"/family/posters/{draft.id}/approve/", {"seen": "x"}).status_code == 422
