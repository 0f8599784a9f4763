"""What can be done with a case: one function per verb, one transaction, one event."""

from porchlight.programmes.cases.actions.agencies import (
    answer_share,
    end_share,
    record_agency_consulted,
    record_ncic,
    share_with_agency,
)
from porchlight.programmes.cases.actions.importing import Report, import_records, try_import
from porchlight.programmes.cases.actions.links import end_link, make_link, open_link
from porchlight.programmes.cases.actions.opening import (
    open_case,
)
from porchlight.programmes.cases.actions.people import (
    add_child,
    add_companion,
    add_contact,
    add_vehicle,
    attach_photograph,
    change_child,
    change_companion,
    change_contact,
    change_vehicle,
    code_marks,
    record_consent,
    remove_photograph,
)
from porchlight.programmes.cases.actions.photographs import add_photograph, view_photograph
from porchlight.programmes.cases.actions.recovery import (
    close_case,
    confirm_recovery,
    missing_again,
    reopen_case,
)
from porchlight.programmes.cases.actions.takeover import PastCase, take_over
from porchlight.programmes.cases.actions.work import (
    add_note,
    add_task,
    assign_case,
    change_case,
    do_task,
    export_list,
    meet_clock,
    pause_clock,
    remind_of_clock,
    restrict_case,
    view_case,
    view_list,
)

__all__ = [
    "PastCase",
    "Report",
    "import_records",
    "try_import",
    "take_over",
    "add_child",
    "add_companion",
    "add_contact",
    "add_note",
    "add_photograph",
    "add_task",
    "add_vehicle",
    "answer_share",
    "assign_case",
    "attach_photograph",
    "change_case",
    "change_child",
    "change_companion",
    "change_contact",
    "change_vehicle",
    "close_case",
    "code_marks",
    "confirm_recovery",
    "do_task",
    "end_link",
    "end_share",
    "export_list",
    "meet_clock",
    "missing_again",
    "make_link",
    "open_case",
    "open_link",
    "pause_clock",
    "record_agency_consulted",
    "record_consent",
    "record_ncic",
    "remind_of_clock",
    "remove_photograph",
    "reopen_case",
    "restrict_case",
    "share_with_agency",
    "view_case",
    "view_list",
    "view_photograph",
]
