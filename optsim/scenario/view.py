"""The view that the app opens a scenario with."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from optsim.engine.history.quantities import QUANTITIES
from optsim.engine.settings import BadValueError, Setting
from optsim.faults import Fault
from optsim.scenario.fault_facts import not_among

XAxis = Annotated[Literal["step", "epoch", "evaluations", "examples"], Setting(help="what the chart counts along x")]
XRange = Annotated[
    tuple[float, ...], Setting(help="the part of the chart that is shown first, counted as x says: [from, to]")
]
YAxis = Annotated[str, Setting(help="the quantity that the chart shows upwards")]
Scale = Annotated[
    Literal["auto", "linear", "log", "gap"],
    Setting(help="the scale upwards; gap: log over the known minimum; auto: what shows all values best"),
]
Smoothing = Annotated[
    Literal["auto", "off", "short", "long"],
    Setting(help="the stretch that curves are averaged over; auto: a short one where chance is drawn"),
]
Losses = Annotated[
    Literal["validation", "both", "training"],
    Setting(help="with held-out data the losses that are drawn of every lane; the other one is of the selected lane"),
]
PanelName = Literal["chart", "map", "explain", "notes"]
Panels = Annotated[
    PanelName | tuple[PanelName, ...], Setting(help="the panel that is open, or two of them, the larger one first")
]
Lane = Annotated[str, Setting(help="the lane that is selected; by default the first one")]
Hidden = Annotated[tuple[str, ...], Setting(help="lanes that are not drawn until they are asked for")]
Speed = Annotated[
    Literal[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, "max"], Setting(help="steps a second; max: as the machine can")
]
Theory = Annotated[bool, Setting(help="what theory says is drawn beside the curves")]
Band = Annotated[bool, Setting(help="the middle half of 20 seeds is drawn behind the curves")]
MapRange = Annotated[
    tuple[tuple[float, ...], ...], Setting(help="the part of the map that is shown first: [[x₀, x₁], [y₀, y₁]]")
]
Presenter = Annotated[bool, Setting(help="only the panels are seen, without table and keys, until P is pressed")]
SweepShown = Annotated[bool, Setting(help="the sweep screen is opened over the race, as S does")]


@dataclass(frozen=True, kw_only=True)
class View:
    """View that the app opens with."""

    panel: Panels = ()
    lane: Lane = ""
    hide: Hidden = ()
    x: XAxis = "step"
    x_range: XRange = ()
    y: YAxis = "loss"
    scale: Scale = "auto"
    smoothing: Smoothing = "auto"
    losses: Losses = "validation"
    speed: Speed = 20
    theory: Theory = False
    band: Band = False
    map_range: MapRange = ()
    presenter: Presenter = False
    sweep: SweepShown = False

    def __post_init__(self) -> None:
        """Raise BadValueError for a quantity that there is not, and for panels that do not go together."""
        if fault := quantity_fault(self.y):
            raise BadValueError("y", fault)
        if len(self.panels) > 2 or len(set(self.panels)) < len(self.panels):
            raise BadValueError("panel", "names one panel, or two different ones")
        if self.map_range and not _are_two_ranges(self.map_range):
            raise BadValueError(
                "map_range", "must be two ranges, each from low to high, for instance [[-1, 3], [0, 2]]"
            )
        if self.x_range and not (_is_range(self.x_range) and self.x_range[0] >= 0):
            raise BadValueError("x_range", "must be two numbers from 0 on, the lower one first, for instance [0, 20]")

    @property
    def panels(self) -> tuple[PanelName, ...]:
        """The panels that are open, the larger one first; none where the app decides."""
        return self.panel if isinstance(self.panel, tuple) else (self.panel,)

    def with_names(self, names: Mapping[str, str]) -> View:
        """Return it for lanes of other names, new ones by old; a lane that is gone is neither selected nor hidden."""
        hidden = tuple(names[name] for name in self.hide if name in names)
        selected = names.get(self.lane, "")
        return replace(self, lane=selected, hide=hidden if set(hidden) < set(names.values()) else ())


def _are_two_ranges(ranges: tuple[tuple[float, ...], ...]) -> bool:
    return len(ranges) == 2 and all(map(_is_range, ranges))


def _is_range(ends: tuple[float, ...]) -> bool:
    return len(ends) == 2 and 0 < ends[1] - ends[0] < math.inf


def quantity_fault(name: str) -> Fault | None:
    """Return the fault of a quantity that there is not; None for one that there is."""
    return None if name in QUANTITIES else not_among(name, QUANTITIES)
