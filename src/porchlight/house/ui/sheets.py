"""
Printed sheets, set by typst in this process from data alone: nothing that a person wrote is ever
source text, and no file of a record is in them.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst

FONTS = Path(__file__).resolve().parents[4] / "node_modules/@expo-google-fonts"
FACES = (
    "atkinson-hyperlegible-next/400Regular",
    "atkinson-hyperlegible-next/700Bold",
    "noto-sans/400Regular",
    "noto-sans/700Bold",
)
ONE_AT_A_TIME = Lock()


@cache
def _compiler(template: Path) -> typst.Compiler:
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[str(FONTS / face) for face in FACES if (FONTS / face).is_dir()],
    )
    return typst.Compiler(str(template), root=str(template.parent), font_paths=fonts)


def pdf(template: Path, said: Mapping[str, Any], at: datetime) -> bytes:
    """Return a sheet as tagged PDF (PDF/UA-1), dated ``at``; ``said`` is all that stands on it."""
    with ONE_AT_A_TIME:
        made = _compiler(template).compile(
            format="pdf",
            sys_inputs={"data": json.dumps(said, ensure_ascii=False)},
            pdf_standards=["ua-1"],
            timestamp=at.replace(microsecond=0),
        )
    first = made[0] if isinstance(made, list) else made
    # Without a path to write to, the compiler always hands the bytes back.
    return first or b""
