"""
What stands on the readable sheet of a package: section A what the sender wrote, B what was added
by machine, C the clearinghouse's own work, D the agencies; then the files by their fingerprints.

Source: the report documents that practitioners describe (reference/cybertips.md section 10).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from porchlight.core.text import Say, say
from porchlight.programmes.cybertips.rules.referral_json import Packed, PackedFile, instant

VIEWED: dict[bool | None, Say] = {
    True: say("viewed by the company"),
    False: say("not viewed by the company"),
    None: say("not said whether the company viewed it"),
}


@dataclass(frozen=True)
class Beside:
    """What the clearinghouse adds, in lines: by machine, by its analysts, and who has it."""

    organisation: str
    level: str
    language: str
    by_machine: tuple[str, ...]
    by_people: tuple[str, ...]
    agencies: tuple[str, ...]


def sheet(facts: Packed, content: Mapping[str, Any], beside: Beside) -> dict[str, Any]:
    """Return the data of the sheet; ``content`` is the report as its sender wrote it."""
    sections = [
        _section(say("A. What the sender wrote"), rows_of(content), say("As received, unchanged.")),
        _section(say("B. Added by machine"), _lines(beside.by_machine)),
        _section(say("C. Added by the clearinghouse"), _lines(beside.by_people)),
        _section(say("D. Agencies that have this report"), _lines(beside.agencies)),
    ]
    return {
        "language": beside.language,
        "title": str(say("Report {number}", number=facts.report_id)),
        "number": str(facts.report_id),
        "head": beside.organisation,
        "foot": str(say("For law enforcement only. Keep it as your law on such reports demands.")),
        "lead": f"{facts.sender} · {instant(facts.received_at)}",
        "level": beside.level,
        "sections": [each for each in sections if each["rows"]],
        "files": _files(facts.files),
    }


def rows_of(said: Mapping[str, Any], depth: int = 0) -> list[dict[str, Any]]:
    """
    Return a document as lines: how deep, the element's name, its value.

    >>> rows_of({"victim": [{"age": 9}]})
    [{'depth': 0, 'name': 'victim', 'value': ''}, {'depth': 1, 'name': 'age', 'value': '9'}]
    """
    return list(_rows(said, depth))


def _rows(said: Mapping[str, Any], depth: int) -> Iterator[dict[str, Any]]:
    for name, value in said.items():
        for each in value if isinstance(value, list) else [value]:
            nested = isinstance(each, Mapping)
            yield {"depth": depth, "name": name, "value": "" if nested else str(each)}
            if nested:
                yield from _rows(each, depth + 1)


def _section(title: Say, rows: list[dict[str, Any]], note: Say | None = None) -> dict[str, Any]:
    return {"title": str(title), "note": str(note or ""), "rows": rows}


def _lines(texts: Iterable[str]) -> list[dict[str, Any]]:
    return [{"depth": 0, "name": "•", "value": text} for text in texts if text]


def _files(files: tuple[PackedFile, ...]) -> dict[str, Any]:
    heads = (say("Number"), say("Type, bytes"), say("Fingerprints"), say("Viewed, class"))
    return {
        "title": str(say("Files")),
        "note": str(say("Sealed. An officer takes each one by itself from the portal.")),
        "heads": [str(each) for each in heads],
        "rows": [_file_row(each) for each in files],
    }


def _file_row(file: PackedFile) -> list[str]:
    # A fingerprint has no spaces: it may break after every eight signs.
    sha256 = "\u200b".join(file.sha256[at : at + 8] for at in range(0, 64, 8))
    number = "\u200b".join(file.file_id[at : at + 8] for at in range(0, 32, 8))
    marks = (str(VIEWED[file.viewed_by_company]), file.classification, *file.annotations)
    return [
        number,
        f"{file.media_type}\n{file.size:,}",
        f"SHA-256 {sha256}\nMD5 {file.md5}",
        ", ".join(filter(None, marks)),
    ]
