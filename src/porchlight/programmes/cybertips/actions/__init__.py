"""What can be done with reports: one function per verb, one transaction, one event."""

from porchlight.programmes.cybertips.actions.ending import (
    expire_report,
    finish_report,
    retract_report,
)
from porchlight.programmes.cybertips.actions.files import describe_file, upload_file
from porchlight.programmes.cybertips.actions.public import answer_reporter, take_call, take_in
from porchlight.programmes.cybertips.actions.seeing import (
    list_own,
    list_queue,
    view_own,
    view_report,
    view_results,
)
from porchlight.programmes.cybertips.actions.sending import set_provider, submit_report, try_report
from porchlight.programmes.cybertips.actions.triage import split_report, triage_report, view_bundles

__all__ = [
    "split_report",
    "view_bundles",
    "list_queue",
    "triage_report",
    "view_report",
    "answer_reporter",
    "take_call",
    "take_in",
    "describe_file",
    "expire_report",
    "finish_report",
    "list_own",
    "retract_report",
    "set_provider",
    "submit_report",
    "try_report",
    "upload_file",
    "view_own",
    "view_results",
]
