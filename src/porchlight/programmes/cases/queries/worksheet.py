"""The NCIC worksheet of each missing child: from the case's rows to the fields that are keyed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from porchlight.programmes.cases.models import Case, Child, NcicEntry
from porchlight.programmes.cases.rules.clocks import Met, met_by
from porchlight.programmes.cases.rules.ncic import Line, Sheet, ready, worksheet
from porchlight.programmes.cases.rules.vocabulary import AgencyRole, Category, ChildStatus


@dataclass(frozen=True)
class ChildSheet:
    """A child's worksheet, the last entry if there is one, and until when it is to be verified."""

    child: Child
    lines: tuple[Line, ...]
    ready: bool
    last: NcicEntry | None
    verify_by: date | None

    @property
    def changes(self) -> int:
        """How many fields differ from the last entry."""
        return sum(line.changed for line in self.lines)


def worksheets(case: Case, language: str) -> list[ChildSheet]:
    """
    Return the worksheet of each child who is missing. Unidentified persons are entered into
    another file of NCIC, by whoever found them.
    """
    if case.category == Category.UNIDENTIFIED:
        return []
    missing = case.children.filter(status=ChildStatus.MISSING).order_by("position", "id")
    due = verify_by(case)
    return [_sheet(case, child, language, due) for child in missing]


def verify_by(case: Case) -> date | None:
    """Return the day by which the record is to be verified."""
    names = met_by(case.jurisdiction, Met.RECORD_VERIFIED)
    running = case.clocks.filter(name__in=names, met_at__isnull=True).order_by("due_at").first()
    return running.due_at.date() if running else None


def _sheet(case: Case, child: Child, language: str, due: date | None) -> ChildSheet:
    last = child.ncic_entries.order_by("-entered_at", "-id").first()
    lines = worksheet(sheet_of(case, child), last.keyed if last else None, language)
    return ChildSheet(child, lines, ready(lines), last, due)


def sheet_of(case: Case, child: Child) -> Sheet:
    """Return the plain values of a child's worksheet."""
    share = (
        case.shares.filter(ended_at__isnull=True, role=AgencyRole.INVESTIGATING)
        .select_related("agency")
        .order_by("id")
        .first()
    )
    return Sheet(
        category=Category(case.category),
        given_names=child.given_names,
        family_names=child.family_names,
        aliases=tuple(child.aliases),
        sex=child.sex,
        races=tuple(child.races),
        ethnicity=child.ethnicity,
        born=child.born_on,
        height_cm=child.height_cm,
        weight_kg=child.weight_kg,
        hair=child.hair,
        eyes=child.eyes,
        skin=child.skin,
        marks=tuple((mark["words"], mark.get("code", "")) for mark in child.marks),
        last_contact=case.missing_since or case.last_contact.day,
        place=case.place.label if case.place else "",
        clothing=child.clothing,
        ori=share.agency.ori if share else "",
        report_number=share.report_number if share else "",
        amber=case.amber,
        medical=bool(child.medical_needs),
        medication=bool(child.medication),
        self_harm=bool(child.self_harm_indicated),
        **_vehicle(case),
    )


def _vehicle(case: Case) -> Mapping[str, Any]:
    one = case.vehicles.order_by("id").first()
    if one is None:
        return {}
    return {
        "plate": one.plate,
        "plate_state": one.plate_state,
        "vin": one.vin,
        "vehicle_year": one.year,
        "make": one.make,
        "model": one.model,
        "colors": tuple(one.colors),
    }


def printed(case: Case, language: str, at: datetime) -> Mapping[str, Any]:
    """Return all that stands on the printed worksheets of a case."""
    return {
        "language": language,
        "title": _("NCIC worksheet"),
        "number": case.number,
        "foot": _("Restricted: for the entry into NCIC only. Made {at}.").format(
            at=at.strftime("%Y-%m-%d %H:%M UTC")
        ),
        "heads": [_("Field"), _("Key"), _("Means"), _("Remark")],
        "sheets": [_printed(each) for each in worksheets(case, language)],
    }


def _printed(sheet: ChildSheet) -> Mapping[str, Any]:
    return {
        "name": sheet.child.name or _("Name unknown"),
        "rows": [
            {
                "cells": [f"{line.code} · {line.label}", line.value, line.meaning, _remark(line)],
                "changed": line.changed,
            }
            for line in sheet.lines
        ],
    }


def _remark(line: Line) -> str:
    before = _("before: {value}").format(value=line.before or "–") if line.changed else ""
    return "; ".join(part for part in (str(line.remark or ""), before) if part)
