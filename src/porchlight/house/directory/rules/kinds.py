"""The kinds of agency and partner, as data: what they are called and how wide they reach."""

import re
from dataclasses import dataclass
from enum import IntEnum

from porchlight.core.errors import RuleBroken
from porchlight.core.text import Say, say


class Reach(IntEnum):
    """How much of a place a kind usually answers for; the narrowest is asked first."""

    CITY = 1
    COUNTY = 2
    TRIBE = 3
    STATE = 4
    COUNTRY = 5


@dataclass(frozen=True)
class Kind:
    """A kind: its code, its name, its usual reach, whether it enforces the law."""

    code: str
    name: Say
    reach: Reach
    police: bool = False


KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind("police", say("City police"), Reach.CITY, police=True),
        Kind("sheriff", say("Sheriff"), Reach.COUNTY, police=True),
        Kind("tribal_police", say("Tribal police"), Reach.TRIBE, police=True),
        Kind("state_police", say("State police"), Reach.STATE, police=True),
        Kind("state_clearinghouse", say("State missing children clearinghouse"), Reach.STATE),
        Kind("task_force", say("Internet crimes task force"), Reach.STATE, police=True),
        Kind("country_contact", say("Police contact of a country"), Reach.COUNTRY, police=True),
        Kind("federal", say("Federal agency"), Reach.COUNTRY, police=True),
        Kind("social_services", say("Child protective services"), Reach.COUNTY),
        Kind("tribal_services", say("Tribal social services"), Reach.TRIBE),
        Kind("medical_examiner", say("Medical examiner or coroner"), Reach.COUNTY),
        Kind("hospital", say("Hospital"), Reach.COUNTY),
        Kind("school", say("School"), Reach.CITY),
        Kind("provider", say("Service provider"), Reach.COUNTY),
        Kind("partner_centre", say("Missing children centre abroad"), Reach.COUNTRY),
    )
}
ORDER = {code: at for at, code in enumerate(KINDS)}

_ORI = re.compile(r"[A-Z]{2}[A-Z0-9]{7}")


def kind_name(code: str) -> Say:
    """Return a kind's name; an unknown code is shown as it is."""
    return KINDS[code].name if code in KINDS else Say("{code}", {"code": code})


def ori(text: str) -> str:
    """
    Return an originating agency identifier as NCIC writes it: nine letters and figures.

    >>> ori("tx 999-0100")
    'TX9990100'

    :raises RuleBroken: when it is not two letters followed by seven letters or figures
    Source: NCIC Code Manual, originating agency identifier (ORI).
    """
    plain = re.sub(r"[\s-]", "", text).upper()
    if plain and not _ORI.fullmatch(plain):
        raise RuleBroken(
            say("An ORI has nine characters and begins with two letters, such as TX9990100."),
            field="ori",
        )
    return plain
