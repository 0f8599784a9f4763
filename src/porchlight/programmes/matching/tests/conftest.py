"""The missing girl of forensics, for whom unidentified persons are compared."""

from porchlight.programmes.forensics.tests.conftest import child

__all__ = ["child"]
