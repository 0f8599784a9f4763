"""Bytes as they come in: measured, sealed on the way, durable, and not yet in any table."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from porchlight.core.errors import RuleBroken
from porchlight.core.text import say
from porchlight.house.files import container
from porchlight.house.files.keys import Compartment, Wrapped, keyring
from porchlight.house.files.receipt import Receipt, Source, pieces_of
from porchlight.house.files.rules.limits import MEBIBYTE
from porchlight.house.files.rules.media import media_type
from porchlight.house.files.store import Store, store
from porchlight.house.files.store.staged import Staged


@dataclass
class Taken:
    """What has come in. ``put`` gives it its place in the store; otherwise it is gone."""

    receipt: Receipt
    staged: Staged
    wrapped: Wrapped | None
    where: Store

    def put(self) -> str:
        """
        Store the bytes and return their address; durable when it returns.

        :raises NoRoom: when the store is full or silent
        """
        return self.where.put(self.staged)

    @property
    def media_type(self) -> str:
        """What the first bytes show."""
        return media_type(self.receipt.head)


@contextmanager
def taking(
    source: Source, compartment: Compartment | None, most_bytes: int | None = None
) -> Iterator[Taken]:
    """
    Take the bytes of ``source`` in, sealed for ``compartment`` unless that is None.

    Plain bytes of a sealed file are in memory only, a chunk at a time.

    :raises RuleBroken: when there are more than ``most_bytes``
    :raises KeyMissing: when nothing can be sealed for the compartment here
    :raises NoRoom: when the disk is full
    """
    receipt, where = Receipt(), store()
    pieces = receipt.watching(_at_most(pieces_of(source), most_bytes))
    with where.stage() as staged:
        if compartment is None:
            # Plain bytes lie under their own hash, which is measured already.
            staged.write(pieces, receipt.identity)
            yield Taken(receipt, staged, None, where)
        else:
            key, header = container.new_key(), container.new_header()
            # Asked for first: without a key nothing is written at all.
            wrapped = keyring().wrap(key, compartment, header)
            staged.write(container.seal(pieces, key, header))
            yield Taken(receipt, staged, wrapped, where)


def _at_most(pieces: Iterator[bytes], most: int | None) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if most is not None and size > most:
            raise too_large(most)
        yield piece


def too_large(most: int) -> RuleBroken:
    """The refusal of a file with more than ``most`` bytes."""
    return RuleBroken(say("A file may have at most {size} MB.", size=most // MEBIBYTE))
