"""
What somebody sent while their session was locked, over, or no longer fresh. It is sealed in the
session, shown to nobody before they have proved who they are, and then offered to be sent again.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.mfa.utils import decrypt, encrypt
from django.http import HttpRequest

from porchlight.house.doors.pages import PROOFS

HELD = "held"
MOST_BYTES = 300_000
HELD_FOR = timedelta(hours=12)


@dataclass(frozen=True)
class Held:
    """A form that was sent: to which address, with which fields, whether files were with it."""

    to: str
    fields: list[tuple[str, str]]
    files: bool


def hold(request: HttpRequest, account_id: int | None, *, now: datetime) -> bool:
    """Keep the form that ``request`` brought for this account; say whether there was one."""
    if request.method != "POST" or account_id is None or request.headers.get("HX-Request"):
        return False
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    kept = {
        "to": request.get_full_path(),
        "fields": [(name, value) for name, value in fields if name not in PROOFS],
        "files": bool(request.FILES),
        "account_id": account_id,
        "at": now.timestamp(),
    }
    said = json.dumps(kept)
    if len(said) > MOST_BYTES:
        return False
    request.session[HELD] = encrypt(said)
    return True


def held(request: HttpRequest, account_id: int, *, now: datetime) -> Held | None:
    """Return what is kept for this account, if anything is; another person's is thrown away."""
    sealed = request.session.get(HELD)
    if sealed is None:
        return None
    kept = json.loads(decrypt(sealed))
    if kept["account_id"] != account_id or now.timestamp() - kept["at"] > HELD_FOR.total_seconds():
        forget(request)
        return None
    return Held(kept["to"], [(name, value) for name, value in kept["fields"]], kept["files"])


def forget(request: HttpRequest) -> None:
    """Throw away what was kept."""
    request.session.pop(HELD, None)
