"""What scripts of ours send and are sent: the messages of passkeys."""

import json
from typing import Any

from django.http import JsonResponse
from django.utils.translation import gettext as _

from porchlight.house.doors import Request

MOST_BYTES = 100_000


def read_json(request: Request) -> dict[str, Any]:
    """Return the object that a script of ours sent, or an empty one."""
    try:
        said = json.loads(request.body[:MOST_BYTES])
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def passkey_name(said: dict[str, Any]) -> str:
    """The name that the person gave the passkey."""
    return str(said.get("name", "")).strip()[:60] or _("Passkey")


def as_json(options: dict[str, Any]) -> JsonResponse:
    """Return fido2's nested mappings as plain JSON."""
    return JsonResponse(plain(options))


def plain(value: Any) -> Any:  # noqa: ANN401 any JSON value
    """Return ``value`` made of dicts, lists and texts only; what is empty is left out."""
    if hasattr(value, "items"):
        return {str(key): plain(part) for key, part in value.items() if part is not None}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return value
