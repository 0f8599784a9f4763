"""
Reading ANSI/NIST-ITL transactions: fingerprints, faces, dental and DNA records between agencies.

Records are cut by their length and never by separators, because an image may hold any byte. The
file received is kept as it is; what is read here is only shown.
Source: ANSI/NIST-ITL 1-2011, update 2015, traditional encoding.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from porchlight.core.errors import RuleBroken
from porchlight.core.text import Say, say

FS, GS, RS, US = b"\x1c", b"\x1d", b"\x1e", b"\x1f"
# Records of these types are fixed fields in binary; their length comes first in four bytes.
BINARY_TYPES = frozenset({3, 4, 5, 6, 8})
IMAGE_FIELD = 999
LONGEST_BYTES = 200_000_000

TYPES: Mapping[int, Say] = {
    1: say("Header"),
    2: say("Description"),
    4: say("Fingerprint picture, 500 ppi"),
    9: say("Minutiae"),
    10: say("Face or mark picture"),
    12: say("Dental record"),
    13: say("Latent print"),
    14: say("Fingerprint picture"),
    15: say("Palm print"),
    17: say("Iris"),
    18: say("DNA record"),
    20: say("Source"),
    21: say("Context"),
}
HEADER: Mapping[int, Say] = {
    2: say("Version"),
    4: say("Type of transaction"),
    5: say("Date"),
    7: say("To"),
    8: say("From"),
    9: say("Number"),
    10: say("Answers to"),
}


@dataclass(frozen=True)
class Record:
    """One record: its type and fields, each as text; an image only by its length."""

    type: int
    fields: Mapping[int, str]
    image_bytes: int = 0

    @property
    def label(self) -> Say:
        """What the type is, for people."""
        return TYPES.get(self.type, say("Record of type {type}", type=self.type))


@dataclass(frozen=True)
class Transaction:
    """All records of a file, the header first."""

    records: tuple[Record, ...]

    @property
    def header(self) -> Record:
        """The Type-1 record."""
        return self.records[0]


def read_itl(data: bytes) -> Transaction:
    """
    Read a transaction.

    :raises RuleBroken: if it is none: no header, a length that does not fit, or another number of
        records than the header counts
    """
    if not data.startswith(b"1.001:") or len(data) > LONGEST_BYTES:
        raise RuleBroken(say("This is not an ANSI/NIST-ITL file: it begins with no header."))
    first, rest = _cut(data, 1)
    announced = _announced(first)
    records = [first]
    for number in announced:
        record, rest = _cut(rest, number)
        if record.type != number:
            raise RuleBroken(
                say(
                    "The header announces type {wanted}, found {type}.",
                    wanted=number,
                    type=record.type,
                )
            )
        records.append(record)
    if rest:
        raise RuleBroken(say("More bytes follow than the header announces."))
    return Transaction(tuple(records))


def _cut(data: bytes, type_: int) -> tuple[Record, bytes]:
    if type_ in BINARY_TYPES:
        return _cut_binary(data, type_)
    length = _length(data)
    if not len(b"1.001:1") < length <= len(data) or data[length - 1 : length] != FS:
        raise RuleBroken(say("A record's length does not fit the file."))
    return _fields(data[: length - 1]), data[length:]


def _cut_binary(data: bytes, type_: int) -> tuple[Record, bytes]:
    length = int.from_bytes(data[:4], "big")
    if not 5 <= length <= len(data):
        raise RuleBroken(say("A record's length does not fit the file."))
    return Record(type_, {1: str(length), 2: str(data[4])}, length - 18), data[length:]


def _length(data: bytes) -> int:
    head = data[:40].split(GS, 1)[0]
    name, _, value = head.partition(b":")
    if not name.endswith(b".001") or not value.isdigit():
        raise RuleBroken(say("A record does not begin with its length."))
    return int(value)


def _fields(data: bytes) -> Record:
    fields: dict[int, str] = {}
    image = 0
    type_ = 0
    while data:
        name, colon, rest = data.partition(b":")
        kind, dot, number = name.partition(b".")
        if not (colon and dot and kind.isdigit() and number.isdigit()):
            raise RuleBroken(say("A field has no number."))
        type_ = int(kind)
        if int(number) == IMAGE_FIELD:
            image = len(rest)
            break
        value, _, data = rest.partition(GS)
        fields[int(number)] = value.decode("utf-8", "replace")
    return Record(type_, fields, image)


def _announced(header: Record) -> list[int]:
    """Return the types that field 1.003 counts, and check its own count."""
    told = header.fields.get(3, "").split("\x1e")
    try:
        pairs = [tuple(map(int, each.split("\x1f")[:2])) for each in told]
    except ValueError as error:
        raise RuleBroken(say("The header does not count its records.")) from error
    if not pairs or len(pairs[0]) != 2 or pairs[0][0] != 1 or pairs[0][1] != len(pairs) - 1:
        raise RuleBroken(say("The header counts its records wrongly."))
    return [pair[0] for pair in pairs[1:]]


def sub_fields(value: str) -> list[list[str]]:
    """
    Return the repeats of a field and the items of each.

    >>> sub_fields("1\\x1f1\\x1e2\\x1f00")
    [['1', '1'], ['2', '00']]
    """
    return [each.split("\x1f") for each in value.split("\x1e")]


def write_itl(records: list[tuple[int, Mapping[int, str]]]) -> bytes:
    """
    Write a transaction of text records; lengths and the header's count are filled in.

    :raises RuleBroken: if the first is no header
    """
    if not records or records[0][0] != 1:
        raise RuleBroken(say("A transaction begins with a header."))
    counted = [f"1\x1f{len(records) - 1}"]
    counted += [f"{type_}\x1f{fields.get(2, '00')}" for type_, fields in records[1:]]
    header = {**records[0][1], 3: "\x1e".join(counted)}
    return b"".join(_written(type_, fields) for type_, fields in [(1, header), *records[1:]])


def _written(type_: int, fields: Mapping[int, str]) -> bytes:
    parts = [
        f"{type_}.{number:03}:{fields[number]}".encode() for number in sorted(fields) if number != 1
    ]
    body = GS.join(parts)
    length = 0
    while True:
        head = f"{type_}.001:{length}".encode()
        whole = len(head) + 1 + len(body) + 1
        if whole == length:
            return head + GS + body + FS
        length = whole
