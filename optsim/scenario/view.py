"""The view that the app opens a scenario with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from optsim.engine.settings import Setting

XAxis = Annotated[Literal["step", "epoch", "evaluations", "examples"], Setting(help="what the chart counts along x")]
YAxis = Annotated[
    Literal["loss", "validation_loss", "grad_norm", "update_norm", "effective_rate", "distance"],
    Setting(help="what the chart shows upwards"),
]
Scale = Annotated[
    Literal["auto", "log", "linear"],
    Setting(help="the scale upwards; auto: log, where no value below 0 is to be expected"),
]


@dataclass(frozen=True, kw_only=True)
class View:
    """View that the app opens with."""

    x: XAxis = "step"
    y: YAxis = "loss"
    scale: Scale = "auto"
