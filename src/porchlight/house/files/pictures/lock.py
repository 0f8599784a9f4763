"""
What the process that decodes pictures does to itself before it reads a single byte of one.

It is started alone (`python -I -S`), so it knows nothing of Porchlight and imports none of it.
"""

import contextlib
import ctypes
import os
import platform
import resource
import struct

MEBIBYTE = 1024 * 1024
CLONE_NEW = 0x00020000 | 0x04000000 | 0x08000000 | 0x10000000 | 0x40000000
PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, FILTER = 4, 38, 22, 2
NOBODY = 65534
PROT_EXEC = 4

# By machine: audit number, then the calls that a decoder needs, then those that map memory and
# may never map it executable. Everything else answers «not permitted».
# fmt: off
CALLS: dict[str, tuple[int, tuple[int, ...], tuple[int, ...]]] = {
    # read write close fstat lseek munmap brk rt_sigaction rt_sigprocmask rt_sigreturn mremap
    # sched_yield madvise getpid exit sigaltstack sysinfo gettid futex sched_getaffinity
    # clock_gettime clock_getres exit_group tgkill getrandom rseq | mmap mprotect
    "x86_64": (0xC000003E, (0, 1, 3, 5, 8, 11, 12, 13, 14, 15, 25, 24, 28, 39, 60, 131, 99, 186,
        202, 204, 228, 229, 231, 234, 318, 334), (9, 10)),
    "aarch64": (0xC00000B7, (63, 64, 57, 80, 62, 215, 214, 134, 135, 139, 216, 124, 233, 172, 93,
        132, 179, 178, 98, 123, 113, 114, 94, 131, 278, 293), (222, 226)),
}
# fmt: on
LOAD, EQUAL, ANY_BIT, ANSWER = 0x20, 0x15, 0x45, 0x06
ALLOW, KILL, NOT_PERMITTED = 0x7FFF0000, 0x80000000, 0x00050001
CALL_NUMBER, MACHINE, THIRD_ARGUMENT = 0, 4, 32


def limit(*, seconds: int, mebibytes: int) -> None:
    """Bound time, memory, files and processes for good."""
    for what, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, mebibytes * MEBIBYTE),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 3),
    ):
        resource.setrlimit(what, (most, most))


def lock() -> list[str]:
    """Leave every namespace that can be left, all rights, and all calls but a few; say which."""
    c = ctypes.CDLL(None, use_errno=True)
    held = []
    if c.unshare(CLONE_NEW) == 0:
        held.append("namespaces")
    if os.geteuid() == 0:
        with contextlib.suppress(OSError):
            os.setgroups([])
            os.setresgid(NOBODY, NOBODY, NOBODY)
            os.setresuid(NOBODY, NOBODY, NOBODY)
            held.append("nobody")
    c.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    if c.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0:
        held.append("no_new_privs")
    if platform.machine() in CALLS and _filter(c, *CALLS[platform.machine()]):
        held.append("seccomp")
    return held


def _filter(c: ctypes.CDLL, machine: int, calls: tuple[int, ...], mapping: tuple[int, ...]) -> bool:
    lines = program(machine, calls, mapping)
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *line) for line in lines))
    given = struct.pack("HxxxxxxP", len(lines), ctypes.addressof(code))
    head = ctypes.create_string_buffer(given)
    return bool(c.prctl(PR_SET_SECCOMP, FILTER, ctypes.byref(head), 0, 0) == 0)


def program(
    machine: int, calls: tuple[int, ...], mapping: tuple[int, ...]
) -> list[tuple[int, int, int, int]]:
    """
    Return the filter as lines of BPF: (operation, jump if so, jump if not, value).

    Source: seccomp(2), classic BPF over ``struct seccomp_data``.
    """
    head = [(LOAD, 0, 0, MACHINE), (EQUAL, 1, 0, machine), (ANSWER, 0, 0, KILL)]
    head.append((LOAD, 0, 0, CALL_NUMBER))
    # After the tests: refuse, look at the mapping, allow — in this order.
    tests: list[tuple[int, int, int, int]] = []
    count = len(calls) + len(mapping)
    for at, number in enumerate((*calls, *mapping)):
        left = count - at - 1
        to = left + 4 if number in calls else left + 1
        tests.append((EQUAL, to, 0, number))
    tail = [
        (ANSWER, 0, 0, NOT_PERMITTED),
        (LOAD, 0, 0, THIRD_ARGUMENT),
        (ANY_BIT, 0, 1, PROT_EXEC),
        (ANSWER, 0, 0, NOT_PERMITTED),
        (ANSWER, 0, 0, ALLOW),
    ]
    return [*head, *tests, *tail]
