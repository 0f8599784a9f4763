"""What can be done with a case: one function per verb, one transaction, one event."""

from porchlight.programmes.cases.actions.opening import open_case

__all__ = [
    "open_case",
]
