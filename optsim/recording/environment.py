"""Environment of a computation: everything that can change the last bits, and what computes some of it with the same ones."""

from __future__ import annotations

import ctypes
import os
import platform
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from optsim.engine.numerics.optional_kernel import version
from optsim.recording.verification.findings import EnvironmentDifference
from optsim.version import __version__

#: the compiled kernel is used only where it gives the bits of NumPy
_SAME_BITS = ("numba",)


def environment() -> dict[str, str]:
    """Versions, machine, BLAS with its kernel, the vector instructions that NumPy uses, and numba where it may be used."""
    built = np.show_config(mode="dicts")
    blas = _at(built, "Build Dependencies", "blas")
    return {
        "optsim": __version__,
        "python": platform.python_version(),
        "numpy": np.__version__,
        "system": platform.system(),
        "machine": platform.machine(),
        "blas": _openblas() or f"{blas.get('name', 'unknown')} {blas.get('version', '')}".strip(),
        "simd": " ".join(_simd(built)),
        **({"numba": numba} if (numba := version()) else {}),
    }


def differences(here: Mapping[str, str], there: Mapping[str, str]) -> list[EnvironmentDifference]:
    """Return what is not the same in two environments, of what can change bits."""
    keys = [key for key in (*here, *(key for key in there if key not in here)) if key not in _SAME_BITS]
    return [
        EnvironmentDifference(key, here.get(key), there.get(key)) for key in keys if here.get(key) != there.get(key)
    ]


def _simd(built: Any) -> list[str]:
    extensions = _at(built, "SIMD Extensions")
    return [*extensions.get("baseline", []), *extensions.get("found", [])]


def _at(table: Any, *keys: str) -> Any:
    """A table in a table; an empty one where there is none."""
    for key in keys:
        table = table.get(key, {}) if isinstance(table, Mapping) else {}
    return table if isinstance(table, Mapping) else {}


def _openblas() -> str:
    """Return what the OpenBLAS of NumPy's wheels says of itself, its kernel among it; empty where it is another library."""
    folder = Path(np.__file__).parent
    for library in sorted((folder.parent / "numpy.libs").glob("*openblas*")) + sorted(
        (folder / ".dylibs").glob("*openblas*")
    ):
        # it is loaded already, so this gives the one that NumPy uses
        with suppress(OSError, AttributeError, UnicodeError):
            loaded = ctypes.CDLL(os.fspath(library))
            config = loaded.scipy_openblas_get_config64_
            config.restype = ctypes.c_char_p
            threads = loaded.scipy_openblas_get_num_threads64_
            return f"{config().decode('ascii')}, {threads()} threads"
    return ""
