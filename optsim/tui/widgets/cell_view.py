"""A widget that is a grid of cells: it repaints only the rows that changed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from optsim.plot.grid import DEFAULT, Attr, Grid, Run
from optsim.tui.colours.contrast import mix
from optsim.tui.colours.palette import Palette, palette
from optsim.tui.colours.readable_filter import needed
from optsim.tui.colours.terminal import Depth
from optsim.tui.snapshot import RaceSnapshot

if TYPE_CHECKING:
    from optsim.languages import Language
    from optsim.plot.glyphs import Glyphs

#: as a number: a flag among flags takes ten times as long, for each stretch of cells
_GROUND = int(Attr.GROUND)


#: share of a dimmed colour on its ground
_DIMMED = 0.6


class GridView(Widget):
    """Base of widgets that are a grid of cells: a subclass makes the grid of the widget's size.

    The lines bypass Textual's style cache, which is most of the cost of painting often; so borders, padding and the
    filter for NO_COLOR do not apply here: the palette has no colours then.
    """

    DEFAULT_CSS = "GridView { height: 1fr; }"

    ALLOW_SELECT = False
    can_focus = False

    _grid: Grid | None = None
    _strips: tuple[Strip, ...] | list[Strip] = ()

    def cells(self, width: int, height: int) -> Grid | None:
        """The cells to show; None where there is nothing yet."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Draw all of it anew, as where it has other characters than before."""
        self._strips, self._grid = (), None
        self.repaint()

    def take_rows(self, rows: int) -> None:
        """Take this many rows of the screen."""
        if self.styles.height is None or self.styles.height.value != rows:
            self.styles.height = rows

    def repaint(self) -> None:
        """Draw again, and send the rows that differ."""
        width, height = self.size
        grid = self.cells(width, height) if width and height and self._shown else None
        if grid is None:
            return
        changed = grid.changed_rows(self._grid)
        if len(changed) == height or len(self._strips) != height:
            self._strips = self._strips_of(grid, range(height))
            self.refresh()
        elif changed:
            strips = list(self._strips)
            for y, strip in zip(changed, self._strips_of(grid, changed), strict=True):
                strips[y] = strip
            self._strips = strips
            self.refresh(*(Region(0, first, width, last + 1 - first) for first, last in _stretches(changed)))
        self._grid = grid

    def _strips_of(self, grid: Grid, rows: Sequence[int]) -> list[Strip]:
        """Rows of cells, in the characters that the terminal has."""
        glyphs, depth = self.glyphs, self.palette.depth
        return [_strip(runs, glyphs, depth, grid.width) for runs in grid.runs(rows)]

    @property
    def glyphs(self) -> Glyphs | None:
        """Fallback characters, where the terminal does not have all."""
        return getattr(self.app, "glyphs", None)

    @property
    def _shown(self) -> bool:
        """True if there is anything to see of it: drawing what is hidden would cost as much."""
        return all(node.display for node in self.ancestors_with_self if isinstance(node, Widget))

    def on_resize(self, event: events.Resize) -> None:
        """Draw in the new size."""
        self.redraw()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The strips of a part of the widget."""
        blank = Strip.blank(crop.width, _style(DEFAULT, self.palette.ground, 0, self.palette.depth))
        rows = range(crop.y, crop.bottom)
        return [self._strips[y].crop_extend(crop.x, crop.right, None) if y < len(self._strips) else blank for y in rows]

    @property
    def palette(self) -> Palette:
        """The colours of the theme."""
        return palette(self.app)


class CellView(GridView):
    """Base of the panels: a subclass draws a grid of the widget's size from the view."""

    #: what it is called and what it shows, for the help, in English; a language may have "view.chartview.title" and ".about"
    NAME: ClassVar[str] = ""
    ABOUT: ClassVar[str] = ""

    view: RaceSnapshot | None = None

    def in_words(self, language: Language) -> tuple[str, str]:
        """Return what it is called and what it shows, for the help."""
        key = f"view.{type(self).__name__.lower()}"
        return language.title_of(f"{key}.title", self.NAME), language.title_of(f"{key}.about", self.ABOUT)

    def draw(self, view: RaceSnapshot, width: int, height: int) -> Grid:
        """The cells to show."""
        raise NotImplementedError

    def cells(self, width: int, height: int) -> Grid | None:
        """The cells of the view."""
        return None if self.view is None else self.draw(self.view, width, height)

    def show(self, view: RaceSnapshot) -> None:
        """Show another view."""
        self.view = view
        self.repaint()

    @property
    def palette(self) -> Palette:
        """The colours of the theme."""
        return self.view.palette if self.view is not None else palette(self.app)


def _strip(runs: list[Run], glyphs: Glyphs | None, depth: Depth, width: int) -> Strip:
    if glyphs is not None:
        runs = [(_put(glyphs, text, attrs), fg, bg, attrs) for text, fg, bg, attrs in runs]
    return Strip(
        [
            Segment(text, _style(fg, bg, attrs, depth, 1.0 if attrs & _GROUND else needed(text)))
            for text, fg, bg, attrs in runs
        ],
        width,
    )


def _put(glyphs: Glyphs, text: str, attrs: int) -> str:
    """A stretch of cells in the characters there are."""
    return " " * len(text) if attrs & Attr.GROUND and not glyphs.half_cells else glyphs.text(text)


def _stretches(rows: list[int]) -> list[tuple[int, int]]:
    """Rows that lie together as (first, last)."""
    stretches: list[tuple[int, int]] = []
    for row in rows:
        if stretches and stretches[-1][1] == row - 1:
            stretches[-1] = stretches[-1][0], row
        else:
            stretches.append((row, row))
    return stretches


@lru_cache(maxsize=4096)
def _style(fg: int, bg: int, attrs: int, depth: Depth, ratio: float = 1.0) -> Style:
    """Return the style of cells; what cannot be read on its ground has the nearest colour that can."""
    ground = None if bg == DEFAULT else depth.fit(bg)
    # how much a terminal dims is not known: where the colours are, they are dimmed here
    dimmed = bool(attrs & Attr.DIM) and fg != DEFAULT and ground is not None
    ink = None if fg == DEFAULT else mix(ground or 0, fg, _DIMMED) if dimmed else fg
    return Style(
        color=None if ink is None else depth.rich(depth.fit(ink, () if ground is None else (ground,), ratio)),
        bgcolor=None if ground is None else depth.rich(ground),
        bold=bool(attrs & Attr.BOLD) or None,
        dim=(bool(attrs & Attr.DIM) and not dimmed) or None,
        reverse=bool(attrs & Attr.REVERSE) or None,
        underline=bool(attrs & Attr.UNDERLINE) or None,
    )
