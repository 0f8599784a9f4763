"""The ``porchlight`` command."""

import os
import sys
from pathlib import Path

import click
import django
from django.core.management import execute_from_command_line

from porchlight.config import embedded
from porchlight.config.environment import SettingsWrong, read


def prepare(process: str = "command") -> None:
    """Prove the settings, start the embedded database when none is named, set Django up."""
    os.environ["PORCHLIGHT_PROCESS"] = process
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "porchlight.config.settings")
    try:
        environment = read()
    except SettingsWrong as wrong:
        click.echo(f"Porchlight cannot start:\n{wrong}", err=True)
        sys.exit(2)
    if environment.database_url is None:
        os.environ["DATABASE_URL"] = embedded.start(Path(environment.home))
    django.setup()


@click.group()
@click.version_option(package_name="porchlight")
def main() -> None:
    """Run a clearinghouse for missing and exploited children."""


@main.command(context_settings={"ignore_unknown_options": True}, hidden=True)
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def django_admin(words: tuple[str, ...]) -> None:
    """Run a Django management command, for developers."""
    prepare()
    execute_from_command_line(["porchlight", *words])
