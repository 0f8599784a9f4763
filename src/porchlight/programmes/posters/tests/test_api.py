"""Posters for machines."""

import pytest
from django.test import Client

from porchlight.programmes.posters import actions, jobs
from porchlight.programmes.posters.tests.conftest import CANARY

pytestmark = [pytest.mark.django_db, pytest.mark.urls("porchlight.config.urls_public")]


@pytest.fixture
def site(monkeypatch, now):
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    return Client()


@pytest.fixture
def public(released, now):
    jobs.typeset(poster_id=released.id, now=now)
    return released


class TestPosters:
    def test_lists_what_is_public(self, public, site):
        answer = site.get("/api/v1/posters/").json()
        assert [each["names"] for each in answer["posters"]] == ["Mia Lucía Núñez Vance"]
        assert answer["next"] is None

    @pytest.mark.parametrize(
        ("asked", "count"),
        [({"name": "nunez"}, 1), ({"state": "NV"}, 0), ({"age": 13}, 1), ({"page": 2}, 0)],
    )
    def test_filters(self, public, site, asked, count):
        assert len(site.get("/api/v1/posters/", asked).json()["posters"]) == count

    @pytest.mark.parametrize("asked", [{"age": -1}, {"state": "texas"}, {"page": 0}, {"age": "x"}])
    def test_refuses_with_a_problem(self, site, asked):
        answer = site.get("/api/v1/posters/", asked)
        assert answer.status_code == 422
        assert answer.headers["Content-Type"] == "application/problem+json"


class TestPoster:
    def test_says_what_the_page_says(self, public, site):
        answer = site.get(f"/api/v1/posters/{public.code}", {"language": "es"})
        said = answer.json()
        assert said["language"] == "es"
        assert {"label": "Cabello", "value": "Castaño"} in said["children"][0]["facts"]
        assert any(name.endswith("poster-a4-es.pdf") for name in said["files"])
        assert CANARY not in answer.content.decode()

    def test_answers_a_withdrawn_one_as_one_that_never_was(self, public, site, second, now):
        actions.withdraw_poster(public.id, reason="desk", by=second, now=now)
        gone = site.get(f"/api/v1/posters/{public.code}")
        never = site.get("/api/v1/posters/0000000000000000000000")
        assert gone.status_code == never.status_code == 404
        assert gone.content == never.content
        assert site.get("/api/v1/posters/").json()["posters"] == []
