"""What is compared: a person or a vehicle as far as known."""

from dataclasses import dataclass

from porchlight.core.dates import PartialDate


@dataclass(frozen=True)
class Description:
    """
    What is known of a person, or of a vehicle by its plate. Empty means not known.

    ``phones`` are E.164, ``county`` is a FIPS code of five figures, ``state`` a USPS code.
    """

    names: tuple[str, ...] = ()
    born: PartialDate | None = None
    sex: str = ""
    phones: frozenset[str] = frozenset()
    county: str = ""
    state: str = ""
    plates: frozenset[str] = frozenset()
    vins: frozenset[str] = frozenset()
