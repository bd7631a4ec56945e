"""The charts of a race as one SVG: a line a lane, with its letter and name at its end; on a light ground of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple

import numpy as np

from optsim.console.ansi_style import letter
from optsim.engine.settings import Array, Mask
from optsim.languages import english
from optsim.plot.axis import Axis
from optsim.plot.text_chart import TextCurve, TextMark
from optsim.plot.width import cell_width, shorten
from optsim.report import Subject
from optsim.report.markdown.page import title_of
from optsim.report.text.charts import Chart, chart_of, charted, meaning_of_marks
from optsim.system.printable import printable_line

#: of lanes on white: texts in them have a contrast of 4.5 : 1, any two differ by a ΔE of 10 for people with any colour vision
COLOURS = ("#4466ff", "#dd3344", "#008855", "#885500", "#cc00aa", "#0000aa", "#003311", "#551133")
_TEXT, _MUTED, _LINES, _GROUND = "#1a1a1a", "#555555", "#dddddd", "#ffffff"
_WIDTH, _HEIGHT = 860, 300
_LEFT, _TOP, _BOTTOM = 66, 34, 40
#: of a name and of a line of text, about; and how far apart names are
_CELL, _NAME_ROW, _WIDEST_NAME = 7.3, 16, 28
#: of a curve; a longer one is drawn by its means
_POINTS = 200
#: heights of a chart that a curve is drawn beyond it, so that its slope is right where it leaves; and a pixel for rounding
_BEYOND, _SLACK = 50.0, 0.01
#: where on a curve its letter stands, as shares of its length; those of lanes are moved against each other
_LETTERS, _MOVED = (0.2, 0.5, 0.8), 0.035
_STYLE = (
    'text{font-size:12px;font-family:"DejaVu Sans Mono",Menlo,Consolas,"Liberation Mono","Noto Sans Mono CJK JP",monospace}'
    ".c{fill:none;stroke-width:1.8;stroke-linejoin:round}"
    f".h{{font-weight:bold;paint-order:stroke;stroke:{_GROUND};stroke-width:4px;stroke-linejoin:round}}"
)


class _Box(NamedTuple):
    """The room of a chart's curves, in pixels, and its axes."""

    top: float
    width: float
    height: float
    x: Axis
    y: Axis

    def places(self, x: Array, y: Array) -> tuple[Array, Array]:
        """Return the pixels of points; NaN where a value has no place. Far outside is as far as a curve can be seen to go."""
        share = np.clip(self.y.share(y), -_BEYOND, 1 + _BEYOND)
        return _LEFT + self.x.share(x) * self.width, self.top + (1 - share) * self.height

    def inside(self, y: Array) -> Mask:
        """Tell which pixels lie within the room."""
        within: Mask = (y >= self.top - _SLACK) & (y <= self.top + self.height + _SLACK)
        return within

    def nearest(self, y: float) -> float:
        """Return the nearest pixel within the room."""
        return min(max(y, self.top), self.top + self.height)


def svg_charts(subject: Subject) -> str:
    """Return the charts that a text report has, below one another."""
    language = subject.language or english()
    race, names = subject.race, [f"{letter(run.place)} {run.name}" for run in subject.race.runs.values()]
    names = [shorten(printable_line(name), _WIDEST_NAME) for name in names]
    tall = max(_HEIGHT, _NAME_ROW * len(names))
    parts: list[str] = []
    y = 0
    for column in charted(subject.scenario, race):
        chart = chart_of(subject.scenario, race, column, _POINTS, language)
        notes = list(filter(None, (chart.note, "   ".join(meaning_of_marks(race, chart.marks, language)))))
        parts += _chart(chart, names, y, tall, notes)
        y += _TOP + tall + _BOTTOM + _NAME_ROW * len(notes)
    title = _xml(title_of(subject, language))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{y}" viewBox="0 0 {_WIDTH} {y}" role="img" '
        f'aria-label="{title}">\n<title>{title}</title>\n<style>{_STYLE}</style>\n'
        f'<rect width="{_WIDTH}" height="{y}" fill="{_GROUND}"/>\n'
        + "".join(f"{part}\n" for part in parts)
        + "</svg>\n"
    )


