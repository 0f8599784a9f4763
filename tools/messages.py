"""
Translation files with Babel alone: ``extract`` brings every app's .po up to date, ``compile``
writes the .mo files, ``check`` fails when a sentence has no translation or a file is stale.

Templates are turned into something that Babel reads by Django's own ``templatize``; plain code
marks its sentences with ``say`` and ``_``.
"""

import io
import os
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent / "src" / "porchlight"
LANGUAGES = ("es",)
KEYWORDS = {
    "_": None,
    "say": None,
    "Say": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def apps() -> list[Path]:
    """The folders that keep a ``locale`` of their own."""
    houses = [path for shelf in ("house", "programmes") for path in (ROOT / shelf).iterdir()]
    named = [path for path in houses if (path / "apps.py").exists()]
    return [ROOT / "core", ROOT / "config", ROOT / "demo", *sorted(named)]


def sources(app: Path) -> list[Path]:
    """The files whose sentences belong to ``app``."""
    found = [*app.rglob("*.py"), *app.glob("templates/**/*.html"), *app.glob("templates/**/*.txt")]
    skip = {"tests", "migrations"}
    return sorted(path for path in found if not skip & set(path.relative_to(app).parts))


def catalogue(app: Path) -> Catalog:
    """Everything ``app`` says, in English."""
    said = Catalog()
    for path in sources(app):
        text = path.read_text()
        if path.suffix != ".py":
            # Left-aligned: to the Python reader an indented page looks like a broken block.
            blanked = templatize(text, origin=str(path)).splitlines()
            text = "\n".join(line.strip() for line in blanked)
        place = str(path.relative_to(ROOT))
        for _line, message, _comments, context in extract(
            "python", io.BytesIO(text.encode()), KEYWORDS, options={"encoding": "utf-8"}
        ):
            if _has_words(message):
                flags = ["python-brace-format"] if "{" in str(message) else []
                said.add(message, None, [(place, 0)], context=context, flags=flags)
    return said


def _has_words(message: str | tuple[str, ...]) -> bool:
    first = message if isinstance(message, str) else message[0]
    return bool(first and first.strip())


def po_path(app: Path, language: str) -> Path:
    return app / "locale" / language / "LC_MESSAGES" / "django.po"


def load(app: Path, language: str) -> Catalog:
    path = po_path(app, language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as lines:
        return read_po(lines, locale=language)


def extract_all() -> None:
    for app in apps():
        said = catalogue(app)
        if not len(said):
            continue
        for language in LANGUAGES:
            kept = load(app, language)
            kept.update(said, no_fuzzy_matching=True)
            kept.obsolete.clear()
            path = po_path(app, language)
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as out:
                write_po(
                    out, kept, sort_output=True, include_lineno=False, width=100, omit_header=True
                )
            missing = [message.id for message in kept if message.id and not message.string]
            print(f"{path.relative_to(ROOT)}: {len(kept)} sentences, {len(missing)} to translate")


def compile_all() -> None:
    for app in apps():
        for language in LANGUAGES:
            path = po_path(app, language)
            if path.exists():
                with path.with_suffix(".mo").open("wb") as out:
                    write_mo(out, load(app, language))


def problems() -> list[str]:
    """What is missing or stale, one line each."""
    found = []
    for app in apps():
        said = {(message.id, message.context) for message in catalogue(app) if message.id}
        for language in LANGUAGES:
            kept = {
                (message.id, message.context): _translated(message)
                for message in load(app, language)
                if message.id
            }
            name = f"{app.relative_to(ROOT)} [{language}]"
            found += [f"{name}: not translated: {one[0]!r}" for one in said if not kept.get(one)]
            found += [f"{name}: no longer said: {one[0]!r}" for one in set(kept) - said]
    return sorted(found)


def _translated(message: object) -> bool:
    string = message.string  # type: ignore[attr-defined]
    return all(string) if isinstance(string, tuple) else bool(string)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "porchlight.config.settings")
    match sys.argv[1:]:
        case ["extract"]:
            extract_all()
            compile_all()
        case ["compile"]:
            compile_all()
        case ["check"]:
            lines = problems()
            print("\n".join(lines))
            sys.exit(bool(lines))
        case _:
            sys.exit("usage: messages.py extract|compile|check")
