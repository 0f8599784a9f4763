"""
The poster as data for the typesetter: every word chosen and every measure written here, every
length and colour in ``templates/posters/print``. Facts never become source text.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import segno
from babel.lists import format_list

from porchlight.core.dates import show_date, show_years
from porchlight.core.errors import RuleBroken
from porchlight.core.measures import show_height, show_weight
from porchlight.core.text import say
from porchlight.programmes.posters.rules.content import (
    ABDUCTIONS,
    CHILDREN_ON_A_PAGE,
    Category,
    Looks,
    Photograph,
    PhotographKind,
    PosterChild,
    PosterCompanion,
    PosterFacts,
    Texts,
    ages,
    forbidden,
)
from porchlight.programmes.posters.rules.letters import printable
from porchlight.programmes.posters.rules.wording import Wording

Row = list[str]
Block = dict[str, object]


class Paper(StrEnum):
    """The papers a poster is printed on."""

    LETTER = "letter"
    A4 = "a4"


class Shape(StrEnum):
    """The pictures for social media: 1200 × 630 and 1080 × 1080 pixels."""

    WIDE = "wide"
    SQUARE = "square"


PAPER_NAMES = {Paper.LETTER: "us-letter", Paper.A4: "a4"}


@dataclass(frozen=True)
class TypstInput:
    """What the typesetter needs: the template, the data, and which pictures by their hash."""

    template: str
    data: str
    images: tuple[str, ...] = ()


def document(facts: PosterFacts, paper: Paper, wording: Wording) -> TypstInput:
    """
    Return the printed poster, one page for up to four children.

    :raises RuleBroken: if there is no child, or a text says what a poster never says
    """
    data = _content(facts, wording)
    data["paper"] = PAPER_NAMES[paper]
    return _input("poster.typ", data, facts)


def picture(facts: PosterFacts, shape: Shape, wording: Wording) -> TypstInput:
    """
    Return the picture for social media.

    :raises RuleBroken: if there is no child, or a text says what a poster never says
    """
    data = _content(facts, wording)
    data["shape"] = shape.value
    return _input("social.typ", data, facts)


def withdrawn(form: Paper | Shape, wording: Wording) -> TypstInput:
    """Return the page that stands where a poster was: no name, no picture, no case."""
    data: Block = {
        "language": wording.language,
        "title": wording("withdrawn.title"),
        "text": wording("withdrawn.text"),
        "thanks": wording("withdrawn.thanks"),
    }
    if isinstance(form, Paper):
        data["paper"] = PAPER_NAMES[form]
    else:
        data["shape"] = form.value
    return TypstInput("withdrawn.typ", json.dumps(data, ensure_ascii=False))


def names(facts: PosterFacts, wording: Wording) -> str:
    """Return the children's names in one line, as the language joins them."""
    known = [_name(child.name, wording) for child in facts.children]
    return format_list(known, locale=wording.language)


def band(facts: PosterFacts, wording: Wording) -> str:
    """Return the title of the poster's band, in the children's gender where that matters."""
    return wording(f"title.{facts.category}.{_gender(facts)}")


# One poster is set in two languages, two papers and two shapes: one code serves them all.
@lru_cache(maxsize=256)
def qr_svg(url: str) -> str:
    """
    Return the QR code as SVG: error level Q, because posters get wet, torn and glued over.

    :raises RuleBroken: if the address is longer than a QR code of that level holds
    """
    try:
        code = segno.make(url, error="q", micro=False, boost_error=False)
    except segno.DataOverflowError as error:
        raise RuleBroken(say("The address is too long for a QR code."), field="url") from error
    drawn: str = code.svg_inline(border=4, dark="#000", light="#fff", scale=8)
    # segno leaves out the name space, which a picture of its own needs.
    return drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def _input(template: str, data: Block, facts: PosterFacts) -> TypstInput:
    images = tuple(dict.fromkeys(photograph.sha256 for photograph in facts.photographs))
    return TypstInput(template, json.dumps(_clean(data), ensure_ascii=False), images)


