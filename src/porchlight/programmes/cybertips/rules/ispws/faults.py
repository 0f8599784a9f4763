"""What is wrong with a document, where, in the words that clients know from the real service."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeAlias
from xml.parsers import expat

from lxml import etree

from porchlight.programmes.cybertips.rules.ispws.schema import ROOTS, Form
from porchlight.programmes.cybertips.rules.ispws.table import (
    Kind,
    Model,
    Spec,
    by_name,
    children,
    model_of,
)

Element: TypeAlias = "etree._Element"
Position = tuple[int, int]
NOWHERE: Position = (1, 1)
MOST_SHOWN = 50
LONGEST_QUOTE = 120


@dataclass(frozen=True)
class Fault:
    """
    One thing wrong: a code for machines, words for people, line and column (from 1) in the
    document as it was sent. In tolerant mode the same value is a note: it was taken all the same.
    """

    code: str
    text: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"[{self.line},{self.column}] - {self.text}"

    def stored(self) -> dict[str, object]:
        """Return it as JSON keeps it."""
        return {"code": self.code, "text": self.text, "line": self.line, "column": self.column}


def description(faults: Sequence[Fault]) -> str:
    """
    Return the text of a 4100 answer: a first line, then one line for each fault.

    >>> print(description([Fault("limit", "too long", 3, 14)]))
    Validation failed
    [3,14] - too long
    """
    lines = [str(fault) for fault in faults[:MOST_SHOWN]]
    if len(faults) > MOST_SHOWN:
        lines.append(f"and {len(faults) - MOST_SHOWN} more")
    return "\n".join(["Validation failed", *lines])


def stored(faults: Sequence[Fault]) -> list[dict[str, object]]:
    """Return faults or notes as a document keeps them."""
    return [fault.stored() for fault in faults]


class Positions:
    """
    Where each element of a document ends its start tag and its end tag. Made of the bytes only
    when something is wrong: libxml2 tells lines and no columns.
    """

    def __init__(self, body: bytes, root: Element) -> None:
        self._order = {each: number for number, each in enumerate(root.iter(etree.Element))}
        self._starts: list[Position] = []
        self._ends: dict[int, Position] = {}
        self._walk(body)

    def _walk(self, body: bytes) -> None:
        parser = expat.ParserCreate("utf-8")
        open_elements: list[int] = []
        waiting: list[tuple[str, int]] = []

        def settle(*_: object) -> None:
            here = (parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)
            for what, number in waiting:
                if what == "start":
                    self._starts[number] = here
                else:
                    self._ends[number] = here
            waiting.clear()

        def start(*_: object) -> None:
            settle()
            open_elements.append(len(self._starts))
            waiting.append(("start", len(self._starts)))
            self._starts.append(NOWHERE)

        def end(*_: object) -> None:
            # An empty element's end is at its start; both wait for what follows.
            if waiting != [("start", open_elements[-1])]:
                settle()
            waiting.append(("end", open_elements.pop()))

        parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.CharacterDataHandler = parser.DefaultHandler = settle
        # libxml2 has read it; where the two parsers differ, what was found until then is enough.
        with suppress(expat.ExpatError):
            parser.Parse(body, True)
        settle()

    def of(self, element: Element, *, value: bool = False) -> Position:
        """
        Return where a parser stands when it finds fault with ``element``: after its start tag,
        or after its end tag when its ``value`` is wrong.
        """
        where: Element | None = element
        while where is not None and where not in self._order:
            where = where.getparent()  # a repair put it there: its parent was sent
        if where is None:
            return NOWHERE
        number = self._order[where]
        if value:
            return self._ends.get(number, NOWHERE)
        return self._starts[number] if number < len(self._starts) else NOWHERE


def class_of(element: Element) -> type | None:
    """Return the complex type of an element by the way down to it, or None for a simple one."""
    way = [element, *element.iterancestors()][::-1]
    cls = ROOTS.get(str(way[0].tag))
    for step in way[1:]:
        spec = by_name(cls).get(str(step.tag)) if cls else None
        cls = spec.nested if spec else None
    return cls


def schema_faults(
    root: Element, errors: etree._ListErrorLog, positions: Positions, form: Form
) -> list[Fault]:  # noqa: E501, PLR0913
    """Return the validator's errors in the words of the real service, by position."""
    found = []
    for error in errors:
        element = _at(root, error.path)
        code, words, value = _translated(error, element, form)
        line, column = positions.of(element, value=value)
        found.append(Fault(code, f"{code}: {words}", line, column))
    return sorted(dict.fromkeys(found), key=lambda fault: (fault.line, fault.column))


def _at(root: Element, path: str | None) -> Element:
    found = root.getroottree().xpath(path) if path else [root]
    first = found[0] if found else root
    return first if etree.iselement(first) else root


