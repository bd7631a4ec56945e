"""Arrangement of the race screen's panels: which are there, which are seen, and which of them keys zoom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.widget import Widget

from optsim.engine.capabilities.curves import Curves
from optsim.languages import Language
from optsim.playback.player import Player
from optsim.tui.colours.palette import Palette
from optsim.tui.panel import Panel
from optsim.tui.panels import PANELS, in_order, own_panels
from optsim.tui.snapshot import Detail, RaceSnapshot, view_of
from optsim.tui.view_state import ViewState
from optsim.tui.widgets.zoomable import Zoomable


class Arrangement:
    """The panels of one screen: the main one, and the others, which take turns beside it, or with it where it is narrow."""

    def __init__(self, look: ViewState, kinds: Sequence[type[Panel]] = ()) -> None:
        """Have some panels, the main one first; by default optsim's own, to which those of other packages are added."""
        self._look = look
        self._has_given_panels = bool(kinds)
        self.panels: dict[str, Panel] = {kind.name: kind() for kind in kinds or own_panels()}
        if look.panel not in self.panels:
            look.panel = self.beside

    def widgets(self, place: str) -> Iterable[Widget]:
        """Give the widgets of all panels of a place, "main" or "side"."""
        for panel in self.panels.values():
            if panel.place == place:
                yield from (widget.add_class("panel", place) for widget in panel.widgets)

    def add_offered(self) -> list[Widget]:
        """Add the panels that other packages offer; returns their widgets."""
        offered = [] if self._has_given_panels else [PANELS[name] for name in PANELS if name not in self.panels]
        added = {kind.name: kind() for kind in offered if kind.place == "side"}
        self.panels |= added
        return [widget.add_class("panel", "side") for panel in added.values() for widget in panel.widgets]

    @property
    def problems(self) -> tuple[str, ...]:
        """Why panels that other packages offer cannot be used."""
        return () if self._has_given_panels else PANELS.problems

    @property
    def kinds(self) -> list[type[Panel]]:
        """The panels in the order of their keys."""
        return in_order(map(type, self.panels.values()))

    @property
    def main(self) -> Panel:
        """The main panel."""
        return next(panel for panel in self.panels.values() if panel.place == "main")

    @property
    def beside(self) -> str:
        """The panel that stands beside the main one at first."""
        return next((name for name, panel in self.panels.items() if panel.place == "side"), self.main.name)

    @property
    def chosen(self) -> Panel:
        """The panel that was chosen."""
        return self.panels[self._look.panel]

    def shown(self, race: Curves) -> tuple[str, ...]:
        """Return the panels that are seen: the chosen one, and where there is room the main one and what stands under it."""
        if self._look.narrow:
            return (self._look.panel,)
        return tuple(filter(None, (self.main.name, self._look.panel, self.under(race))))

    def under(self, race: Curves) -> str:
        """Return the panel that stands under the chosen one; empty where there is none, or not what it needs."""
        under = self.panels.get(self.chosen.under)
        return under.name if under is not None and isinstance(race, under.needs) else ""

    def view(self, player: Player, palette: Palette, language: Language) -> RaceSnapshot:
        """Take a snapshot of the player with what the panels show that are seen."""
        shown, under = self.shown(player.race), self.under(player.race)
        panels = [self.panels[name] for name in shown]
        details = frozenset[Detail]().union(
            *(panel.details_under if panel.name == under else panel.details for panel in panels)
        )
        return view_of(player, self._look, palette, language, details)._replace(aimed=self.aimed)

    def fit(self, *, narrow: bool) -> None:
        """Go over to a window of another width: the main panel comes first where there is room for one only."""
        main, beside = self.main.name, self.beside
        if narrow != self._look.narrow and self._look.panel in (main, beside):
            self._look.panel = main if narrow else beside
        self._look.narrow = narrow

    def arrange(self, view: RaceSnapshot) -> None:
        """Let those panels be seen that are shown."""
        shown, under = self.shown(view.race), self.under(view.race)
        for name, panel in self.panels.items():
            panel.arrange(view)
            for widget in panel.widgets:
                widget.set_class(name in shown and panel.visible(widget, view), "shown")
                widget.set_class(name in shown and name == under, "under")
                widget.set_class(view.look.narrow, "narrow")

    @property
    def zoomed(self) -> Zoomable | None:
        """The widget that keys zoom: that of the chosen panel where they are aimed at it, else the main one's."""
        chosen = self.chosen.zoomable
        aims = chosen is not None and (self._look.narrow or self._look.target == self._look.panel)
        return chosen if aims else self.main.zoomable

    @property
    def aimed(self) -> str:
        """The panel that keys zoom, where there are two to choose from."""
        if self._look.narrow or self.chosen is self.main or self.chosen.zoomable is None:
            return ""
        return self._look.target if self._look.target == self._look.panel else self.main.name

    def aim(self) -> None:
        """Aim the keys that zoom at the next panel that can be zoomed."""
        names = [name for name, panel in self.panels.items() if panel.zoomable is not None]
        self._look.target = names[(names.index(self._look.target) + 1) % len(names)]
