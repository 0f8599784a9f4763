"""
What a signed-in session holds, and its ends.

A session of Django's exists only after the last factor was proved; until then the person is
*pending*: known by password, signed in nowhere.
"""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.auth import login
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from porchlight.house.accounts.models import Account

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

# Instants are kept as seconds since 1970: a session is JSON.
BEGAN, SEEN, PROVED, FACTORS, LOCKED = "began_at", "seen_at", "proved_at", "factors", "locked"


def begin(request: HttpRequest, account: Account, *, factors: int, now: datetime) -> None:
    """Sign ``account`` in after ``factors`` (1 or 2) proofs. The session's key is new."""
    login(request, account, backend=BACKEND)
    mark(request.session, factors=factors, now=now)
    # The list by which a person, or whoever disables the account, ends sessions elsewhere.
    UserSession.objects.create_from_request(request)


def mark(session: SessionBase, *, factors: int, now: datetime) -> None:
    """Write into ``session`` that it begins now, after ``factors`` proofs."""
    moment = now.timestamp()
    session.update({BEGAN: moment, SEEN: moment, PROVED: moment, FACTORS: factors, LOCKED: False})


def end_sessions(account_id: int, *, but: str | None = None) -> int:
    """End all sessions of an account, or all but the one with key ``but``; say how many."""
    others = UserSession.objects.filter(user_id=account_id).exclude(session_key=but)
    count = 0
    for session in others:
        session.end()
        count += 1
    return count
