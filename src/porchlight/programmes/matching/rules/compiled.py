"""Loops over columns compiled by numba, typed as the functions they are."""

from collections.abc import Callable
from typing import TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., object])

prange = numba.prange


def compiled(*, parallel: bool = False) -> Callable[[Function], Function]:
    """
    Return a decorator that compiles a function at its first call and keeps the code on disk.

    ``parallel`` runs its ``prange`` loops on all cores.
    """

    def compile_(function: Function) -> Function:
        return cast(Function, numba.njit(function, cache=True, parallel=parallel, nogil=True))

    return compile_
