"""Whose word about an address is believed."""

import pytest
from django.conf import settings
from django.test import RequestFactory, override_settings
from hypothesis import given
from hypothesis import strategies as st

from porchlight.house.doors.bucket import network
from porchlight.house.doors.source import source_of

CLIENT, PROXY, OUTER = "198.51.100.7", "192.0.2.1", "203.0.113.5"


class TestSourceOf:
    @pytest.mark.parametrize(
        ("proxies", "header", "source"),
        [
            (0, None, PROXY),
            (0, CLIENT, PROXY),
            (0, f"10.0.0.1, {CLIENT}", PROXY),
            (1, CLIENT, CLIENT),
            # What the client itself wrote before the proxy added what it saw.
            (1, f"10.0.0.1, {CLIENT}", CLIENT),
            (1, f"{OUTER},10.0.0.1 , {CLIENT}", CLIENT),
            (2, f"{CLIENT}, {OUTER}", CLIENT),
            (2, f"10.0.0.1, {CLIENT}, {OUTER}", CLIENT),
            # Past one of the two: somebody reached the inner proxy by another way.
            (2, CLIENT, PROXY),
            (1, None, PROXY),
            (1, "", PROXY),
            (2, " , ", ""),
            (1, "unknown", ""),
            (1, f"{CLIENT}, <script>", ""),
            (1, f"{CLIENT}:443", ""),
            (1, "2001:db8::7", "2001:db8::7"),
        ],
    )
    def test_believes_as_many_proxies_as_there_are(self, proxies, header, source):
        headers = {} if header is None else {"X-Forwarded-For": header}
        assert _source(proxies, headers) == source

    def test_reads_no_other_header_that_a_client_may_write(self):
        forged = {"X-Real-Ip": "10.0.0.1", "Forwarded": "for=10.0.0.1", "Client-Ip": "10.0.0.1"}
        assert _source(1, forged | {"X-Forwarded-For": CLIENT}) == CLIENT
        assert _source(1, forged) == PROXY


class TestAForgedHeader:
    """A client may write what it likes in front: it neither changes nor hides its network."""

    @given(forged=st.lists(st.one_of(st.ip_addresses().map(str), st.text("ab,;: ", max_size=9))))
    def test_never_moves_somebody_to_another_network(self, forged):
        header = {"X-Forwarded-For": ",".join([*forged, CLIENT])}
        assert network(_source(1, header)) == "198.51.100.0/24"


def _source(proxies: int, headers: dict[str, str]) -> str:
    environment = settings.ENV.model_copy(update={"trusted_proxies": proxies})
    with override_settings(ENV=environment):
        return source_of(RequestFactory().get("/", REMOTE_ADDR=PROXY, headers=headers))
