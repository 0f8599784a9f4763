"""What every template is given: door, links, language, light."""

from typing import Any

from django.http import HttpRequest

from porchlight.house.ui.appearance import appearance
from porchlight.house.ui.navigation import navigation


def page(request: HttpRequest) -> dict[str, Any]:
    """Return ``door``, ``navigation`` and what ``appearance`` tells."""
    return {**navigation(request), **appearance(request)}
