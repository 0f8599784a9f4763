"""
The readable sheet of a package, set by typst in this process from data alone: nothing that a
report says is ever source text, and no file is in it.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst

TEMPLATES = Path(__file__).parent.parent / "templates/cybertips/print"
FONTS = Path(__file__).resolve().parents[5] / "node_modules/@expo-google-fonts"
FACES = (
    "atkinson-hyperlegible-next/400Regular",
    "atkinson-hyperlegible-next/700Bold",
    "noto-sans/400Regular",
    "noto-sans/700Bold",
)
ONE_AT_A_TIME = Lock()


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[str(FONTS / face) for face in FACES if (FONTS / face).is_dir()],
    )
    return typst.Compiler(str(TEMPLATES / "referral.typ"), root=str(TEMPLATES), font_paths=fonts)


def pdf(said: Mapping[str, Any], at: datetime) -> bytes:
    """Return the sheet as tagged PDF (PDF/UA-1), dated ``at``."""
    with ONE_AT_A_TIME:
        made = _compiler().compile(
            format="pdf",
            sys_inputs={"data": json.dumps(said, ensure_ascii=False)},
            pdf_standards=["ua-1"],
            timestamp=at.replace(microsecond=0),
        )
    first = made[0] if isinstance(made, list) else made
    return first or b""
