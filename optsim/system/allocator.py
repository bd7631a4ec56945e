"""The C library's allocator, for long races: pages that a step frees stay with the process for the next step.

Else glibc gives large arrays back to the system and fetches them again, zeroed, at every step; on wide networks that costs as much
as the arithmetic. Only the command line asks for it: a library leaves its process as it is.
"""

from __future__ import annotations

import ctypes
from contextlib import suppress

#: glibc's numbers (malloc.h): M_MMAP_THRESHOLD, M_TRIM_THRESHOLD, M_TOP_PAD
_SETTINGS = ((-3, 1 << 30), (-1, 1 << 30), (-2, 1 << 24))


def keep_pages() -> bool:
    """Ask for it, and tell if it was granted: other C libraries do not know the question."""
    with suppress(OSError, AttributeError, TypeError):
        mallopt = ctypes.CDLL(None).mallopt
        granted = [mallopt(*setting) == 1 for setting in _SETTINGS]
        return all(granted)
    return False
