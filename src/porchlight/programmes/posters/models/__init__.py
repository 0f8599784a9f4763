"""Posters as they are worked on, and the copies that the public and partners read."""

from porchlight.programmes.posters.models.tables import (
    Poster,
    ReleasedPerson,
    ReleasedPoster,
    ReleasedSheet,
)

__all__ = ["Poster", "ReleasedPerson", "ReleasedPoster", "ReleasedSheet"]
