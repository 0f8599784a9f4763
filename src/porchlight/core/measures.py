"""Heights and weights: metric inside, typed and shown as the person's place writes them."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from porchlight.core.errors import RuleBroken
from porchlight.core.text import Say, say

CM_PER_INCH = 2.54
KG_PER_POUND = 0.45359237
SHORTEST_CM, TALLEST_CM = 25, 272
LIGHTEST_KG, HEAVIEST_KG = 0.3, 450.0
SYSTEMS = ("us", "metric", "both")


@dataclass(frozen=True)
class Span:
    """
    A range of a measure, both ends included; an exact value has equal ends.

    >>> Span(150, 158).overlaps(Span(157, 160)), Span.exact(170), Span(150, 158).middle
    (True, Span(lo=170, hi=170), 154.0)

    :raises RuleBroken: if the ends are the wrong way round
    """

    lo: float
    hi: float

    def __post_init__(self) -> None:
        if self.lo > self.hi:
            raise RuleBroken(say("The smaller value comes first: {hi} to {lo}.", **vars(self)))

    @classmethod
    def exact(cls, value: float) -> "Span":
        """Return the range that holds one value."""
        return cls(value, value)

    @property
    def middle(self) -> float:
        """The value in the middle."""
        return (self.lo + self.hi) / 2

    @property
    def is_exact(self) -> bool:
        """Whether it is one value."""
        return self.lo == self.hi

    def overlaps(self, other: "Span") -> bool:
        """Whether some value is in both."""
        return self.gap(other) == 0

    def gap(self, other: "Span") -> float:
        """Return how far the two are apart; 0 when they touch or overlap."""
        return max(self.lo - other.hi, other.lo - self.hi, 0)

    def widened(self, by: float) -> "Span":
        """Return the range with ``by`` added at both ends."""
        return Span(self.lo - by, self.hi + by)


def parse_height(text: str) -> Span:
    """
    Read a height, exact or as a range, in feet and inches or metric; answer in whole cm.

    Three figures that can be NCIC's feet and inches (``507``) are that; others are cm.

    >>> [parse_height(text).lo for text in ("5'7\\"", "5 ft 7", "5-7", "507", "170 cm", "1.70 m")]
    [170, 170, 170, 170, 170, 170]
    >>> parse_height("5'6\\"-5'8\\"")
    Span(lo=168, hi=173)

    :raises RuleBroken: if it cannot be read or no person is so tall
    """
    span = _ranged(text, _height_cm)
    if span is None:
        raise RuleBroken(
            say("{text} is not a height. Type it such as 5'7\", 5'6\"-5'8\" or 170 cm.", text=text)
        )
    low, high = round(span.lo), round(span.hi)
    return _possible(Span(low, high), SHORTEST_CM, TALLEST_CM, say("No person is so tall or small"))


def parse_weight(text: str, system: str = "us") -> Span:
    """
    Read a weight, exact or as a range, in pounds or kilograms; answer in kg to one decimal.

    A number without unit is pounds, or kilograms where ``system`` is ``"metric"``.

    >>> parse_weight("120 lb"), parse_weight("54 kg"), parse_weight("110-120")
    (Span(lo=54.4, hi=54.4), Span(lo=54.0, hi=54.0), Span(lo=49.9, hi=54.4))

    :raises RuleBroken: if it cannot be read or no person is so heavy
    """

    def weight_kg(part: str) -> float | None:
        return _weight_kg(part, system)

    span = _ranged(text, weight_kg)
    if span is None:
        raise RuleBroken(
            say("{text} is not a weight. Type it such as 120 lb, 110-120 lb or 54 kg.", text=text)
        )
    tenths = Span(round(span.lo, 1), round(span.hi, 1))
    return _possible(tenths, LIGHTEST_KG, HEAVIEST_KG, say("No person is so heavy or light"))


def show_height(cm: Span, system: str = "us") -> str:
    """
    Return the height as ``us`` feet and inches, ``metric``, or ``both``.

    >>> show_height(Span(150, 158)), show_height(Span.exact(170), "both")
    ('4′11″–5′2″', '5′7″ (170 cm)')
    """
    metric = _joined(f"{cm.lo:.0f}", f"{cm.hi:.0f}") + " cm"
    if system == "metric":
        return metric
    american = _joined(_feet(cm.lo), _feet(cm.hi))
    return american if system == "us" else f"{american} ({metric})"


def show_weight(kg: Span, system: str = "us") -> str:
    """
    Return the weight as ``us`` pounds, ``metric``, or ``both``.

    >>> show_weight(Span.exact(54.4)), show_weight(Span(49.9, 54.4), "both")
    ('120 lb', '110–120 lb (50–54 kg)')
    """
    figures = ".1f" if kg.hi < 10 else ".0f"
    metric = _joined(format(kg.lo, figures), format(kg.hi, figures)) + " kg"
    if system == "metric":
        return metric
    american = _joined(f"{_pounds(kg.lo)}", f"{_pounds(kg.hi)}") + " lb"
    return american if system == "us" else f"{american} ({metric})"


def ncic_height(cm: float) -> str:
    """
    Return the NCIC HGT code: one figure of feet, two of inches.

    >>> ncic_height(170)
    '507'

    Source: NCIC field HGT, reference/missing.md section 5.2.
    """
    feet, inches = divmod(round(cm / CM_PER_INCH), 12)
    return f"{feet}{inches:02}"


def ncic_weight(kg: float) -> str:
    """
    Return the NCIC WGT code: three figures of pounds.

    >>> ncic_weight(40.8)
    '090'

    Source: NCIC field WGT, reference/missing.md section 5.2.
    """
    return f"{_pounds(kg):03}"


def _pounds(kg: float) -> int:
    return round(kg / KG_PER_POUND)


def _feet(cm: float) -> str:
    feet, inches = divmod(round(cm / CM_PER_INCH), 12)
    return f"{feet}′{inches}″"


def _joined(low: str, high: str) -> str:
    return low if low == high else f"{low}–{high}"


def _possible(span: Span, least: float, most: float, words: Say) -> Span:
    if span.lo < least or span.hi > most:
        raise RuleBroken(say("{words}. Check the figures and the unit.", words=words))
    return span


def _ranged(text: str, read: Callable[[str], float | None]) -> Span | None:
    """Read ``text`` as one value or as two with a dash or «to» between them."""
    text = _plain(text)
    if (value := read(text)) is not None:
        return Span.exact(value)
    for match in re.finditer(r"\s*(?:-|\bto\b|\ba\b|\bhasta\b|\band\b|\by\b)\s*", text):
        left, right = text[: match.start()], text[match.end() :]
        high = read(right)
        # «110-120 lb»: the unit stands once, at the end.
        unit = re.sub(r"^[\d.,\s]+", "", right)
        low = read(left + unit) if re.fullmatch(r"[\d.,]+", left) and unit else read(left)
        if low is not None and high is not None:
            return Span(min(low, high), max(low, high))
    return None


def _plain(text: str) -> str:
    text = text.casefold().strip().strip(".")
    for odd, usual in (("’’", '"'), ("''", '"'), ("″", '"'), ("”", '"'), ("“", '"')):
        text = text.replace(odd, usual)
    text = re.sub(r"[’‘′`´]", "'", text)
    text = re.sub(r"[–—−]", "-", text)
    text = re.sub(r"^(?:about|around|approx\w*\.?|unos|como|aprox\w*\.?|~)\s*", "", text)
    return re.sub(r"\s+", " ", text)


_FEET = r"(?:'|ft\.?|feet|foot|pies?)"
_INCHES = r"(?:\"|in\.?|ins|inch|inches|pulgadas?|pulg\.?)"


def _height_cm(text: str) -> float | None:
    if match := re.fullmatch(rf"(\d) ?{_FEET}(?: ?(\d{{1,2}}(?:[.,]\d)?) ?{_INCHES}?)?", text):
        return _from_feet(match[1], match[2])
    if match := re.fullmatch(r"([1-8])-(\d{1,2})", text):
        return _from_feet(match[1], match[2])
    if match := re.fullmatch(r"([3-8])(0\d|1[01])", text):
        return _from_feet(match[1], match[2])
    if match := re.fullmatch(rf"(\d{{2}}(?:[.,]\d)?) ?{_INCHES}", text):
        return _number(match[1]) * CM_PER_INCH
    if match := re.fullmatch(r"(\d{2,3}(?:[.,]\d)?) ?(?:cms?\.?|cent\w+)", text):
        return _number(match[1])
    if match := re.fullmatch(r"([12]\d\d)", text):
        return float(match[1])
    if match := re.fullmatch(r"([0-2])[.,](\d{1,2}) ?(?:m|mts?|met\w+)?\.?", text):
        return int(match[1]) * 100 + int(match[2].ljust(2, "0"))
    if match := re.fullmatch(r"([0-2]) ?(?:m|met\w+) ?(\d\d)?", text):
        return int(match[1]) * 100 + int(match[2] or 0)
    return None


def _from_feet(feet: str, inches: str | None) -> float | None:
    rest = _number(inches or "0")
    return None if rest >= 12 else (int(feet) * 12 + rest) * CM_PER_INCH


def _weight_kg(text: str, system: str) -> float | None:
    pounds = r"(?:lbs?\.?|pounds?|libras?|#)"
    if match := re.fullmatch(
        rf"(\d{{1,2}}) ?{pounds} ?(\d{{1,2}}) ?(?:oz\.?|ounces?|onzas?)", text
    ):
        return (int(match[1]) + int(match[2]) / 16) * KG_PER_POUND
    if match := re.fullmatch(rf"(\d{{1,3}}(?:[.,]\d+)?) ?{pounds}", text):
        return _number(match[1]) * KG_PER_POUND
    if match := re.fullmatch(r"(\d{1,3}(?:[.,]\d+)?) ?(?:kgs?\.?|kilos?|kilogra\w+)", text):
        return _number(match[1])
    if match := re.fullmatch(r"\d{1,3}(?:[.,]\d)?", text):
        return _number(match[0]) * (1 if system == "metric" else KG_PER_POUND)
    return None


def _number(text: str) -> float:
    return float(text.replace(",", "."))
