"""Examples of classes: drawn in the plane, or given as a table whose last column says the class."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, ClassVar, Literal

import numpy as np
import numpy.typing as npt

from optsim.engine.data.examples import Data, Examples, Split, Validation
from optsim.engine.numerics.noise import Noise, Stream
from optsim.engine.numerics.numerics import FAST, Numerics
from optsim.engine.settings import Array, BadValueError, Setting
from optsim.system.limits import MOST_CLASSES

Kind = Annotated[
    Literal["moons", "spirals", "blobs", "circles", "axes", "table"],
    Setting(help="moons, spirals, blobs, circles: two inputs; axes: one input a class; table: examples of your own"),
]
Spread = Annotated[float, Setting(help="standard deviation of the noise on the inputs", least=0)]
Number = Annotated[int, Setting(help="classes of spirals, blobs and axes", least=2, limit=MOST_CLASSES)]
Imbalance = Annotated[
    float, Setting(help="examples of class k are as 1/k to this power; 0: as many of each", least=0, most=8)
]
Labels = Annotated[tuple[str, ...], Setting(help="names of a file's classes in order, where it has numbers for them")]
_MOONS_OR_CIRCLES = 2
#: how far spirals turn, in radians, and where the middle of a blob lies
_TURN, _RADIUS = 4.5, 2.0


@dataclass(frozen=True, kw_only=True, eq=False)
class Classes(Data):
    """Which examples there are; `bind` draws those of a seed. Targets are the numbers of classes, from 0."""

    drawn: ClassVar[tuple[str, ...]] = (*Data.drawn, "classes", "imbalance")
    beside_path: ClassVar[tuple[str, ...]] = (*Data.beside_path, "labels")
    titles: ClassVar[str] = "classes"

    kind: Kind = "moons"  # type: ignore[assignment]
    examples: Examples = 200
    noise: Spread = 0.15
    validation: Validation = 0.25
    classes: Number = 2
    imbalance: Imbalance = 0.0
    labels: Labels = ()

    def __post_init__(self) -> None:
        """Raise BadValueError where there are not two classes, or more than anybody can tell apart."""
        super().__post_init__()
        if self.table is None:
            if self.kind in {"moons", "circles"} and self.classes != _MOONS_OR_CIRCLES:
                raise BadValueError(
                    "classes",
                    "is {classes}, but {kind} are two; spirals, blobs and axes can be more",
                    classes=self.classes,
                    kind=self.kind,
                )
            if self.examples < self.classes:
                raise BadValueError(
                    "examples",
                    "are {examples} for {classes} classes: at least one of each",
                    examples=self.examples,
                    classes=self.classes,
                )
            return
        if len(self._values) == 1:
            raise BadValueError(
                "target", "has one value only, and what is classified has 2 to {most} classes", most=MOST_CLASSES
            )
        if not 2 <= len(self._values) <= MOST_CLASSES:
            raise BadValueError(
                "target",
                'has {count} different values, and what is classified has 2 to {most} classes; a quantity is predicted by kind = "mlp"',
                count=len(self._values),
                most=MOST_CLASSES,
            )
        if self.labels and len(self.labels) != len(self._values):
            raise BadValueError(
                "labels", "are {labels} for {count} classes", labels=len(self.labels), count=len(self._values)
            )

    def in_use(self, key: str) -> bool:
        """Describe the data; a table itself says which classes there are."""
        match key:
            case "classes":
                return self.kind in {"spirals", "blobs", "axes"}
            case "imbalance":
                return self.table is None
            case "labels":
                return bool(self.labels)
        return super().in_use(key)

    @cached_property
    def _values(self) -> Array:
        """The different targets of a table, in order."""
        return np.unique(np.empty(0) if self.table is None else self.table[:, -1])

    @property
    def names_of_classes(self) -> tuple[str, ...]:
        """A name for each class."""
        if self.table is None:
            return tuple(str(number + 1) for number in range(self.classes))
        return self.labels or tuple(f"{value:g}" for value in self._values)

    @property
    def counts_of_classes(self) -> npt.NDArray[np.int64]:
        """How many examples of a table each class has, (classes,)."""
        column = np.empty(0) if self.table is None else self.table[:, -1]
        return np.bincount(np.searchsorted(self._values, column), minlength=len(self._values))

    @property
    def inputs(self) -> int:
        """Numbers in one input."""
        if self.table is not None:
            return int(self.table.shape[1]) - 1
        return self.classes if self.kind == "axes" else 2

    def bind(self, noise: Noise, numerics: Numerics = FAST) -> Split:
        """The examples of a seed; the inputs of a table's as `standardised` has them."""
        if self.table is not None:
            inputs = self.standardised(self.table, noise, numerics).rows[:, :-1]
            order = noise.generator(Stream.DATA).permutation(len(self.table))
            classes = np.searchsorted(self._values, self.table[order, -1]).astype(np.float64)
        else:
            generator = noise.generator(Stream.DATA)
            classes = generator.permutation(self._in_order(numerics))
            inputs = _DRAWN[self.kind](generator, classes, self.classes, numerics)
            inputs = inputs + self.noise * generator.standard_normal(inputs.shape)
        train, targets = self.training_examples, classes[:, None]
        return Split(inputs[:train], targets[:train], inputs[train:], targets[train:])

    def _in_order(self, numerics: Numerics) -> Array:
        """The number of the class of each example, in order: the shares are rounded, and each class has one at least."""
        shares = numerics.exp(-self.imbalance * numerics.log(np.arange(1.0, self.classes + 1)))
        left = self.examples - self.classes
        ends = np.rint(np.add.accumulate(shares) / np.add.accumulate(shares)[-1] * left).astype(np.int64)
        counts = 1 + np.diff(ends, prepend=0)
        return np.repeat(np.arange(float(self.classes)), counts)


