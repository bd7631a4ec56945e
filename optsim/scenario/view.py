"""The view that the app opens a scenario with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from optsim.engine.history.quantities import QUANTITIES
from optsim.engine.settings import BadValueError, Setting
from optsim.suggest import nearest

XAxis = Annotated[Literal["step", "epoch", "evaluations", "examples"], Setting(help="what the chart counts along x")]
YAxis = Annotated[str, Setting(help="the quantity that the chart shows upwards")]
Scale = Annotated[
    Literal["auto", "linear", "log", "gap"],
    Setting(help="the scale upwards; gap: log over the known minimum; auto: what shows all values best"),
]


@dataclass(frozen=True, kw_only=True)
class View:
    """View that the app opens with."""

    x: XAxis = "step"
    y: YAxis = "loss"
    scale: Scale = "auto"

    def __post_init__(self) -> None:
        """Raise BadValueError for a quantity that there is not."""
        if fault := quantity_fault(self.y):
            raise BadValueError("y", fault)


def quantity_fault(name: str) -> str:
    """Return the fault of a quantity that there is not; empty for one that there is."""
    return "" if name in QUANTITIES else f"cannot be {name!r}; {nearest(name, QUANTITIES)}"
