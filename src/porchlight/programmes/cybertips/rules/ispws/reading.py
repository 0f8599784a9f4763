"""From received bytes to a checked document: plain, parsed, validated, built, and judged."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from threading import local
from typing import Any, Generic, TypeVar, cast

from lxml import etree

from porchlight.programmes.cybertips.rules.ispws import beyond
from porchlight.programmes.cybertips.rules.ispws.faults import (
    Element,
    Fault,
    Positions,
    schema_faults,
)
from porchlight.programmes.cybertips.rules.ispws.file_details import FileDetails
from porchlight.programmes.cybertips.rules.ispws.plain import NotPlain, plain
from porchlight.programmes.cybertips.rules.ispws.repairs import escaped, mended, mended_flags
from porchlight.programmes.cybertips.rules.ispws.report import Report
from porchlight.programmes.cybertips.rules.ispws.schema import STRICT, TOLERANT, Form, xsd
from porchlight.programmes.cybertips.rules.ispws.table import (
    Kind,
    Spec,
    attributes,
    children,
    text_of,
)
from porchlight.programmes.cybertips.rules.ispws.values import CHECKS

T = TypeVar("T")
LARGEST_DOCUMENT = 20 * 1024 * 1024
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"


@dataclass(frozen=True)
class Terms:
    """How a document is read: the sender's mode, and the receiver's time."""

    now: datetime
    tolerant: bool = False
    reporter_email: bool = False

    @property
    def form(self) -> Form:
        """The schema that goes with the mode."""
        return TOLERANT if self.tolerant else STRICT


@dataclass(frozen=True)
class Reading(Generic[T]):
    """
    What became of a document: the document when it was taken, otherwise the faults. ``notes``
    are faults that were taken all the same. ``malformed``: it was no XML at all (4110, not 4100).
    """

    document: T | None = None
    faults: tuple[Fault, ...] = ()
    notes: tuple[Fault, ...] = ()
    malformed: bool = False


def read_report(body: bytes, terms: Terms) -> Reading[Report]:
    """Read a ``report`` document."""
    return cast("Reading[Report]", _read(body, Report, "report", terms))


def read_file_details(body: bytes, terms: Terms) -> Reading[FileDetails]:
    """Read a ``fileDetails`` document."""
    return cast("Reading[FileDetails]", _read(body, FileDetails, "fileDetails", terms))


def _read(body: bytes, cls: type, name: str, terms: Terms) -> Reading[Any]:
    notes: list[Fault] = []
    try:
        root, clear = _parsed(plain(body), terms, notes)
    except NotPlain as wrong:
        return Reading(faults=(Fault("not-xml", str(wrong)),), malformed=True)
    except etree.XMLSyntaxError as wrong:
        return Reading(faults=(_syntax(wrong),), malformed=True)
    refused, positions = _validated(root, clear, name, terms, notes)
    if refused:
        return Reading(faults=tuple(refused))
    found = Findings(terms.now)
    document = _built(root, _plan(cls), found)
    beyond.check(document, found, reporter_email=terms.reporter_email)
    if not found.open:
        return Reading(document, notes=tuple(notes))
    return _judged(document, found, positions or Positions(clear, root), notes, terms)


def _judged(
    document: object,
    found: "Findings",
    positions: Positions,
    notes: list[Fault],
    terms: Terms,
) -> Reading[Any]:
    """Tell faults from notes: tolerant mode takes all but what would change the meaning."""
    faults: list[Fault] = []
    for one in found.open:
        line, column = positions.of(one.element, value=one.value)
        fault = Fault(one.code, one.text, line, column)
        taken = one.code in beyond.NEVER_REFUSED or (
            terms.tolerant and one.code not in beyond.ALWAYS_REFUSED
        )
        (notes if taken else faults).append(fault)
    if faults:
        faults.sort(key=lambda fault: (fault.line, fault.column))
        return Reading(faults=tuple(faults))
    return Reading(document, notes=tuple(notes))


class _Tools(local):
    """A parser and validators for each thread: libxml2's error lists are not shared."""

    def __init__(self) -> None:
        # Comments stay: taking them out costs more than passing over them.
        self.parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        )
        self.validators: dict[Form, etree.XMLSchema] = {}

    def validator(self, form: Form) -> etree.XMLSchema:
        if form not in self.validators:
            self.validators[form] = etree.XMLSchema(etree.fromstring(xsd(form).encode()))
        return self.validators[form]


_tools = _Tools()


def _parsed(clear: bytes, terms: Terms, notes: list[Fault]) -> tuple[Element, bytes]:
    """Return the root, and the bytes that it stands for."""
    try:
        return etree.fromstring(clear, _tools.parser), clear
    except etree.XMLSyntaxError as wrong:
        again = escaped(clear) if terms.tolerant else None
        if again is None:
            raise
        root = etree.fromstring(again, _tools.parser)
        where = _syntax(wrong)
        notes.append(
            Fault("unescaped", "A bare & or < was read as text.", where.line, where.column)
        )
        return root, again


def _syntax(wrong: etree.XMLSyntaxError) -> Fault:
    line, column = wrong.position
    words = (wrong.msg or "not well-formed").split(", line ")[0]
    return Fault("not-xml", words, max(line, 1), max(column, 1))


def _validated(
    root: Element, clear: bytes, name: str, terms: Terms, notes: list[Fault]
) -> tuple[list[Fault], Positions | None]:
    """Return the schema's faults, and the positions when they had to be found."""
    validator = _tools.validator(terms.form)
    if root.tag == name and validator.validate(root):
        return [], None
    positions = Positions(clear, root)
    if root.tag != name:
        words = f"cvc-elt.1.a: Cannot find the declaration of element '{root.tag}'."
        return [Fault("cvc-elt.1.a", words, *positions.of(root))], positions
    faults = schema_faults(root, validator.error_log, positions, terms.form)
    repaired = mended(root, positions) if terms.tolerant else mended_flags(root)
    if repaired is not None and validator.validate(root):
        notes += repaired
        return [], positions
    return faults, positions


