"""Where an address of the network is: the operator's MMDB file first, then offline countries."""

from functools import cache
from ipaddress import ip_address
from typing import Any

import iptocc
import maxminddb
from django.conf import settings


@cache
def _reader() -> maxminddb.Reader | None:
    path = settings.ENV.location_file
    return maxminddb.open_database(path) if path else None


def locate(text: str) -> tuple[str, str]:
    """Return country and US state of an address; empty where they are not known."""
    try:
        address = ip_address(text.strip())
    except ValueError:
        return "", ""
    if not address.is_global:
        return "", ""
    reader = _reader()
    found: Any = reader.get(str(address)) if reader else None
    if isinstance(found, dict):
        country = str((found.get("country") or {}).get("iso_code", ""))
        states = found.get("subdivisions") or [{}]
        state = str(states[0].get("iso_code", "")) if country == "US" else ""
        if country:
            return country, state
    return iptocc.country_code(str(address)) or "", ""
