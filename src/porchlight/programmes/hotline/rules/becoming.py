"""From a call to a case: everything typed carried over; what a case has no place for, as words."""

from dataclasses import MISSING, fields
from typing import Any

from porchlight.core.dates import PartialDate, age_on
from porchlight.core.text import Say, say
from porchlight.programmes.cases.rules.category import CircumstanceFacts
from porchlight.programmes.cases.rules.intake import (
    CallerIntake,
    CaseIntake,
    ChildIntake,
    CompanionIntake,
    Consent,
    LastContact,
    Told,
    VehicleIntake,
)
from porchlight.programmes.cases.rules.vocabulary import Category, CompanionRole, Relation
from porchlight.programmes.hotline.rules.blocks import Per, Slot, slots
from porchlight.programmes.hotline.rules.questions import BLOCKS
from porchlight.programmes.hotline.rules.readings import Reading
from porchlight.programmes.hotline.rules.sheet import Sheet
from porchlight.programmes.hotline.rules.tips import Answer, Tip, Tipster

# Keys that a case keeps in a column of another name, or that are of the call alone.
_OF_THE_CASE = {
    *("circumstances", "latest", "earliest", "place", "street", "seen_by", "missing_on"),
    "from_care",
}
_OF_THE_CALL = {"about", "language", "interpreter"}
_OF_POLICE = {"reported_at", "amber"}
_FORMS: dict[Per, type[Any]] = {
    Per.CHILD: ChildIntake,
    Per.COMPANION: CompanionIntake,
    Per.VEHICLE: VehicleIntake,
    Per.CONTACT: CallerIntake,
}


def case_intake(
    sheet: Sheet, category: Category, *, source: str = "", restricted: bool = False
) -> CaseIntake:
    """Return the plain form from which a case is opened. ``source`` is the call's number."""
    return CaseIntake(
        category=category,
        circumstances=sheet.text("event-0-circumstances"),
        children=tuple(child(sheet, index) for index in sheet.each(Per.CHILD)),
        last_contact=last_contact(sheet),
        missing_on=sheet.value("event-0-missing_on"),
        companions=tuple(_companion(sheet, index) for index in sheet.each(Per.COMPANION)),
        vehicles=tuple(
            VehicleIntake(**_values(sheet.of(Per.VEHICLE, index), VehicleIntake))
            for index in sheet.each(Per.VEHICLE)
        ),
        caller=caller(sheet),
        contacts=tuple(_contact(sheet, index) for index in sheet.each(Per.CONTACT)),
        reported_at=sheet.value("police-0-reported_at"),
        from_care=sheet.value("event-0-from_care"),
        amber=sheet.value("police-0-amber"),
        language="es" if sheet.text("call-0-language") == "es" else "en",
        restricted=restricted,
        source=source,
    )


def last_contact(sheet: Sheet) -> LastContact:
    """Return when and where the child was last seen or heard of."""
    return LastContact(
        earliest=sheet.value("event-0-earliest"),
        latest=sheet.value("event-0-latest"),
        place=sheet.value("event-0-place"),
        street=sheet.text("event-0-street")[:200],
        seen_by=sheet.text("event-0-seen_by")[:200],
        timezone=str(sheet.desk.zone),
    )


def child(sheet: Sheet, index: int) -> ChildIntake:
    """Return a child in the plain form of cases."""
    said = sheet.of(Per.CHILD, index)
    values = _values(said, ChildIntake)
    return ChildIntake(
        **{
            **values,
            "publicity": _consent(said, "publicity"),
            "photograph_permission": _consent(said, "pictures"),
        }
    )


def _consent(said: dict[str, Reading], name: str) -> Consent | None:
    answer, who = said[name], said["by_name"]
    # Without a name it is nobody's consent; the review asks for it.
    if not answer or not who:
        return None
    relation = Relation(said["relation"].value) if said["relation"] else Relation.OTHER
    return Consent(answer.value, who.value, relation)


def _companion(sheet: Sheet, index: int) -> CompanionIntake:
    values = _values(sheet.of(Per.COMPANION, index), CompanionIntake)
    role = CompanionRole(values.pop("role", None) or CompanionRole.COMPANION)
    relation = Relation(values.pop("relation", None) or Relation.OTHER)
    return CompanionIntake(role=role, relation=relation, **values)


def _contact(sheet: Sheet, index: int) -> CallerIntake:
    values = _values(sheet.of(Per.CONTACT, index), CallerIntake)
    relation = Relation(values.pop("relation", None) or Relation.OTHER)
    return CallerIntake(relation=relation, is_caller=False, **values)


def caller(sheet: Sheet) -> CallerIntake | None:
    """Return who called; None when nothing is known of them."""
    names = ("name", "phones", "email", "address", "safe_contact", "custody", "has_custody")
    said = {name: sheet[f"caller-0-{name}"] for name in (*names, "relation")}
    if all(one.told is Told.NOT_ASKED for one in said.values()):
        return None
    values = _values(said, CallerIntake)
    relation = Relation(values.pop("relation", None) or Relation.OTHER)
    return CallerIntake(
        relation=relation,
        language=sheet.text("call-0-language") or "en",
        interpreter=sheet.value("call-0-interpreter") is True,
        **values,
    )


