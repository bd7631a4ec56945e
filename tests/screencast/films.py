"""Films that no app has shown: at random, and one that looks like a race."""

import math
from dataclasses import replace

from hypothesis import strategies as st

from optsim.plot.width import fit
from optsim.screencast.film import Film, Frame, Mark, Pen
from optsim.screencast.terminal.cells import Cell, row_of

NARROW = "abc019 <>&\"'\\$−α●│━╭█▀░⠁⣿\u00e9"
WIDE = "日本語、ー"
TEXTS = [*NARROW, "e\u0301", " "]
PENS = [
    Pen(0xE0E0E0, 0x121212),
    Pen(0xFFAA00, 0x121212, bold=True),
    Pen(0xE0E0E0, 0x303030, italic=True, underline=True),
    Pen(0x00FF7F, 0x334466, strike=True),
]


@st.composite
def rows(draw, width, texts=tuple(TEXTS), wide=WIDE):
    """A line that is exactly so wide, of characters of all widths."""
    cells = []
    while len(cells) < width:
        pen = draw(st.sampled_from(PENS))
        if wide and width - len(cells) > 1 and draw(st.integers(0, 4)) == 0:
            cells += [Cell(draw(st.sampled_from(wide)), pen), Cell("", pen)]
        else:
            cells.append(Cell(draw(st.sampled_from(texts)), pen))
    return row_of(cells)


@st.composite
def films(draw, texts=tuple(TEXTS), wide=WIDE, gap=1):
    """A film of up to eight frames, `gap` milliseconds apart at least."""
    width, height = draw(st.integers(1, 12)), draw(st.integers(1, 4))
    line = rows(width, texts, wide)
    frames = [Frame(0, {number: draw(line) for number in range(height)})]
    for _ in range(draw(st.integers(0, 7))):
        time = frames[-1].time + draw(st.integers(gap, 5000))
        frames.append(Frame(time, draw(st.dictionaries(st.integers(0, height - 1), line, min_size=1))))
    title = draw(st.text(max_size=8))
    marks = draw(st.lists(st.builds(Mark, st.integers(0, frames[-1].time), st.text(max_size=8)), max_size=3))
    duration = frames[-1].time + draw(st.integers(0, 3000))
    return Film(width, height, tuple(frames), duration, title, tuple(sorted(marks)))


def race(seconds=30, width=100, height=30, fps=15):
    """Curves in braille that grow, a table whose numbers all change, captions in Japanese, three chapters."""
    curves = [[" "] * width for _ in range(height - 12)]
    inks = [[0] * width for _ in curves]
    frames, shown = [], {}
    for number in range(seconds * fps):
        _grow(curves, inks, number / (seconds * fps))
        screen = [
            row_of(Cell(char, ink_of(ink)) for char, ink in zip(line, colours, strict=True))
            for line, colours in zip(curves, inks, strict=True)
        ]
        for lane in range(10):
            numbers = "".join(f"{math.exp(-number / (90 + 20 * lane)) * (k + 1):>11.4g}" for k in range(6))
            screen.append(row_of(Cell(char, ink_of(lane)) for char in fit(f"lane {lane}  {numbers} running", width)))
        caption = ("鞍点から離れるモーメンタム", "Plain descent stands still")[number * 4 // (seconds * fps) % 2]
        pen = Pen(0xFFFFFF, 0x334466, bold=True)
        wide = [
            cell
            for char in caption
            for cell in ([Cell(char, pen), Cell("", pen)] if char > "\u3000" else [Cell(char, pen)])
        ]
        screen.append(row_of((wide + [Cell(" ", pen)] * width)[:width]))
        screen.append(row_of(Cell(char, PENS[0]) for char in fit(f"step {number}", width)))
        changed = {line: row for line, row in enumerate(screen) if shown.get(line) != row}
        shown.update(changed)
        frames.append(Frame(round(number * 1000 / fps), changed))
    marks = (Mark(0, "start"), Mark(seconds * 300, "逃げる"), Mark(seconds * 700, "end"))
    return Film(width, height, tuple(frames), seconds * 1000, "A race", marks)


def ink_of(lane):
    return PENS[0]._replace(colour=(0x40 + 18 * lane) << 16 | (0xE0 - 15 * lane) << 8 | 0x80)


def _grow(curves, inks, share):
    """One dot more for each of seven curves."""
    height, width = 4 * len(curves), 2 * len(curves[0])
    x = min(width - 1, int(share * width))
    for lane in range(7):
        y = int((height - 1) * (0.1 + 0.8 * math.exp(-share * (lane + 1)) * abs(math.cos(9 * share + lane))))
        column, line = x // 2, y // 4
        dots = ord(curves[line][column]) - 0x2800 if curves[line][column] > "\u2800" else 0
        bit = (0, 3, 1, 4, 2, 5, 6, 7)[2 * (y % 4) + x % 2]
        curves[line][column] = chr(0x2800 + (dots | 1 << bit))
        inks[line][column] = lane


def cut(film, time):
    """The film up to a time."""
    return replace(film, frames=tuple(frame for frame in film.frames if frame.time < time), duration=time)
