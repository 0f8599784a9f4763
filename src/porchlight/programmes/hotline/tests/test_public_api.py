"""The drop box for machines."""

import pytest
from django.test import Client

from porchlight.house.doors.proof_of_work import pay
from porchlight.programmes.hotline.models import DroppedTip
from porchlight.programmes.hotline.rules.tips import from_json

pytestmark = [pytest.mark.django_db, pytest.mark.urls("porchlight.config.urls_public")]
TIP = {"words": "A girl in a green sweater", "place": "Austin, TX", "poster": "k7"}


@pytest.fixture
def site():
    return Client(REMOTE_ADDR="192.0.2.7")


def left(site, tip, **headers):
    return site.post("/api/v1/sightings/", tip, content_type="application/json", headers=headers)


class TestLeave:
    def test_answers_with_a_receipt_and_holds_what_was_not_paid(self, site):
        answer = left(site, TIP)
        assert answer.status_code == 202
        assert len(answer.json()["receipt"]) == 29
        row = DroppedTip.objects.get()
        assert (row.channel, row.held, row.poster_code) == ("api", "forged", "k7")
        assert from_json(row.told).county_fips == "48453"

    def test_paid_it_goes_straight_in(self, site):
        token = site.get("/api/v1/sightings/challenge").json()["token"]
        left(site, {**TIP, "toll": token, "nonce": pay(token)})
        assert DroppedTip.objects.get().held == ""

    def test_the_same_key_is_one_tip_and_another_machines_is_not(self, site):
        key = {"Idempotency-Key": "3f1"}
        one, two = (left(site, TIP, **key).json() for _ in range(2))
        other = left(Client(REMOTE_ADDR="198.51.100.7"), TIP, **key).json()
        assert one == two != other
        assert DroppedTip.objects.count() == 2

    @pytest.mark.parametrize(
        "wrong",
        [
            {},
            {"words": ""},
            {"words": "a\x00"},
            {"words": "a", "lat": 91},
            {"words": "a", "seen_from": "2099-01-01T00:00:00Z"},
            {"words": "a", "seen_from": "2026-01-01T00:00:00"},
            {"words": "a", "still_there": "perhaps"},
            {"words": "a", "poster": "../"},
            {"words": "\ud800"},
        ],
    )
    def test_refuses_what_has_not_the_shape_as_a_problem(self, site, wrong):
        answer = left(site, wrong)
        assert answer.status_code == 422, answer.content
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert not DroppedTip.objects.exists()

    def test_says_nothing_of_the_poster(self, site):
        said = [left(site, {**TIP, "poster": code}).json().keys() for code in ("k7", "")]
        assert said[0] == said[1] == {"receipt"}