def valid(clear: bytes, name: str, terms: Terms) -> bool:
    """Whether plain bytes are a document of the schema; nothing is built of it."""
    root = etree.fromstring(clear, _tools.parser)
    return bool(root.tag == name and _tools.validator(terms.form).validate(root))


@dataclass(frozen=True)
class Finding:
    """Something wrong that the schema cannot see."""

    code: str
    text: str
    element: Element
    value: bool = True


@dataclass
class Findings:
    """What building a document brought to light, and which element each part came from."""

    now: datetime
    open: list[Finding] = field(default_factory=list)
    parts: list[tuple[object, Element]] = field(default_factory=list)

    def add(self, code: str, text: str, element: Element, *, value: bool = True) -> None:
        """Note a fault of an element; ``value``: it is about what the element holds."""
        self.open.append(Finding(code, text, element, value))


@dataclass(frozen=True)
class Row:
    """A child element as the reader needs it: ready to look up."""

    spec: Spec
    attribute: str
    many: bool
    plan: "Plan | None"


@dataclass(frozen=True)
class Plan:
    """How one complex type is read."""

    cls: type
    rows: dict[str, Row]
    attributes: tuple[Spec, ...]
    text: Spec | None
    tuples: tuple[str, ...]


@cache
def _plan(cls: type) -> Plan:
    rows = {
        spec.name: Row(spec, spec.attribute, spec.many, _plan(spec.nested) if spec.nested else None)
        for spec in children(cls)
    }
    tuples = tuple(row.attribute for row in rows.values() if row.many)
    return Plan(cls, rows, attributes(cls), text_of(cls), tuples)


def _built(element: Element, plan: Plan, found: Findings) -> object:
    given: dict[str, Any] = {}
    if plan.attributes:
        for spec in plan.attributes:
            if (text := element.get(spec.name)) is not None:
                given[spec.attribute] = _value(spec, text, element, found)
    if plan.text:
        given[plan.text.attribute] = _value(plan.text, _text(element), element, found)
    rows = plan.rows
    for child in element:
        row = rows.get(child.tag)
        if row is None:
            continue  # a comment: all else was proven to be in the schema
        made = _built(child, row.plan, found) if row.plan else _value(
            row.spec, _text(child), child, found
        )  # fmt: skip
        if row.many:
            given.setdefault(row.attribute, []).append(made)
        else:
            given[row.attribute] = made
    for name in plan.tuples:
        if name in given:
            given[name] = tuple(given[name])
    document: object = plan.cls(**given)
    found.parts.append((document, element))
    return document


def _text(element: Element) -> str:
    """The text of a simple element; comments in it are not part of it."""
    if len(element):
        parts = [element.text, *(comment.tail for comment in element)]
        return "".join(part for part in parts if part)
    return element.text or ""


def _value(spec: Spec, text: str, element: Element, found: Findings) -> Any:  # noqa: ANN401
    """Return the text as its kind says; what the rules refuse is noted and kept as it is."""
    kind = spec.kind
    if kind is Kind.STRING:
        if spec.limit and len(text) > spec.limit:
            found.add("limit", _too_long(spec, text), element)
        if spec.check and not CHECKS[spec.check][0](text):
            what = f"The value of '{spec.name}' {CHECKS[spec.check][1]}."
            found.add(spec.check, what, element)
        return text
    return _converted(kind, spec, text.strip(), element, found)


def _too_long(spec: Spec, text: str) -> str:
    return (
        f"The value of '{spec.name}' has {len(text)} characters; at most {spec.limit} are allowed."
    )


RANGES = {"age": (0, 150), "port": (1, 65535)}


def _converted(kind: Kind | type, spec: Spec, text: str, element: Element, found: Findings) -> Any:  # noqa: ANN401 as its kind says
    match kind:
        case Kind.FLAG:
            return True
        case Kind.BOOL:
            return text in ("true", "1")
        case Kind.INT | Kind.LONG:
            number = int(text)
            low, high = RANGES.get(spec.check, (number, number))
            if not low <= number <= high:
                what = f"The value of '{spec.name}' must be between {low} and {high}."
                found.add("range", what, element)
            return number
        case Kind.DOUBLE:
            return float(text.replace("INF", "inf"))
        case Kind.DATETIME:
            return _instant(spec, text, element, found)
        case Kind.DATE:
            return _day(spec, text, element, found)
        case _:
            if spec.check == "said" and not text:
                found.add("said", f"The value of '{spec.name}' must not be blank.", element)
            return " ".join(text.split())


def _instant(spec: Spec, text: str, element: Element, found: Findings) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        found.add("calendar", f"'{text}' is no time of our calendar.", element)
        return found.now
    if at.tzinfo is None:
        what = f"The time in '{spec.name}' needs a zone, such as Z or -05:00."
        found.add("zone", what, element)
        at = at.replace(tzinfo=UTC)
    if spec.check == "past" and at - found.now > beyond.CLOCK_SKEW:
        found.add("past", f"The time in '{spec.name}' must be in the past.", element)
    return at


def _day(spec: Spec, text: str, element: Element, found: Findings) -> date:
    try:
        on = date.fromisoformat(text[:10])
    except ValueError:
        found.add("calendar", f"'{text}' is no day of our calendar.", element)
        return found.now.date()
    if spec.check == "past" and on > found.now.date():
        found.add("past", f"The day in '{spec.name}' must be in the past.", element)
    return on
