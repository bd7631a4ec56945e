"""Arrangement of the race screen's panels: which are there, which are seen, how they share the room, which one keys act on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.geometry import Size

from optsim.engine.capabilities.curves import Curves
from optsim.languages import Language
from optsim.playback.player import Player
from optsim.tui.colours.palette import Palette
from optsim.tui.panel import Panel
from optsim.tui.panels import PANELS, in_order, own_panels
from optsim.tui.panels.chart.ranked import ranked_as_drawn
from optsim.tui.screens.panel_area import PanelPlan
from optsim.tui.screens.panel_layout import DIVIDER, GAP, Demand, large_width
from optsim.tui.screens.window_sizes import most_beside
from optsim.tui.snapshot import Detail, RaceSnapshot, view_of
from optsim.tui.view_state import ViewState
from optsim.tui.widgets.zoomable import Zoomable

#: percent of the width that the large panel has where one beside it wants more
_SMALL_SHARE = 34


class Arrangement:
    """The panels of one screen: a large one and others beside it, as far as there is room; in a small window one at a time."""

    def __init__(self, look: ViewState, kinds: Sequence[type[Panel]] = ()) -> None:
        """Have some panels; by default optsim's own, to which those of other packages are added."""
        self._look = look
        self._has_given_panels = bool(kinds)
        self.panels: dict[str, Panel] = {kind.name: kind() for kind in kinds or own_panels()}
        #: the room that there is for them
        self.room = Size(0, 0)
        #: panels that fill no room that is left
        self.reserved: frozenset[str] = frozenset()
        self._visible: tuple[str, ...] = ()

    def add_offered(self) -> list[Panel]:
        """Add the panels that other packages offer, and return them."""
        offered = [] if self._has_given_panels else [PANELS[name] for name in PANELS if name not in self.panels]
        added = [kind() for kind in offered]
        self.panels |= {panel.name: panel for panel in added}
        return added

    @property
    def problems(self) -> tuple[str, ...]:
        """Why panels that other packages offer cannot be used."""
        return () if self._has_given_panels else PANELS.problems

    @property
    def kinds(self) -> list[type[Panel]]:
        """The panels in the order of their keys."""
        return in_order(map(type, self.panels.values()))

    def shown(self, race: Curves) -> tuple[str, ...]:
        """Return the panels that are seen: the large one, and what is asked for beside it; what room is left is filled."""
        look, offered = (
            self._look,
            {name: panel for name, panel in self.panels.items() if isinstance(race, panel.needs)},
        )
        requested = [name for name in look.panels if name in offered] or list(offered)[:1]
        chosen = look.chosen if look.chosen in offered else requested[0]
        if look.narrow or look.full:
            return (chosen,)
        # an audience sees what was asked for, and the panel that has the mark
        more = [chosen][chosen in requested :] if look.presenter else self._fills(race, requested)
        # the chosen one first, what was asked for last before what was asked for first, then what fills the room
        beside = self._fitting([chosen, *reversed(requested), *more], requested[0])
        return (requested[0], *(name for name in (*requested[1:], *reversed(more)) if name in beside))

    def _fills(self, race: Curves, requested: Sequence[str]) -> list[str]:
        """Return the panels that fill what room is left, the most useful first."""
        panels = [
            panel for panel in self.panels.values() if panel.fills and panel.name not in (*requested, *self.reserved)
        ]
        suited = [panel for panel in panels if isinstance(race, panel.needs) and panel.suits(race)]
        return [panel.name for panel in sorted(suited, key=lambda panel: panel.fills)]

    def _fitting(self, names: Iterable[str], large: str) -> set[str]:
        """Return which panels fit beside the large one; the chosen one does in any case."""
        fitting: set[str] = set()
        rows = self.room.height
        for name in names:
            least = self.panels[name].least
            room = rows >= least and len(fitting) < most_beside(self.room.width)
            if name not in (large, *fitting) and (room or name == self._look.chosen):
                fitting.add(name)
                rows -= least + GAP
        return fitting

    def view(self, player: Player, palette: Palette, language: Language) -> RaceSnapshot:
        """Take a snapshot of the player with what the panels show that are seen."""
        shown = self._visible = self.shown(player.race)
        details = frozenset[Detail]().union(*(self.panels[name].details for name in shown))
        return ranked_as_drawn(view_of(player, self._look, palette, language, details)._replace(shown=shown))

    def plan(self, view: RaceSnapshot) -> PanelPlan:
        """Let the panels make room for what a snapshot has; return how they share theirs."""
        beside = [self.panels[name] for name in view.shown[1:]]
        share = _SMALL_SHARE if any(panel.wants_room(view) for panel in beside) else self._look.share
        width = self.room.width - large_width(self.room.width, share) - DIVIDER
        for name in view.shown:
            self.panels[name].arrange(view)
        for panel in map(self.panels.__getitem__, view.shown):
            for widget in panel.widgets:
                widget.display = panel.visible(widget, view)
                widget.set_class(view.look.narrow, "narrow")
        return PanelPlan(view.shown, share, tuple(self._demand(panel, view, width) for panel in beside))

    def _demand(self, panel: Panel, view: RaceSnapshot, width: int) -> Demand:
        return Demand(panel.rows(view, width), panel.least, panel.name == self._look.chosen)

    @property
    def zoomed(self) -> Zoomable | None:
        """The widget that keys zoom: that of the chosen panel, else of the first one that can be zoomed."""
        return next((widget for widget in (panel.zoomable for panel in self._in_turn()) if widget is not None), None)

    def _in_turn(self) -> list[Panel]:
        """Return the panels in the order in which keys act on them: the chosen one, those that are seen, the others."""
        return sorted(
            self.panels.values(),
            key=lambda panel: (panel.name != self._look.chosen, panel.name not in self._visible),
        )

    @property
    def stride(self) -> int:
        """Steps that the cross-hair moves by."""
        return max(panel.stride for panel in self.panels.values())

    def scroll(self, pages: int) -> None:
        """Scroll the chosen panel, or else the first one that can be scrolled."""
        for panel in self._in_turn():
            if type(panel).scroll is not Panel.scroll and panel.name in self._visible:
                panel.scroll(pages)
                return

    def choose_next(self, race: Curves) -> None:
        """Choose the next one of the panels that are seen."""
        shown = self.shown(race)
        self._look.chosen = (
            shown[(shown.index(self._look.chosen) + 1) % len(shown)] if self._look.chosen in shown else shown[0]
        )