def _moons(generator: np.random.Generator, classes: Array, number: int, numerics: Numerics) -> Array:  # noqa: ARG001 as the others
    """Two half circles of radius 1, one round the end of the other."""
    angle = np.pi * generator.random(len(classes))
    cos, sin, upper = numerics.cos(angle), numerics.sin(angle), classes == 0
    return np.stack((np.where(upper, cos - 0.5, 0.5 - cos), np.where(upper, sin - 0.25, 0.25 - sin)), axis=-1)


def _circles(generator: np.random.Generator, classes: Array, number: int, numerics: Numerics) -> Array:  # noqa: ARG001
    """A circle of radius ½ in one of radius 1½."""
    angle, radius = 2 * np.pi * generator.random(len(classes)), 0.5 + classes
    return np.stack((radius * numerics.cos(angle), radius * numerics.sin(angle)), axis=-1)


def _spirals(generator: np.random.Generator, classes: Array, number: int, numerics: Numerics) -> Array:
    """Arms from the middle outwards, each turned against the one before."""
    way = np.sqrt(generator.random(len(classes)))
    angle = _TURN * way + 2 * np.pi * classes / number
    return np.stack((2 * way * numerics.cos(angle), 2 * way * numerics.sin(angle)), axis=-1)


def _blobs(generator: np.random.Generator, classes: Array, number: int, numerics: Numerics) -> Array:  # noqa: ARG001
    """Middles evenly on a circle."""
    angle = 2 * np.pi * classes / number
    return np.stack((_RADIUS * numerics.cos(angle), _RADIUS * numerics.sin(angle)), axis=-1)


def _axes(generator: np.random.Generator, classes: Array, number: int, numerics: Numerics) -> Array:  # noqa: ARG001
    """Each class at 1 on an axis of its own."""
    return np.where(classes[:, None] == np.arange(number), 1.0, 0.0)


_DRAWN: Mapping[str, Callable[[np.random.Generator, Array, int, Numerics], Array]] = {
    "moons": _moons,
    "spirals": _spirals,
    "blobs": _blobs,
    "circles": _circles,
    "axes": _axes,
}
