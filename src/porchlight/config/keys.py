"""Secrets that are made at set-up when the operator gives none."""

import secrets
from pathlib import Path
from urllib.parse import urlsplit

from porchlight.config.environment import Environment


def secret_key(environment: Environment, home: Path) -> str:
    """Return the given key, or the one made once below ``home`` and readable by its owner only."""
    if environment.secret_key is not None:
        return environment.secret_key.get_secret_value()
    path = home / "keys" / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64))
    return path.read_text()


def opened_here(environment: Environment) -> tuple[str, ...]:
    """The compartments of sealed files that this process opens: as set, or what its work needs."""
    if environment.files_opened_here is not None:
        return tuple(filter(None, environment.files_opened_here.replace(" ", "").split(",")))
    return {
        "public": (),
        "console": ("desk", "case", "vault"),
        "worker": ("public_drop", "desk", "case", "vault"),
        "command": ("public_drop", "desk", "case", "vault"),
        "sandbox": (),
    }[environment.process]


def hosts(environment: Environment) -> list[str]:
    """The host names that requests may name."""
    named = [urlsplit(url).hostname for url in (environment.public_url, environment.console_url)]
    local = {"127.0.0.1", "localhost", "[::1]", "testserver"}
    return sorted({host for host in named if host} | local)
