"""What the card of a lesson says at each stage, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from textual.content import Content

from optsim.languages import Language
from optsim.lesson.answers import Answered
from optsim.lesson.lesson import OptionTexts
from optsim.plot.width import cell_width, shorten, wrap
from optsim.tui.learn.visit import Visit

LETTERS = "abcdef"
#: cells before an answer: a mark, its letter
_INDENT = 5
_CHOSEN = "▸"


class Line(NamedTuple):
    """A line of the card, and the answer that it is of (−1: of none)."""

    content: Content
    option: int = -1


class CardState(NamedTuple):
    """What the card shows besides the visit: which answer is marked, what was measured, and whether the hint is asked for.

    In a low window it is `brief` while the race runs.
    """

    marked: int = 0
    answer: Answered | None = None
    hint: bool = False
    focused: bool = True
    brief: bool = False


def card_lines(visit: Visit, state: CardState, language: Language, cells: int) -> list[Line]:
    """Return the lines of the card, of so many cells."""
    match visit.stage:
        case "ask":
            lines = _question(visit, state, language, cells)
        case "watch":
            lines = _watched(visit, state, language, cells)
        case "explain":
            lines = _explained(visit, state, language, cells)
        case _:
            lines = _to_do(visit, state, language, cells)
    return [_head(visit, language, cells), *lines]


def options_of(visit: Visit, language: Language) -> Sequence[OptionTexts]:
    """Return the answers' texts; yes and no where it is asked for these."""
    if visit.question.kind == "yesno":
        return tuple(OptionTexts(language.text(f"lesson.{word}")) for word in ("yes", "no"))
    return visit.texts(language).options


def _head(visit: Visit, language: Language, cells: int) -> Line:
    """Return the title of the lesson, and where in it this is."""
    title, text = visit.lesson.told_in(language.name).title, language.text
    if visit.round is not None:
        where = text("lesson.in_round", number=visit.round.number, total=visit.round.total)
    elif visit.stage in ("task", "done"):
        where = text("lesson.in_task")
    else:
        where = text("lesson.in_question", number=visit.number + 1, total=len(visit.lesson.questions))
    room = max(cells - cell_width(where) - 3, 8)
    return Line(Content.assemble((shorten(title, room), "bold $accent"), ("   ", ""), (where, "$text-muted")))


def _question(visit: Visit, state: CardState, language: Language, cells: int) -> Iterator[Line]:
    yield from _paragraph(_filled(visit.texts(language).question, state), cells, "bold")
    for place, option in enumerate(options_of(visit, language)):
        yield from _option(place, _filled(option.text, state), cells, marked=place == state.marked and state.focused)
    yield from _keys(language.text("lesson.keys.ask" if state.focused else "lesson.keys.look"), cells)


def _option(place: int, text: str, cells: int, *, marked: bool) -> Iterator[Line]:
    style = "bold $accent" if marked else ""
    for number, line in enumerate(wrap(text, cells - _INDENT)):
        begin = f" {_CHOSEN if marked else ' '} {LETTERS[place]} " if not number else " " * _INDENT
        yield Line(Content.styled(f"{begin}{line}", style), place)


def _watched(visit: Visit, state: CardState, language: Language, cells: int) -> Iterator[Line]:
    option = options_of(visit, language)[visit.chosen]
    prediction = language.text("lesson.said", letter=LETTERS[visit.chosen], answer=_filled(option.text, state))
    if not state.brief:
        yield from _paragraph(_filled(visit.texts(language).question, state), cells, "$text-muted")
    yield from _paragraph(prediction, cells, "bold")
    yield from _keys(language.text("lesson.keys.watch"), cells)


def _explained(visit: Visit, state: CardState, language: Language, cells: int) -> Iterator[Line]:
    answer = state.answer
    if answer is None:
        return
    options, texts = options_of(visit, language), visit.texts(language)
    right = visit.chosen in answer.holding
    holding = [f"{LETTERS[place]}) {answer.filled(options[place].text)}" for place in answer.holding]
    verdict = language.text("lesson.right" if right else "lesson.wrong", answer="; ".join(holding))
    yield from _paragraph(verdict, cells, "bold $success" if right else "bold $warning")
    if not right and options[visit.chosen].why:
        why = language.text("lesson.why", letter=LETTERS[visit.chosen], why=answer.filled(options[visit.chosen].why))
        yield from _paragraph(why, cells)
    yield from _paragraph(answer.filled(texts.explain), cells)
    yield from _keys(language.text("lesson.keys.explain" if state.focused else "lesson.keys.explain_look"), cells)


def _to_do(visit: Visit, state: CardState, language: Language, cells: int) -> Iterator[Line]:
    texts = visit.lesson.told_in(language.name)
    if visit.stage == "done":
        yield from _paragraph(language.text("lesson.done", task=texts.task), cells, "bold $success")
        yield from _keys(language.text("lesson.keys.done"), cells)
        return
    yield from _paragraph(texts.task, cells, "bold")
    if state.hint:
        yield from _paragraph(language.text("lesson.hint", hint=texts.hint), cells)
    yield from _keys(language.text("lesson.keys.hint" if state.hint else "lesson.keys.task"), cells)


def _filled(text: str, state: CardState) -> str:
    return text if state.answer is None else state.answer.filled(text)


def _paragraph(text: str, cells: int, style: str = "") -> Iterator[Line]:
    yield from (Line(Content.styled(line, style)) for line in wrap(text, cells))


def _keys(text: str, cells: int) -> Iterator[Line]:
    yield from _paragraph(text, cells, "$text-muted")
