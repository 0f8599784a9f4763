"""
Hash sets as agencies send them: CSV with a heading, or the Project VIC / VICS JSON of version 1.2
to 2.0. Only digests and codes are read; no picture, no path beyond its last name.
"""

import base64
import binascii
import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from porchlight.core.errors import RuleBroken
from porchlight.core.text import Say, say
from porchlight.programmes.hashes.rules.vocabulary import EMPTY_FILE, SIZES, Kind, Media

MOST_ITEMS = 500_000
COLUMNS = {
    "md5": "md5",
    "md5hash": "md5",
    "sha1": "sha1",
    "sha1hash": "sha1",
    "sha256": "sha256",
    "pdq": "pdq",
    "pdqhash": "pdq",
    "category": "category",
    "mediaid": "name",
    "filename": "name",
    "name": "name",
    "mimetype": "media",
    "media": "media",
    "series": "series",
}
TRUE = frozenset({"true", "1", "yes"})


@dataclass(frozen=True)
class Item:
    """One file of a set: its digests, and what the sender calls it."""

    hashes: Mapping[Kind, bytes]
    name: str = ""
    category: int | None = None
    media: Media = Media.IMAGE
    series: str = ""
    victim_identified: bool = False


@dataclass
class HashSet:
    """What could be read, and for the first rows that could not, why."""

    form: str
    name: str = ""
    items: list[Item] = field(default_factory=list)
    faults: list[tuple[int, Say]] = field(default_factory=list)
    left_out: int = 0

    def take(self, row: int, given: Mapping[str, str]) -> None:
        """Add one row; a row without a digest is counted and told."""
        try:
            item = _item(given)
        except RuleBroken as problem:
            self.left_out += 1
            if len(self.faults) < 20:
                self.faults.append((row, problem.sentence))
            return
        if len(self.items) >= MOST_ITEMS:
            raise RuleBroken(say("A set holds at most {most} files. Split it.", most=MOST_ITEMS))
        self.items.append(item)


def read(data: bytes) -> HashSet:
    """
    Return the items of a set, whatever of the known forms it has.

    :raises RuleBroken: when it has none of them, or too many items
    """
    text = _text(data)
    return _read_vics(text) if text.lstrip().startswith(("{", "[")) else _read_csv(text)


def _text(data: bytes) -> str:
    mark = data[:2]
    name = "utf-16" if mark in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise RuleBroken(say("The file is no text. Send CSV or VICS JSON.")) from error


def _read_csv(text: str) -> HashSet:
    found = HashSet("csv")
    lines = csv.reader(io.StringIO(text), _dialect(text[:4096]))
    try:
        heads = [COLUMNS.get(_plain(head), "") for head in next(lines, [])]
        if not {"md5", "sha1", "sha256", "pdq"} & set(heads):
            raise RuleBroken(
                say("The first line must name the columns, among them MD5, SHA1, SHA256 or PDQ.")
            )
        for row, cells in enumerate(lines, 2):
            if any(cell.strip() for cell in cells):
                found.take(row, dict(zip(heads, cells, strict=False)))
    except csv.Error as error:
        raise RuleBroken(say("The file is no CSV that can be read.")) from error
    return found


def _dialect(text: str) -> type[csv.Dialect]:
    class Separated(csv.excel):
        delimiter = max(",;\t|", key=text.split("\n", 1)[0].count)

    return Separated


def _plain(head: str) -> str:
    return "".join(sign for sign in head.lower() if sign.isalnum())


def _read_vics(text: str) -> HashSet:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RuleBroken(say("The file is no JSON that can be read.")) from error
    found = HashSet("vics")
    for row, media in enumerate(_media_of(said), 1):
        found.take(row, {name: _word(value) for name, value in _vics_row(media).items()})
    return found


def _media_of(said: Any) -> Iterator[Mapping[str, Any]]:  # noqa: ANN401 JSON
    """Yield the media of a hash set (``value`` is a list of media) or of a case (of cases)."""
    value = said.get("value", said) if isinstance(said, dict) else said
    listed = value if isinstance(value, list) else [value]
    if not listed or not all(isinstance(each, dict) for each in listed):
        raise RuleBroken(say("The JSON has not the shape of VICS: a list of media is missing."))
    for each in listed:
        inner = each.get("Media")
        if inner is None and not {"MD5", "SHA1", "MediaID"} & set(each):
            raise RuleBroken(say("The JSON has not the shape of VICS: a list of media is missing."))
        rows = [each] if inner is None else inner if isinstance(inner, list) else []
        yield from (row for row in rows if isinstance(row, dict))


def _vics_row(media: Mapping[str, Any]) -> dict[str, object]:
    names = {
        "md5": "MD5",
        "sha1": "SHA1",
        "pdq": "PDQ",
        "category": "Category",
        "name": "MediaID",
        "media": "MimeType",
        "series": "Series",
        "identified": "VictimIdentified",
    }
    return {ours: media.get(theirs) for ours, theirs in names.items()}


def _word(value: object) -> str:
    return "" if value is None or isinstance(value, (dict, list)) else str(value)


def _item(given: Mapping[str, str]) -> Item:
    hashes = {
        kind: value
        for kind in SIZES
        if (written := given.get(kind.lower(), "").strip())
        and (value := digest(kind, written)) is not None
    }
    if not hashes:
        raise RuleBroken(say("No digest of a file that has content."))
    category = given.get("category", "").strip()
    media = given.get("media", "").strip().lower()
    return Item(
        hashes,
        given.get("name", "").strip().replace("\0", "")[-120:],
        int(category) if category.isascii() and category.isdigit() and len(category) < 4 else None,
        Media.VIDEO if media.startswith("video") else Media.IMAGE,
        given.get("series", "").strip().replace("\0", "")[:120],
        given.get("identified", "").strip().lower() in TRUE,
    )


def digest(kind: Kind, text: str) -> bytes | None:
    """
    Return the bytes of a digest in hexadecimal or base64; None for that of an empty file.

    >>> digest(Kind.MD5, "1B2M2Y8AsgTpgAmY7PhCfg==") is None
    True
    >>> digest(Kind.MD5, "kAFQmDzST7DWlj99KOF/cg==").hex()
    '900150983cd24fb0d6963f7d28e17f72'

    :raises RuleBroken: when it is neither
    """
    size = SIZES[kind]
    try:
        data = (
            bytes.fromhex(text) if len(text) == 2 * size else base64.b64decode(text, validate=True)
        )
    except (ValueError, binascii.Error):
        data = b""
    if len(data) != size:
        raise RuleBroken(say("{text} is no {kind}.", text=text[:70], kind=str(kind)))
    return None if data.hex() == EMPTY_FILE.get(kind) else data


def vics_document(items: Iterable[Item], *, source: str) -> bytes:
    """Return a set as VICS 2.0 has it: flags as words, digests in capitals."""
    context = "http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/US/$metadata#Media"
    media = [
        {
            "MediaID": number,
            "MD5": item.hashes.get(Kind.MD5, b"").hex().upper() or None,
            "SHA1": item.hashes.get(Kind.SHA1, b"").hex().upper() or None,
            "PDQ": item.hashes.get(Kind.PDQ, b"").hex() or None,
            "Category": item.category,
            "Series": item.series or None,
            "VictimIdentified": "true" if item.victim_identified else "false",
            "MimeType": "video/*" if item.media is Media.VIDEO else "image/*",
        }
        for number, item in enumerate(items, 1)
    ]
    said = {"@odata.context": context, "SourceApplicationName": source, "value": media}
    return json.dumps(said, indent=1).encode()
