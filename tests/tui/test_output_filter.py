"""What is sent of a paint: with the filter of the output and without it a terminal shows the same."""

from inspect import signature
from itertools import pairwise
from random import Random
from types import SimpleNamespace

import pytest
from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, Compositor, InlineUpdate, LayoutUpdate
from textual.app import App as TextualApp
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
        rows = [
            [self.strip(end - x) for x, end in pairwise([0, self.random.randint(1, WIDTH - 1), WIDTH])]
            for _ in range(HEIGHT)
        ]
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


def text_of(output, update, screen=None):
    return output.reduce(screen, update).render_segments(CONSOLE)


def line(*segments):
    """A paint of a row that is all there is."""
    strip = Strip([Segment(text, style) for text, style in segments])
    return LayoutUpdate([[strip]], Region(0, 0, strip.cell_length, 1))


def changed(before, after):
    """What is sent for one line after another."""
    output = OutputFilter(App())
    output.reduce(None, line(*before))
    return text_of(output, line(*after))


RED, ON_GREY = Style(color="#ff0000"), Style(color="#ff0000", bgcolor="#272727")


@pytest.mark.parametrize(
    ("before", "after", "sent"),
    [
        ([("adam 0.51", RED)], [("adam 0.52", RED)], "\x1b[1;9H\x1b[38;2;255;0;0m2\x1b[m"),
        # what is between is shorter written than jumped over, a long way not
        ([("0.51   0.51", None)], [("0.61   0.61", None)], "\x1b[1;3H6\x1b[6C6"),
        ([("0.51 51", None)], [("0.61 61", None)], "\x1b[1;3H61 6"),
        # colours go on; a blank has none but its ground
        ([("a b", RED)], [("c d", RED)], "\x1b[1H\x1b[38;2;255;0;0mc d\x1b[m"),
        ([("a b", RED)], [("c", RED), (" ", Style(color="blue", bold=True)), ("d", RED)], "\x1b[1H\x1b[38;2;255;0;0mc d\x1b[m"),
        ([("ab", RED)], [("  ", RED)], "\x1b[1H  "),
        ([("  ", RED)], [("  ", Style(color="blue", italic=True))], None),
        ([("  ", RED)], [("  ", ON_GREY)], "\x1b[1H\x1b[48;2;39;39;39m  \x1b[m"),
        ([("  ", None)], [("  ", Style(underline=True))], "\x1b[1H\x1b[4m  \x1b[m"),
        # an attribute more or less is no new colour
        ([("ab", RED)], [("c", RED), ("d", RED + Style(bold=True))], "\x1b[1H\x1b[38;2;255;0;0mc\x1b[1md\x1b[m"),
        ([("ab", RED)], [("c", RED + Style(bold=True)), ("d", RED)], "\x1b[1H\x1b[1;38;2;255;0;0mc\x1b[22md\x1b[m"),
        # of half a full-width character the other half
        ([("漢a", None)], [("b a", None)], "\x1b[1Hb "),
        ([("b a", None)], [("漢a", None)], "\x1b[1H漢"),
        # after an ambiguous one nobody knows the column
        ([("a     b", None)], [("●     c", None)], "\x1b[1H●\x1b[7Gc"),
        # where a terminal takes a picture for narrow, no cell is left as it was
        ([("abcd", None)], [("❤\ufe0fcd", None)], "\x1b[1H  \x1b[1G❤\ufe0f"),
        ([("abcd", None)], [("❤\ufe0fxd", None)], "\x1b[1H  \x1b[1G❤\ufe0f\x1b[3Gx"),
    ],
)  # fmt: skip
def test_no_more_is_sent_than_has_to_be(before, after, sent):
    output = OutputFilter(App())
    output.reduce(None, line(*before))
    update = output.reduce(None, line(*after))
    assert (update and update.render_segments(CONSOLE)) == sent


def test_a_link_is_part_of_the_look_and_is_closed():
    sent = changed([("ab", None)], [("ab", Style(link="https://example.org"))])
    assert sent.startswith("\x1b[1H\x1b]8;id=")
    assert sent.endswith(";https://example.org\x1b\\ab\x1b]8;;\x1b\\")


