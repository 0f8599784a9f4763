"""A whole house for browser and adversary tests: one for the session."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from porchlight.conftest import _files_by_their_own_names, _in_english, cast, client_as, now  # noqa: F401
from tests.house import House, running


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    # Not pytest's own folder: the database's user must be able to enter it when we are root.
    with tempfile.TemporaryDirectory(prefix="porchlight-") as folder, running(Path(folder)) as it:
        yield it
