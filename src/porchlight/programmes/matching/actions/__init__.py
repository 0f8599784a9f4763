"""Writes of matching: the index of persons, and pairings of missing and unidentified."""

from porchlight.programmes.matching.actions.index import (
    Indexable,
    Indexed,
    index_cases,
    index_persons,
    show_look_alikes,
)

__all__ = ["Indexable", "Indexed", "index_cases", "index_persons", "show_look_alikes"]
