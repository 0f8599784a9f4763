"""Where a request comes from."""

import ipaddress

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest


def source_of(request: HttpRequest) -> str:
    """
    Return the address of the client, as the last trusted proxy saw it.

    Without proxies of ours the header is anybody's word and is not read. A header that is too
    short did not come through all of them: then the connection's own address counts.
    """
    proxies = settings.ENV.trusted_proxies
    told = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    address = str(request.META.get("REMOTE_ADDR", ""))
    if proxies and len(told) >= proxies and told != [""]:
        address = told[-proxies]
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        return ""


class SourceAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Tells allauth's list of sessions the same address as everybody else is told."""

    def get_client_ip(self, request: HttpRequest) -> str:
        return source_of(request) or "0.0.0.0"  # noqa: S104 an unknown address, nothing listens
