"""Identifiers seen outside: not to be guessed, easy to read out, wrong copies noticed."""

import hmac
import re
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from random import Random

from porchlight.core.errors import RuleBroken
from porchlight.core.text import say

# Crockford's base 32: no I, L, O or U. The check symbol is the value modulo 37.
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RECEIPT_LENGTH = 24  # 23 random symbols are 115 bits; the last one checks the others.
CASE_FIGURES = 10

# Damm's quasigroup: one wrong figure or two neighbours swapped never give a valid number.
_DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)

# NCIC's own codes: Nebraska NB, Guam GM, American Samoa AM, Northern Marianas MK. USPS codes are
# accepted beside them. A federal agency takes the place of its office. (NIEM 5.0.1, ncic.)
_ORI_STATES = frozenset(
    re.findall(
        "..",
        "ALAKAZARCACOCTDEDCFLGAHIIDILINIAKSKYLAMEMDMAMIMNMSMOMTNENBNVNHNJNMNYNCNDOHOKORPARISCSDTNTX"
        "UTVTVAWAWVWIWYASAMGUGMMPMKPRVI",
    )
)


# Where chance comes from: the machine's secret source, always, but for invented demonstration data.
_source: ContextVar[Random] = ContextVar("source", default=secrets.SystemRandom())  # noqa: B039


@contextmanager
def drawn_from(chance: Random) -> Iterator[None]:
    """Draw identifiers from ``chance`` inside: demonstration data is the same for the same seed."""
    token = _source.set(chance)
    try:
        yield
    finally:
        _source.reset(token)


def opaque() -> str:
    """
    Return a fresh identifier for addresses: 128 random bits, URL-safe, 22 characters.

    >>> len(opaque())
    22
    """
    return urlsafe_b64encode(_source.get().randbytes(16)).rstrip(b"=").decode()


def receipt_code() -> str:
    """
    Return a fresh receipt for an anonymous person: 115 random bits in six groups of four.

    >>> normalise_receipt(receipt_code().lower().replace("-", " ")).count("-")
    5
    """
    while True:
        body = "".join(_source.get().choice(CROCKFORD) for _ in range(RECEIPT_LENGTH - 1))
        # Crockford's five further check symbols (*~$=U) are hard to read out: draw again.
        if (check := _receipt_value(body) % 37) < len(CROCKFORD):
            return _grouped(body + CROCKFORD[check], 4)


def receipt_code_of(secret: bytes, attempt: str) -> str:
    """
    Return the receipt of one attempt to send something: the same whenever it is sent again.

    >>> one = receipt_code_of(b"secret", "a")
    >>> one == receipt_code_of(b"secret", "a"), one == receipt_code_of(b"secret", "b")
    (True, False)
    >>> normalise_receipt(one) == one
    True
    """
    for turn in range(256):
        drawn = hmac.digest(secret, f"{attempt}\n{turn}".encode(), "sha256")
        value = int.from_bytes(drawn, "big")
        body = "".join(CROCKFORD[value >> 5 * at & 31] for at in range(RECEIPT_LENGTH - 1))
        if (check := _receipt_value(body) % 37) < len(CROCKFORD):
            return _grouped(body + CROCKFORD[check], 4)
    raise AssertionError("a check symbol is drawn in 32 of 37 turns")


def normalise_receipt(text: str) -> str:
    """
    Return the receipt as it was given out, whatever the case, spaces, or O for 0.

    >>> normalise_receipt("0000 0000 0000 0000 0000 oooo")
    '0000-0000-0000-0000-0000-0000'

    :raises RuleBroken: if it cannot be a receipt
    """
    code = re.sub(r"[\s\-–—.]", "", text).upper().translate(str.maketrans("OIL", "011"))
    if len(code) != RECEIPT_LENGTH or set(code) - set(CROCKFORD):
        raise RuleBroken(
            say("A receipt code has {n} letters and figures. Check it.", n=RECEIPT_LENGTH)
        )
    if _receipt_value(code[:-1]) % 37 != CROCKFORD.index(code[-1]):
        raise RuleBroken(say("One of the letters or figures of this code is wrong. Check it."))
    return _grouped(code, 4)


def case_number(prefix: str = "PL", n: int | None = None) -> str:
    """
    Return a case number: ``n`` (random below a thousand million) and its check figure.

    >>> case_number("PL", 123456789)
    'PL-12345-67894'

    :raises ValueError: if ``n`` has more than nine figures
    """
    if n is None:
        n = _source.get().randrange(10 ** (CASE_FIGURES - 1))
    if not 0 <= n < 10 ** (CASE_FIGURES - 1):
        raise ValueError(n)
    figures = f"{n:0{CASE_FIGURES - 1}}"
    return f"{prefix}-{_grouped(figures + str(_damm(figures)), 5)}"


def normalise_case_number(text: str, prefix: str = "PL") -> str:
    """
    Return the case number as we write it, from any spacing and with or without prefix.

    >>> normalise_case_number("pl 1234567894")
    'PL-12345-67894'

    :raises RuleBroken: if it cannot be a case number
    """
    code = re.sub(r"[\s\-–—.]", "", text).upper().removeprefix(prefix)
    if not re.fullmatch(rf"[0-9]{{{CASE_FIGURES}}}", code) or _damm(code):
        raise RuleBroken(
            say(
                "{text} is not a case number such as {example}. Check it.",
                text=text,
                example=case_number(prefix, 123456789),
            )
        )
    return f"{prefix}-{_grouped(code, 5)}"


def normalise_ori(text: str) -> str:
    """
    Return an agency's originating identifier: nine characters that begin with a state.

    >>> normalise_ori("nb0550100")
    'NB0550100'

    :raises RuleBroken: if it cannot be an ORI
    Source: NCIC field ORI; NCIC writes Nebraska NB and Guam GM.
    """
    code = re.sub(r"[\s-]", "", text).upper()
    if not re.fullmatch(r"[A-Z]{2}[A-Z0-9]{7}", code):
        raise RuleBroken(say("An ORI has nine letters and figures, such as VA0290000."))
    if code[:2] not in _ORI_STATES:
        raise RuleBroken(say("An ORI begins with a state such as VA; {it} is none.", it=code[:2]))
    return code


def _grouped(text: str, size: int) -> str:
    return "-".join(text[at : at + size] for at in range(0, len(text), size))


def _receipt_value(body: str) -> int:
    value = 0
    for symbol in body:
        value = value * 32 + CROCKFORD.index(symbol)
    return value


def _damm(figures: str) -> int:
    """0 for figures that end in their check figure; otherwise the check figure to add."""
    interim = 0
    for figure in figures:
        interim = int(_DAMM[interim][int(figure)])
    return interim
