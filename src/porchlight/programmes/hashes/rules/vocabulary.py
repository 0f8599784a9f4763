"""The words of the exchange: lists, kinds of fingerprint, classes, states, reasons, categories."""

import base64
import binascii
import re
import uuid
from dataclasses import dataclass
from enum import StrEnum

from porchlight.core.errors import RuleBroken
from porchlight.core.text import Say, say


class Source(StrEnum):
    """Whose list it is; lists of different sources are never mixed."""

    INDUSTRY = "industry"
    NGO = "ngo"
    LAW_ENFORCEMENT = "law_enforcement"
    HOUSE = "house"


@dataclass(frozen=True)
class ListKind:
    """
    One list. ``path`` is where machines find it; an empty one is never shared. ``reviewers`` so
    many different people agree before an entry of ours is released.
    """

    code: str
    path: str
    title: Say
    source: Source
    reviewers: int


# Paths and their contents as the reference client lists them.
# Source: facebook/threatexchange 1.2.17, NCMECEnvironment.
LISTS: dict[str, ListKind] = {
    each.code: each
    for each in (
        ListKind("industry", "hashsharing", say("Industry"), Source.INDUSTRY, 3),
        ListKind(
            "industry_exploitative",
            "exploitative-hashsharing",
            say("Industry, exploitative"),
            Source.INDUSTRY,
            3,
        ),
        ListKind("ngo", "npo", say("Clearinghouse and other organizations"), Source.NGO, 3),
        ListKind("exploitative", "exploitative", say("Exploitative"), Source.NGO, 3),
        ListKind("generative", "generative-ai-csam", say("Generated"), Source.NGO, 3),
        ListKind(
            "generative_exploitative",
            "generative-ai-exploitative",
            say("Generated, exploitative"),
            Source.NGO,
            3,
        ),
        ListKind(
            "law_enforcement",
            "csam-hashsharing",
            say("Law enforcement"),
            Source.LAW_ENFORCEMENT,
            2,
        ),
        # The files of known series; compared with, never handed out.
        ListKind("identification", "", say("Known series"), Source.HOUSE, 2),
    )
}
SHARED_PATHS = {each.path: each for each in LISTS.values() if each.path}

# A prepubescent, B pubescent; 1 a sexual act, 2 lascivious exhibition.
# Source: industry classification of January 2014, updated June 2022.
CLASSES = ("A1", "A2", "B1", "B2")


class Kind(StrEnum):
    """A kind of fingerprint, as it stands in addresses of the exchange."""

    MD5 = "MD5"
    SHA1 = "SHA1"
    SHA256 = "SHA256"
    PDQ = "PDQ"
    PDNA = "PDNA"
    NETCLEAN = "NETCLEAN"
    VIDENTIFIER = "VIDENTIFIER"
    TMK_PDQF = "TMK_PDQF"
    SSVH_PDNA = "SSVH_PDNA"
    SSVH_SAFER_HASH = "SSVH_SAFER_HASH"


# Bytes of the kinds that are searched; the others are only handed on.
SIZES = {Kind.MD5: 16, Kind.SHA1: 20, Kind.SHA256: 32, Kind.PDQ: 32}
LARGE = frozenset({Kind.VIDENTIFIER, Kind.TMK_PDQF, Kind.SSVH_PDNA, Kind.SSVH_SAFER_HASH})
MOST_LARGE_BYTES = 2 << 20
PDNA_BYTES = 144
MOST_INLINE_BYTES = 2048
HEX = re.compile(r"[0-9a-fA-F]*")
# The digests of a file without content say nothing. Source: VICS practice.
EMPTY_FILE = {
    Kind.MD5: "d41d8cd98f00b204e9800998ecf8427e",
    Kind.SHA1: "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    Kind.SHA256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
}


def kind_of(word: str) -> Kind:
    """
    Return the kind that a word of an address or a document means, whatever its case.

    >>> kind_of("md5"), kind_of("tmk-pdqf"), kind_of("Pdq")
    (<Kind.MD5: 'MD5'>, <Kind.TMK_PDQF: 'TMK_PDQF'>, <Kind.PDQ: 'PDQ'>)

    :raises RuleBroken: for another word
    """
    try:
        return Kind(word.upper().replace("-", "_"))
    except ValueError as error:
        raise RuleBroken(say("{word} is no kind of fingerprint.", word=word[:40])) from error


