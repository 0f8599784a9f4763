"""Loaded by pytest before anything else: gives the tests their own embedded database."""

import os
from pathlib import Path

from porchlight.config import embedded

os.environ.setdefault("PORCHLIGHT_HOME", ".home/test")
os.environ.setdefault("PORCHLIGHT_HASHED_STATIC", "false")
if "DATABASE_URL" not in os.environ:
    os.environ["DATABASE_URL"] = embedded.start(Path(os.environ["PORCHLIGHT_HOME"]))
