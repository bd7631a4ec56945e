"""Choice of a compiled kernel for strict networks: where numba is installed, from when it is ready, if it gives the same bits.

Until then, and everywhere else, NumPy computes. Loading takes about a second, compiling for the first time some more: it begins,
in a thread, when a race has had about as much work as that, so never before something is on the screen.
"""

from __future__ import annotations

import functools
import importlib.util
import os
import threading
from collections.abc import Callable, Iterable, Mapping

import numpy as np

from optsim.engine.settings import Array

Operations = Iterable[tuple[str, Callable[..., Array]]]

#: products of numbers after which it is worth it, and to how many of them a call comes
_WORTH_IT, _CALL = 500_000_000, 10_000
#: "numpy" leaves it out
VARIABLE = "OPTSIM_KERNEL"


class Operation:
    """An operation of strict numerics: NumPy's, and from some moment on the compiled one."""

    def __init__(self, numpys: Callable[..., Array]) -> None:
        self.numpys = self.current = numpys

    def __call__(self, *arrays: Array) -> Array:
        """Return what it gives for some arrays."""
        return self.current(*arrays)


class OptionalKernel:
    """The operations of strict networks, and who computes them: `state` is "numpy", "loading", "compiled" or "other bits"."""

    def __init__(self, compiled: Callable[[], Operations], **numpys: Callable[..., Array]) -> None:
        self.operations = {name: Operation(operation) for name, operation in numpys.items()}
        self.state = "numpy"
        self._compiled, self._work = compiled, 0
        self.operations["matmul"].current = self._counted

    def _counted(self, left: Array, right: Array) -> Array:
        """Multiply by NumPy, and begin to load when there has been work enough."""
        product = self.operations["matmul"].numpys(left, right)
        self._work += product.size * left.shape[-1] + _CALL
        if self._work >= _WORTH_IT:
            self.leave()
            if installed():
                self.state = "loading"
                # not a daemon: one that is stopped while it compiles can take the process down with it
                threading.Thread(target=self.load, name="compiled kernel", daemon=False).start()
        return product

    def load(self) -> bool:
        """Load the kernel, or compile it, and use it if it gives the same bits; return whether it is used."""
        try:
            ready = self._ready()
        except ImportError:
            # a numba that does not know this NumPy or Python
            ready = None
        if ready is None:
            self.state = "numpy"
            return False
        same = all(same_bits(name, self.operations[name].numpys, ready[name]) for name in self.operations)
        if same:
            for name, operation in self.operations.items():
                operation.current = ready[name]
        self.state = "compiled" if same else "other bits"
        return same

    def leave(self) -> None:
        """Let NumPy compute again."""
        self.state = "numpy"
        for operation in self.operations.values():
            operation.current = operation.numpys

    def _ready(self) -> Mapping[str, Callable[..., Array]] | None:
        """The compiled operations; None where the program has ended meanwhile."""
        ready = {}
        for name, operation in self._compiled():
            if not threading.main_thread().is_alive():
                return None
            ready[name] = operation
        return ready


def installed() -> bool:
    """True if there is a numba, and nobody wants to do without."""
    return os.environ.get(VARIABLE) != "numpy" and importlib.util.find_spec("numba") is not None


def version() -> str:
    """The version of numba; empty where it is not there or not wanted."""
    if not installed():
        return ""
    from importlib import metadata  # noqa: PLC0415 it takes its time

    return metadata.version("numba")


def same_bits(name: str, numpys: Callable[..., Array], compiled: Callable[..., Array]) -> bool:
    """Tell if two operations agree to the last bit, on numbers of every kind; every NaN counts as the same."""
    with np.errstate(all="ignore"):
        pairs = ((numpys(*arrays), compiled(*arrays)) for arrays in _samples(name))
        return all(one.shape == other.shape and _bits(one) == _bits(other) for one, other in pairs)


def _bits(values: Array) -> bytes:
    return np.where(np.isnan(values), np.nan, values).tobytes()


@functools.cache
def _samples(name: str) -> tuple[tuple[Array, ...], ...]:
    """Arrays to try an operation on."""
    negative = np.full((2, 3, 4), -0.0)
    if name == "matmul":
        sizes = ((6, 4, 32, 32), (2, 33, 7, 1), (1, 1, 40, 1), (3, 5, 1, 9), (2, 3, 19, 21))
        pairs = ((_numbers(batch, n, k), _numbers(batch, k, m)) for batch, n, k, m in sizes)
        return (*pairs, (negative, np.ones((4, 5))))
    return (*((_numbers(*shape),) for shape in ((7, 16, 33), (2, 5, 1153), (3, 1, 1))), (negative,))


def _numbers(*shape: int) -> Array:
    """Draw numbers of very different size, some of them ±0, infinite or none at all."""
    generator = np.random.Generator(np.random.PCG64(len(shape) + shape[-1]))
    drawn = generator.standard_normal(shape) * 10.0 ** generator.integers(-9, 2, shape)
    rare = generator.integers(0, 4096, shape)
    for number, special in enumerate((-0.0, 0.0, np.inf, -np.inf, np.nan, 5e-324, -1e300, 21.0)):
        drawn[rare == number] = special
    return drawn
