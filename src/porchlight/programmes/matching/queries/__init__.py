"""Reads of matching: look-alikes while one types, and pairings of missing and unidentified."""

from porchlight.programmes.matching.queries.look_alikes import (
    Candidate,
    look_alikes,
    open_sources_with,
    unindexed_case_ids,
)

__all__ = ["Candidate", "look_alikes", "open_sources_with", "unindexed_case_ids"]
