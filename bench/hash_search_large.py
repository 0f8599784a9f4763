"""The measurement of hash_search with 10,000,000 entries."""

from hash_search import measure as measure_of
from result import Result


def measure() -> list[Result]:
    return measure_of(10_000_000)
