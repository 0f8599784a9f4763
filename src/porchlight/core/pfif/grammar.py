"""Whether a document is PFIF 1.4, by a grammar of our own: our writing is proven by it."""

from functools import cache
from importlib.resources import files
from typing import Any

from lxml import etree


def faults(document: bytes) -> tuple[str, ...]:
    """
    Return what is wrong with a document, nothing when it is PFIF 1.4.

    :raises lxml.etree.XMLSyntaxError: when it is no XML
    """
    grammar = _grammar()
    grammar.validate(etree.fromstring(document))
    return tuple(f"line {each.line}: {each.message}" for each in grammar.error_log)


@cache
def _grammar() -> Any:  # noqa: ANN401 lxml is untyped
    source = files("porchlight.core.pfif").joinpath("pfif-1.4.rng").read_bytes()
    return etree.RelaxNG(etree.fromstring(source))
