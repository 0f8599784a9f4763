"""The poster interface of others: token, posters, one poster, its pictures."""

import json

import pytest
from django.test import Client

from porchlight.house.accounts.actions.keys import issue_key
from porchlight.house.accounts.queries import viewer_for
from porchlight.programmes.posters import actions, jobs
from porchlight.programmes.posters.tests.conftest import CANARY

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(cast, now, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    by = viewer_for(cast.administrator)
    key, secret = issue_key(cast.sheriff.id, "Screens", "partner_system", by=by, now=now)
    given = {"clientId": key.username, "clientSecret": secret}
    answer = Client().post(
        "/posterapi/Auth/Token", json.dumps(given), content_type="application/json"
    )
    return Client(headers={"Authorization": f"Bearer {answer.json()['accessToken']}"})


@pytest.fixture
def public(released, now):
    jobs.typeset(poster_id=released.id, now=now)
    return released


class TestToken:
    @pytest.mark.parametrize(
        ("body", "status"), [("", 400), ("[]", 400), ('{"clientId":"a","clientSecret":"b"}', 401)]
    )
    def test_is_for_partners_only(self, db, body, status):
        answer = Client().post("/posterapi/Auth/Token", body, content_type="application/json")
        assert answer.status_code == status
        assert Client().get("/posterapi/Posters").status_code == 401


class TestPosters:
    def test_says_what_the_poster_says_in_their_shape(self, public, client):
        (one,) = client.get("/posterapi/Posters").json()["posters"]
        assert f"{one['organizationCode']}-{one['caseNumber']}" == public.case.number
        (child,) = one["children"]
        assert (child["firstName"], child["lastName"]) == ("Mia Lucía Núñez", "Vance")
        assert (child["sex"], child["hairColor"], child["missingState"]) == (
            "Female",
            "Brown",
            "TX",
        )
        assert child["dateOfBirth"] is None
        assert {each["languageId"] for each in one["descriptions"]} == {"en_US", "es_US"}
        assert CANARY not in json.dumps(one)
        path = f"/posterapi/Poster/{one['organizationCode']}/{one['caseNumber']}"
        assert client.get(path).json() == one

    @pytest.mark.parametrize(
        ("asked", "count"),
        [
            ({"missingState": "TX", "childFirstName": "mia"}, 1),
            ({"missingState": "NV"}, 0),
            ({"childLastName": "vance", "races": "W"}, 1),
            ({"races": "B"}, 0),
            ({"missingDateFrom": "2090-01-01"}, 0),
            ({"skip": 1}, 0),
            ({"organizationCodes": "PL", "limit": 5}, 1),
        ],
    )
    def test_filters(self, public, client, asked, count):
        assert len(client.get("/posterapi/Posters", asked).json()["posters"]) == count

    def test_refuses_what_is_no_number(self, client):
        assert client.get("/posterapi/Posters", {"skip": "x"}).status_code == 422

    def test_forgets_what_is_withdrawn(self, public, client, second, now):
        organisation, _, number = public.case.number.partition("-")
        actions.withdraw_poster(public.id, reason="desk", by=second, now=now)
        assert client.get("/posterapi/Posters").json() == {"posters": []}
        assert client.get(f"/posterapi/Poster/{organisation}/{number}").status_code == 404
