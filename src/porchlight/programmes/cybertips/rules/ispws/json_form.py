"""
The JSON form of the same documents: the elements' names as keys, lists where several may come,
the text of an element that has attributes under ``value``, flags as ``true``. It is turned into
XML and read like XML, so that one schema and one set of rules decide.
"""

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from lxml import etree

from porchlight.programmes.cybertips.rules.ispws.faults import Element, Fault
from porchlight.programmes.cybertips.rules.ispws.schema import ROOTS
from porchlight.programmes.cybertips.rules.ispws.table import (
    Kind,
    Model,
    Place,
    Spec,
    model_of,
    specs,
    text_of,
)

DEEPEST = 12
TYPES: dict[Kind, dict[str, str]] = {
    Kind.STRING: {"type": "string"},
    Kind.TOKEN: {"type": "string"},
    Kind.BOOL: {"type": "boolean"},
    Kind.INT: {"type": "integer"},
    Kind.LONG: {"type": "integer"},
    Kind.DOUBLE: {"type": "number"},
    Kind.DATETIME: {"type": "string", "format": "date-time"},
    Kind.DATE: {"type": "string", "format": "date"},
}


class NotTheForm(ValueError):
    """The JSON has not the form; ``fault`` says where."""

    def __init__(self, text: str, where: str) -> None:
        super().__init__(f"{where}: {text}")
        self.fault = Fault("json", f"{where}: {text}")


def to_json(document: object) -> dict[str, Any]:
    """Return a document in its JSON form."""
    made: dict[str, Any] = {}
    cls: Any = type(document)
    for spec in specs(cls):
        value = getattr(document, spec.attribute)
        if value is None or value == ():
            continue
        key = "value" if spec.place is Place.TEXT else spec.name
        made[key] = [_shown(spec, each) for each in value] if spec.many else _shown(spec, value)
    return made


def _shown(spec: Spec, value: object) -> object:
    if spec.nested:
        return to_json(value)
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else value


def xml_of(body: bytes, name: str) -> bytes:
    """
    Return the XML that the JSON stands for; ``name`` is ``report`` or ``fileDetails``.

    :raises NotTheForm: for what is no JSON object of the form: unknown or repeated keys, values
        of another type, characters that XML cannot hold
    """
    try:
        given = json.loads(body, object_pairs_hook=_once, parse_constant=_no_constant)
    except RecursionError as wrong:
        raise NotTheForm("is nested too deeply", name) from wrong
    except (ValueError, UnicodeDecodeError) as wrong:
        raise NotTheForm(f"is not JSON ({wrong})", name) from wrong
    root = etree.Element(name)
    _fill(root, ROOTS[name], given, name)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a key comes twice")
    return made


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is not a number of JSON")


def _fill(element: Element, cls: type, given: object, where: str) -> None:
    text = text_of(cls)
    if text and not isinstance(given, dict):
        given = {"value": given}  # an address without attributes may be written short
    if not isinstance(given, dict):
        raise NotTheForm("must be an object", where)
    if where.count(".") > DEEPEST:
        raise NotTheForm("is nested too deeply", where)
    left = dict(given)
    for spec in specs(cls):
        key = "value" if spec.place is Place.TEXT else spec.name
        if key in left and (value := left.pop(key)) is not None:
            _put(element, spec, value, f"{where}.{key}")
    if left:
        known = ", ".join("value" if s.place is Place.TEXT else s.name for s in specs(cls))
        raise NotTheForm(f"'{next(iter(left))}' is not one of {known}", where)


def _put(element: Element, spec: Spec, value: object, where: str) -> None:
    if spec.place is Place.ATTRIBUTE:
        _safely(lambda text: element.set(spec.name, text), _text(spec, value, where), where)
    elif spec.place is Place.TEXT:
        _safely(lambda text: setattr(element, "text", text), _text(spec, value, where), where)
    else:
        values = value if isinstance(value, list) else [value]
        for number, each in enumerate(values):
            _child(element, spec, each, f"{where}[{number}]" if isinstance(value, list) else where)


def _child(element: Element, spec: Spec, value: object, where: str) -> None:
    if spec.kind is Kind.FLAG:
        if not isinstance(value, bool):
            raise NotTheForm("must be true or false", where)
        if value:
            etree.SubElement(element, spec.name)
        return
    child = etree.SubElement(element, spec.name)
    if spec.nested:
        _fill(child, spec.nested, value, where)
    else:
        _safely(lambda text: setattr(child, "text", text), _text(spec, value, where), where)


def _text(spec: Spec, value: object, where: str) -> str:
    if spec.kind is Kind.BOOL:
        if not isinstance(value, bool):
            raise NotTheForm("must be true or false", where)
        return "true" if value else "false"
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise NotTheForm("must be a single value", where)
    return str(value)


def _safely(put: Callable[[str], object], text: str, where: str) -> None:
    try:
        put(text)
    except ValueError as wrong:  # U+0000 and other characters that XML has no place for
        raise NotTheForm("has a character that is not allowed", where) from wrong


def json_schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema of a document, made from the same table."""
    definitions: dict[str, Any] = {}
    _describe(ROOTS[name], definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$ref": f"#/$defs/{ROOTS[name].__name__}",
        "$defs": definitions,
    }


def _describe(cls: type, definitions: dict[str, Any]) -> None:
    if cls.__name__ in definitions:
        return
    made: dict[str, Any] = {"type": "object", "additionalProperties": False}
    definitions[cls.__name__] = made
    rows = {("value" if s.place is Place.TEXT else s.name): s for s in specs(cls)}
    made["properties"] = {key: _property(spec, definitions) for key, spec in rows.items()}
    must = [key for key, spec in rows.items() if spec.least]
    if must:
        made["required"] = must
    if model_of(cls) is Model.CHOICE:
        made |= {"minProperties": 1, "maxProperties": 1}


def _property(spec: Spec, definitions: dict[str, Any]) -> dict[str, Any]:
    if spec.nested:
        _describe(spec.nested, definitions)
        inner: dict[str, Any] = {"$ref": f"#/$defs/{spec.nested.__name__}"}
    elif spec.kind is Kind.FLAG:
        inner = {"const": True}
    else:
        assert isinstance(spec.kind, Kind)
        inner = dict(TYPES[spec.kind])
        if spec.values:
            inner["enum"] = list(spec.values)
        if spec.limit:
            inner["maxLength"] = spec.limit
    return {"type": "array", "items": inner, "minItems": spec.least} if spec.many else inner