def test_where_what_is_there_is_unknown_a_part_is_sent_as_the_whole():
    part = ChopsUpdate([{0: Strip([Segment("x" * WIDTH)])}] * HEIGHT, [(0, 0, WIDTH)], [[WIDTH]] * HEIGHT)
    output = OutputFilter(App())
    for _ in range(2):
        sent = text_of(output, part, screen_of(whole()))
        assert sent.count(".") == WIDTH * HEIGHT
        assert text_of(output, part) == "\x1b[1H" + "x" * WIDTH
        output.forget()
    # also where the whole screen is painted
    assert text_of(output, whole()).count(".") == WIDTH * HEIGHT
    assert output.reduce(None, whole()) is None


def test_an_unknown_paint_is_sent_as_it_is_and_what_is_there_is_unknown_then():
    class Newer(LayoutUpdate):
        pass

    strip = Strip([Segment("x")])
    for unknown in (InlineUpdate([strip]), Newer([[strip]], Region(0, 0, 1, 1)), "text"):
        output = OutputFilter(App())
        output.reduce(None, whole())
        assert output.reduce(None, unknown) is unknown
        assert text_of(output, whole()).count(".") == WIDTH * HEIGHT


def test_a_paint_of_another_size_is_sent_whole():
    output = OutputFilter(App())
    output.reduce(None, whole())
    smaller = LayoutUpdate([[Strip([Segment("." * (WIDTH - 1))])]] * HEIGHT, Region(0, 0, WIDTH - 1, HEIGHT))
    assert text_of(output, smaller).count(".") == (WIDTH - 1) * HEIGHT
    # parts of the size before
    part = ChopsUpdate([{0: Strip([Segment("x" * WIDTH)])}] * HEIGHT, [(0, 0, WIDTH)], [[WIDTH]] * HEIGHT)
    assert text_of(output, part, screen_of(whole("~"))).count("~") == WIDTH * HEIGHT


@pytest.mark.parametrize("text", ["x" * (WIDTH + 1), "\u0301a" * WIDTH + "b"])
def test_strips_that_do_not_fit_are_sent_as_they_are(text):
    update = LayoutUpdate([[Strip([Segment(text)], len(text))]] * HEIGHT, Region(0, 0, WIDTH, HEIGHT))
    assert OutputFilter(App()).reduce(None, update) is update


def test_the_cursor_alone_is_sent():
    app = App()
    output = OutputFilter(app)
    output.reduce(None, whole())
    app.cursor_position = (3, 1)
    assert text_of(output, whole()) == ""
    assert output.reduce(None, whole()) is None


def test_colours_are_those_that_the_terminal_has():
    app = App()
    app.console = Console(color_system="standard", force_terminal=True)
    assert text_of(OutputFilter(app), line(("a", RED))) == "\x1b[1H\x1b[31ma\x1b[m"


def test_the_caches_are_bounded():
    output = OutputFilter(App())
    for number in range(20_000):
        output.reduce(None, line((f"{number:012d}", Style(color=f"color({number % 256})"))))
    assert output._cells._count <= 8192
    assert sum(len(each.stretches) for each in output._cells._alphabets.values()) <= 8192


def test_single_cells_are_single_for_textual():
    assert {cell_len(char) for char in _SINGLE} == {1}


def test_textual_has_what_the_filter_uses():
    """Names of Textual that are not public: another version may have others."""
    strip = Strip([Segment("ab")])
    assert vars(LayoutUpdate([[strip]], Region(0, 0, 2, 1))) == {"strips": [[strip]], "region": Region(0, 0, 2, 1)}
    parts = {"chops": [{0: strip}], "spans": [(0, 0, 2)], "chop_ends": [[2]]}
    assert vars(ChopsUpdate(**parts)) == parts
    assert list(signature(Compositor.render_update).parameters) == ["self", "full", "screen_stack", "simplify"]
    assert list(signature(TextualApp._display).parameters) == ["self", "screen", "renderable"]
    app = TextualApp()
    assert (app._batch_count, app._closed, app._running, app._driver) == (0, False, False, None)
    assert app.cursor_position == (0, 0)
    assert (app.is_headless, app._background_screens) == (False, [])
