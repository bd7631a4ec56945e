"""A panel that shows a part of what there is: keys and the mouse zoom it and move it."""

from __future__ import annotations

from typing import ClassVar

from textual import events

from optsim.tui.messages import Aimed
from optsim.tui.widgets.cell_view import CellView

_WHEEL = 1.25


class Zoomable(CellView):
    """Base of chart and landscape: the wheel zooms about the mouse, a drag moves, a click and a hover are the panel's own."""

    #: the name of its panel, by which keys are aimed at it
    PANEL: ClassVar[str]

    _dragged: tuple[int, int] | None = None
    _moved = False

    def zoom(self, factor: float) -> None:
        """Show less (above 1) or more."""
        raise NotImplementedError

    def pan(self, right: int, up: int) -> None:
        """Move by tenths of what is shown."""
        raise NotImplementedError

    def fit(self) -> None:
        """Show everything."""
        raise NotImplementedError

    def zoom_at(self, factor: float, x: int, y: int) -> None:
        """Zoom about a cell."""
        raise NotImplementedError

    def drag(self, right: int, down: int) -> None:
        """Move with the mouse, by cells."""
        raise NotImplementedError

    def click(self, x: int, y: int) -> None:
        """A click on a cell."""
        raise NotImplementedError

    def hover(self, x: int, y: int) -> None:
        """The mouse is over a cell."""
        raise NotImplementedError

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin a click or a drag, with the first button only: another one would move the start by accident."""
        if event.button != 1:
            return
        self._dragged, self._moved = (event.x, event.y), False
        self.capture_mouse()

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """End of a drag, or a click."""
        self.release_mouse()
        clicked, self._dragged = self._dragged is not None and not self._moved, None
        if clicked:
            self.click(event.x, event.y)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Follow a drag, or hover."""
        if self._dragged is None:
            self.hover(event.x, event.y)
            return
        right, down = event.x - self._dragged[0], event.y - self._dragged[1]
        if right or down:
            self._dragged, self._moved = (event.x, event.y), True
            self.post_message(Aimed(self.PANEL))
            self.drag(right, down)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Zoom in about the mouse."""
        self._turn(event, _WHEEL)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Zoom out about the mouse."""
        self._turn(event, 1 / _WHEEL)

    def _turn(self, event: events.MouseEvent, factor: float) -> None:
        self.post_message(Aimed(self.PANEL))
        self.zoom_at(factor, event.x, event.y)
        event.stop()
