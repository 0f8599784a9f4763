"""
Run every measurement and write docs/benchmarks.md.

A measurement is a file here with ``measure() -> Result`` (or a list): our figure beside a peer or
the physical limit, both taken in one run. ``python bench/run.py NAME …`` runs some of them and
prints only.
"""

import importlib
import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
PAGE = HERE.parent / "docs" / "benchmarks.md"
SUITE = (
    "audit_trail",
    "files",
    "poster_pages",
    "demo_town",
    "public_search",
    "importing",
    "look_alikes",
    "national_matching",
    "kinship",
    "hash_search",
    "hash_search_large",
    "hash_look_up",
    "cybertips_reading",
    "cybertips_intake",
)


def main(names: list[str]) -> None:
    # Measurements ask for a database of their own, as the tests do.
    importlib.import_module("porchlight.demo.testing")
    os.environ["DJANGO_SETTINGS_MODULE"] = "porchlight.config.settings"
    importlib.import_module("django").setup()
    rows = []
    for name in names or SUITE:
        if not (HERE / f"{name}.py").exists():
            sys.exit(f"no such measurement: {name}")
        found = importlib.import_module(name).measure()
        for result in found if isinstance(found, list) else [found]:
            print(f"{name}: {result.ours} | {result.peer} | {result.ratio}", flush=True)
            rows.append((name, result))
    if not names:
        PAGE.write_text(page(rows))


def page(rows: list[tuple[str, object]]) -> str:
    machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    lines = [
        "# Benchmarks",
        "",
        f"Written by `make bench` on {datetime.now(UTC):%Y-%m-%d} ({machine}).",
        "Ratios carry over to other machines; absolute figures do not.",
        "",
        "| Measurement | Porchlight | Peer or limit, same run | Ratio | Command |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name, result in rows:
        command = f"`python bench/run.py {name}`"
        lines.append(
            f"| {result.what} | {result.ours} | {result.peer} | {result.ratio} | {command} |"
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main(sys.argv[1:])
