"""A film: what the app showed, as text in cells and by the millisecond. Every format is written from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class Pen(NamedTuple):
    """Style of text: colours as 0xRRGGBB, already dimmed or reversed where that was asked for."""

    colour: int
    ground: int
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False


class Span(NamedTuple):
    """Neighbouring cells drawn alike. A full-width character takes two cells, a combining one none."""

    text: str
    pen: Pen


#: milliseconds that the last picture is seen at least, before all begins again or the video ends
REST = 2000
#: one line of the screen: spans from left to right that fill its width exactly, neighbours with different pens
Row = tuple[Span, ...]


class Frame(NamedTuple):
    """The lines that changed at a time, by their number from the top."""

    time: int
    rows: Mapping[int, Row]


class Mark(NamedTuple):
    """A chapter begins."""

    time: int
    label: str


class Still(NamedTuple):
    """A picture of its own is wanted of what was shown at a time."""

    time: int
    name: str


class FilmQuestion(NamedTuple):
    """A question to the audience: when it is asked, when the film answers it, its text, the answers, and which one is right.

    `right` is the letter of an answer, or the letters of all of them in their order. Without answers it is a number, and `near` says
    which ones are right: those as near to the first number as the second one says.
    """

    time: int
    answered: int
    text: str
    options: tuple[str, ...]
    right: str
    near: tuple[float, float] | None = None


@dataclass(frozen=True, eq=False)
class Film:
    """All frames in the order of time; the first is at 0 and holds every line.

    Times are whole milliseconds from the start; `duration` is that of the end, at or after the last frame. `note` says what
    was passed over where it was read. At `questions` a player stops for the audience, where it can.
    """

    width: int
    height: int
    frames: tuple[Frame, ...] = field(repr=False)
    duration: int
    title: str = ""
    marks: tuple[Mark, ...] = ()
    stills: tuple[Still, ...] = ()
    note: str = ""
    questions: tuple[FilmQuestion, ...] = ()

    @property
    def end(self) -> int:
        """The time until which the last picture is seen where the film is a picture itself."""
        return max(self.duration, self.frames[-1].time + REST)

    def screens(self) -> Iterator[tuple[int, tuple[Row, ...]]]:
        """Every frame's time with all lines of the screen."""
        screen: list[Row] = [()] * self.height
        for time, rows in self.frames:
            for number, row in rows.items():
                screen[number] = row
            yield time, tuple(screen)

    def screen_at(self, time: int) -> tuple[Row, ...]:
        """All lines of the screen at a time."""
        shown: tuple[Row, ...] = ()
        for began, screen in self.screens():
            if began > time and shown:
                break
            shown = screen
        return shown
