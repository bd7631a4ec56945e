"""What is sent of a paint: with the filter of the output and without it a terminal shows the same."""

from itertools import pairwise
from random import Random
from types import SimpleNamespace

import pytest
from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, InlineUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from optsim.tui.terminal.output_filter import OutputFilter
from optsim.tui.terminal.strip_cells import _SINGLE
from tests.tui.emulated import begun, seen

WIDTH, HEIGHT = 12, 4
#: characters that every terminal takes for as wide as Textual
CHARACTERS = ["a", "b", "~", " ", "é", "─", "⣿", "●", "漢", "カ", "ｱ", "e\u0301", "漢\u0301"]
COLOURS = [None, "#ff0000", "#272727", "rgb(49,39,0)", "color(3)", "bright_blue", "default"]
CONSOLE = Console(color_system="truecolor", force_terminal=True)


class App(SimpleNamespace):
    """What the filter needs of an app."""

    def __init__(self):
        super().__init__(console=CONSOLE, cursor_position=(0, 0), _background_screens=[])


class Paints:
    """Paints at random, of all or of parts, as Textual makes them."""

    def __init__(self, seed):
        self.random = Random(seed)
        self.styles = [None, *(self.style() for _ in range(4))]

    def style(self):
        pick = self.random.choice
        names = ("bold", "dim", "italic", "underline", "reverse", "strike", "underline2", "blink")
        flags = {name: True for name in names if pick(range(4)) == 0}
        link = pick([None, None, None, "https://example.org/a"])
        return Style(color=pick(COLOURS), bgcolor=pick(COLOURS), link=link, **flags)

    def strip(self, width):
        """So many cells."""
        segments, left = [], width
        while left:
            text = "".join(self.random.choices(CHARACTERS, k=self.random.randint(1, 4)))
            while cell_len(text) > left:
                text = text[:-1] or "x"
            segments.append(Segment(text, self.random.choice(self.styles)))
            left -= cell_len(text)
        return Strip(segments, width)

    def row(self):
        """Strips of one row by their columns, as of several widgets, and their ends."""
        cuts = [0, *sorted(self.random.sample(range(1, WIDTH), self.random.randint(0, 3))), WIDTH]
        holes = self.random.random() < 0.5
        strips = {
            x: None if holes and self.random.random() < 0.5 else self.strip(end - x)
            for x, end in pairwise(cuts)
        }  # fmt: skip
        return strips, cuts[1:]

    def parts(self):
        lines, ends = zip(*[self.row() for _ in range(HEIGHT)], strict=True)
        rows = sorted(self.random.sample(range(HEIGHT), self.random.randint(1, HEIGHT)))
        spans = []
        for y in rows:
            first, last, third, fourth = sorted(self.random.choices(range(WIDTH + 1), k=4))
            spans += [(y, first, last), (y, third, fourth)][: self.random.randint(1, 2)]
        return ChopsUpdate(lines, spans, list(ends))

    def all(self):
        rows = [[self.strip(end - x) for x, end in pairwise([0, self.random.randint(1, WIDTH - 1), WIDTH])] for _ in range(HEIGHT)]
        return LayoutUpdate(rows, Region(0, 0, WIDTH, HEIGHT))


def whole(line="."):
    strip = Strip([Segment(line * WIDTH, Style(color="green"))], WIDTH)
    return LayoutUpdate([[strip]] * HEIGHT, Region(0, 0, WIDTH, HEIGHT))


def screen_of(update):
    """A screen that is painted whole in this way."""
    return SimpleNamespace(_compositor=SimpleNamespace(render_update=lambda **_: update))


def terminals():
    """A terminal with the filter and one without; in its last column ours would put a combining mark one cell before."""
    return begun(WIDTH + 1, HEIGHT), begun(WIDTH + 1, HEIGHT)


def play(output, paints, filtered, unfiltered):
    """Send paints to two terminals, to one through the filter."""
    for paint in paints:
        sent = output.reduce(None, paint)
        texts = sent.render_segments(CONSOLE) if sent else "", paint.render_segments(CONSOLE).replace("\n", "")
        # where all cells are painted, what is between rows moves nothing. Textual moves the cursor after each paint
        filtered.feed(f"{texts[0]}\x1b[H")
        unfiltered.feed(f"{texts[1]}\x1b[H")
        assert seen(filtered, WIDTH, HEIGHT) == seen(unfiltered, WIDTH, HEIGHT), texts


@pytest.mark.parametrize("seed", range(20))
def test_any_paints_leave_the_same_cells(seed):
    for number in range(20):
        paints = Paints((seed, number).__hash__())
        several = [paints.parts() if paints.random.random() < 0.8 else paints.all() for _ in range(8)]
        play(OutputFilter(App()), [whole(), *several], *terminals())


@pytest.mark.parametrize("seed", range(20))
def test_the_same_once_more_sends_nothing(seed):
    output, paint = OutputFilter(App()), Paints(seed).all()
    assert output.reduce(None, paint) is not None
    assert output.reduce(None, paint) is None
