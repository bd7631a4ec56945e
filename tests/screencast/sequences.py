"""What programs send to terminals, drawn at random: scripts of texts and new sizes, each for a pane of its own."""

from random import Random

from optsim.plot.width import cell_width

_WORDS = (
    "ab",
    "the quick",
    "x",
    "0.5",
    "─│┌┐",
    "日本",
    "a日b",
    "e\u0301x",
    "한",
    "\u2809\u283f",
    "ＡＢ",
    "abcdefghijkl",
    "─" * 9,
)
_NARROW = tuple(word for word in _WORDS if cell_width(word[0]) == 1 and "日" not in word)
_CONTROLS = ("\r\n", "\n", "\r", "\b", "\t", "\t\t", "\v", "\x0e", "\x0f", "\x07", "\x00", "\r\n\r\n")
_ESCAPES = ("7", "8", "D", "E", "M", "H", "c", "#8", "(0", "(B", ")0", ")B", "=", ">")
_COUNTED = "ABCDEFG`dfH@PXLMSTZ"
_COLOURS = (
    "", "0", "1", "2", "3", "4", "7", "9", "21", "22", "23", "24", "27", "29", "31", "39", "42", "49", "95", "104",
    "38;5;9", "38;5;123", "48;5;200", "38;2;1;2;3", "48;2;9;8;7", "38:2::7:8:9", "38:2:7:8:9", "48:5:17", "4:3", "4:0",
    "58;2;1;2;3", "58;5;4", "58:2::1:2:3", "58:5:7", "59", "1;58;2;4;5;6;3", "58;5;1;4", "53", "38;5;9;1;48;5;7",
)  # fmt: skip
_MODES = ("?7h", "?7l", "?6h", "?6l", "4h", "4l", "?25l", "?25h", "?2004h", "?1h", "?12l", "?47h", "?47l")
_SCREENS = ("?1049h", "?1049l", "?1047h", "?1047l", "?1049h", "?1049l")
_STRINGS = ("\x1b]0;{}\x07", "\x1b]0;{}\x1b\\", "\x1bPq{}\x1b\\", "\x1b_{}\x1b\\", "\x1b^{}\x1b\\", "\x1bX{}\x1b\\")
_ODD = ("\x1b[>4;2m", "\x1b[?1$p", "\x1b[2 q", "\x1b[!p", "\x1b[=1c", "\x1b[5n", "\x1b[3J", "\x1b[1;2\x18m")


def script(seed, *, sizes=True, wide=True):
    """A script for a pane: width, height, and events: texts, and with `sizes` new sizes (width, height).

    Without `wide` no full-width characters: where one loses a half, tmux keeps the other, which no terminal shows.
    """
    draw = Random(seed)
    words = _WORDS if wide else _NARROW
    width, height = draw.randint(4, 24), draw.randint(2, 8)
    events, columns, rows = [], width, height
    for _ in range(draw.choice((1, 1, 1, 2, 3, 4))):
        if events and sizes:
            new = (draw.randint(4, 24), rows) if draw.random() < 0.5 else (columns, draw.randint(2, 8))
            columns, rows = new
            events.append(new)
        events.append("".join(_piece(draw, columns, rows, words) for _ in range(draw.randint(1, 14))))
    return width, height, events


def _piece(draw, width, height, words):
    kind = draw.choices(list(_PIECES), [often for often, _ in _PIECES.values()])[0]
    return draw.choice(words) if kind == "word" else _PIECES[kind][1](draw, width, height)


def _counted(draw, width, _):
    return f"\x1b[{_number(draw)}{f';{draw.randint(1, width + 1)}' * (draw.random() < 0.3)}{draw.choice(_COUNTED)}"


def _margins(draw, _, height):
    top = draw.randint(1, height)
    return draw.choice((f"\x1b[{top};{draw.randint(top, height + 1)}r", f"\x1b[{top}r", "\x1b[r"))


def _string(draw, *_):
    return draw.choice(_STRINGS).format(draw.choice(("title", "x" * 200, "1;2")))


def _number(draw):
    return draw.choice(("", "1", "2", "3", str(draw.randint(0, 30))))


#: kinds of pieces, how often each is drawn, and how one is made
_PIECES = {
    "word": (30, None),
    "control": (12, lambda draw, *_: draw.choice(_CONTROLS)),
    "counted": (14, _counted),
    "erase": (8, lambda draw, *_: f"\x1b[{draw.choice(('', '0', '1', '2'))}{draw.choice('JK')}"),
    "colour": (10, lambda draw, *_: f"\x1b[{draw.choice(_COLOURS)}m"),
    "margins": (4, _margins),
    "escape": (7, lambda draw, *_: f"\x1b{draw.choice(_ESCAPES)}"),
    "mode": (4, lambda draw, *_: f"\x1b[{draw.choice(_MODES)}"),
    "screen": (2, lambda draw, *_: f"\x1b[{draw.choice(_SCREENS)}"),
    "tabs": (2, lambda draw, *_: draw.choice(("\x1bH", "\x1b[g", "\x1b[3g", "\x1b[0g"))),
    "string": (2, _string),
    "repeat": (2, lambda draw, *_: f"{draw.choice('ax#')}\x1b[{_number(draw)}b"),
    "save": (1, lambda draw, *_: draw.choice(("\x1b[s", "\x1b[u"))),
    "odd": (1, lambda draw, *_: draw.choice(_ODD)),
}
