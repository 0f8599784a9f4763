"""The settings an operator gives by environment, proven at start."""

from pathlib import Path
from typing import Literal

import psycopg
from psycopg.conninfo import conninfo_to_dict
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Environment(BaseSettings):
    """
    Settings read from variables that begin with ``PORCHLIGHT_`` (and ``DATABASE_URL``).

    Every one has a default that is right for ``porchlight run`` on one machine; docs/deploy.md
    says which to set in production.
    """

    model_config = SettingsConfigDict(env_prefix="PORCHLIGHT_", extra="ignore")

    mode: Literal["demo", "production"] = "demo"
    process: Literal["public", "console", "worker", "command", "sandbox"] = "command"
    home: Path = Path(".home")
    secret_key: SecretStr | None = None
    database_url: str | None = Field(default=None, validation_alias="DATABASE_URL")
    database_schema_owner_url: str | None = None
    public_url: str = "http://127.0.0.1:8000"
    console_url: str = "http://127.0.0.1:8001"
    trusted_proxies: int = Field(default=0, ge=0, le=5)
    organisation: str = "Porchlight National Clearinghouse"
    hotline_number: str = "+18005550100"
    mail_url: str = "mailbox:"
    mail_from: str = "Porchlight <no-reply@porchlight.example>"
    mail_key: SecretStr | None = None
    files: str = "local:"
    files_key: SecretStr | None = None
    files_secret: SecretStr | None = None
    sealing_keys: Path | None = None
    opening_keys: Path | None = None
    signing_keys: Path | None = None
    location_file: Path | None = None
    files_opened_here: str | None = None
    picture_megabytes: int = Field(default=20, ge=1, le=200)
    pictures_per_record: int = Field(default=200, ge=1)
    lock_after: int = Field(default=5, ge=3, le=10)
    lock_window_minutes: int = Field(default=15, ge=1)
    idle_account_days: int = Field(default=90, ge=1, le=90)
    idle_minutes: int = Field(default=30, ge=1, le=30)
    session_hours: int = Field(default=12, ge=1, le=12)
    reauthenticate_minutes: int = Field(default=60, ge=1)
    hashed_static: bool = True
    proof_of_work_bits: int = Field(default=16, ge=0, le=24)

    @field_validator("database_url", "database_schema_owner_url")
    @classmethod
    def _is_a_database(cls, url: str | None) -> str | None:
        """A database's address, with no word of it in the refusal: it may hold a password."""
        if url is None:
            return None
        try:
            known = url.startswith(("postgresql://", "postgres://")) and conninfo_to_dict(url)
        except psycopg.Error:
            known = False
        if not known:
            raise ValueError("give an address such as postgresql://user@host:5432/porchlight")
        return url


class SettingsWrong(Exception):
    """The environment cannot be used; the text says which variable and why."""


def read() -> Environment:
    """
    Return the environment's settings.

    :raises SettingsWrong: naming each variable that is wrong and what it should be
    """
    try:
        environment = Environment()
    except ValidationError as error:
        lines = [f"{_variable(item['loc'])}: {item['msg']}" for item in error.errors()]
        raise SettingsWrong("\n".join(lines)) from error
    if environment.mode == "production":
        _prove_production(environment)
    return environment


def _variable(place: tuple[int | str, ...]) -> str:
    name = "_".join(map(str, place)).upper()
    return name if name == "DATABASE_URL" else f"PORCHLIGHT_{name}"


def _prove_production(environment: Environment) -> None:
    problems = []
    if environment.secret_key is None or len(environment.secret_key.get_secret_value()) < 50:
        problems.append("PORCHLIGHT_SECRET_KEY: give 50 or more random characters")
    if environment.database_url is None:
        problems.append("DATABASE_URL: give the PostgreSQL 15+ database to use")
    for name in ("public_url", "console_url"):
        if not getattr(environment, name).startswith("https://"):
            problems.append(f"PORCHLIGHT_{name.upper()}: must begin with https://")
    if environment.mail_url == "mailbox:":
        problems.append("PORCHLIGHT_MAIL_URL: give smtp://… or the name of a mail service")
    if problems:
        raise SettingsWrong("\n".join(problems))
