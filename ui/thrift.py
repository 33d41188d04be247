"""Memory given back to the system by a process that lives long."""

from __future__ import annotations

import ctypes
from contextlib import suppress

ARENA_MAX, MMAP_THRESHOLD = -8, -3  # glibc's names for them: M_ARENA_MAX, M_MMAP_THRESHOLD
ARENAS, LARGE = 2, 4 << 20  # heaps; bytes of what is given back as soon as it is no longer used


def begin() -> None:
    """Keep few heaps, before threads make more: each that computes would keep one, with the most it ever needed.

    Where the C library is another than glibc nothing happens.
    """
    with suppress(OSError, AttributeError):
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(ARENA_MAX, ARENAS)
        mallopt(MMAP_THRESHOLD, LARGE)
