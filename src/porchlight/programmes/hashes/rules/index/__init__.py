"""
Finding hashes among tens of millions: files that every process maps, and a log of what is new.

``words`` holds the bits and the order, ``kernels`` the search, ``segment`` a file, ``log`` the
changes since, ``store`` the folder, ``view`` one moment of it.
"""

from porchlight.programmes.hashes.rules.index.log import Change
from porchlight.programmes.hashes.rules.index.store import Store
from porchlight.programmes.hashes.rules.index.view import Matches, View

__all__ = ["Change", "Matches", "Store", "View"]
