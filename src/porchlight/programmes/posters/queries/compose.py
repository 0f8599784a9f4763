"""From a case to the facts of its poster: what the case tells, and the words written for it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from porchlight.core.codes import ncic
from porchlight.core.dates import PartialDate, age_range_on
from porchlight.core.measures import Span
from porchlight.core.phones import Phone
from porchlight.core.places import Place, state
from porchlight.programmes.cases.queries import (
    PosterChild as CaseChild,
)
from porchlight.programmes.cases.queries import (
    PosterCompanion as CaseCompanion,
)
from porchlight.programmes.cases.queries import (
    PosterPhotograph,
    PosterSource,
    poster_source,
)
from porchlight.programmes.cases.queries import (
    PosterVehicle as CaseVehicle,
)
from porchlight.programmes.posters.rules.content import (
    Category,
    Clearance,
    Looks,
    Photograph,
    PhotographKind,
    PosterChild,
    PosterCompanion,
    PosterFacts,
    PosterVehicle,
    Texts,
)
from porchlight.programmes.posters.rules.wording import LANGUAGES

KINDS = frozenset(each.value for each in Category)
# By place: {"told": what the case said, "en": …, "es": …}.
Words = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Composed:
    """Facts of a poster, the words in them, the files of its pictures, the state it is about."""

    facts: PosterFacts
    words: Words
    child_ids: tuple[int, ...]
    files: Mapping[str, int]
    area: str
    active: bool


def has_poster(source: PosterSource) -> bool:
    """Whether this kind of case has a poster while a child is missing."""
    return source.active and source.category.value in KINDS


def composed(case_id: int, *, code: str, version: int, words: Words, now: datetime) -> Composed:
    """
    Return what the poster of a case says now. Words written before are kept where the case still
    says what they were written from.

    :raises NotFound: when there is no such case
    """
    source = poster_source(case_id)
    kept = dict(_words(source, words))
    missing = [child for child in source.children if child.missing]
    facts = PosterFacts(
        case_number=source.case_number,
        category=_category(source),
        children=tuple(_child(source, child, kept) for child in missing),
        agency_name=source.agency_name,
        agency_phone=_phone(source.agency_phone),
        hotline=_phone(settings.ENV.hotline_number),
        url=f"{settings.ENV.public_url}/p/{code}/sighting/",
        issued_on=now.astimezone(ZoneInfo(source.timezone)).date(),
        version=version,
        narrative=_texts(kept, "narrative"),
        companions=tuple(_companion(one, kept, now.date()) for one in source.companions),
        vehicle=next(map(_vehicle, source.vehicles), None),
        clearance=Clearance(source.in_ncic, source.agency_consulted, source.guardian_consulted),
    )
    files = {one.sha256: one.file_id for child in missing for one in _shown_pictures(child)}
    area = source.missing_from.state if source.missing_from else ""
    return Composed(
        facts, kept, tuple(each.id for each in missing), files, area, has_poster(source)
    )


def told(source: PosterSource) -> Iterator[tuple[str, str]]:
    """Yield (place, sentence) of everything that the case says in sentences."""
    yield "narrative", source.summary.strip()
    for child in source.children:
        if child.missing:
            yield f"child.{child.id}.marks", _sentence(mark.words for mark in child.looks.marks)
            yield f"child.{child.id}.clothing", child.clothing.strip()
    for one in source.companions:
        yield f"companion.{one.id}.marks", _sentence(mark.words for mark in one.looks.marks)


def _words(source: PosterSource, before: Words) -> Iterator[tuple[str, dict[str, str]]]:
    for place, said in told(source):
        old = before.get(place)
        if old and old["told"] == said:
            yield place, old
        else:
            yield place, {"told": said, "en": said} | {one: "" for one in LANGUAGES if one != "en"}


def _sentence(parts: Iterator[str]) -> str:
    return "; ".join(part.strip() for part in parts if part.strip())


def _texts(words: Words, place: str) -> Texts:
    said = words.get(place, {})
    texts = {language: said.get(language, "").strip() for language in LANGUAGES}
    return {language: text for language, text in texts.items() if text}


def _child(source: PosterSource, child: CaseChild, words: Words) -> PosterChild:
    return PosterChild(
        name=child.name,
        nickname=next(iter(child.aliases), ""),
        missing_since=source.missing_since,
        missing_from=_city(source.missing_from),
        born=child.born or _born_about(child.age_years, source.missing_since),
        looks=_looks(child.looks, _texts(words, f"child.{child.id}.marks")),
        clothing=_texts(words, f"child.{child.id}.clothing"),
        photographs=tuple(_photograph(one) for one in _shown_pictures(child)),
    )


def _shown_pictures(child: CaseChild) -> tuple[PosterPhotograph, ...]:
    """Two pictures at most: the latest as the child is, and how they may look now."""
    return child.photographs[:2]


def _photograph(one: PosterPhotograph) -> Photograph:
    known = one.kind in set(PhotographKind)
    kind = PhotographKind(one.kind) if known else PhotographKind.CURRENT
    return Photograph(one.sha256, kind, one.taken, one.shown_age, permitted=one.permitted)


def _looks(looks: Any, marks: Texts) -> Looks:  # noqa: ANN401 the plain form of cases' rules
    races = (*looks.races, "H") if looks.ethnicity == "H" else tuple(looks.races)
    return Looks(looks.sex, races, looks.hair, looks.eyes, looks.height_cm, looks.weight_kg, marks)


def _companion(one: CaseCompanion, words: Words, today: date) -> PosterCompanion:
    age = age_range_on(one.born, today)[0] if one.born else None
    if age is None and one.age_years:
        age = round(one.age_years.middle)
    looks = _looks(one.looks, _texts(words, f"companion.{one.id}.marks"))
    return PosterCompanion(one.name, one.relation or "other", age, looks)


def _vehicle(one: CaseVehicle) -> PosterVehicle:
    return PosterVehicle(
        {language: _described(one, language) for language in LANGUAGES},
        one.plate,
        one.plate_state,
    )


def _described(one: CaseVehicle, language: str) -> str:
    colors = "/".join(ncic.label("VCO", color, language) for color in one.colors).lower()
    year = str(one.year) if one.year else ""
    ordered = {"es": (one.make, one.model, year, colors)}
    parts = ordered.get(language, (colors, year, one.make, one.model))
    text = " ".join(part for part in parts if part)
    return text[:1].upper() + text[1:]


def _born_about(age: Span | None, missing_since: PartialDate | None) -> PartialDate | None:
    """The year of birth when only an age was told: the poster then shows a range of two years."""
    if age is None or missing_since is None:
        return None
    return PartialDate(missing_since.year - round(age.middle))


def _city(place: Place | None) -> str:
    """City and state, or county and state, never anything nearer."""
    if place is None:
        return ""
    known = state(place.state)
    parts = (place.city or place.county, known.name if known else place.state)
    return ", ".join(part for part in parts if part)


def _category(source: PosterSource) -> Category:
    known = source.category.value in KINDS
    return Category(source.category) if known else Category.MISSING


def _phone(stored: str) -> str:
    return Phone.of(stored).shown() if stored.startswith("+") else stored


def as_before(facts: PosterFacts, before: PosterFacts) -> PosterFacts:
    """Return ``facts`` dated and numbered as ``before``, so that the two can be compared."""
    return replace(
        facts,
        issued_on=before.issued_on,
        version=before.version,
        clearance=before.clearance,
        language=before.language,
    )
