"""
A hash as 64-bit words, and the order that all files keep.

A hash of ``8 * w`` bytes or less is ``w`` words, the first byte the highest of the first word, so
that the order of words is the order of the written hash.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]
Numbers = NDArray[np.uint64]
Places = NDArray[np.uint32]

PDQ_WORDS = 4


def words_for(size: int) -> int:
    """
    Return how many words hold ``size`` bytes.

    >>> [words_for(size) for size in (16, 20, 32)]
    [2, 3, 4]
    """
    return -(-size // 8)


def to_words(hashes: Sequence[bytes], size: int) -> Words:
    """
    Return hashes of ``size`` bytes each as rows of words.

    >>> to_words([bytes(15) + b"\7"], 16).tolist()
    [[0, 7]]

    :raises ValueError: when one has another size
    """
    if any(len(each) != size for each in hashes):
        raise ValueError(f"a hash here has {size} bytes")
    width = 8 * words_for(size)
    joined = b"".join(each.ljust(width, b"\0") for each in hashes)
    return np.frombuffer(joined, ">u8").astype(np.uint64).reshape(-1, words_for(size))


def to_bytes(words: Words, size: int) -> list[bytes]:
    """Return what :func:`to_words` was given."""
    joined, width = words.astype(">u8").tobytes(), 8 * words.shape[1]
    return [joined[start : start + size] for start in range(0, len(joined), width)]


def in_order(words: Words) -> NDArray[np.intp]:
    """
    Return the places of ``words`` in rising order, equal ones as they came.

    Only rows that share their first word are compared further: few, unless the set is crowded.

    >>> in_order(np.array([[2, 0], [1, 9], [1, 3], [1, 3]], np.uint64))
    array([2, 3, 1, 0])
    """
    order = np.argsort(words[:, 0], kind="stable")
    if len(order) < 2 or words.shape[1] == 1:
        return order
    first = words[order, 0]
    same = np.zeros(len(order), bool)
    same[1:] = first[1:] == first[:-1]
    same[:-1] |= same[1:]
    if same.any():
        rows = order[same]
        # lexsort takes the last key first and is stable.
        keys = tuple(words[rows, column] for column in range(words.shape[1] - 1, -1, -1))
        order[same] = rows[np.lexsort(keys)]
    return order


def starts_of_rows(ordered: Words) -> Places:
    """
    Return where each distinct row of ``ordered`` begins, and the length at the end.

    >>> starts_of_rows(np.array([[1], [1], [7]], np.uint64))
    array([0, 2, 3], dtype=uint32)
    """
    count = len(ordered)
    if count == 0:
        return np.zeros(1, np.uint32)
    differs = np.ones(count, bool)
    differs[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    return np.append(np.flatnonzero(differs), count).astype(np.uint32)
