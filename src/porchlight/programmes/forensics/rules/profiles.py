"""DNA profiles as laboratories write them: loci, alleles, sex, lineage markers."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from porchlight.core.errors import RuleBroken
from porchlight.core.text import say

# The twenty core loci of CODIS since 2017, in the order of their chromosomes.
CODIS = (
    "D1S1656",
    "TPOX",
    "D2S441",
    "D2S1338",
    "D3S1358",
    "FGA",
    "D5S818",
    "CSF1PO",
    "D7S820",
    "D8S1179",
    "D10S1248",
    "TH01",
    "vWA",
    "D12S391",
    "D13S317",
    "D16S539",
    "D18S51",
    "D19S433",
    "D21S11",
    "D22S1045",
)
MORE_LOCI = ("SE33", "Penta D", "Penta E", "D9S1122", "D6S1043", "D4S2408", "D20S482", "D17S1301")
# Sites that tell the sex and are no kinship loci.
SEX_LOCI = frozenset({"AMEL", "AMELOGENIN", "DYS391", "YINDEL"})
_KNOWN = {re.sub(r"[\s_\-]", "", name).upper(): name for name in (*CODIS, *MORE_LOCI)}
_KNOWN |= {"THO1": "TH01", "VWF": "vWA", "VWA31": "vWA", "CSF": "CSF1PO", "ACTBP2": "SE33"}
# Written where a laboratory saw one allele only and cannot say whether there is a second.
UNSEEN = frozenset({"?", "*", "F", "-", "NR"})

Genotype = tuple[str, str]


@dataclass(frozen=True)
class Profile:
    """
    What a laboratory found. ``loci`` holds two alleles a locus, a homozygote twice;
    ``single`` names loci where only one allele was seen, so that the other may have dropped out.
    """

    loci: Mapping[str, Genotype]
    single: frozenset[str] = frozenset()
    sex: str = ""
    left_out: tuple[str, ...] = field(default=())

    def common(self, other: "Profile") -> tuple[str, ...]:
        """Return the loci that both have, in this profile's order."""
        return tuple(name for name in self.loci if name in other.loci)


def locus_name(text: str) -> str:
    """
    Return a locus as this house writes it, however the kit does.

    >>> [locus_name(text) for text in ("PENTA_E", "PentaE", "VWA", "d3s1358", "THO1")]
    ['Penta E', 'Penta E', 'vWA', 'D3S1358', 'TH01']
    """
    plain = re.sub(r"[\s_\-]", "", text).upper()
    return _KNOWN.get(plain, plain)


def allele_name(text: str | float) -> str:
    """
    Return an allele as text, so that 9.3 never turns into a rounded number.

    >>> allele_name("9.30"), allele_name(9.3), allele_name(" 12 "), allele_name("012")
    ('9.3', '9.3', '12', '12')

    :raises RuleBroken: if it is no repeat number
    """
    try:
        value = Decimal(str(text).strip())
    except InvalidOperation as error:
        raise RuleBroken(say("{allele} is not an allele.", allele=text)) from error
    if not value.is_finite() or not 0 < value < 100 or value.as_tuple().exponent < -2:  # type: ignore[operator]
        raise RuleBroken(say("{allele} is not an allele.", allele=text))
    return f"{value.normalize():f}"


def ladder(allele: str) -> float:
    """Return the allele's place on the ladder."""
    return float(allele)


def genotype(one: str | float, other: str | float) -> Genotype:
    """
    Return two alleles in the order of the ladder.

    >>> genotype("12", 9.3)
    ('9.3', '12')
    """
    a, b = sorted((allele_name(one), allele_name(other)), key=ladder)
    return (a, b)


def read_profile(rows: Iterable[tuple[str, ...]]) -> Profile:
    """
    Read rows of locus and one or two alleles. A homozygote may be written once.

    Sex markers set the sex and are left out of the loci; a locus without alleles is left out.

    >>> read_profile([("TH01", "9.3", "6"), ("FGA", "22"), ("AMEL", "X", "Y")])
    Profile(loci={'TH01': ('6', '9.3'), 'FGA': ('22', '22')}, single=frozenset({'FGA'}), \
sex='M', left_out=())

    :raises RuleBroken: if a locus stands twice with different alleles, has three alleles, or an
        allele cannot be read
    """
    loci: dict[str, Genotype] = {}
    single: set[str] = set()
    sex, left_out = "", []
    for name, *cells in rows:
        seen = [cell.strip() for cell in cells if cell.strip()]
        locus = locus_name(name)
        if locus.startswith("AMEL"):
            sex = _sex(seen)
        elif locus in SEX_LOCI or not seen or set(seen) <= UNSEEN:
            left_out.append(locus)
        else:
            pair, alone = _pair(locus, seen)
            if loci.setdefault(locus, pair) != pair:
                raise RuleBroken(say("{locus} stands twice with different alleles.", locus=locus))
            single |= {locus} if alone else set()
    return Profile(loci, frozenset(single), sex, tuple(left_out))


def parse_profile(text: str) -> Profile:
    """
    Read a profile typed or pasted: a locus a line, alleles after it.

    >>> sorted(parse_profile("TH01: 6, 9.3\\nPenta E\\t11\\t13").loci)
    ['Penta E', 'TH01']

    :raises RuleBroken: as :func:`read_profile`, or if a line has no locus
    """
    return read_profile(_line(line) for line in text.splitlines() if line.strip())


def format_profile(profile: Profile) -> str:
    """
    Write a profile so that :func:`parse_profile` reads the same.

    >>> format_profile(parse_profile("TH01 9.3 6"))
    'TH01: 6, 9.3'
    """
    lines = []
    for locus, pair in profile.loci.items():
        lines.append(f"{locus}: {pair[0] if locus in profile.single else ', '.join(pair)}")
    if profile.sex:
        lines.append("AMEL: " + ("X, Y" if profile.sex == "M" else "X, X"))
    return "\n".join(lines)


_LINE = re.compile(r"(?P<locus>Penta[ _-]?[DE]|[A-Za-z][\w-]*)\s*[:;,\t ]\s*(?P<alleles>.*)", re.I)


def _line(line: str) -> tuple[str, ...]:
    match = _LINE.fullmatch(line.strip())
    if match is None:
        raise RuleBroken(
            say("Type a locus and its alleles such as TH01: 6, 9.3, not {line}.", line=line)
        )
    return (match["locus"], *re.split(r"[\s,;/]+", match["alleles"].strip()))


def _sex(seen: list[str]) -> str:
    letters = set("".join(seen).upper())
    if letters and letters <= {"X", "Y"}:
        return "M" if "Y" in letters else "F"
    return ""


def _pair(locus: str, seen: list[str]) -> tuple[Genotype, bool]:
    known = [cell for cell in seen if cell.upper() not in UNSEEN]
    if len(known) > 2:
        raise RuleBroken(
            say(
                "{locus} has {count} alleles: a mixture is no profile.",
                locus=locus,
                count=len(known),
            )
        )
    return genotype(known[0], known[-1]), len(known) == 1
