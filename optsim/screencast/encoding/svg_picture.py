"""A film as a picture that moves by itself: an SVG without a script, so that it plays in a page's `<img>`.

Below lies the last screen, for those who see no animation or want none. Above it, at regular intervals, a whole screen made of
lines that are drawn once each, and between two of them only the cells that changed, each from its time to the next whole screen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from optsim.screencast.encoding.delta_codec import Change, unrolled
from optsim.screencast.encoding.svg_cells import HIGH, WIDE, Spot, Styles, draw, escaped, spots
from optsim.screencast.film import Film
from optsim.screencast.terminal.cells import Cell

#: frames between two whole screens: fewer are less to paint, more are fewer bytes
_WHOLE_EVERY = 48
#: milliseconds that a frame is shown at least; what changes in between is seen with the next
_SHORTEST = 100

_FONTS = '"DejaVu Sans Mono",Menlo,Consolas,"Liberation Mono","Noto Sans Mono CJK JP","MS Gothic",monospace'
_STYLE = f"""\
text{{font-size:13.33px;font-family:{_FONTS}}}
.b{{font-weight:bold}}
.i{{font-style:italic}}
.m{{visibility:hidden}}
"""


class Shown(NamedTuple):
    """Drawing that is seen from a time on and until another, in milliseconds."""

    begin: int
    end: int
    drawn: str


def svg(film: Film) -> str:
    """The film, again and again. The picture is 8 × 16 pixels for every cell and can be shown at any size."""
    changes, kinds = unrolled(film)
    frames = _thinned(changes)
    end = film.end
    pen = Engraver(film.width, film.height, kinds)
    shown = pen.film(frames, end)
    last = pen.screen()
    moving = "".join(f'<g class="m m{number}">{each.drawn}</g>\n' for number, each in enumerate(shown))
    motion = _motion(shown, end) if len(frames) > 1 else ""
    return _document(film.title, pen, motion, f"{last}\n{moving if motion else ''}")


class Engraver:
    """Draws a screen that changes; a line that stands in several whole screens is drawn once."""

    def __init__(self, width: int, height: int, kinds: Sequence[Cell]) -> None:
        self.width, self.height = width, height
        self.styles = Styles()
        self._kinds = kinds
        self._screen: list[int] = []
        self._page = 0
        self._lines: dict[tuple[int, ...], str] = {}
        self._drawn: list[str] = []

    def film(self, frames: Sequence[Change], end: int) -> list[Shown]:
        """Everything that is shown up to the end."""
        shown = []
        self._screen = [0] * (self.width * self.height)
        for first in range(0, len(frames), _WHOLE_EVERY):
            part = frames[first : first + _WHOLE_EVERY]
            until = frames[first + _WHOLE_EVERY].time if first + _WHOLE_EVERY < len(frames) else end
            self._apply(part[0])
            if not first:
                self._page = Counter(self._kinds[kind].pen.ground for kind in self._screen).most_common(1)[0][0]
            shown.append(Shown(part[0].time, until, self.screen()))
            for change in part[1:]:
                self._apply(change)
                shown.append(Shown(change.time, until, self._changed(change)))
        return shown

    def screen(self) -> str:
        """All that is on the screen now."""
        ground = self.styles.name("f", self._page)
        uses = []
        for number in range(self.height):
            name = self._line(number)
            if name:
                uses.append(f'<use href="#{name}" y="{number * HIGH}"/>')
        return f'<path class="{ground}" d="M0 0h{self.width * WIDE}v{self.height * HIGH}H0z"/>{"".join(uses)}'

    def definitions(self) -> str:
        """The lines that whole screens are made of."""
        return "\n".join(self._drawn)

    def _apply(self, change: Change) -> None:
        for place, kind in change.kinds.items():
            self._screen[place] = kind

    def _cells(self, number: int) -> list[Cell]:
        return [self._kinds[kind] for kind in self._screen[number * self.width : (number + 1) * self.width]]

    def _line(self, number: int) -> str:
        """The name of a line's picture; empty where nothing is drawn in it."""
        key = tuple(self._screen[number * self.width : (number + 1) * self.width])
        if key not in self._lines:
            elements = draw(spots(self._cells(number), 0), self.styles, self._page)
            self._lines[key] = f"l{len(self._drawn)}" if elements else ""
            if elements:
                self._drawn.append(f'<g id="{self._lines[key]}">{elements}</g>')
        return self._lines[key]

    def _changed(self, change: Change) -> str:
        placed: list[Spot] = []
        for number, places in groupby(change.kinds, key=lambda place: place // self.width):
            placed += spots(self._cells(number), number, [place % self.width for place in places])
        return draw(placed, self.styles)


def _thinned(changes: Sequence[Change]) -> list[Change]:
    """Frames that are seen long enough: what comes too soon after another is put off until it may."""
    frames: list[Change] = []
    for change in changes:
        if len(frames) > 1 and frames[-1].time - frames[-2].time < _SHORTEST:
            frames[-1] = Change(change.time, dict(sorted((frames[-1].kinds | change.kinds).items())))
        else:
            frames.append(change)
    return frames


def _motion(shown: Sequence[Shown], end: int) -> str:
    """The rules that show everything in its time, for those who have not asked for less motion."""
    rules = [
        "@media (prefers-reduced-motion:no-preference){",
        f".m{{animation:{end}ms step-end infinite}}",
    ]
    for number, (begin, until, _) in enumerate(shown):
        hide = f"{_percent(until, end)}{{visibility:hidden}}" if until < end else ""
        rules.append(f".m{number}{{animation-name:m{number}}}")
        rules.append(f"@keyframes m{number}{{{_percent(begin, end)}{{visibility:visible}}{hide}}}")
    return "\n".join([*rules, "}"])


def _percent(time: int, end: int) -> str:
    """A time's share of the whole, in thousandths of a percent."""
    return f"{(100_000 * time + end // 2) // end / 1000:g}%"


def _document(title: str, pen: Engraver, motion: str, content: str) -> str:
    width, height = pen.width * WIDE, pen.height * HIGH
    name = escaped(title)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
        f' role="img" aria-label="{name}">\n<title>{name}</title>\n'
        f"<style>\n{_STYLE}{pen.styles.rules(width)}{motion}\n</style>\n<defs>\n{pen.definitions()}\n</defs>\n{content}</svg>\n"
    )
