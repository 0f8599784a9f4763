"""The NCIC worksheet as PDF, set by typst in this process from data alone."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst
from django.http import HttpResponse

TEMPLATES = Path(__file__).parent.parent / "templates/cases/print"
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
    return typst.Compiler(str(TEMPLATES / "ncic.typ"), root=str(TEMPLATES), font_paths=fonts)


def as_pdf(said: Mapping[str, Any], at: datetime) -> HttpResponse:
    """Return a worksheet as a tagged PDF (PDF/UA-1); ``said`` is all that stands on it."""
    with ONE_AT_A_TIME:
        made = _compiler().compile(
            format="pdf",
            sys_inputs={"data": json.dumps(said, ensure_ascii=False)},
            pdf_standards=["ua-1"],
            timestamp=at.replace(microsecond=0),
        )
    answer = HttpResponse(made[0] if isinstance(made, list) else made, "application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="ncic-{said["number"]}.pdf"'
    return answer
