"""The NCIC worksheet as PDF."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.http import HttpResponse

from porchlight.house.ui import sheets

WORKSHEET = Path(__file__).parent.parent / "templates/cases/print/ncic.typ"


def as_pdf(said: Mapping[str, Any], at: datetime) -> HttpResponse:
    """Return a worksheet as a tagged PDF (PDF/UA-1); ``said`` is all that stands on it."""
    answer = HttpResponse(sheets.pdf(WORKSHEET, said, at), "application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="ncic-{said["number"]}.pdf"'
    return answer
