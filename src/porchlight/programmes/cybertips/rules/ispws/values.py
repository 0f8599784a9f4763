"""The closed lists of the schema and the checks of single values that the schema cannot say."""

import re
from collections.abc import Callable
from ipaddress import ip_address
from urllib.parse import urlsplit

INCIDENT_TYPES = (
    "Child Pornography (possession, manufacture, and distribution)",
    "Child Sex Trafficking",
    "Child Sex Tourism",
    "Child Sexual Molestation",
    "Misleading Domain Name",
    "Misleading Words or Digital Images on the Internet",
    "Online Enticement of Children for Sexual Acts",
    "Unsolicited Obscene Material Sent to a Child",
)
BATCH_REASONS = ("VIRAL_POTENTIAL_MEME",)
EVENT_NAMES = ("Login", "Registration", "Purchase", "Upload", "Other", "Unknown")
ADDRESS_TYPES = ("Home", "Business", "Billing", "Shipping", "Technical")
EMAIL_TYPES = ("Home", "Work", "Business", "Recovery")
PHONE_TYPES = ("Mobile", "Home", "Business", "Work", "Fax", "Internet", "Recovery")
ACCOUNT_TYPES = ("Billing", "Linked", "Business", "Creator", "Parent/Guardian", "Other")
RELEVANCES = ("Reported", "Supplemental Reported")
CLASSIFICATIONS = ("A1", "A2", "B1", "B2")
DETAIL_TYPES = ("EXIF", "HASH")

_STATES = (
    "AL AK AZ AR CA CO CT DE DC FL GA GU HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV "
    "NH NJ NM NY NC ND OH OK OR PA PR RI SC SD TN TX UT VT VI VA WA WV WI WY"
)
# 50 states, DC, GU, PR, VI and the empty string.
STATES = ("", *_STATES.split())
# ISO 3166-1 alpha-2, then a former one, user-assigned ones and five of geolocation services.
_ISO = (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR "
    "BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ "
    "EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW "
    "GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY "
    "KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV "
    "MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY "
    "QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG "
    "TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM "
    "ZW"
)
COUNTRIES = ("", *_ISO.split(), "AN", "FX", "XK", "AP", "EU", "A1", "A2", "O1")

CALLING_CODE = r"\+[0-9]{1,3}"
EXTENSION = r"[0-9]+"

_SPACE_OR_CONTROL = re.compile(r"[\s\x00-\x1f\x7f]")
_EMAIL = re.compile(r"[^\s@\x00-\x1f]+@[^\s@\x00-\x1f]+")
LONGEST_LOCAL_PART = 64


def is_url(text: str) -> bool:
    """
    Whether ``text`` is a whole address: a scheme, something after it, no white space.

    >>> is_url("https://a.example/x"), is_url("https://a.example/x y"), is_url("a.example")
    (True, False, False)
    """
    if _SPACE_OR_CONTROL.search(text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return bool(parts.scheme and (parts.netloc or parts.path.strip("/")))


def is_email(text: str) -> bool:
    """
    Whether ``text`` is an address with a local part of at most 64 characters.

    >>> is_email("a@b.example"), is_email("a b@c.example"), is_email("x" * 65 + "@c.example")
    (True, False, False)
    """
    if not _EMAIL.fullmatch(text):
        return False
    return len(text.rpartition("@")[0]) <= LONGEST_LOCAL_PART


def is_ip(text: str) -> bool:
    """
    Whether ``text`` is an IPv4, IPv6 or IPv4-mapped address and nothing more.

    >>> is_ip("192.0.2.1"), is_ip("::ffff:192.0.2.1"), is_ip("192.0.2.1/24"), is_ip("")
    (True, True, False, False)
    """
    try:
        ip_address(text)
    except ValueError:
        return False
    return "%" not in text


def is_said(text: str) -> bool:
    """Whether there is more than white space."""
    return bool(text.strip())


# The name in the table → the test, and what is wrong when it fails.
CHECKS: dict[str, tuple[Callable[[str], bool], str]] = {
    "url": (is_url, "is not a valid URL"),
    "email": (is_email, "is not a valid e-mail address"),
    "ip": (is_ip, "is not a valid IPv4 or IPv6 address"),
    "said": (is_said, "must not be blank"),
}
