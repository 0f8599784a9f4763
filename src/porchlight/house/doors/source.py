"""Where a request comes from."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def source_of(request: HttpRequest) -> str:
    """
    Return the address of the client, as the outermost of our ``trusted_proxies`` saw it; "" when
    that is no address.

    Without proxies of ours the header is anybody's word and is not read. A header that is too
    short did not come through all of them: then the connection's own address counts.
    """
    proxies = settings.ENV.trusted_proxies
    said = request.headers.get("X-Forwarded-For", "").strip()
    told = [part.strip() for part in said.split(",")] if said else []
    address = str(request.META.get("REMOTE_ADDR", ""))
    if 0 < proxies <= len(told):
        address = told[-proxies]
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        return ""
