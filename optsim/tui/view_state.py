"""Choices of a person on what to see."""

from __future__ import annotations

from dataclasses import dataclass, field

from optsim.analysis.quantities import quantities
from optsim.engine.capabilities.curves import Curves
from optsim.playback.player import Player

#: places among the spans
_SMOOTHING = {"auto": None, "off": 0, "short": 1, "long": 2}


@dataclass
class ViewState:
    """Choices of a person on what to see.

    `panel` is the name of the panel that stands beside the chart. `narrow` where there is room for one panel only: then it may
    also be the chart itself. `hidden` holds the names of lanes that are not drawn, `slots` which mark and colour
    each lane has: a lane keeps its own when others come and go. `smooth` is the place of the chart's span among those there
    are, 0 for none, None as the race asks for; `losses` which of the two losses is drawn of every lane where examples are held
    out; `by_hand` while a person goes step by step; `hair` the step of the cross-hair, None where it is off; `target` the panel that keys zoom and pan, where it is shown;
    `map_mode` counts how often the landscape was asked for another picture, `map_stretched` where its axes fill the panel. `pinned` is the lane with which the selected one's
    update is compared.
    """

    x: str = "step"
    y: str = "loss"
    scale: str = "auto"
    selected: int = 0
    panel: str = "notes"
    narrow: bool = False
    hidden: set[str] = field(default_factory=set)
    slots: dict[str, int] = field(default_factory=dict)
    smooth: int | None = None
    losses: str = "validation"
    by_hand: bool = False
    hair: int | None = None
    target: str = "chart"
    map_mode: int = 0
    map_stretched: bool = False
    pinned: str | None = None

    def settle(self, race: Curves) -> None:
        """Look at what there is: a measured quantity and step, and lanes that are there.

        New lanes get the first free marks, those that are gone are forgotten, the selection is kept among them.
        """
        names = [lane.name for lane in race.lanes]
        self.hair = None if self.hair is None else race.nearest(self.hair)
        self.y = self.y if self.y == "loss" or self.y in quantities(race) else "loss"
        self.slots = {name: slot for name, slot in self.slots.items() if name in names}
        self.hidden &= set(names)
        self.pinned = self.pinned if self.pinned in names else None
        for name in names:
            used_slots = set(self.slots.values())
            self.slots.setdefault(name, next(slot for slot in range(len(names) + 1) if slot not in used_slots))
        self.selected = min(self.selected, len(names) - 1)

    def rename(self, name: str, new: str) -> None:
        """Let a lane keep its mark and whether it is drawn under a new name."""
        if name in self.slots:
            self.slots[new] = self.slots.pop(name)
        if name in self.hidden:
            self.hidden = self.hidden - {name} | {new}
        if self.pinned == name:
            self.pinned = new


def first_look(player: Player) -> ViewState:
    """Return the choices that what is played opens with."""
    view, names = player.presentation.view, [lane.name for lane in player.race.lanes]
    return ViewState(
        x=view.x,
        y=view.y,
        scale=view.scale,
        smooth=_SMOOTHING[view.smoothing],
        losses=view.losses,
        selected=names.index(view.lane) if view.lane in names else 0,
        hidden=set(view.hide),
        panel=next((name for name in view.panels if name != "chart"), "notes"),
    )
