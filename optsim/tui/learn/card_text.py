"""What the card of a lesson says at each stage, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from textual.content import Content

from optsim.languages import Language
from optsim.lesson.answers import Answered
from optsim.lesson.lesson import LETTERS
from optsim.plot.width import cell_width, shorten, wrap
from optsim.tui.learn.answer_lines import Line, answer_text, entry_lines, options_of
from optsim.tui.learn.entries import ChoiceEntry, Entry
from optsim.tui.learn.visit import Visit

#: the keys with which a question of a kind is answered
_ASKING = {kind: f"lesson.keys.{kind}" for kind in ("step", "value", "order")}


class CardState(NamedTuple):
    """What the card shows besides the visit: the answer that is being entered, what was measured, and whether the hint is asked for.

    A task whose race has ended short of the goal is `missed`. In a low window it is `brief` while the race runs.
    """

    entry: Entry = ChoiceEntry(1)
    answer: Answered | None = None
    hint: bool = False
    missed: bool = False
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
    options = [_filled(option.text, state) for option in options_of(visit, language)]
    yield from entry_lines(state.entry, options, language, cells, focused=state.focused)
    keys = _ASKING.get(visit.question.kind, "lesson.keys.ask") if state.focused else "lesson.keys.look"
    yield from _keys(language.text(keys), cells)


def _watched(visit: Visit, state: CardState, language: Language, cells: int) -> Iterator[Line]:
    answer = answer_text(visit, visit.given, language, lambda text: _filled(text, state))
    prediction = language.text("lesson.said", answer=answer)
    if not state.brief:
        yield from _paragraph(_filled(visit.texts(language).question, state), cells, "$text-muted")
    yield from _paragraph(prediction, cells, "bold")
    yield from _keys(language.text("lesson.keys.watch"), cells)


def _explained(visit: Visit, state: CardState, language: Language, cells: int) -> Iterator[Line]:
    answer = state.answer
    if answer is None:
        return
    texts, right = visit.texts(language), answer.accepts(visit.given)
    yield from _paragraph(_verdict(visit, answer, language), cells, "bold $success" if right else "bold $warning")
    why = _why(visit, language)
    if not right and why:
        shown = language.text("lesson.why", letter=visit.given, why=answer.filled(why))
        yield from _paragraph(shown, cells)
    yield from _paragraph(answer.filled(texts.explain), cells)
    yield from _keys(language.text("lesson.keys.explain" if state.focused else "lesson.keys.explain_look"), cells)


def _verdict(visit: Visit, answer: Answered, language: Language) -> str:
    """Return whether the answer is right, and what is; of a step or a number what was said, too."""
    text, right = language.text, answer.accepts(visit.given)
    what = "; ".join(answer_text(visit, each, language, answer.filled) for each in answer.right) or text(
        "lesson.nothing"
    )
    if visit.question.holds or visit.given in answer.right:
        return text("lesson.right" if right else "lesson.wrong", answer=what)
    given = answer_text(visit, visit.given, language, answer.filled)
    return text("lesson.near" if right else "lesson.far", answer=what, said=given)


def _why(visit: Visit, language: Language) -> str:
    """Return what the answer would have needed to be right; empty where the lesson says nothing of it."""
    options = visit.texts(language).options
    return options[LETTERS.index(visit.given)].why if options else ""


def _to_do(visit: Visit, state: CardState, language: Language, cells: int) -> Iterator[Line]:
    texts = visit.lesson.told_in(language.name)
    if visit.stage == "done":
        yield from _paragraph(language.text("lesson.done"), cells, "bold $success")
        yield from _paragraph(texts.task, cells, "$text-muted")
        yield from _keys(language.text("lesson.keys.done"), cells)
        return
    yield from _paragraph(texts.task, cells, "bold")
    if state.missed:
        yield from _paragraph(language.text("lesson.missed"), cells, "$warning")
    if state.hint:
        yield from _paragraph(language.text("lesson.hint", hint=texts.hint), cells)
    yield from _keys(language.text("lesson.keys.hint" if state.hint else "lesson.keys.task"), cells)


def _filled(text: str, state: CardState) -> str:
    return text if state.answer is None else state.answer.filled(text)


def _paragraph(text: str, cells: int, style: str = "") -> Iterator[Line]:
    yield from (Line(Content.styled(line, style)) for line in wrap(text, cells))


def _keys(text: str, cells: int) -> Iterator[Line]:
    yield from _paragraph(text, cells, "$text-muted")
