"""The pictures of a poster as bytes."""

from collections.abc import Mapping
from dataclasses import replace

from porchlight.house.files.queries import copy_bytes
from porchlight.programmes.cases.queries import poster_source
from porchlight.programmes.posters.rules.content import PosterFacts

# By the hash of the kept file.
Pictures = Mapping[str, bytes]
PRINT, WEB = "print", "web"


def pictures_of(case_id: int, facts: PosterFacts, shape: str = PRINT) -> Pictures:
    """
    Return the pictures of the facts that are on the case and can be shown, drawn anew and without
    metadata, in the size for print or for a page (``web``).
    """
    wanted = {one.sha256 for one in facts.photographs}
    there = {
        one.sha256: one.file_id
        for child in poster_source(case_id).children
        for one in child.photographs
        if one.sha256 in wanted
    }
    found = {sha256: copy_bytes(file_id, shape) for sha256, file_id in there.items()}
    return {sha256: data for sha256, data in found.items() if data is not None}


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
