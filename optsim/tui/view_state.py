"""Choices of a person on what to see."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from optsim.analysis.quantities import quantities
from optsim.engine.capabilities.curves import Curves
from optsim.playback.player import Player

#: places among the spans
_SMOOTHING = {"auto": None, "off": 0, "short": 1, "long": 2}
#: percent of the width that the large panel has
LARGE_SHARE = 62


@dataclass
class ViewState:
    """Choices of a person on what to see.

    `panels` names the panels that are asked for, the large one first; the others stand beside it from top to bottom, as far as
    there is room, and what room is left is filled. `chosen` is the one of them that has the mark: keys zoom, scroll and
    enlarge it. `narrow` where there is room for one panel only, `full` where the chosen one has all the room, `presenter` where
    only the panels are seen. `share` is what the large one has of the width, in percent, `table_rows` how many rows the lanes
    have (None: as the window has room). `hidden` holds the names of lanes that are not drawn, `slots` which mark and colour
    each lane has: a lane keeps its own when others come and go. `smooth` is the place of the chart's span among those there
    are, 0 for none, None as the race asks for; `losses` which of the two losses is drawn of every lane where examples are held
    out; `by_hand` while a person goes step by step; `hair` the step of the cross-hair, None where it is off;
    `map_mode` counts how often the landscape was asked for another picture, `other_aspect` where its axes are stretched that
    would be equal by themselves, or the other way round. `pinned` is the lane with which the selected one's
    update is compared.
    """

    x: str = "step"
    y: str = "loss"
    scale: str = "auto"
    selected: int = 0
    panels: tuple[str, ...] = ("chart",)
    chosen: str = "chart"
    narrow: bool = False
    full: bool = False
    presenter: bool = False
    share: int = LARGE_SHARE
    table_rows: int | None = None
    hidden: set[str] = field(default_factory=set)
    slots: dict[str, int] = field(default_factory=dict)
    smooth: int | None = None
    losses: str = "validation"
    by_hand: bool = False
    hair: int | None = None
    map_mode: int = 0
    other_aspect: bool = False
    pinned: str | None = None

    @property
    def alone(self) -> bool:
        """True where panels have all the room, without the table of lanes and its sentence."""
        return self.full or self.presenter

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

    def open_panel(self, name: str, shown: Collection[str]) -> None:
        """Choose a panel: one that is not among those that are `shown` comes beside the large one, the chosen one becomes that."""
        large, *others = (each for each in self.panels if each != name or each == self.panels[0])
        if name in shown and name == self.chosen:
            self.panels = (name, *(each for each in self.panels if each != name))
        elif name not in shown and name != large:
            self.panels = (large, *others, name)
        self.chosen = name

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
        presenter=view.presenter,
        y=view.y,
        scale=view.scale,
        smooth=_SMOOTHING[view.smoothing],
        losses=view.losses,
        selected=names.index(view.lane) if view.lane in names else 0,
        hidden=set(view.hide),
        panels=view.panels or ("chart",),
        chosen=(view.panels or ("chart",))[0],
    )
