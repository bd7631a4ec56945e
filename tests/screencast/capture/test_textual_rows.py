"""Lines of Textual as lines of a film."""

import pytest
from rich.cells import cell_len
from rich.segment import ControlType, Segment
from rich.style import Style
from rich.terminal_theme import MONOKAI

from optsim.plot.width import cell_width
from optsim.screencast.capture.textual_rows import Inks
from optsim.screencast.film import Pen, Span
from optsim.screencast.terminal.sgr import mixed

TEXT, GROUND = 0xE0E0E0, 0x101010
PLAIN = Pen(TEXT, GROUND)


def row(*pieces):
    inks = Inks(TEXT, GROUND, MONOKAI)
    return inks.row([Segment(text, Style.parse(style) if style else None) for text, style in pieces])


@pytest.mark.parametrize(
    ("style", "pen"),
    [
        ("", PLAIN),
        ("default on default", PLAIN),
        ("#ff8000 on #000040", Pen(0xFF8000, 0x000040)),
        ("bold italic underline strike", Pen(TEXT, GROUND, True, True, True, True)),
        ("reverse", Pen(GROUND, TEXT)),
        ("reverse #ff8000", Pen(GROUND, 0xFF8000)),
        ("dim", Pen(mixed(GROUND, TEXT, 0.66), GROUND)),
        ("dim reverse #ffffff on #000000", Pen(0, 0xA8A8A8)),
        ("conceal", Pen(GROUND, GROUND)),
        ("blink", PLAIN),
        ("underline2", PLAIN._replace(underline=True)),
        ("color(196)", Pen(0xFF0000, GROUND)),
        ("red", Pen(0xF4005F, GROUND)),
    ],
)
def test_every_style_is_settled(style, pen):
    assert row(("x", style)) == (Span("x", pen),)


def test_what_is_drawn_alike_is_together():
    assert row(("a", ""), ("b", "default"), ("c", "bold"), ("", "red"), ("d", "bold")) == (
        Span("ab", PLAIN),
        Span("cd", PLAIN._replace(bold=True)),
    )


def test_controls_are_no_text():
    assert Inks(TEXT, GROUND, MONOKAI).row([Segment("x"), Segment("\x1b[H", None, [(ControlType.HOME,)])]) == (
        Span("x", PLAIN),
    )


@pytest.mark.parametrize(
    "text", ["日本語", "e\u0301", "❤\ufe0f!", "👨\u200d👩\u200d👧.", "👍🏽", "🇯🇵", "a\u200bb", "がｶﾞ", "x\ufe0f"]
)
def test_every_text_keeps_its_place_with_widths_that_all_agree_on(text):
    (span,) = row((text, ""))
    assert cell_width(span.text) == cell_len(text)
    assert not set(span.text) & set("\ufe0f\u200d\u200b")
