"""
The worksheet from which an officer keys an entry into NCIC: each field with its code, in the form
and range that NCIC takes, and what cannot be keyed yet with the reason.

Source: reference/missing.md sections 5.1 to 5.3 and 9; points of which the reference says that they
are general knowledge are marked there, and an agency's own manual comes first.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256

from anyascii import anyascii
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from porchlight.core.cleaning import clean
from porchlight.core.codes import ncic, smt
from porchlight.core.dates import PartialDate
from porchlight.core.jws import signed
from porchlight.core.measures import Span, ncic_height, ncic_weight
from porchlight.core.text import Say, say
from porchlight.programmes.cases.rules.vocabulary import Category

RECEIPT = "porchlight-ncic-receipt+jws"
LONGEST_NAME, MOST_MARKS, LONGEST_MIS = 30, 10, 500
HEIGHTS, WEIGHTS = ("400", "711"), ("050", "499")
MANDATORY = (
    "MKE",
    "ORI",
    "NAM",
    "SEX",
    "RAC",
    "DOB",
    "HGT",
    "WGT",
    "HAI",
    "EYE",
    "DLC",
    "OCA",
    "MNP",
)
LABELS: Mapping[str, Say] = {
    "MKE": say("Category (message key)"),
    "ORI": say("Agency"),
    "OCA": say("Agency's case number"),
    "NAM": say("Name"),
    "AKA": say("Also known as"),
    "SEX": say("Sex"),
    "RAC": say("Race"),
    "ETN": say("Ethnicity"),
    "DOB": say("Date of birth"),
    "HGT": say("Height"),
    "WGT": say("Weight"),
    "HAI": say("Hair"),
    "EYE": say("Eyes"),
    "SKN": say("Skin"),
    "SMT": say("Scars, marks, tattoos"),
    "CMC": say("Caution and medical conditions"),
    "DLC": say("Date of last contact"),
    "MNP": say("Kind of entry"),
    "MPC": say("Circumstances"),
    "LIC": say("License plate"),
    "LIS": say("State of the plate"),
    "VIN": say("Vehicle number"),
    "VYR": say("Year of the vehicle"),
    "VMA": say("Make of the vehicle"),
    "VMO": say("Model of the vehicle"),
    "VCO": say("Color of the vehicle"),
    "MIS": say("Miscellaneous"),
}


@dataclass(frozen=True)
class Sheet:
    """What a worksheet is made of, in plain values; ranges are ranges."""

    category: Category
    given_names: str = ""
    family_names: str = ""
    aliases: tuple[str, ...] = ()
    sex: str = ""
    races: tuple[str, ...] = ()
    ethnicity: str = ""
    born: PartialDate | None = None
    height_cm: Span | None = None
    weight_kg: Span | None = None
    hair: str = ""
    eyes: str = ""
    skin: str = ""
    marks: tuple[tuple[str, str], ...] = ()
    last_contact: PartialDate | None = None
    place: str = ""
    clothing: str = ""
    ori: str = ""
    report_number: str = ""
    amber: bool | None = None
    medical: bool = False
    medication: bool = False
    self_harm: bool = False
    plate: str = ""
    plate_state: str = ""
    vin: str = ""
    vehicle_year: int | None = None
    make: str = ""
    model: str = ""
    colors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """One field: what is keyed, what it means, and what is to be said of it."""

    code: str
    value: str
    meaning: str = ""
    remark: Say | None = None
    before: str | None = None
    changed: bool = field(default=False)

    @property
    def label(self) -> Say:
        """What the field is."""
        return LABELS[self.code]

    @property
    def mandatory(self) -> bool:
        """Whether there is no entry without it."""
        return self.code in MANDATORY


def worksheet(
    sheet: Sheet, before: Mapping[str, str] | None = None, language: str = "en"
) -> tuple[Line, ...]:
    """
    Return the lines in the order in which they are keyed. With ``before``, the values of the last
    entry, a line says whether it changed since.
    """
    lines = list(_lines(sheet, language))
    if before is None:
        return tuple(lines)
    return tuple(_beside(line, before.get(line.code, "")) for line in lines)


def values(lines: Sequence[Line]) -> dict[str, str]:
    """Return what is keyed, field by field."""
    return {line.code: line.value for line in lines if line.value}


def ready(lines: Sequence[Line]) -> bool:
    """Whether every field without which there is no entry has a value."""
    return not any(line.mandatory and not line.value for line in lines)


def _beside(line: Line, before: str) -> Line:
    return Line(
        line.code, line.value, line.meaning, line.remark, before, changed=line.value != before
    )


def _lines(sheet: Sheet, language: str) -> Iterator[Line]:
    key, kind, circumstances = _category(sheet)
    yield _coded("MKE", key, language)
    yield _coded("MNP", kind, language)
    yield _coded("MPC", circumstances, language)
    yield _ori(sheet)
    yield Line("OCA", _keyed(sheet.report_number)[:20], remark=_lacking(sheet.report_number))
    yield _name(sheet)
    yield Line("AKA", "; ".join(_aka(sheet)))
    yield _coded("SEX", sheet.sex if sheet.sex in ("F", "M") else "", language)
    yield _race(sheet, language)
    yield _coded("ETN", sheet.ethnicity, language, needed=False)
    yield _born(sheet)
    yield _measured("HGT", sheet.height_cm, ncic_height, HEIGHTS)
    yield _measured("WGT", sheet.weight_kg, ncic_weight, WEIGHTS)
    yield _coded("HAI", sheet.hair, language)
    yield _coded("EYE", sheet.eyes, language)
    yield _coded("SKN", sheet.skin, language, needed=False)
    yield _marks(sheet, language)
    yield _cautions(sheet, language)
    yield _contact(sheet)
    yield from _vehicle(sheet, language)
    yield Line("MIS", _miscellaneous(sheet))


def _category(sheet: Sheet) -> tuple[str, str, str]:
    """
    Return (MKE, MNP, MPC). Source: reference/missing.md section 9, map of categories.
    """
    taken = "AA" if sheet.amber else "CA"
    if sheet.category is Category.FAMILY_ABDUCTION:
        return "EMI", taken, "N"
    if sheet.category in (Category.NONFAMILY_ABDUCTION, Category.ATTEMPTED_ABDUCTION):
        return "EMI", taken, "S"
    endangered = sheet.medical or sheet.medication or sheet.self_harm
    if sheet.category is Category.YOUNG_ADULT:
        return "EME", "MP", "F"
    runaway = sheet.category is Category.ENDANGERED_RUNAWAY
    return "EME" if endangered else "EMJ", "MP", "R" if runaway else ""


def _coded(name: str, code: str, language: str, *, needed: bool = True) -> Line:
    if not code:
        return Line(name, "", remark=_lacking("") if needed and name in MANDATORY else None)
    known = any(each.code == code for each in ncic.table(name))
    remark = None if known else say("«{text}» is no code of NCIC.", text=code)
    return Line(name, code if known else "", ncic.label(name, code, language), remark)


def _lacking(value: str) -> Say | None:
    return None if value else say("Not known yet; there is no entry without it.")


def _keyed(text: str) -> str:
    """Capital letters A to Z, figures and the few signs that NCIC takes."""
    return re.sub(r"\s+", " ", re.sub(r"[^A-Z0-9 ,'&/.-]", " ", anyascii(text).upper())).strip()


def _ori(sheet: Sheet) -> Line:
    good = bool(re.fullmatch(r"[A-Z]{2}[A-Z0-9]{7}", sheet.ori))
    said = say("The agency's ORI is not in the directory.")
    return Line("ORI", sheet.ori if good else "", remark=None if good else said)


def _name(sheet: Sheet) -> Line:
    family, given = _keyed(sheet.family_names), _keyed(sheet.given_names)
    whole = f"{family}, {given}" if family and given else family or given
    remark = _lacking(whole)
    if len(whole) > LONGEST_NAME:
        remark = say("Cut to 30 characters; the whole name stands in MIS.")
    return Line("NAM", whole[:LONGEST_NAME].rstrip(" ,"), remark=remark)


def _aka(sheet: Sheet) -> Iterator[str]:
    for alias in sheet.aliases:
        name = _keyed(alias)
        if name:
            family = _keyed(sheet.family_names)
            yield (f"{family}, {name}" if family and " " not in name else name)[:LONGEST_NAME]


def _race(sheet: Sheet, language: str) -> Line:
    line = _coded("RAC", sheet.races[0] if sheet.races else "", language)
    if len(sheet.races) > 1:
        said = say("NCIC takes one race: the others stand in MIS.")
        return Line(line.code, line.value, line.meaning, said)
    return line


def _born(sheet: Sheet) -> Line:
    day = sheet.born.exact if sheet.born else None
    if day is not None:
        return Line("DOB", f"{day:%Y%m%d}")
    known = say("Only {text} is known: ask for the day.", text=sheet.born) if sheet.born else None
    return Line("DOB", "", remark=known or _lacking(""))


def _measured(name: str, span: Span | None, write: object, between: tuple[str, str]) -> Line:
    assert callable(write)
    if span is None:
        return Line(name, "", remark=_lacking(""))
    low, high, middle = (str(write(each)) for each in (span.lo, span.hi, span.middle))
    if not between[0] <= middle <= between[1]:
        said = say("Outside of {low} to {high}: see your state's manual.",
                   low=between[0], high=between[1])  # fmt: skip
        return Line(name, middle, remark=said)
    if low != high:
        return Line(name, middle, remark=say("The middle of {low} to {high}.", low=low, high=high))
    return Line(name, middle)


def _marks(sheet: Sheet, language: str) -> Line:
    found = [(smt.smt(code), words) for words, code in sheet.marks]
    coded = list(dict.fromkeys(each.code for each, _ in found if each))
    remark = None
    if any(each is None for each, _ in found):
        remark = say("Some marks have no code yet; their words stand in MIS.")
    elif len(coded) > MOST_MARKS:
        remark = say("Ten at most; key the others as a supplement.")
    known = [each.label(language) for each, _ in found if each]
    return Line("SMT", "; ".join(coded[:MOST_MARKS]), "; ".join(known), remark)


def _cautions(sheet: Sheet, language: str) -> Line:
    found = [("70", sheet.self_harm), ("80", sheet.medication)]
    codes = [code for code, applies in found if applies]
    if sheet.medical and not sheet.medication:
        codes.append("01")
    words = "; ".join(ncic.label("CMC", code, language) for code in codes)
    said = say("Read the case's medical needs: a nearer code may fit.") if codes else None
    return Line("CMC", "; ".join(codes), words, said)


def _contact(sheet: Sheet) -> Line:
    day = sheet.last_contact.exact if sheet.last_contact else None
    return Line("DLC", f"{day:%Y%m%d}" if day else "", remark=None if day else _lacking(""))


def _vehicle(sheet: Sheet, language: str) -> Iterator[Line]:
    yield Line("LIC", re.sub(r"[^A-Z0-9]", "", sheet.plate.upper())[:10])
    yield Line("LIS", sheet.plate_state)
    yield Line("VIN", re.sub(r"[^A-Z0-9]", "", sheet.vin.upper())[:20])
    yield Line("VYR", str(sheet.vehicle_year or ""))
    yield Line("VMA", "", sheet.make, say("Key the make's code.") if sheet.make else None)
    yield Line("VMO", "", sheet.model, say("Key the model's code.") if sheet.model else None)
    meaning = "/".join(ncic.label("VCO", color, language) for color in sheet.colors)
    yield Line("VCO", "/".join(sheet.colors[:2]), meaning)


def _miscellaneous(sheet: Sheet) -> str:
    """What has no field of its own, shortened to what NCIC takes."""
    name = f"{_keyed(sheet.family_names)}, {_keyed(sheet.given_names)}"
    parts = [
        name if len(name) > LONGEST_NAME else "",
        f"LAST SEEN {_keyed(sheet.place)}" if sheet.place else "",
        f"RACE ALSO {' '.join(sheet.races[1:])}" if len(sheet.races) > 1 else "",
        f"CLOTHING {_keyed(clean(sheet.clothing))}" if sheet.clothing else "",
        *(_keyed(words) for words, code in sheet.marks if smt.smt(code) is None),
        _range("HGT", sheet.height_cm, ncic_height),
        _range("WGT", sheet.weight_kg, ncic_weight),
    ]
    return ". ".join(part for part in parts if part)[:LONGEST_MIS]


def _range(name: str, span: Span | None, write: object) -> str:
    assert callable(write)
    if span is None or write(span.lo) == write(span.hi):
        return ""
    return f"{name} {write(span.lo)} TO {write(span.hi)}"


def receipt(
    number: str,
    keyed: Mapping[str, str],
    *,
    entered_at: datetime,
    due_on: date | None,
    issuer: str,
    key: Ed25519PrivateKey,
) -> str:
    """
    Return the signed receipt of an entry: its number, when it was made, the hash of what was on
    the worksheet, and when the record is to be verified.
    """
    sheet = "\n".join(f"{name}={value}" for name, value in sorted(keyed.items()))
    said = {
        "iss": issuer,
        "sub": number,
        "enteredAt": entered_at.isoformat(timespec="seconds"),
        "worksheetSha256": sha256(sheet.encode()).hexdigest(),
        "verifyBy": due_on.isoformat() if due_on else "",
    }
    return signed(RECEIPT, said, key)
