"""Reads of forensics."""

from porchlight.programmes.forensics.queries.biometrics import (
    Kin,
    OnFile,
    Unidentified,
    kin_of,
    kin_of_all,
    on_file,
    unidentified,
)
from porchlight.programmes.forensics.queries.custody import (
    Chain,
    chain_of,
    item_for,
    items_of,
    request_for,
    requests_for,
    requests_of,
    with_room,
)
from porchlight.programmes.forensics.queries.persons import (
    Planned,
    excluded_pairs,
    exclusions_of,
    file_for,
    person_for,
    persons,
    planned,
    plans_of,
)
from porchlight.programmes.forensics.queries.subjects import (
    Subject,
    Whose,
    codes_of,
    kept_of,
    subject_for,
)

__all__ = [
    "Chain",
    "chain_of",
    "item_for",
    "items_of",
    "request_for",
    "requests_for",
    "requests_of",
    "with_room",
    "Kin",
    "OnFile",
    "Planned",
    "Subject",
    "Whose",
    "codes_of",
    "kept_of",
    "subject_for",
    "Unidentified",
    "excluded_pairs",
    "exclusions_of",
    "file_for",
    "kin_of",
    "kin_of_all",
    "on_file",
    "person_for",
    "persons",
    "planned",
    "plans_of",
    "unidentified",
]