def read_value(kind: Kind, text: str) -> bytes:
    """
    Return the bytes of a fingerprint as it is written: hexadecimal, or base64 where that is usual.

    >>> read_value(Kind.MD5, " 900150983CD24FB0D6963F7D28E17F72 ").hex()
    '900150983cd24fb0d6963f7d28e17f72'

    :raises RuleBroken: when it is not that, or the digest of an empty file
    """
    written = text.strip()
    if kind in SIZES:
        if len(written) != 2 * SIZES[kind] or not HEX.fullmatch(written):
            raise RuleBroken(
                say("{kind} is written in {count} hexadecimal digits.", **_digits(kind))
            )
        if EMPTY_FILE.get(kind) == written.lower():
            raise RuleBroken(say("This is the digest of an empty file; it says nothing."))
        return bytes.fromhex(written)
    try:
        data = base64.b64decode(written, validate=True)
    except (binascii.Error, ValueError) as error:
        raise RuleBroken(say("{kind} is written in base64.", kind=str(kind))) from error
    if not data or (kind is Kind.PDNA and len(data) != PDNA_BYTES) or len(data) > MOST_INLINE_BYTES:
        raise RuleBroken(say("This is no {kind} fingerprint.", kind=str(kind)))
    return data


def _digits(kind: Kind) -> dict[str, object]:
    return {"kind": str(kind), "count": 2 * SIZES[kind]}


def write_value(kind: Kind, value: bytes) -> str:
    """Return a fingerprint as it is written."""
    return value.hex() if kind in SIZES else base64.b64encode(value).decode()


class Status(StrEnum):
    """Where an entry stands."""

    PROPOSED = "proposed"
    RELEASED = "released"
    # A member shares it under its own name and word; the clearinghouse did not look.
    SHARED = "shared"
    REFUSED = "refused"
    RETRACTED = "retracted"


STATUS_NAMES = {
    Status.PROPOSED: say("Waits for review"),
    Status.RELEASED: say("Released"),
    Status.SHARED: say("Shared by a member"),
    Status.REFUSED: say("Refused"),
    Status.RETRACTED: say("Retracted"),
}
VISIBLE = frozenset({Status.RELEASED, Status.SHARED})


class Media(StrEnum):
    """What the fingerprints are of."""

    IMAGE = "image"
    VIDEO = "video"


# A stable name space: a reason or category keeps its identifier for good, differing by list.
SPACE = uuid.UUID("6f1d3e52-6a51-5b8e-9a44-2d0f0c6b7c11")


def guid(list_code: str, group: str, name: str) -> str:
    """
    Return the identifier of a reason or category in one list: the same for ever, by its name.

    >>> guid("ngo", "Content", "Viral") == guid("ngo", "Content", "Viral")
    True
    >>> guid("ngo", "Content", "Viral") == guid("industry", "Content", "Viral")
    False
    """
    return str(uuid.uuid5(SPACE, f"{list_code}/{group}/{name}"))


# What a member may say against a fingerprint; the last only where a hash can be near another's.
REASONS: dict[str, Say] = {
    "Not Illegal Content": say("Not illegal content"),
    "Wrong Classification": say("Wrong classification"),
    "Benign Or Common Content": say("Benign or common content"),
    "Fingerprint Collision": say("Fingerprint collides with other content"),
}
NEAR_KINDS = frozenset({Kind.PDQ, Kind.PDNA, Kind.TMK_PDQF, Kind.SSVH_PDNA, Kind.SSVH_SAFER_HASH})


def reasons_for(list_code: str, kind: Kind) -> dict[str, str]:
    """Return identifier → name of the reasons for negative feedback on ``kind``."""
    names = [name for name in REASONS if name != "Fingerprint Collision" or kind in NEAR_KINDS]
    return {guid(list_code, f"reason {kind}", name): name for name in names}


@dataclass(frozen=True)
class CategoryGroup:
    """Categories of which one or several may be attached to an entry."""

    name: str
    several: bool
    names: tuple[str, ...]


CATEGORIES = (
    CategoryGroup("Content", False, ("Clothed Child", "Unclothed Child", "Unconfirmed")),
    CategoryGroup("Context", True, ("Known Minor", "Potential Meme", "Viral")),
    CategoryGroup("Origin", True, ("Generative AI", "Possible Self Production")),
)
CATEGORY_NAMES = frozenset(name for group in CATEGORIES for name in group.names)
