"""The readable sheet of a package."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from porchlight.house.ui import sheets

REFERRAL = Path(__file__).parent.parent / "templates/cybertips/print/referral.typ"


def pdf(said: Mapping[str, Any], at: datetime) -> bytes:
    """Return the sheet as tagged PDF (PDF/UA-1), dated ``at``."""
    return sheets.pdf(REFERRAL, said, at)
