"""Facts of a poster as JSON and back; what is public is a smaller set of them."""

from functools import cache
from typing import Any

from pydantic import TypeAdapter

from porchlight.programmes.posters.rules.content import PosterFacts


def to_json(facts: PosterFacts) -> dict[str, Any]:
    """Return the facts as JSON-able values."""
    stored: dict[str, Any] = _adapter().dump_python(facts, mode="json")
    return stored


def from_json(stored: dict[str, Any]) -> PosterFacts:
    """
    Return the facts of stored values.

    :raises pydantic.ValidationError: when they are not what :func:`to_json` returned
    """
    return _adapter().validate_python(stored)


@cache
def _adapter() -> TypeAdapter[PosterFacts]:
    return TypeAdapter(PosterFacts)
