"""Paints that send the terminal only the cells that have changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.color import ColorSystem
from rich.console import COLOR_SYSTEMS, Console, RenderableType
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.app import App
from textual.geometry import Size
from textual.screen import Screen
from textual.strip import Strip

from optsim.tui.terminal.cell_grid import CellGrid
from optsim.tui.terminal.cell_writer import CellWriter
from optsim.tui.terminal.compositor import whole_update
from optsim.tui.terminal.strip_cells import StripCells


class ChangedCells(CompositorUpdate):
    """A paint as the terminal is sent it."""

    def __init__(self, text: str) -> None:
        self._text = text

    def render_segments(self, console: Console) -> str:
        """Return the characters and escape sequences."""
        return self._text


class OutputFilter:
    """Knows what the terminal shows. While it does not, the next paint is sent whole, and what it shows is learnt from it."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        system = app.console.color_system
        self._cells = StripCells(COLOR_SYSTEMS[system] if system else ColorSystem.TRUECOLOR)
        self._grid: CellGrid | None = None
        self._cursor: tuple[int, int] | None = None

    def forget(self) -> None:
        """Take what the terminal shows for unknown."""
        self._grid = self._cursor = None

    def reduce(self, screen: Screen[Any], update: RenderableType | None) -> RenderableType | None:
        """Return what is to be sent in place of a paint: None where nothing has changed, the paint itself where it is unknown."""
        if type(update) is ChopsUpdate and not self._fits(update):
            update = whole_update(self._app, screen)
        text = self._text(update)
        if text is None:
            self.forget()
            return update
        cursor, self._cursor = self._cursor, self._app.cursor_position
        # Textual knows what it is by its class
        return ChangedCells(text) if text or cursor != self._cursor else None  # type: ignore[return-value]

    def _fits(self, update: ChopsUpdate) -> bool:
        """Tell if it is known what a paint of parts of the screen is painted over."""
        grid = self._grid
        return grid is not None and (len(update.chops), update.chop_ends[0][-1]) == (grid.height, grid.width)

    def _text(self, update: RenderableType | None) -> str | None:
        """The changed cells of a paint, which are known from then on; None where it cannot be told."""
        if type(update) is LayoutUpdate:
            grid, strips = self._grid_of(update.region.size), _rows(update)
        elif type(update) is ChopsUpdate and self._grid is not None:
            grid, strips = self._grid, _parts(update)
        else:
            return None
        for x, y, strip in strips:
            cells = self._cells.of(strip)
            if cells is None or not grid.put(x, y, cells):
                return None
        writer = CellWriter()
        for row in grid.changes():
            writer.write(*row)
        return writer.text()

    def _grid_of(self, size: Size) -> CellGrid:
        """What is known, nothing where the size is another one."""
        if self._grid is None or size != (self._grid.width, self._grid.height):
            self._grid = CellGrid(*size)
        return self._grid


def _rows(update: LayoutUpdate) -> Iterator[tuple[int, int, Strip]]:
    """The strips of a paint of the whole screen, each with its column and row."""
    for y, line in enumerate(update.strips, update.region.y):
        x = update.region.x
        for strip in line:
            yield x, y, strip
            x += strip.cell_length


def _parts(update: ChopsUpdate) -> Iterator[tuple[int, int, Strip]]:
    """The strips of a paint of parts of the screen, each with its column and row; as Textual, which sends them from their left end."""
    for y, first, last in update.spans:
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=True):
            if strip is None or x > last or end <= first:
                continue
            yield x, y, strip if first <= x and end <= last else strip.crop(0, min(end, last) - x)
