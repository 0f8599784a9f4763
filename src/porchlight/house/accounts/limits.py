"""The installation's figures for sign-in."""

from datetime import timedelta

from django.conf import settings

from porchlight.house.accounts.rules import LockRule, SessionRule


def lock_rule() -> LockRule:
    """After how many failures within how long an account locks."""
    env = settings.ENV
    return LockRule(env.lock_after, timedelta(minutes=env.lock_window_minutes))


def session_rule() -> SessionRule:
    """How long a session stays open unused, and at most."""
    env = settings.ENV
    return SessionRule(timedelta(minutes=env.idle_minutes), timedelta(hours=env.session_hours))


def idle_after() -> timedelta:
    """After how long without use an account is disabled."""
    return timedelta(days=settings.ENV.idle_account_days)


def fresh_within() -> timedelta:
    """How recent a proof must be for something that matters."""
    return timedelta(minutes=settings.ENV.reauthenticate_minutes)
