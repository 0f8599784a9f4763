"""Make sure that Debian's Chromium is there for the browser tests, or say what to install."""

import os
import shutil
import subprocess
import sys

PACKAGES = ["chromium", "poppler-utils"]


def main() -> None:
    if shutil.which("chromium") and shutil.which("pdftoppm"):
        return
    command = ["apt-get", "install", "-y", "--no-install-recommends", *PACKAGES]
    if shutil.which("apt-get") and os.geteuid() == 0:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=True, env=environment)
        subprocess.run([*command[:2], "-qq", *command[2:]], check=True, env=environment)
        return
    sys.exit(
        "The browser tests need Chromium and pdftoppm. Install them as an administrator:\n"
        f"    apt-get update && {' '.join(command)}\n"
        "or install the packages of those names of your system, then run make test again."
    )


main()
