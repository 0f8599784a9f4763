"""
A released poster in the shape of NCMEC's poster interface.

Source: reference/cybertips.md section 15. What a poster does not say is null there.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from porchlight.core.codes import ncic
from porchlight.programmes.posters.rules.feed import Item, Source

LANGUAGE_IDS = {"en": "en_US", "es": "es_US"}


def organisation_and_number(case_number: str) -> tuple[str, str]:
    """
    Split a case number into the organisation's code and its number.

    >>> organisation_and_number("PL-34494-53009")
    ('PL', '34494-53009')
    """
    organisation, _, number = case_number.partition("-")
    return organisation, number


def poster(people: Sequence[Item], source: Source, digests: Mapping[str, str]) -> dict[str, Any]:
    """Return the children of one poster as that interface has them; ``digests`` are MD5 by file."""
    first = people[0].facts
    organisation, number = organisation_and_number(first["case_number"])
    changed = max(item.source_at for item in people if item.source_at)
    released = min(item.released_at for item in people if item.released_at)
    return {
        "id": people[0].code,
        "dateCreated": released.isoformat(),
        "lastModified": changed.isoformat(),
        "organizationCode": organisation,
        "organizationLogo": None,
        "caseNumber": number,
        "descriptions": [
            {"languageId": LANGUAGE_IDS.get(language, language), "description": words["narrative"]}
            for language, words in first["words"].items()
        ],
        "unidentified": first["category"] == "unidentified",
        "amberAlert": False,
        "children": [_child(item, source, digests) for item in people],
        "companions": [_companion(one) for one in first["companions"]],
        "extraPhotos": [],
        "contacts": [
            {
                "name": first["agency"]["name"],
                "state": first["state"],
                "phoneNumbers": [first["agency"]["phone"]],
            },
            {"name": source.name, "state": None, "phoneNumbers": [first["hotline"]]},
        ],
        "distributionLocations": [{"state": first["state"]}] if first["state"] else [],
    }


def _child(item: Item, source: Source, digests: Mapping[str, str]) -> dict[str, Any]:
    facts = item.facts
    pictures = [one for one in facts["pictures"] if one["file"] in item.files]
    now = facts["age_now"]
    exact = now is not None and now[0] == now[1]
    remarks = [
        f"{label}: {value}" for label, value in next(iter(facts["words"].values()))["remarks"]
    ]
    return {
        **_person(facts),
        "dateOfBirth": None,
        "ageNow": now[0] if exact else None,
        "approximateAge": f"{now[0]}-{now[1]}" if now and not exact else None,
        "description": "\n".join(remarks),
        "ncicNumber": None,
        "namus": None,
        "photos": [_photo(item, source, one, digests) for one in pictures if _as_is(one)],
        "ageProgressionPhotos": [
            _photo(item, source, one, digests) for one in pictures if not _as_is(one)
        ],
        "missingSince": facts["missing_since"],
        "missingCity": facts["city"],
        "missingCounty": None,
        "missingState": facts["state"],
        "missingZip": None,
        "missingCountry": "US" if facts["state"] else None,
        "dateFound": None,
    }


def _person(facts: Mapping[str, Any]) -> dict[str, Any]:
    given, _, family = facts["name"].rpartition(" ")
    return {
        "firstName": given or facts["name"],
        "middleName": None,
        "lastName": family if given else "",
        "sex": {"F": "Female", "M": "Male"}.get(facts["sex"]),
        "races": [ncic.label("RAC", code) for code in facts["races"]],
        "hairColor": ncic.label("HAI", facts["hair"]) if facts["hair"] else None,
        "eyeColor": ncic.label("EYE", facts["eyes"]) if facts["eyes"] else None,
    }


def _companion(one: Mapping[str, Any]) -> dict[str, Any]:
    return {**_person(one), "ageNow": one["age"], "companionType": one["relation"], "photos": []}


def _as_is(picture: Mapping[str, Any]) -> bool:
    return bool(picture["kind"] == "current")


def _photo(
    item: Item, source: Source, one: Mapping[str, Any], digests: Mapping[str, str]
) -> dict[str, Any]:
    return {
        "photoData": None,
        "photoUri": f"{source.url}/p/{item.code}/{one['file']}",
        "md5": digests.get(one["file"]),
        "fileName": one["file"],
        "fileType": "image/jpeg",
        "description": one["taken"],
    }
