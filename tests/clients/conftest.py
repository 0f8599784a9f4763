"""One sandbox for all clients."""

from collections.abc import Iterator

import pytest

from tests.clients.sandbox import Sandbox, running

# Run by a Python that has the client, which this one has not.
collect_ignore = ["ncmec_cybertip_run.py"]


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    with running() as box:
        yield box
