"""Writes the generated pages of the manual, or with --check says which are stale."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from porchlight.config.generated import all_pages

FOLDER = Path("docs/generated")


class Command(BaseCommand):
    """``porchlight django-admin pages [--check]``."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: object, **options: object) -> None:
        stale = []
        for name, text in all_pages().items():
            path = FOLDER / name
            if not path.exists() or path.read_text() != text:
                stale.append(name)
                if not options["check"]:
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_text(text)
        if options["check"] and stale:
            raise CommandError(f"stale: {', '.join(stale)} – run make pages and commit")
