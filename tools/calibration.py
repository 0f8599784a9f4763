"""
Write docs/programmes/calibration.md and its two pictures: what the soft traits are worth on an
invented nation. ``python tools/calibration.py``; the same seed gives the same page.
"""

from collections.abc import Sequence
from pathlib import Path

from porchlight.programmes.matching.rules.evidence.calibration import (
    Bin,
    Scores,
    area,
    bins,
    roc,
    scores,
)

DOCS = Path(__file__).resolve().parent.parent / "docs"
MISSING, FOUND, STRANGERS = 20_000, 2_000, 100_000
SIDE, EDGE = 360, 40
THRESHOLDS = (-2, -1, 0, 1, 2, 3, 4, 5, 6)

PAGE = """# What the soft traits are worth

Written by `python tools/calibration.py`: an invented nation of {missing} missing and {found}
unidentified persons with known truth and the noise of real records; all {found} true pairs and
{strangers} pairs of strangers at random. Sex, age, dates, height, hair, eyes, ancestry, place,
blood type, marks and clothing; no teeth, prints or DNA. Real records are emptier and stranger
than invented ones: take the figures as the best that can be hoped for.

A true pair stands above a pair of strangers in {area} of cases.

![True pairs found over strangers passed](../pictures/matching-roc.svg)

| Threshold, log10 | Strangers passed (false positives) | True pairs missed (false negatives) |
| --- | --- | --- |
{rows}

Soft traits alone never decide: even a small share of strangers is many pairs in a nation. They
order a list of fixed length, and nothing is hidden below a threshold.

**Calibration.** Where the traits say log10 x, true pairs should be 10ˣ times as frequent as
strangers. Each dot is half a unit of log10; the furthest is off by {off}. Traits that depend on
each other (place and dates, marks and clothing) make the sum say a little more or less than it
shows; each trait is capped for that reason.

![What the traits say against what is shown](../pictures/matching-calibration.svg)
"""


def main() -> None:
    told = scores(MISSING, FOUND, STRANGERS)
    curve = [(x, y) for _, x, y in roc(told, [step / 10 for step in range(120, -121, -1)])]
    kept = bins(told, [step / 2 for step in range(-16, 17)])
    pictures = DOCS / "pictures"
    pictures.mkdir(exist_ok=True)
    (pictures / "matching-roc.svg").write_text(roc_picture(curve))
    (pictures / "matching-calibration.svg").write_text(bins_picture(kept))
    (DOCS / "programmes" / "calibration.md").write_text(page(told, kept))


def frame(across: str, up: str, body: str, marks: Sequence[tuple[float, str]]) -> str:
    """A square with axes and marks at shares of its sides; light and dark pages both show it."""
    size = SIDE + 2 * EDGE
    ticks = "".join(
        f'<text x="{EDGE + share * SIDE:.0f}" y="{EDGE + SIDE + 16}" text-anchor="middle">{mark}'
        f'</text><text x="{EDGE - 6}" y="{EDGE + (1 - share) * SIDE + 4:.0f}" text-anchor="end">'
        f"{mark}</text>"
        for share, mark in marks
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size}" '
        f'height="{size}" font-family="sans-serif" font-size="12">'
        f'<rect width="{size}" height="{size}" fill="white"/>'
        f'<rect x="{EDGE}" y="{EDGE}" width="{SIDE}" height="{SIDE}" fill="none" stroke="#6a7f84"/>'
        f'<path d="M{EDGE} {EDGE + SIDE}L{EDGE + SIDE} {EDGE}" stroke="#d0dad9"/>{body}{ticks}'
        f'<text x="{size / 2}" y="{size - 6}" text-anchor="middle">{across}</text>'
        f'<text x="{EDGE}" y="{EDGE - 12}">{up}</text></svg>\n'
    )


def roc_picture(curve: Sequence[tuple[float, float]]) -> str:
    points = " ".join(f"{EDGE + x * SIDE:.1f},{EDGE + (1 - y) * SIDE:.1f}" for x, y in curve)
    body = f'<polyline points="{points}" fill="none" stroke="#0b5665" stroke-width="2.5"/>'
    marks = [(share / 4, f"{share / 4:g}") for share in range(5)]
    return frame("strangers passed", "true pairs found", body, marks)


def bins_picture(kept: Sequence[Bin]) -> str:
    low, high = -6.0, 8.0

    def at(value: float) -> float:
        return (min(max(value, low), high) - low) / (high - low)

    dots = "".join(
        f'<circle cx="{EDGE + at(one.said) * SIDE:.1f}" '
        f'cy="{EDGE + (1 - at(one.shown)) * SIDE:.1f}" r="4" fill="#0b5665"/>'
        for one in kept
    )
    marks = [(at(value), str(value)) for value in range(-6, 9, 2)]
    return frame("log10 that the traits say", "log10 that is shown", dots, marks)


def page(told: Scores, kept: Sequence[Bin]) -> str:
    rows = [f"| {limit:+d} | {x:.2%} | {1 - y:.2%} |" for limit, x, y in roc(told, THRESHOLDS)]
    return PAGE.format(
        missing=f"{MISSING:,}",
        found=f"{FOUND:,}",
        strangers=f"{STRANGERS:,}",
        area=f"{area(told):.1%}",
        rows="\n".join(rows),
        off=f"{max(abs(one.said - one.shown) for one in kept):.1f}",
    )


if __name__ == "__main__":
    main()
