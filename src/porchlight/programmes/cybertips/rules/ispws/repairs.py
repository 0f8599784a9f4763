"""
The known mistakes of real clients, and how tolerant mode reads them (section 7). Each repair
changes the parsed tree and leaves a note for the provider; the received bytes stay as they are.
"""

import re
from collections.abc import Callable, Iterator

from lxml import etree

from porchlight.programmes.cybertips.rules.ispws.faults import (
    Element,
    Fault,
    Positions,
    class_of,
)
from porchlight.programmes.cybertips.rules.ispws.table import (
    Kind,
    Model,
    attributes,
    by_name,
    children,
    model_of,
)

BARE_AMPERSAND = re.compile(rb"&(?!(?:#[0-9]+|#x[0-9A-Fa-f]+|amp|lt|gt|quot|apos);)")
BARE_LESS = re.compile(rb"<(?![A-Za-z_/!?])")
SHORT_ENTICEMENT = "Online Enticement of Children for Sexual Act"

Repair = Callable[[Element], str | None]


def escaped(clear: bytes) -> bytes | None:
    """Return the bytes with bare ``&`` and ``<`` escaped, or None when there are none."""
    again = BARE_LESS.sub(b"&lt;", BARE_AMPERSAND.sub(b"&amp;", clear))
    return again if again != clear else None


def mended_flags(root: Element) -> list[Fault] | None:
    """Write flags that say ``1`` as ``true``: the same value, which libxml2 does not see."""
    changed = False
    for element in root.iter(etree.Element):
        if (element.text or "").strip() == "1" and _is_flag(element):
            element.text, changed = "true", True
    return [] if changed else None


def mended(root: Element, positions: Positions) -> list[Fault] | None:
    """Repair what is known; returns the notes, or None when nothing was to be done."""
    notes = mended_flags(root)
    for element in list(root.iter(etree.Element)):
        for code, repair in REPAIRS.items():
            said = repair(element)
            if said:
                line, column = positions.of(element)
                notes = [*(notes or []), Fault(code, said, line, column)]
    return notes


def _is_flag(element: Element) -> bool:
    parent = element.getparent()
    cls = class_of(parent) if parent is not None else None
    spec = by_name(cls).get(str(element.tag)) if cls else None
    return spec is not None and spec.kind is Kind.FLAG


def _account_type(element: Element) -> str | None:
    """``accountType`` as the documentation writes it, as attribute or as child."""
    if element.tag != "associatedAccount" or "type" in element.attrib:
        return None
    if "accountType" in element.attrib:
        element.set("type", element.attrib.pop("accountType"))
    elif (child := element.find("accountType")) is not None:
        element.set("type", (child.text or "").strip())
        element.remove(child)
    else:
        element.set("type", "Other")
        return "The attribute 'type' was missing; read as 'Other'."
    return "'accountType' was read as the attribute 'type'."


def _third_party_user(element: Element) -> str | None:
    """``thirdPartyUser`` on the account instead of on its platform."""
    if element.tag != "associatedAccount":
        return None
    given = _taken(element, "thirdPartyUser")
    if given is None:
        return None
    platform = element.find("platform")
    if platform is None:
        platform = etree.Element("platform")
        element.insert(0, platform)
    platform.set("thirdPartyUser", given)
    return "'thirdPartyUser' was read as an attribute of 'platform'."


def _flea_country(element: Element) -> str | None:
    """``fleaCountry`` on the agency instead of on the foreign process."""
    if element.tag != "lawEnforcement":
        return None
    given = _taken(element, "fleaCountry")
    if given is None:
        return None
    served = element.find("servedLegalProcessInternational")
    if served is None:
        served = etree.SubElement(element, "servedLegalProcessInternational")
        served.text = "true"
    served.set("fleaCountry", given)
    return "'fleaCountry' was read as an attribute of 'servedLegalProcessInternational'."


def _details_type(element: Element) -> str | None:
    """``type`` on a pair instead of on its details; pairs of another type move to their own."""
    if element.tag != "details":
        return None
    typed = [pair for pair in element.findall("nameValuePair") if "type" in pair.attrib]
    if not typed:
        return None
    first = element.get("type") or typed[0].get("type", "")
    element.set("type", first)
    for pair in typed:
        kind = pair.attrib.pop("type")
        if kind != first:
            other = _details_beside(element, kind)
            other.append(pair)
    return "'type' of a 'nameValuePair' was read as an attribute of 'details'."


def _details_beside(element: Element, kind: str) -> Element:
    for beside in element.itersiblings("details"):
        if beside.get("type") == kind:
            return beside
    made = etree.Element("details", type=kind)
    element.addnext(made)
    return made


def _enticement(element: Element) -> str | None:
    """The incident type without its last letter."""
    if element.tag != "incidentType" or (element.text or "").strip() != SHORT_ENTICEMENT:
        return None
    element.text = SHORT_ENTICEMENT + "s"
    return f"'{SHORT_ENTICEMENT}' was read as '{SHORT_ENTICEMENT}s'."


def _order(element: Element) -> str | None:
    """Children in another order than the schema's."""
    cls = class_of(element)
    if cls is None or model_of(cls) is not Model.SEQUENCE:
        return None
    rank = {spec.name: number for number, spec in enumerate(children(cls))}
    inside = [child for child in element if isinstance(child.tag, str)]
    now = [rank.get(child.tag, len(rank)) for child in inside]
    if now == sorted(now):
        return None
    element[:] = sorted(inside, key=lambda child: rank.get(child.tag, len(rank)))
    return f"The elements inside '{element.tag}' were put into the schema's order."


def _spaces(element: Element) -> str | None:
    """A value of a closed list with white space around it, or in other letters."""
    parent = element.getparent()
    cls = class_of(parent) if parent is not None else None
    spec = by_name(cls).get(str(element.tag)) if cls else None
    if spec is None or not spec.values or element.text in spec.values:
        return None
    wanted = (element.text or "").strip().casefold()
    for value in spec.values:
        if value.casefold() == wanted:
            element.text = value
            return f"'{element.tag}' was read as '{value}'."
    return None


def _attribute_case(element: Element) -> str | None:
    """An attribute's value of a closed list in other letters."""
    cls = class_of(element)
    for spec in attributes(cls) if cls else ():
        given = element.get(spec.name)
        if given is None or not spec.values or given in spec.values:
            continue
        for value in spec.values:
            if value.casefold() == given.strip().casefold():
                element.set(spec.name, value)
                return f"The attribute '{spec.name}' was read as '{value}'."
    return None


def _taken(element: Element, name: str) -> str | None:
    """Take an attribute, or a child's text, away from where it does not belong."""
    if name in element.attrib:
        return str(element.attrib.pop(name))
    child = element.find(name)
    if child is None:
        return None
    element.remove(child)
    return (child.text or "").strip()


REPAIRS: dict[str, Repair] = {
    "account-type": _account_type,
    "third-party-user": _third_party_user,
    "flea-country": _flea_country,
    "details-type": _details_type,
    "incident-type": _enticement,
    "list-value": _spaces,
    "attribute-value": _attribute_case,
    "order": _order,
}


def known() -> Iterator[tuple[str, str]]:
    """Return each repair's code and what it is about, for the manual."""
    for code, repair in REPAIRS.items():
        yield code, (repair.__doc__ or "").splitlines()[0]
