"""What a measurement gives."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """Words for the table: what was measured, our figure, the peer's, and the ratio."""

    what: str
    ours: str
    peer: str
    ratio: str
