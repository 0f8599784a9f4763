"""``make check``: runs every check and shows all failures at the end, not only the first."""

import subprocess
import sys
import time
from pathlib import Path

BIN = Path(sys.executable).parent
PYTHON = sys.executable
CHECKS = {
    "format": [f"{BIN}/ruff", "format", "--check", "--quiet", "src", "tests", "bench", "tools"],
    "lint": [f"{BIN}/ruff", "check", "--quiet", "src", "tests", "bench", "tools"],
    "contracts": [f"{BIN}/lint-imports", "--no-cache"],
    "words": [PYTHON, "tools/messages.py", "check"],
    "locks": [PYTHON, "tools/locks.py"],
    "migrations": [f"{BIN}/porchlight", "django-admin", "makemigrations", "--check", "--dry-run"],
    "pages": [f"{BIN}/porchlight", "django-admin", "pages", "--check"],
    "types": [f"{BIN}/mypy", "--no-error-summary"],
}


def main() -> None:
    failed = []
    for name, command in CHECKS.items():
        began = time.monotonic()
        result = subprocess.run(command, capture_output=True, text=True)
        mark = "ok  " if result.returncode == 0 else "FAIL"
        print(f"{mark} {name:<11} {time.monotonic() - began:5.1f} s", flush=True)
        if result.returncode:
            failed.append((name, result.stdout + result.stderr))
    for name, output in failed:
        print(f"\n--- {name}\n{output.strip()[-8000:]}")
    sys.exit(bool(failed))


main()