def _values(said: dict[str, Reading], form: type[Any]) -> dict[str, Any]:
    """The answers that the plain form has a field for; those asked in vain by their names."""
    found: dict[str, Any] = {}
    unknown: set[str] = set()
    for each in fields(form):
        reading = said.get(each.name)
        if reading is None or each.name == "unknown":
            continue
        if reading.told is Told.UNKNOWN:
            unknown.add(each.name)
        elif reading:
            found[each.name] = _fitting(reading.value, each.default)
    return {**found, "unknown": frozenset(unknown)}


def _fitting(value: Any, default: Any) -> Any:  # noqa: ANN401 any answer
    if default is MISSING or not isinstance(default, str) or not isinstance(value, str):
        return value
    return value.strip()


def carried(key_of_block: str, field: str, per: Per) -> bool:
    """Whether a case has a place of its own for this answer."""
    if per is not Per.CALL:
        known = {each.name for each in fields(_FORMS[per])}
        return field in known or key_of_block == "consent"
    places = {
        "event": _OF_THE_CASE,
        "call": _OF_THE_CALL,
        "police": _OF_POLICE,
        "caller": {each.name for each in fields(CallerIntake)},
    }
    return field in places.get(key_of_block, set())


def extras(sheet: Sheet) -> list[tuple[Say, str]]:
    """
    Return the answers for which a case has no place: label and words. They go along as a note, so
    that nothing typed is lost; what could not be read goes along as it was typed.
    """
    found = []
    for slot in slots(BLOCKS, sheet.counts):
        reading = sheet[slot.key]
        if reading.wrong is not None:
            found.append((_label(slot), str(sheet.answers.get(slot.key, ""))))
        if reading and not carried(slot.block.name, slot.field.name, slot.block.per):
            found.append((_label(slot), reading.shown or _plain(reading.value)))
    return found


def _label(slot: Slot) -> Say:
    return say("{block}: {field}", block=slot.block.title, field=slot.field.label)


def _plain(value: Any) -> str:  # noqa: ANN401 any answer
    if isinstance(value, tuple):
        return ", ".join(_plain(one) for one in value)
    if hasattr(value, "service"):
        return f"{value.service}: {value.name}" if value.service else str(value.name)
    return str(value)


def tip_of(sheet: Sheet, phones: list[str]) -> Tip:
    """Return what somebody saw as a lead takes it. Who wants to stay anonymous is not named."""
    place = sheet.value("sighting-0-place")
    at = sheet.value("sighting-0-at")
    still = sheet["sighting-0-still_there"]
    hidden = sheet.value("sighting-0-anonymous") is True
    phone = phones[0] if phones else ""
    return Tip(
        words=sheet.text("sighting-0-words") or sheet.text("event-0-circumstances"),
        still_there=Answer(("yes" if still.value else "no") if still else str(Answer.NONE)),
        seen_words=sheet.answers.get("sighting-0-at", ""),
        seen_from=at,
        seen_until=at,
        place=place.label if place else "",
        spot=sheet.text("sighting-0-spot"),
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        state=place.state if place else "",
        county_fips=place.county_fips if place else "",
        zone=str(sheet.desk.zone),
        tipster=Tipster() if hidden else Tipster(sheet.text("caller-0-name"), phone),
    )


def circumstance_facts(sheet: Sheet) -> CircumstanceFacts:
    """Return what was told as far as it decides the category."""
    by = sheet.value("event-0-taken_by")
    before = [sheet.value(f"risk-{index}-runaway_before") for index in sheet.each(Per.CHILD)]
    return CircumstanceFacts(
        age=youngest(sheet),
        taken=sheet.value("event-0-taken"),
        taken_by=Relation(by) if by else None,
        escaped=sheet.value("event-0-escaped"),
        left_by_choice=sheet.value("event-0-left_by_choice"),
        runaway_before=True if True in before else None,
        custody_order=bool(sheet.text("caller-0-custody")) or None,
    )


def youngest(sheet: Sheet) -> int | None:
    """Return the age of the youngest child as far as known; a range counts by its lower end."""
    ages = [age_of(sheet, index) for index in sheet.each(Per.CHILD)]
    return min((age for age in ages if age is not None), default=None)


def age_of(sheet: Sheet, index: int) -> int | None:
    """Return a child's age today in years, from the birth date, else as said."""
    born: PartialDate | None = sheet.value(f"child-{index}-born")
    if born is not None:
        return age_on(born.latest, sheet.desk.now.astimezone(sheet.desk.zone).date())
    said = sheet.value(f"child-{index}-age_years")
    return int(said.lo) if said is not None else None
