"""Reading providers' reports: parsing and XSD validation, and all rules, beside bare lxml."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

from lxml import etree

from porchlight.programmes.cybertips.rules.ispws.plain import plain
from porchlight.programmes.cybertips.rules.ispws.reading import Terms, read_report, valid
from porchlight.programmes.cybertips.rules.ispws.schema import xsd
from porchlight.programmes.cybertips.tests.samples import MINIMAL
from result import Result

ROUNDS, LAPS = 2000, 5
CAPTURE = (
    b"<ipCaptureEvent><ipAddress>192.0.2.1</ipAddress><eventName>Login</eventName>"
    b"<dateTime>2026-10-15T08:00:00-07:00</dateTime></ipCaptureEvent>"
)


def document() -> bytes:
    """About 4 KB with some 70 elements, as an ordinary report has."""
    reported = b"<personOrUserReported><screenName>Invented</screenName>" + CAPTURE * 15
    return MINIMAL.replace(b"</report>", reported + b"</personOrUserReported></report>")


def rate(work: Callable[[], object]) -> float:
    best = 0.0
    for _ in range(LAPS):
        began = time.perf_counter()
        for _ in range(ROUNDS):
            work()
        best = max(best, ROUNDS / (time.perf_counter() - began))
    return best


def measure() -> Result:
    body = document()
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    schema = etree.XMLSchema(etree.fromstring(xsd().encode()))
    terms = Terms(datetime(2026, 11, 25, tzinfo=UTC))
    assert read_report(body, terms).document is not None
    bare = rate(lambda: schema.validate(etree.fromstring(body, parser)))
    ours = rate(lambda: valid(plain(body), "report", terms))
    whole = rate(lambda: read_report(body, terms))
    return Result(
        f"Parsing and validating a report of {len(body)} bytes, one core",
        f"{ours:,.0f}/s (with every rule and dataclasses {whole:,.0f}/s)",
        f"bare lxml with the same schema {bare:,.0f}/s",
        f"{ours / bare:.2f} (whole {whole / bare:.2f})",
    )