def _clean(value: object) -> object:
    """Every text of the data made of letters the typefaces have; hashes and QR are no text."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, list):
        return [_clean(one) for one in value]
    if isinstance(value, dict):
        raw = {"qr", "url", "file"}
        return {key: one if key in raw else _clean(one) for key, one in value.items()}
    return value


def _content(facts: PosterFacts, wording: Wording) -> Block:
    if not facts.children:
        raise RuleBroken(say("The poster shows no child. Add one."), field="children")
    for obstacle in forbidden(facts):
        raise RuleBroken(obstacle.sentence, field=obstacle.place)
    shared, own = _missing_rows(facts, wording)
    children = [
        _child(facts, child, rows, wording) for child, rows in zip(facts.children, own, strict=True)
    ]
    title = band(facts, wording)
    return {
        "language": wording.language,
        "document": wording("document.title", title=title, names=names(facts, wording)),
        "subject": wording("document.subject", case_number=facts.case_number),
        "kicker": _kicker(facts, wording),
        "band": title,
        "shared": shared,
        "pages": _paged(children),
        "companions": [_companion(facts, one, wording) for one in facts.companions],
        "vehicle": _vehicle(facts, wording),
        "narrative": _text(facts.narrative, wording),
        **_call(facts, wording),
    }


def _paged(children: list[Block]) -> list[list[Block]]:
    """
    Children spread evenly: five are three and two, never four and one.

    >>> [len(page) for page in _paged([{}] * 5)]
    [3, 2]
    """
    pages = -(-len(children) // CHILDREN_ON_A_PAGE)
    cuts = [-(-len(children) * page // pages) for page in range(pages + 1)]
    return [children[start:end] for start, end in zip(cuts, cuts[1:], strict=False)]


def _gender(facts: PosterFacts) -> str:
    form = "f" if all(child.looks.sex == "F" for child in facts.children) else "m"
    return form if len(facts.children) == 1 else form * 2


def _kicker(facts: PosterFacts, wording: Wording) -> str:
    """«Missing» over the band of an abduction, so that nobody has to know the case type."""
    return wording(f"title.missing.{_gender(facts)}") if facts.category in ABDUCTIONS else ""


def _missing_rows(facts: PosterFacts, wording: Wording) -> tuple[list[Row], list[list[Row]]]:
    """The rows that all children share, said once, and the rows of each child."""
    each = [list(_missing(facts, child, wording)) for child in facts.children]
    if len(each) < 2:
        return [], each
    shared = [row for row in each[0] if all(row in rows for rows in each)]
    return shared, [[row for row in rows if row not in shared] for rows in each]


def _missing(facts: PosterFacts, child: PosterChild, wording: Wording) -> Iterator[Row]:
    unidentified = facts.category is Category.UNIDENTIFIED
    since, place = ("found_on", "found_in") if unidentified else ("missing_since", "missing_from")
    if child.missing_since:
        yield [wording(f"label.{since}"), show_date(child.missing_since, wording.language)]
    if child.missing_from.strip():
        yield [wording(f"label.{place}"), child.missing_from]


def _child(facts: PosterFacts, child: PosterChild, own: list[Row], wording: Wording) -> Block:
    return {
        "name": _name(child.name, wording),
        "nickname": [wording("label.nickname"), child.nickname] if child.nickname.strip() else [],
        "photographs": [
            _photograph(one, _name(child.name, wording), wording) for one in child.photographs
        ],
        "placeholder": _placeholder(_name(child.name, wording), wording),
        "key": [*own, *_age_rows(facts, child, wording)],
        "rows": list(_looks(child.looks, wording)),
        "remarks": list(_remarks(child, wording)),
    }


def _age_rows(facts: PosterFacts, child: PosterChild, wording: Wording) -> Iterator[Row]:
    """
    Ages instead of the date of birth: it helps nobody to recognise a child, and a date of birth
    printed in thousands outlives the search.
    """
    both = ages(child, facts.issued_on)
    if both is None:
        return
    then, now = both
    unidentified = facts.category is Category.UNIDENTIFIED
    if then == now or unidentified:
        key = "label.age" if unidentified else "label.age_now"
        yield [wording(key), show_years(*now, wording.language)]
        return
    yield [wording("label.age_now"), show_years(*now, wording.language)]
    yield [wording("label.age_when_missing"), show_years(*then, wording.language)]


def _looks(looks: Looks, wording: Wording) -> Iterator[Row]:
    races = [wording(f"race.{code}") for code in looks.races if wording.knows(f"race.{code}")]
    coded = [("sex", looks.sex), ("hair", looks.hair), ("eyes", looks.eyes)]
    shown = {kind: wording(f"{kind}.{code}") for kind, code in coded
             if code != "U" and wording.knows(f"{kind}.{code}")}  # fmt: skip
    if races:
        shown["race"] = ", ".join(races)
    if looks.height_cm:
        shown["height"] = show_height(looks.height_cm, "both")
    if looks.weight_kg:
        shown["weight"] = show_weight(looks.weight_kg, "both")
    for kind in ("sex", "race", "hair", "eyes", "height", "weight"):
        if kind in shown:
            yield [wording(f"label.{kind}"), shown[kind]]


def _remarks(child: PosterChild, wording: Wording) -> Iterator[Row]:
    for kind, texts in (("marks", child.looks.marks), ("clothing", child.clothing)):
        text = _text(texts, wording)
        if text:
            yield [wording(f"label.{kind}"), text]


def _text(texts: Texts, wording: Wording) -> str:
    """
    The text in the poster's language, and nothing rather than another language's: ``problems``
    names what is not translated, so that no released poster is silent about it.
    """
    return texts.get(wording.language, "").strip()


def _photograph(one: Photograph, name: str, wording: Wording) -> Block:
    usual = wording(f"photograph.alt_{one.kind}", **({} if _nameless(one) else {"name": name}))
    return {
        "file": one.sha256,
        "caption": _text(one.caption, wording) or _caption(one, wording),
        "alt": _text(one.alt, wording) or usual,
    }


def _name(name: str, wording: Wording) -> str:
    """The name, or the words for an unidentified child: a heading is never empty."""
    return printable(name) or wording("label.unnamed")


def _nameless(one: Photograph) -> bool:
    return one.kind is PhotographKind.RECONSTRUCTION


def _caption(one: Photograph, wording: Wording) -> str:
    if one.kind is PhotographKind.AGE_PROGRESSED and one.age is not None:
        age = show_years(one.age, one.age, wording.language)
        return wording("photograph.age_progressed_to", age=age)
    if one.kind is PhotographKind.CURRENT and one.taken:
        return wording("photograph.current_year", year=one.taken.year)
    return wording(f"photograph.{one.kind}")


def _placeholder(name: str, wording: Wording) -> Block:
    return {
        "caption": wording("photograph.none"),
        "alt": wording("photograph.alt_none", name=name),
    }


def _companion(facts: PosterFacts, one: PosterCompanion, wording: Wording) -> Block:
    label = "abductor" if facts.category in ABDUCTIONS else "companion"
    relation = one.relation if wording.knows(f"relation.{one.relation}") else "other"
    about = [wording(f"relation.{relation}")]
    if one.age is not None:
        about.append(show_years(one.age, one.age, wording.language))
    return {
        "label": wording(f"label.{label}"),
        "name": _name(one.name, wording),
        "about": ", ".join(about),
        "rows": list(_looks(one.looks, wording)),
        "marks": _text(one.looks.marks, wording),
        "photograph": _photograph(one.photograph, _name(one.name, wording), wording)
        if one.photograph
        else {},
    }


def _vehicle(facts: PosterFacts, wording: Wording) -> Block:
    if facts.vehicle is None:
        return {}
    state = f" ({facts.vehicle.license_state})" if facts.vehicle.license_state else ""
    plate = f"{facts.vehicle.license_plate}{state}" if facts.vehicle.license_plate else ""
    return {
        "label": wording("label.vehicle"),
        "text": _text(facts.vehicle.description, wording),
        "plate": [wording("label.license_plate"), plate] if plate else [],
    }


def _call(facts: PosterFacts, wording: Wording) -> Mapping[str, object]:
    head = "head" if len(facts.children) == 1 else "head_many"
    if facts.category in (Category.YOUNG_ADULT, Category.UNIDENTIFIED):
        head = "head_adult"
    return {
        "call": {
            "head": wording(f"call.{head}"),
            "line": wording(
                "call.line", emergency=wording("call.emergency"), hotline=facts.hotline
            ),
            "safety": wording("call.safety") if facts.companions else "",
            "agency": [wording("call.agency"), facts.agency_name, facts.agency_phone],
            "case": [wording("label.case_number"), facts.case_number],
        },
        "qr": qr_svg(facts.url),
        "url": facts.url,
        "site": _site(facts.url),
        "scan": [wording("call.scan"), wording("call.scan_hint")],
        "qr_alt": wording("call.qr_alt", case_number=facts.case_number),
        "foot": [
            wording("foot.issued", date=show_date(facts.issued_on, wording.language)),
            wording("foot.version", version=facts.version),
            wording("foot.share", address=_site(facts.url)),
        ],
    }


def _site(url: str) -> str:
    """
    The part of an address that people remember.

    >>> _site("https://porchlight.example/p/k7/sighting/")
    'porchlight.example'
    """
    return url.split("://")[-1].split("/")[0]
