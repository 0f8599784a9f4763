"""The schema as a document, written from the table."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from xml.sax.saxutils import quoteattr

from porchlight.programmes.cybertips.rules.ispws import values
from porchlight.programmes.cybertips.rules.ispws.answers import ReportDoneResponse, ReportResponse
from porchlight.programmes.cybertips.rules.ispws.file_details import FileDetails
from porchlight.programmes.cybertips.rules.ispws.report import Report
from porchlight.programmes.cybertips.rules.ispws.table import (
    Kind,
    Model,
    Spec,
    attributes,
    children,
    model_of,
    text_of,
)

ROOTS: dict[str, type] = {
    "report": Report,
    "fileDetails": FileDetails,
    "reportResponse": ReportResponse,
    "reportDoneResponse": ReportDoneResponse,
}
LISTS: dict[tuple[str, ...], str] = {
    values.INCIDENT_TYPES: "incidentTypeName",
    values.BATCH_REASONS: "batchReason",
    values.EVENT_NAMES: "eventNameValue",
    values.ADDRESS_TYPES: "addressKind",
    values.EMAIL_TYPES: "emailKind",
    values.PHONE_TYPES: "phoneKind",
    values.ACCOUNT_TYPES: "accountKind",
    values.RELEVANCES: "relevanceValue",
    values.CLASSIFICATIONS: "classificationValue",
    values.DETAIL_TYPES: "detailKind",
    values.STATES: "stateCode",
    values.COUNTRIES: "countryCode",
}
PATTERNS = {values.CALLING_CODE: "callingCode", values.EXTENSION: "extensionDigits"}


@dataclass(frozen=True)
class Form:
    """Which schema: ``year`` of the documentation, and whether bounds that clients miss hold."""

    year: int = 2025
    tolerant: bool = False

    def holds(self, spec: Spec) -> bool:
        """Whether the schema knows the row."""
        return spec.since <= self.year

    def most(self, spec: Spec) -> int | None:
        """How often an element may come."""
        return spec.most if self.tolerant or spec.strict_most is None else spec.strict_most


STRICT, TOLERANT = Form(), Form(2026, tolerant=True)


@cache
def xsd(form: Form = STRICT) -> str:
    """Return the schema's text. It has the structure and the lists; sizes are rules beyond it."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
        "<!-- Written by Porchlight from its own table of elements. -->",
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified">',
        *(f'  <xs:element name="{name}" type="{type_name(cls)}"/>' for name, cls in ROOTS.items()),
    ]
    for cls in _classes():
        lines += _complex(cls, form)
    lines += [line for listed, name in LISTS.items() for line in _enumeration(name, listed)]
    for pattern, name in PATTERNS.items():
        lines += _simple(name, f"<xs:pattern value={quoteattr(pattern)}/>")
    return "\n".join([*lines, "</xs:schema>"]) + "\n"


def type_name(cls: type) -> str:
    """Return the name of a complex type in the schema, such as ``ipCaptureType``."""
    return cls.__name__[0].lower() + cls.__name__[1:] + "Type"


def _classes() -> list[type]:
    found: list[type] = []
    todo = list(ROOTS.values())
    while todo:
        cls = todo.pop(0)
        if cls not in found:
            found.append(cls)
            todo += [spec.nested for spec in children(cls) if spec.nested]
    return found


def _complex(cls: type, form: Form) -> Iterator[str]:
    yield f'  <xs:complexType name="{type_name(cls)}">'
    text = text_of(cls)
    if text:
        yield "    <xs:simpleContent>"
        yield f'      <xs:extension base="{_type(text)}">'
        yield from (f"        {_attribute(spec)}" for spec in attributes(cls))
        yield "      </xs:extension>"
        yield "    </xs:simpleContent>"
    else:
        model = model_of(cls)
        yield f"    <xs:{model}>"
        yield from (f"      {line}" for line in _items(cls, form))
        yield f"    </xs:{model}>"
        yield from (f"    {_attribute(spec)}" for spec in attributes(cls))
    yield "  </xs:complexType>"


def _items(cls: type, form: Form) -> Iterator[str]:
    inside = ""
    for spec in children(cls):
        if not form.holds(spec):
            continue
        if spec.group != inside:
            if inside:
                yield "</xs:choice>"
            if spec.group:
                yield '<xs:choice minOccurs="0">'
            inside = spec.group
        yield _element(spec, form, model_of(cls))
    if inside:
        yield "</xs:choice>"


def _element(spec: Spec, form: Form, model: Model) -> str:
    fixed = ' fixed="true"' if spec.kind is Kind.FLAG else ""
    bounds = ""
    if spec.least == 0 and not spec.group and model is not Model.CHOICE:
        bounds += ' minOccurs="0"'
    most = form.most(spec)
    if most != 1:
        bounds += ' maxOccurs="unbounded"' if most is None else f' maxOccurs="{most}"'
    return f'<xs:element name="{spec.name}" type="{_type(spec)}"{fixed}{bounds}/>'


def _attribute(spec: Spec) -> str:
    use = ' use="required"' if spec.least else ""
    return f'<xs:attribute name="{spec.name}" type="{_type(spec)}"{use}/>'


def _type(spec: Spec) -> str:
    if spec.nested:
        return type_name(spec.nested)
    if spec.values:
        return LISTS[spec.values]
    if spec.pattern:
        return PATTERNS[spec.pattern]
    return "xs:boolean" if spec.kind is Kind.FLAG else str(spec.kind)


def _enumeration(name: str, listed: tuple[str, ...]) -> list[str]:
    return _simple(name, *(f"<xs:enumeration value={quoteattr(each)}/>" for each in listed))


def _simple(name: str, *facets: str) -> list[str]:
    return [
        f'  <xs:simpleType name="{name}">',
        '    <xs:restriction base="xs:string">',
        *(f"      {facet}" for facet in facets),
        "    </xs:restriction>",
        "  </xs:simpleType>",
    ]
