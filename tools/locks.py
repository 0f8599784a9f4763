"""Locked dependencies name no host: they install from whatever registry the machine uses."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ["requirements/base.txt", "requirements/dev.txt", "package-lock.json"]
ADDRESS = re.compile(r"https?://|git\+|file:|\"resolved\"")


def main() -> None:
    found = [
        f"{name}:{number}: names an address"
        for name in LOCKS
        for number, line in enumerate((ROOT / name).read_text().splitlines(), 1)
        if ADDRESS.search(line) and '"funding"' not in line and '"url":' not in line
    ]
    print("\n".join(found))
    sys.exit(bool(found))


main()