def _translated(error: etree._LogEntry, element: Element, form: Form) -> tuple[str, str, bool]:
    """Return code, words, and whether the element's value is at fault."""
    name, message = str(element.tag), error.message or ""
    attribute = _between(message, "attribute '", "'")
    if error.type_name == "SCHEMAV_ELEMENT_CONTENT":
        if "Missing child" in message:
            expected = _braces(expected_after(element, list(element), form))
            words = (
                f"The content of element '{name}' is not complete. One of '{expected}' is expected."
            )
            return "cvc-complex-type.2.4.b", words, True
        return (*_unexpected(element, form), False)
    if error.type_name == "SCHEMAV_CVC_COMPLEX_TYPE_3_2_1":
        words = f"Attribute '{attribute}' is not allowed to appear in element '{name}'."
        return "cvc-complex-type.3.2.2", words, False
    if error.type_name == "SCHEMAV_CVC_COMPLEX_TYPE_4":
        missing = _between(message, "The attribute '", "'")
        return (
            "cvc-complex-type.4",
            f"Attribute '{missing}' must appear on element '{name}'.",
            False,
        )
    return _value_fault(error, name, message, attribute)


def _value_fault(
    error: etree._LogEntry, name: str, message: str, attribute: str
) -> tuple[str, str, bool]:
    value = _quoted(_between(message, "value '", "'") or _between(message, ": '", "' is not"))
    on_element = not attribute
    match error.type_name:
        case "SCHEMAV_CVC_ENUMERATION_VALID":
            listed = message.partition("{")[2].partition("}")[0].replace("'", "")
            words = (
                f"Value '{value}' is not facet-valid with respect to enumeration "
                f"'[{_shortened(listed)}]'. It must be a value from the enumeration."
            )
            return "cvc-enumeration-valid", words, on_element
        case "SCHEMAV_CVC_PATTERN_VALID":
            pattern = message.partition("pattern '")[2].rpartition("'")[0]
            words = f"Value '{value}' is not facet-valid with respect to pattern '{pattern}'."
            return "cvc-pattern-valid", words, on_element
        case "SCHEMAV_CVC_ELT_5_2_2_2_2":
            words = (
                f"The value '{value}' of element '{name}' does not match the fixed value 'true'."
            )
            return "cvc-elt.5.2.2.2.2", words, True
        case "SCHEMAV_CVC_COMPLEX_TYPE_2_3":
            words = (
                f"Element '{name}' cannot have character [children], because it has elements only."
            )
            return "cvc-complex-type.2.3", words, True
        case "SCHEMAV_CVC_ELT_1":
            return "cvc-elt.1.a", f"Cannot find the declaration of element '{name}'.", False
    if match := re.search(r"atomic type '(?:xs:)?(\w+)'", message):
        words = f"'{value}' is not a valid value for '{match[1]}'."
        return "cvc-datatype-valid.1.2.1", words, on_element
    return "cvc-complex-type", message.removesuffix("."), on_element


def _unexpected(element: Element, form: Form) -> tuple[str, str]:
    start = f"Invalid content was found starting with element '{element.tag}'."
    parent = element.getparent()
    expected: list[str] = []
    if parent is not None:
        expected = expected_after(parent, list(element.itersiblings(preceding=True))[::-1], form)
    if expected:
        return "cvc-complex-type.2.4.a", f"{start} One of '{_braces(expected)}' is expected."
    return "cvc-complex-type.2.4.d", f"{start} No child element is expected at this point."


def expected_after(parent: Element, before: Sequence[Element], form: Form) -> list[str]:
    """Return the names that may follow ``before`` inside ``parent``, in the schema's order."""
    cls = class_of(parent)
    if cls is None:
        return []
    rows = [spec for spec in children(cls) if form.holds(spec)]
    names = [str(each.tag) for each in before if isinstance(each.tag, str)]
    match model_of(cls):
        case Model.ALL:
            return [spec.name for spec in rows if spec.name not in names]
        case Model.CHOICE:
            return [] if names else [spec.name for spec in rows]
    return [spec.name for spec in _following(rows, names, form)]


def _following(rows: list[Spec], names: list[str], form: Form) -> Iterator[Spec]:
    last = max((n for n, spec in enumerate(rows) if spec.name in names), default=-1)
    if last >= 0 and (form.most(rows[last]) or len(names) + 1) > names.count(rows[last].name):
        yield rows[last]
    closed = rows[last].group if last >= 0 else ""
    for spec in rows[last + 1 :]:
        if not (closed and spec.group == closed):
            yield spec
        if spec.least:
            return


def _braces(names: Sequence[str]) -> str:
    return "{" + ", ".join(names) + "}"


def _between(text: str, start: str, end: str) -> str:
    _, found, rest = text.partition(start)
    return rest.partition(end)[0] if found else ""


def _quoted(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"


def _shortened(listed: str) -> str:
    return listed if len(listed) < 600 else listed[:600] + "…"


def kind_name(spec: Spec) -> str:
    """Return the simple type's name as messages show it."""
    return str(spec.kind).removeprefix("xs:") if isinstance(spec.kind, Kind) else spec.name
