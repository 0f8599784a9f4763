"""What can be done in forensics: one verb, one event each."""

from porchlight.programmes.forensics.actions.biometrics import (
    add_relative,
    keep_chart,
    keep_prints,
    keep_profile,
    note_sample,
)
from porchlight.programmes.forensics.actions.custody import (
    Handed,
    add_laboratory,
    ask_laboratory,
    hand_over,
    move_request,
    record_finding,
    register_item,
)
from porchlight.programmes.forensics.actions.persons import (
    change_person,
    identify_person,
    import_persons,
    record_exclusion,
    record_person,
    restore_person,
    try_file,
    withdraw_exclusion,
    withdraw_person,
)
from porchlight.programmes.forensics.queries.subjects import Whose

__all__ = [
    "Handed",
    "add_laboratory",
    "ask_laboratory",
    "hand_over",
    "move_request",
    "record_finding",
    "register_item",
    "Whose",
    "add_relative",
    "change_person",
    "identify_person",
    "import_persons",
    "keep_chart",
    "keep_prints",
    "keep_profile",
    "note_sample",
    "record_exclusion",
    "record_person",
    "restore_person",
    "try_file",
    "withdraw_exclusion",
    "withdraw_person",
]
