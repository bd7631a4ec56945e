"""Area of the race screen's panels: a box for each, and the divider between the large one and the others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from textual import events
from textual.containers import Vertical
from textual.geometry import NULL_OFFSET, NULL_SPACING, Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.widget import Widget

from optsim.plot.grid import Grid
from optsim.tui.messages import Divided, RoomChanged
from optsim.tui.panel import Panel
from optsim.tui.screens.panel_layout import Demand, places
from optsim.tui.snapshot import RaceSnapshot
from optsim.tui.widgets.cell_view import CellView

_GRIP = "┃"
_GRIP_ROWS = 3


class PanelPlan(NamedTuple):
    """Plan of the area: the panels that are seen, the large one first, its share in percent, and what the others need."""

    shown: tuple[str, ...] = ()
    share: int = 0
    demands: tuple[Demand, ...] = ()


class PanelBox(Vertical):
    """Box of one panel's widgets."""

    def __init__(self, panel: Panel) -> None:
        super().__init__(*panel.widgets, classes="panel")
        self.panel = panel

    def on_resize(self, event: events.Resize) -> None:
        """Share the rows among the widgets."""
        self.panel.fit(event.size.height)


class Divider(CellView):
    """Divider between the large panel and the others; dragging it moves it."""

    def draw(self, view: RaceSnapshot, width: int, height: int) -> Grid:
        """Draw a grip in its middle."""
        grid = Grid(width, height, fg=view.palette.muted, bg=view.palette.ground)
        first = max(0, (height - _GRIP_ROWS) // 2)
        grid.chars[first : first + _GRIP_ROWS] = _GRIP
        return grid

    def on_mouse_down(self) -> None:
        """Begin to drag."""
        self.capture_mouse()

    def on_mouse_up(self) -> None:
        """End of a drag."""
        self.release_mouse()
        self.post_message(Divided())

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Follow the mouse."""
        area = self.parent
        if self.app.mouse_captured is self and isinstance(area, Widget) and area.size.width:
            self.post_message(Divided(share=round(100 * (event.screen_x - area.region.x) / area.size.width)))


class _PanelLayout(Layout):
    """Places the boxes as the plan of their area says."""

    name = "panels"

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> ArrangeResult:  # noqa: FBT001, FBT002 the signature is Textual's
        """Return where each box is."""
        if not isinstance(parent, PanelArea):
            return []
        boxes = [parent.boxes[name] for name in parent.plan.shown]
        regions = places(size.width, size.height, parent.plan.share, parent.plan.demands)
        return [
            WidgetPlacement(Region(*place), NULL_OFFSET, NULL_SPACING, widget)
            for widget, place in zip([*boxes, parent.divider], regions, strict=False)
            if widget in children
        ]


class PanelArea(Widget):
    """Boxes of all panels; those of the plan are seen."""

    def __init__(self, panels: Iterable[Panel]) -> None:
        self.boxes = {panel.name: PanelBox(panel) for panel in panels}
        self.divider = Divider()
        self.plan = PanelPlan()
        self._own_layout = _PanelLayout()
        super().__init__(*self.boxes.values(), self.divider)

    @property
    def layout(self) -> Layout:
        """The layout of the plan, which no style knows."""
        return self._own_layout

    async def add(self, panels: Iterable[Panel]) -> None:
        """Add panels that other packages offer."""
        added = {panel.name: PanelBox(panel) for panel in panels}
        self.boxes |= added
        for box in added.values():
            box.display = False
        await self.mount_all(added.values())

    def follow(self, plan: PanelPlan) -> None:
        """Show what another plan says."""
        if plan == self.plan:
            return
        self.plan = plan
        for name, box in self.boxes.items():
            box.display = name in plan.shown
        self.divider.display = bool(plan.demands)
        # a widget that asks for another layout has its ancestors forget theirs, but not itself
        self.divider.refresh(layout=True)

    def on_resize(self) -> None:
        """Tell that there is another room to arrange the panels in."""
        self.post_message(RoomChanged())
