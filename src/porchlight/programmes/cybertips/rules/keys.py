"""What links one report to another: accounts, addresses, numbers, devices, files; normalised."""

from collections.abc import Iterator
from enum import StrEnum
from ipaddress import ip_address

from porchlight.core.text import Say, say
from porchlight.programmes.cybertips.rules.ispws.parties import Party
from porchlight.programmes.cybertips.rules.quality import Sent


class KeyKind(StrEnum):
    """What kind of thing two reports share."""

    ACCOUNT = "account"
    SCREEN_NAME = "screen_name"
    EMAIL = "email"
    PHONE = "phone"
    IP = "ip"
    DEVICE = "device"
    FILE = "file"
    GROUP = "group"


KINDS: dict[KeyKind, Say] = {
    KeyKind.ACCOUNT: say("Same account"),
    KeyKind.SCREEN_NAME: say("Same screen name"),
    KeyKind.EMAIL: say("Same e-mail address"),
    KeyKind.PHONE: say("Same telephone number"),
    KeyKind.IP: say("Same IP address"),
    KeyKind.DEVICE: say("Same device"),
    KeyKind.FILE: say("Same file"),
    KeyKind.GROUP: say("Same group"),
}
Key = tuple[KeyKind, str]


def keys(sent: Sent, sender: int | None, files: tuple[str, ...]) -> frozenset[Key]:
    """
    Return everything that may link a report; ``files`` are the SHA-256 of its files. An account's
    number means something within its provider only, so ``sender`` is part of it.
    """
    found = {(KeyKind.FILE, each) for each in files}
    for party in sent.parties:
        found |= set(_of_party(party, sender))
    for capture in sent.captures:
        found.add((KeyKind.IP, _ip(capture.ip_address)))
    return frozenset((kind, value[:200]) for kind, value in found if value)


def _of_party(party: Party, sender: int | None) -> Iterator[Key]:
    if party.esp_identifier:
        yield KeyKind.ACCOUNT, f"{sender}:{party.esp_identifier.strip()}"
    if party.screen_name:
        yield KeyKind.SCREEN_NAME, party.screen_name.strip().casefold()
    if not hasattr(party, "school_name") and getattr(party, "group_identifier", None):
        yield KeyKind.GROUP, f"{sender}:{party.group_identifier}"
    for device in party.device_id:
        yield KeyKind.DEVICE, f"{device.id_type.strip().upper()}:{device.id_value.strip()}"
    for email in party.person.email if party.person else ():
        yield KeyKind.EMAIL, email.value.strip().casefold()
    for phone in party.person.phone if party.person else ():
        digits = "".join(sign for sign in phone.value if sign.isdigit())
        if len(digits) >= 7:
            yield KeyKind.PHONE, digits[-10:]


def _ip(text: str) -> str:
    try:
        found = ip_address(text.strip())
    except ValueError:
        return ""
    mapped = getattr(found, "ipv4_mapped", None)
    return str(mapped or found)
