"""Limits: what was taken comes back with time, and neighbours share."""

from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from porchlight.house.doors import bucket
from porchlight.house.doors.models import Bucket

THREE = bucket.Limit("test", 3, 1 / 60)


@pytest.mark.django_db
class TestTake:
    def test_grants_until_the_bucket_is_empty(self, now):
        assert [bool(bucket.take(THREE, "a", now=now)) for _ in range(4)] == [True] * 3 + [False]

    def test_fills_again_as_time_goes_by(self, now):
        for _ in range(4):
            bucket.take(THREE, "a", now=now)
        assert not bucket.take(THREE, "a", now=now + timedelta(seconds=59))
        assert bucket.take(THREE, "a", now=now + timedelta(seconds=61))

    def test_never_holds_more_than_its_capacity(self, now):
        bucket.take(THREE, "a", now=now)
        later = now + timedelta(days=1)
        assert [bool(bucket.take(THREE, "a", now=later)) for _ in range(4)].count(True) == 3

    def test_gives_nothing_back_when_the_clock_is_set_back(self, now):
        for _ in range(3):
            bucket.take(THREE, "a", now=now)
        assert not bucket.take(THREE, "a", now=now - timedelta(days=1))
        assert not bucket.take(THREE, "a", now=now)

    def test_keeps_two_sources_and_two_limits_apart(self, now):
        for _ in range(3):
            bucket.take(THREE, "a", now=now)
        assert bucket.take(THREE, "b", now=now)
        assert bucket.take(bucket.Limit("other", 3, 1), "a", now=now)

    def test_tells_how_full_the_bucket_still_is(self, now):
        assert bucket.take(bucket.Limit("test", 4, 0), "a", now=now).left == 0.75

    def test_works_with_the_rights_of_the_public_process(self, now):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE porchlight_public")
            assert bucket.take(THREE, "a", now=now)
            cursor.execute("RESET ROLE")

    def test_never_writes_an_address_down(self, now):
        bucket.take(THREE, "192.0.2.0/24", now=now)
        assert "192.0.2" not in Bucket.objects.get().key


@pytest.mark.django_db
class TestOnce:
    def test_is_true_the_first_time_only(self, now):
        assert bucket.once("form", "x", now=now)
        assert not bucket.once("form", "x", now=now + timedelta(hours=20))


@pytest.mark.django_db
class TestForget:
    def test_deletes_what_nobody_used(self, now):
        bucket.take(THREE, "old", now=now - timedelta(days=2))
        bucket.take(THREE, "new", now=now)
        assert bucket.forget(now - timedelta(days=1)) == 1
        assert Bucket.objects.count() == 1


class TestNetwork:
    @given(st.ip_addresses(v=4))
    def test_of_ipv4_keeps_three_numbers(self, address):
        assert bucket.network(str(address)) == f"{str(address).rpartition('.')[0]}.0/24"

    @given(st.text(max_size=30))
    def test_never_fails(self, words):
        assert bucket.network(words)


class TestNetworkOf:
    def test_believes_the_connection_when_no_proxy_is_trusted(self, rf):
        request = rf.get("/", REMOTE_ADDR="192.0.2.9", HTTP_X_FORWARDED_FOR="198.51.100.1")
        assert bucket.network_of(request) == "192.0.2.0/24"

    def test_believes_what_the_outermost_trusted_proxy_saw(self, rf, settings):
        settings.ENV = settings.ENV.model_copy(update={"trusted_proxies": 1})
        forged = "10.0.0.1, 198.51.100.1"
        request = rf.get("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=forged)
        assert bucket.network_of(request) == "198.51.100.0/24"
