"""A document as XML: for the JSON form, for clients of ours and for tests."""

from datetime import date, datetime
from typing import Any

from lxml import etree

from porchlight.programmes.cybertips.rules.ispws.faults import Element
from porchlight.programmes.cybertips.rules.ispws.schema import ROOTS
from porchlight.programmes.cybertips.rules.ispws.table import (
    Kind,
    Spec,
    attributes,
    children,
    text_of,
)

NAMES = {cls: name for name, cls in ROOTS.items()}


def to_xml(document: object) -> bytes:
    """
    Return a document as XML with its declaration.

    :raises KeyError: for what is no root of the schema
    """
    root = etree.Element(NAMES[type(document)])
    _fill(root, document)
    written_out: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written_out


def _fill(element: Element, document: object) -> None:
    cls: Any = type(document)
    for spec in attributes(cls):
        value = getattr(document, spec.attribute)
        if value is not None:
            element.set(spec.name, written(spec, value))
    if text := text_of(cls):
        element.text = written(text, getattr(document, text.attribute))
    for spec in children(cls):
        value = getattr(document, spec.attribute)
        for each in value if spec.many else () if value is None else (value,):
            _child(element, spec, each)


def _child(element: Element, spec: Spec, value: Any) -> None:  # noqa: ANN401 as its kind says
    child = etree.SubElement(element, spec.name)
    if spec.nested:
        _fill(child, value)
    elif spec.kind is not Kind.FLAG:
        child.text = written(spec, value)


def written(spec: Spec, value: object) -> str:
    """Return one value as the schema writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