def _chart(chart: Chart, names: Sequence[str], top: float, tall: float, notes: Sequence[str]) -> Iterator[str]:
    """Yield the elements of a chart: title, axes, curves, marks, names, notes."""
    room = max(map(cell_width, names)) * _CELL + 34
    box = _Box(top + _TOP, _WIDTH - _LEFT - room, tall, chart.x, chart.y)
    yield _text(_LEFT, top + 20, chart.title, _TEXT, bold=True)
    frame = f'<rect x="{_LEFT}" y="{box.top - 1:.1f}" width="{box.width:.1f}" height="{tall + 2:.1f}"/>'
    yield f'<clipPath id="c{top:.0f}">{frame}</clipPath>'
    yield from _axes(box)
    ends = []
    for place, curve in enumerate(chart.curves):
        x, y = box.places(curve.x, curve.y)
        # the points beside those within are drawn, too: a curve goes on to where it leaves
        within = box.inside(y)
        y[~(within | np.append(within[1:], False) | np.append(False, within[:-1]))] = np.nan
        drawn = np.flatnonzero(np.isfinite(y))
        if len(drawn):
            yield f'<path class="c" clip-path="url(#c{top:.0f})" stroke="{_colour(place)}" d="{_path(x, y)}"/>'
            yield from _letters(curve, place, x[within], y[within])
            ends.append((place, float(x[drawn[-1]]), box.nearest(float(y[drawn[-1]]))))
    yield from _marks(chart.marks, box)
    yield from _end_names(ends, names, box)
    for number, note in enumerate(notes):
        yield _text(_LEFT, box.top + tall + _BOTTOM + _NAME_ROW * number, note, _MUTED)


def _axes(box: _Box) -> Iterator[str]:
    """Yield lines at the ticks of y, and the labels of both axes."""
    right, bottom = _LEFT + box.width, box.top + box.height
    for unit, label in box.y.ticks(6):
        y = bottom - (unit - box.y.low) / (box.y.high - box.y.low) * box.height
        yield f'<path stroke="{_LINES}" d="M{_LEFT} {y:.1f}H{right:.1f}"/>'
        yield _text(_LEFT - 8, y + 4, label, _MUTED, "end")
    for unit, label in box.x.ticks(8):
        x = _LEFT + (unit - box.x.low) / (box.x.high - box.x.low) * box.width
        yield _text(x, bottom + 18, label, _MUTED, "middle")
    yield f'<path stroke="{_MUTED}" fill="none" d="M{_LEFT} {box.top:.1f}V{bottom:.1f}H{right:.1f}"/>'


def _path(x: Array, y: Array) -> str:
    """Return a curve, with a gap where it has no place; a point between two gaps is a dot."""
    parts, joined = [], False
    for at, (across, down) in enumerate(zip(x.tolist(), y.tolist(), strict=True)):
        if not np.isfinite(down):
            joined = False
            continue
        lonely = not joined and (at + 1 == len(y) or not np.isfinite(y[at + 1]))
        parts.append(f"{'L' if joined else 'M'}{across:.1f} {down:.1f}{'h.5' if lonely else ''}")
        joined = True
    return "".join(parts)


def _letters(curve: TextCurve, place: int, x: Array, y: Array) -> Iterator[str]:
    """Yield the letter of a lane at some points of its curve: colour is not its only sign."""
    if len(x) > len(_LETTERS):
        for share in _LETTERS:
            at = round(min(share + _MOVED * (place % 6), 0.97) * (len(x) - 1))
            yield _text(float(x[at]), float(y[at]) + 4, curve.letter, _colour(place), "middle", bold=True)


def _marks(marks: Sequence[TextMark], box: _Box) -> Iterator[str]:
    """Yield the signs; one beyond an end, or at no number, stands at that end."""
    for mark in marks:
        x, y = box.places(np.array([mark.x]), np.array([mark.y]))
        down = float(y[0])
        if np.isnan(down):
            down = box.top + (box.height if mark.y <= box.y.least else 0.0)
        yield _text(float(x[0]), box.nearest(down) + 4, mark.sign, _TEXT, "middle", bold=True)


def _end_names(ends: Sequence[tuple[int, float, float]], names: Sequence[str], box: _Box) -> Iterator[str]:
    """Yield the names in a column right of the curves, each with a thin line to the end of its own."""
    left = _LEFT + box.width
    ordered = sorted(ends, key=lambda end: (end[2], end[0]))
    for (place, x, y), row in zip(ordered, _apart([end[2] for end in ordered], box), strict=True):
        yield f'<path stroke="{_colour(place)}" stroke-dasharray="1 3" fill="none" d="M{x + 2:.1f} {y:.1f}L{left + 16:.1f} {row:.1f}"/>'
        yield _text(left + 20, row + 4, names[place], _colour(place))


def _apart(rows: Sequence[float], box: _Box) -> list[float]:
    """Return rows from top to bottom, as near as can be to where they are, so that names do not meet."""
    placed: list[float] = []
    for row in rows:
        placed.append(max(row, placed[-1] + _NAME_ROW) if placed else row)
    lowest = box.top + box.height
    for at in reversed(range(len(placed))):
        placed[at] = min(placed[at], lowest)
        lowest = placed[at] - _NAME_ROW
    return placed


def _colour(place: int) -> str:
    return COLOURS[place % len(COLOURS)]


def _text(x: float, y: float, text: str, colour: str, anchor: str = "", *, bold: bool = False) -> str:
    kind = ' class="h"' if bold else ""
    fixed = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text{kind} x="{x:.1f}" y="{y:.1f}" fill="{colour}"{fixed}>{_xml(text)}</text>'


def _xml(text: str) -> str:
    return escape(" ".join(printable_line(text).split()))
