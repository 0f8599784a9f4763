"""What links one report to another: accounts, addresses, numbers, devices, files; normalised."""

from collections.abc import Iterator
from enum import StrEnum
from ipaddress import ip_address, ip_network

from porchlight.core.names import fold_name
from porchlight.core.text import Say, say
from porchlight.programmes.cybertips.rules.ispws.parties import (
    AssociatedAccount,
    IpCapture,
    Party,
    Person,
)
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
    NETWORK = "network"
    HASH = "hash"
    URL = "url"
    NAME = "name"


KINDS: dict[KeyKind, Say] = {
    KeyKind.ACCOUNT: say("Same account"),
    KeyKind.SCREEN_NAME: say("Same screen name"),
    KeyKind.EMAIL: say("Same e-mail address"),
    KeyKind.PHONE: say("Same telephone number"),
    KeyKind.IP: say("Same IP address"),
    KeyKind.DEVICE: say("Same device"),
    KeyKind.FILE: say("Same file"),
    KeyKind.GROUP: say("Same group"),
    KeyKind.NETWORK: say("Same part of the network within half a day"),
    KeyKind.HASH: say("Same fingerprint at the sender"),
    KeyKind.URL: say("Same web address"),
    KeyKind.NAME: say("Same name"),
}
# How much each says of two reports being about one person; for the order in which they are shown.
STRENGTH: dict[KeyKind, int] = {
    KeyKind.ACCOUNT: 10,
    KeyKind.DEVICE: 9,
    KeyKind.EMAIL: 8,
    KeyKind.PHONE: 8,
    KeyKind.URL: 6,
    KeyKind.SCREEN_NAME: 4,
    KeyKind.GROUP: 3,
    KeyKind.IP: 3,
    KeyKind.FILE: 2,
    KeyKind.HASH: 2,
    KeyKind.NETWORK: 2,
    KeyKind.NAME: 1,
}
HALF_DAYS = 12 * 3600
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
        found |= {(KeyKind.NETWORK, each) for each in _networks(capture)}
    for file in sent.files:
        for each in file.original_file_hash if file else ():
            kind = each.hash_type.strip().upper().replace("-", "")
            found.add((KeyKind.HASH, f"{kind}:{each.value.strip().casefold()}"))
    return frozenset((kind, value[:200]) for kind, value in found if value)


def _of_party(party: Party, sender: int | None) -> Iterator[Key]:
    if party.esp_identifier:
        yield KeyKind.ACCOUNT, f"{sender}:{party.esp_identifier.strip()}"
    if party.screen_name:
        yield KeyKind.SCREEN_NAME, party.screen_name.strip().casefold()
    for account in getattr(party, "associated_account", ()):
        yield from _of_associated(account)
    for url in party.profile_url:
        yield KeyKind.URL, url.strip().casefold().rstrip("/")
    if not hasattr(party, "school_name") and getattr(party, "group_identifier", None):
        yield KeyKind.GROUP, f"{sender}:{party.group_identifier}"
    for device in party.device_id:
        yield KeyKind.DEVICE, f"{device.id_type.strip().upper()}:{device.id_value.strip()}"
    if party.person:
        yield from _contacts(party.person)
        if party.person.first_name and party.person.last_name:
            yield KeyKind.NAME, name_key(f"{party.person.first_name} {party.person.last_name}")


def _of_associated(account: AssociatedAccount) -> Iterator[Key]:
    """An associated account is mostly of another service: its number means nothing here."""
    yield from _contacts(account)
    for url in account.profile_url:
        yield KeyKind.URL, url.strip().casefold().rstrip("/")
    if account.screen_name:
        yield KeyKind.SCREEN_NAME, account.screen_name.strip().casefold()


def name_key(name: str) -> str:
    """
    Return a whole name for comparing, in whatever order it is written.

    >>> name_key("Peña, José") == name_key("jose pena")
    True
    """
    return " ".join(sorted(fold_name(name).split()))


def phone_key(number: str) -> str:
    """Return the figures by which two ways to write a telephone number are one; or nothing."""
    digits = "".join(sign for sign in number if sign.isdigit())
    return digits[-10:] if len(digits) >= 7 else ""


def _contacts(person: Person | AssociatedAccount) -> Iterator[Key]:
    for email in person.email:
        yield KeyKind.EMAIL, email.value.strip().casefold()
    for phone in person.phone:
        yield KeyKind.PHONE, phone_key(phone.value)


def _networks(capture: IpCapture) -> tuple[str, ...]:
    """
    Return the part of the network (/24, /64) with two half-day clocks that overlap: two captures
    less than half a day apart share at least one, two more than a day apart share none.
    """
    if capture.date_time is None or not (address := _ip(capture.ip_address)):
        return ()
    width = 64 if ":" in address else 24
    network = ip_network(f"{address}/{width}", strict=False)
    seconds = int(capture.date_time.timestamp())
    even = seconds // (2 * HALF_DAYS)
    odd = (seconds + HALF_DAYS) // (2 * HALF_DAYS)
    return (f"{network}@{even}", f"{network}@{odd}+")


def _ip(text: str) -> str:
    try:
        found = ip_address(text.strip())
    except ValueError:
        return ""
    mapped = getattr(found, "ipv4_mapped", None)
    return str(mapped or found)
