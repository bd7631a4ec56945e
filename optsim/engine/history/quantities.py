"""The table of measured quantities: everything that measures, writes, reads or shows one looks it up here."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from optsim.engine.numerics.numerics import FAST, Numerics
from optsim.engine.settings import Array

if TYPE_CHECKING:
    from optsim.engine.objective import Objective

#: what a step gives besides the quantities that it gives itself: `preconditioner` is what its update divides by, NaN where there is none
_GIVEN = ("params", "grad", "update", "preconditioner")
#: what an objective gives, where it does: known minima, products with the second derivatives, how far gradients of examples spread,
#: losses of classes
OF_OBJECTIVE = ("minima", "products", "gradient_variance", "class_losses")
#: what is asked of the objective itself while measuring
_FROM_OBJECTIVE = frozenset(OF_OBJECTIVE[1:])


class Known:
    """Measurements at some points, by name: what is given, and the quantities that are worked out of it.

    Given may be `params`, `grad` (the gradient that the update uses), `update` (NaN where none follows) and `preconditioner`, each (..., dim),
    and any quantity, (...). `minima` are the known minima of the objective, (points, dim), if there are any.
    """

    def __init__(
        self,
        measurements: Mapping[str, Array],
        numerics: Numerics,
        minima: Array | None = None,
        objective: Objective | None = None,
    ) -> None:
        self._values = dict(measurements)
        self._numerics, self._minima, self._objective = numerics, minima, objective

    def __getitem__(self, name: str) -> Array:
        """Return what is given, or a quantity, worked out once: NaN where it takes what the objective does not give."""
        if name not in self._values:
            needed = _FROM_OBJECTIVE.intersection(QUANTITIES[name].of)
            is_given = not needed or needed <= given_by(self.objective)
            self._values[name] = QUANTITIES[name].measure(self) if is_given else np.full(self["loss"].shape, np.nan)
        return self._values[name]

    def norm(self, name: str) -> Array:
        """Euclidean norm of params, grad or update, shape (...)."""
        length: Array = self._numerics.row_norm(self[name])
        return length

    def direction(self, name: str) -> Array:
        """Unit vectors along params, grad or update, (..., dim); NaN where that has none. No length is too large or too small."""
        scaled = self[name] / np.abs(self[name]).max(axis=-1, keepdims=True)
        unit: Array = scaled / self._numerics.row_norm(scaled)[..., None]
        return unit

    def dot(self, one: Array, other: Array) -> Array:
        """Inner product over the last axis."""
        return self._numerics.row_sum(one * other)

    @property
    def objective(self) -> Objective:
        """The objective that is raced on. Raises KeyError where it is not known."""
        if self._objective is None:
            raise KeyError("objective")
        return self._objective

    def distance(self) -> Array:
        """Euclidean distance of the parameters to the nearest known minimum, shape (...); NaN where none is known."""
        if self._minima is None:
            return np.full(self["params"].shape[:-1], np.nan)
        nearest: Array = self._numerics.row_norm(self["params"][..., None, :] - self._minima).min(axis=-1)
        return nearest


def read_directly(known: Known) -> Array:
    """Stand for the measuring of what a step gives itself. Raises KeyError: it was not given."""
    raise KeyError(known)


class TableColumn(NamedTuple):
    """A column of numbers in the lane table.

    `head` stands over it; where it is empty, the quantity's symbol, or its title where it has none. Columns are in the order of
    their `place`, those at one place in the order of the rows; 0 is that of what was best so far. Where room is short the column goes
    as soon as `goes` says, 1 first, and some before that have their `short` head. `width` is in cells; a longer head takes more.
    """

    head: str = ""
    place: int = 1
    goes: int = 1
    width: int = 9
    short: str = ""


_AT_THE_END = TableColumn()


@dataclass(frozen=True, kw_only=True, eq=False)
class Quantity:
    """A number that is measured of a lane: one row of the table.

    `measure` works it out of what is `of`: names of quantities, or params, grad, update, preconditioner, or what an objective gives: minima,
    products, gradient_variance, class_losses. It is measured at every step, or at every so many where it says `every`, or where an epoch of the lane begins; recorded always, or where it is requested, and worked out again wherever else
    it is asked for. It is NaN where it is not defined.
    """

    name: str
    #: empty where the title says all
    symbol: str = ""
    measure: Callable[[Known], Array] = read_directly
    of: tuple[str, ...] = ()
    unit: str = ""
    per: Literal["step", "epoch"] = "step"
    #: it takes its time, and is measured only at steps that are a multiple of this
    every: int = 1
    recorded: Literal["always", "on request"] = "on request"
    #: whether quartiles over many seeds are worked out
    banded: bool = False
    #: whether it can be below 0 on any objective, so that no chart of it opens with a log scale
    signed: bool = False
    #: whether it grows far beyond where it begins though nothing is wrong, so that a chart must have room for that
    grows: bool = False
    #: whether CSV has a column of it that nobody has requested, where it is recorded always
    in_csv: bool = True
    #: whether the key for the next quantity comes to it; a chart can be asked for it by name in any case
    in_cycle: bool = True
    #: whether the table of a report has a column of it; what takes an update has none at a lane's end, and so no column
    in_report: bool = True
    #: its column in the lane table of a race that measures it; None for none
    column: TableColumn | None = _AT_THE_END
    #: in English, where no language has a title for it; made of the name where it is empty
    title: str = ""

    def __post_init__(self) -> None:
        """Let the name be the title where there is none."""
        object.__setattr__(self, "title", self.title or self.name.replace("_", " "))

    @property
    def given(self) -> bool:
        """True if a step gives it itself: it is worked out of nothing else."""
        return self.measure is read_directly

    @property
    def always(self) -> bool:
        """True if it is measured without being requested."""
        return self.recorded == "always"

    def bases(self, there: Container[str]) -> tuple[str, ...] | None:
        """Return what of what is there it can be worked out of; None where it cannot.

        Args:
            there: names of what is there: quantities, params, grad, update, preconditioner, and what the objective gives.
        """
        if self.name in there:
            return (self.name,)
        bases: list[str] = []
        for name in self.of:
            own = (name,) if name in there else QUANTITIES[name].bases(there) if name in QUANTITIES else None
            if own is None:
                return None
            bases += own
        return tuple(dict.fromkeys(bases)) or None

    def roots(self) -> frozenset[str]:
        """Everything that it is worked out of, itself and quantities on the way too."""
        roots = [QUANTITIES[name].roots() if name in QUANTITIES else {name} for name in self.of]
        return frozenset({self.name}).union(*roots)


class Quantities(Mapping[str, Quantity]):
    """Quantities by name, in the order of columns."""

    def __init__(self, *rows: Quantity) -> None:
        self._rows = {row.name: row for row in rows}

    def register(self, quantity: Quantity) -> Quantity:
        """Add a row at the end. Raises ValueError for a name that is taken."""
        if quantity.name in self._rows or quantity.name in (*_GIVEN, *OF_OBJECTIVE):
            raise ValueError(f"there is already a quantity named {quantity.name!r}")
        self._rows[quantity.name] = quantity
        return quantity

    def remove(self, name: str) -> None:
        """Take a row out. Raises KeyError for one that is not there."""
        del self._rows[name]

    def __getitem__(self, name: str) -> Quantity:
        return self._rows[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


def _finite(values: Array) -> Array:
    """The values, NaN where they are not finite."""
    return np.where(np.isfinite(values), values, np.nan)


def _effective_rate(known: Known) -> Array:
    return _finite(known["update_norm"] / known["grad_norm"])


def _distance(known: Known) -> Array:
    # a lane that has ended stands still, and is measured no more
    return np.where(np.isnan(known["loss"]), np.nan, known.distance())


def _cosine(known: Known) -> Array:
    grad, update = (known.direction(name) for name in ("grad", "update"))
    return _finite(-known.dot(grad, update))


def _update_ratio(known: Known) -> Array:
    return _finite(known["update_norm"] / known.norm("params"))


def _param_norm(known: Known) -> Array:
    return np.where(np.isnan(known["loss"]), np.nan, known.norm("params"))


def _sharpness(known: Known, *of: str) -> Array:
    from optsim.engine.curvature.products import sharpness  # noqa: PLC0415 few races measure it

    # eigenvalues have other last bits on other machines in any case, and fast products are several times as fast
    largest = sharpness(known.objective.with_numerics(FAST), known["params"], *(known[name] for name in of))
    return np.where(np.isnan(known["loss"]), np.nan, largest)


def _noise_scale(known: Known) -> Array:
    params = known["params"]
    grad = known.objective.evaluate(params)[1]
    spread = known.objective.gradient_variance(params) / known.dot(grad, grad)
    return np.where(np.isnan(known["loss"]), np.nan, _finite(spread))


def _worst_class_loss(known: Known) -> Array:
    losses = known.objective.class_losses(known["params"])
    return np.where(np.isnan(known["loss"]), np.nan, np.fmax.reduce(losses, axis=-1))


QUANTITIES = Quantities(
    Quantity(name="loss", recorded="always", banded=True, column=TableColumn(place=-2, goes=9)),
    Quantity(
        name="validation_loss",
        per="epoch",
        recorded="always",
        banded=True,
        column=TableColumn("validation", place=-1, goes=7, short="val."),
    ),
    Quantity(
        name="grad_norm",
        symbol="‖∇L‖",
        measure=lambda known: known.norm("grad"),
        of=("grad",),
        recorded="always",
        banded=True,
        in_report=False,
        column=TableColumn(goes=2),
    ),
    Quantity(
        name="update_norm",
        symbol="‖Δθ‖",
        measure=lambda known: known.norm("update"),
        of=("update",),
        recorded="always",
        banded=True,
        column=TableColumn(goes=2),
    ),
    Quantity(name="effective_rate", symbol="‖Δθ‖/‖∇L‖", measure=_effective_rate, of=("update_norm", "grad_norm")),
    Quantity(name="distance", measure=_distance, of=("params", "loss", "minima")),
    # 1: straight down the gradient that the update uses; 0: across it; below 0: up it
    Quantity(
        name="cosine",
        symbol="−Δθ·∇L/(‖Δθ‖‖∇L‖)",
        measure=_cosine,
        of=("grad", "update"),
        signed=True,
        column=TableColumn("cosine"),
    ),
    Quantity(name="update_ratio", symbol="‖Δθ‖/‖θ‖", measure=_update_ratio, of=("update_norm", "params")),
    Quantity(name="param_norm", symbol="‖θ‖", measure=_param_norm, of=("params", "loss"), in_cycle=False, grows=True),
    Quantity(name="worst_class_loss", measure=_worst_class_loss, of=("params", "loss", "class_losses"), every=5),
    # the largest eigenvalue of the second derivatives of the whole objective
    Quantity(
        name="sharpness",
        symbol="λmax",
        measure=_sharpness,
        of=("params", "loss", "products"),
        every=25,
        grows=True,
        signed=True,
    ),
    # Cohen et al. (2022), "Adaptive gradient methods at the edge of stability": that of P⁻¹H, where the update divides by P
    Quantity(
        name="preconditioned_sharpness",
        symbol="λmax(P⁻¹H)",
        measure=lambda known: _sharpness(known, "preconditioner"),
        of=("params", "loss", "products", "preconditioner"),
        every=25,
        grows=True,
        signed=True,
    ),
    # McCandlish et al. (2018), "An empirical model of large-batch training": the size of a batch whose noise is as large as its gradient
    Quantity(
        name="noise_scale",
        symbol="tr Σ/‖∇L‖²",
        measure=_noise_scale,
        of=("params", "loss", "gradient_variance"),
        every=5,
        grows=True,
    ),
    Quantity(
        name="learning_rate",
        symbol="α",
        recorded="always",
        in_cycle=False,
        # it has the rate that is set
        in_report=False,
        column=TableColumn(place=-3, goes=3, width=8),
    ),
    # loss of the sample that the update sees; for NAG at the look-ahead point
    Quantity(name="batch_loss", recorded="always", in_csv=False, in_cycle=False, column=None),
)


def recorded_always(per: str) -> tuple[Quantity, ...]:
    """The quantities that are measured without being requested, per "step" or "epoch"."""
    return tuple(each for each in QUANTITIES.values() if each.always and each.per == per)


def given_by(objective: Objective) -> set[str]:
    """Return what an objective gives of `OF_OBJECTIVE`."""
    gives = (objective.has_minima, objective.has_products, objective.has_gradient_variance, bool(objective.classes))
    return {name for name, given in zip(OF_OBJECTIVE, gives, strict=True) if given}


def measurable(objective: Objective, *, validation: bool) -> dict[str, Quantity]:
    """Return the quantities that a race on an objective can measure, in order; `validation` says that examples are held out."""
    there = {*_GIVEN, *(each.name for each in QUANTITIES.values() if each.given), *given_by(objective)}
    there -= set() if validation else {"validation_loss"}
    return {name: each for name, each in QUANTITIES.items() if each.bases(there) is not None}
