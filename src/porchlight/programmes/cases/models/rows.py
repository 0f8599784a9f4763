"""From the plain forms of intake to the columns of the tables."""

from dataclasses import asdict
from typing import Any

from porchlight.core.measures import Span
from porchlight.programmes.cases.rules.intake import (
    CallerIntake,
    ChildIntake,
    CompanionIntake,
    Consent,
    Episode,
    LastContact,
    Looks,
    VehicleIntake,
    place_data,
)


def _ends(name: str, unit: str, span: Span | None, *, whole: bool = True) -> dict[str, Any]:
    low, high = (span.lo, span.hi) if span else (None, None)
    if whole and low is not None and high is not None:
        low, high = round(low), round(high)
    return {f"{name}_min_{unit}": low, f"{name}_max_{unit}": high}


def _looks(looks: Looks) -> dict[str, Any]:
    return {
        "sex": looks.sex,
        "races": list(looks.races),
        "ethnicity": looks.ethnicity,
        "hair": looks.hair,
        "hair_words": looks.hair_words,
        "eyes": looks.eyes,
        "skin": looks.skin,
        "build": looks.build,
        **_ends("height", "cm", looks.height_cm),
        **_ends("weight", "kg", looks.weight_kg, whole=False),
        "measured_on": str(looks.measured_on or ""),
        "marks": [asdict(mark) for mark in looks.marks],
    }


def _episode(episode: Episode) -> dict[str, str]:
    return {
        "missing_on": str(episode.missing_on or ""),
        "recovered_on": str(episode.recovered_on or ""),
        "place": episode.place,
        "circumstances": episode.circumstances,
    }


CHILD_PLAIN = (
    *("given_names", "family_names", "birth_place", "tribe", "tribal_member", "clothing", "items"),
    *("glasses", "braces", "piercings", "devices", "school", "lives_with", "medical_needs"),
    *("medication", "runaway_before", "trafficking_indicated", "gang_indicated"),
    "self_harm_indicated",
)


def child_columns(child: ChildIntake) -> dict[str, Any]:
    """Return the columns of a child; consents are recorded apart, with who and when."""
    return {
        **{name: getattr(child, name) for name in CHILD_PLAIN},
        **_looks(child),
        "aliases": list(child.aliases),
        "born": str(child.born or ""),
        **_ends("age", "years", child.age_years),
        "languages": list(child.languages),
        "phones": list(child.phones),
        "socials": [asdict(social) for social in child.socials],
        "episodes": [_episode(episode) for episode in child.episodes],
        "unknown": sorted(child.unknown),
    }


def companion_columns(one: CompanionIntake) -> dict[str, Any]:
    """Return the columns of a companion."""
    return {
        **_looks(one),
        "name": one.name,
        "aliases": list(one.aliases),
        "role": one.role,
        "relation": one.relation,
        "born": str(one.born or ""),
        **_ends("age", "years", one.age_years),
        "phones": list(one.phones),
        "address": one.address,
        "socials": [asdict(social) for social in one.socials],
        "words": one.words,
        "wanted": one.wanted,
        "armed": one.armed,
        "unknown": sorted(one.unknown),
    }


def vehicle_columns(one: VehicleIntake) -> dict[str, Any]:
    """Return the columns of a vehicle."""
    return {
        **asdict(one),
        "colors": list(one.colors),
        "unknown": sorted(one.unknown),
    }


def contact_columns(one: CallerIntake) -> dict[str, Any]:
    """Return the columns of a contact."""
    return {**asdict(one), "phones": list(one.phones), "unknown": sorted(one.unknown)}


def last_contact_columns(last: LastContact) -> dict[str, Any]:
    """Return the columns of the last contact, with the codes of its place."""
    place = last.place
    return {
        "last_contact_earliest_at": last.earliest,
        "last_contact_latest_at": last.latest,
        "last_contact_place": place_data(place),
        "last_contact_street": last.street,
        "last_seen_by": last.seen_by,
        "timezone": last.timezone,
        "state": place.state if place else "",
        "county_fips": place.county_fips if place else "",
    }


def consent_columns(about: str, consent: Consent | None) -> dict[str, Any]:
    """Return the columns of a consent ``about`` publicity or picture."""
    if consent is None:
        return {}
    return {
        about: consent.given,
        f"{about}_name": consent.by_name,
        f"{about}_relation": consent.relation,
        f"{about}_how": consent.how,
    }
