"""Lines of the card for an answer that is being entered, and an answer in words, for each kind of question."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from textual.content import Content

from optsim.languages import Language
from optsim.lesson.lesson import LETTERS, OptionTexts
from optsim.plot.width import cell_width, wrap
from optsim.tui.learn.entries import ChoiceEntry, Entry, OrderEntry, StepEntry, ValueEntry
from optsim.tui.learn.visit import Visit

#: cells before an answer: a mark, its letter
_INDENT = 5
_CHOSEN = "▸"
_MARK, _REST = "┃", "─"


class Line(NamedTuple):
    """A line of the card, and the answer that a click on it is for (−1: for none); on a `bar` that is a step."""

    content: Content
    option: int = -1
    bar: tuple[int, int] | None = None


def options_of(visit: Visit, language: Language) -> Sequence[OptionTexts]:
    """Return the answers' texts; yes and no where it is asked for these, the lanes where they are to be ordered."""
    match visit.question.kind:
        case "yesno":
            return tuple(OptionTexts(language.text(f"lesson.{word}")) for word in ("yes", "no"))
        case "order":
            return tuple(map(OptionTexts, visit.question.lanes))
        case _:
            return visit.texts(language).options


def answer_text(visit: Visit, given: str, language: Language, fill: Callable[[str], str]) -> str:
    """Return an answer in words; `fill` puts measured values in."""
    match visit.question.kind:
        case "step":
            return language.text("lesson.step", step=given)
        case "value":
            return given.replace("-", "−")
        case "order":
            lanes = visit.question.lanes
            return ", ".join(f"{place} {lanes[LETTERS.index(letter)]}" for place, letter in enumerate(given, start=1))
        case _:
            return f"{given}) {fill(options_of(visit, language)[LETTERS.index(given)].text)}"


def entry_lines(
    entry: Entry, options: Sequence[str], language: Language, cells: int, *, focused: bool
) -> Iterator[Line]:
    """Yield the lines of an entry, of so many cells."""
    match entry:
        case StepEntry():
            yield from _bar(entry, language, cells)
        case ValueEntry(typed):
            shown = f"{typed.replace('-', '−')}▁" if focused else typed or "…"
            yield Line(Content.styled(f" {_CHOSEN} {shown}", "bold $accent" if focused else ""))
        case OrderEntry(_, marked, placed):
            for place, name in enumerate(options):
                letter = LETTERS[place]
                number = str(placed.index(letter) + 1) if letter in placed else "·"
                yield from _option(place, f"{number}  {name}", cells, marked=focused and place == marked)
        case ChoiceEntry(_, marked):
            for place, text in enumerate(options):
                yield from _option(place, text, cells, marked=focused and place == marked)


def _option(place: int, text: str, cells: int, *, marked: bool) -> Iterator[Line]:
    style = "bold $accent" if marked else ""
    for number, line in enumerate(wrap(text, cells - _INDENT)):
        begin = f" {_CHOSEN if marked else ' '} {LETTERS[place]} " if not number else " " * _INDENT
        yield Line(Content.styled(f"{begin}{line}", style), place)


def _bar(entry: StepEntry, language: Language, cells: int) -> Iterator[Line]:
    """Yield the steps of the race as a line with a mark, and which one it is."""
    ends = " 0 ", f" {entry.steps}"
    room = max(cells - cell_width("".join(ends)) - 1, 2)
    line = _REST * room
    if entry.step is not None:
        at = round(entry.step / max(entry.steps, 1) * (room - 1))
        line = f"{line[:at]}{_MARK}{line[at + 1 :]}"
    yield Line(Content(f"{ends[0]}{line}{ends[1]}"), bar=(cell_width(ends[0]), room))
    marked = language.text("lesson.unmarked") if entry.step is None else language.text("lesson.step", step=entry.step)
    yield Line(Content.styled(f" {_CHOSEN} {marked}", "bold $accent"))
