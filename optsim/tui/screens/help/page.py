"""The parts of the help page: what is on the screen, as its panels say; signs; keys, from their table; the glossary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from textual.content import Content

from optsim.analysis.chart_marks import BEST
from optsim.analysis.events import Kind
from optsim.languages import Language
from optsim.plot.width import cell_width, fit, wrap
from optsim.suggest import folded
from optsim.tui.command import Command

#: the signs, and the ids of what they mean
_SIGNS = (
    ("● ■ ▲", "sign.lane"),
    (BEST, "sign.best"),
    (Kind.STOPPED.sign, "sign.stopped"),
    (f"{Kind.DIVERGED.sign} {Kind.TARGET.sign}", "sign.diverged"),
    (Kind.OVER.sign, "sign.over"),
    (f"{Kind.EDIT.sign} {Kind.FORK.sign}", "sign.edit"),
    (Kind.COMMAND.sign, "sign.command"),
    (Kind.OVERTAKEN.sign, "sign.overtaken"),
    ("┃ ┆", "sign.cursor"),
    ("‖∇L‖", "sign.gradient"),
    ("‖Δθ‖", "sign.update"),
)
#: the terms of the glossary: of the race, of rates and landscapes, of methods, of networks
_TERMS = (
    *("lane", "race", "step", "evaluation", "cursor", "seed", "fork", "edit", "tour", "recording"),
    *("learning_rate", "effective_rate", "curvature", "limit", "condition_number", "divergence", "saddle", "plateau"),
    *("local_minimum", "noise_floor", "band", "gap", "momentum", "velocity", "look_ahead", "sum_of_squares"),
    *("bias_correction", "epsilon"),
    *("schedule", "weight_decay", "batch", "epoch", "loss", "overfitting", "early_stopping", "patience"),
)
#: cells of the columns: of a sign, a key, a key's title, a term
_NAME, _TITLE, _TERM = 10, 18, 20


class Row(NamedTuple):
    """A row of the page: its name, a title (or none), and what is said of it, which begins after so many cells."""

    name: str
    title: str
    about: str
    indent: int

    def content(self, cells: int) -> Content:
        """Return its lines of at most so many cells."""
        room = self.indent - (_TITLE if self.title else 0)
        name = Content.styled(fit(self.name, room), "bold")
        if cell_width(self.name) >= room:  # the rest stands below a name that is too long
            name = Content.styled(f"{self.name}\n{' ' * room}", "bold")
        lines = wrap(self.about, max(cells - self.indent, self.indent))
        title = fit(self.title, _TITLE) if self.title else ""
        return Content.assemble(name, title, f"\n{' ' * self.indent}".join(lines))


class Part(NamedTuple):
    """A part of the page."""

    title: str
    rows: Sequence[Row]

    def matching(self, query: str) -> Part:
        """Return the part with those rows that have each word of a query."""
        query_words = folded(query).split()
        text = [folded(f"{self.title} {row.name} {row.title} {row.about}") for row in self.rows]
        return Part(
            self.title,
            [row for row, words in zip(self.rows, text, strict=True) if all(map(words.__contains__, query_words))],
        )


def on_screen(title: str, panels: Sequence[tuple[str, str]]) -> Part:
    """Return the part on what is on the screen: what each panel is called, and what it shows."""
    return Part(title, [Row(name, "", about, _NAME) for name, about in panels])


def key_rows(named: Iterable[tuple[str, str]], language: Language, kind: str = "key") -> Sequence[Row]:
    """Return rows of keys by the ids of their words: "key.open" and "key.open.help"."""
    return [
        Row(key, language.text(f"{kind}.{name}"), language.text(f"{kind}.{name}.help"), _NAME + _TITLE)
        for key, name in named
    ]


def signs(language: Language) -> Part:
    """Return the part on signs."""
    return Part(language.text("help.signs"), sign_rows(_SIGNS, language))


def sign_rows(named: Iterable[tuple[str, str]], language: Language) -> Sequence[Row]:
    """Return rows of signs and the ids of what they mean."""
    return [Row(sign, "", language.text(meaning), _NAME) for sign, meaning in named]


def keys(commands: Iterable[Command], language: Language) -> Iterator[Part]:
    """Yield a part for each group of commands."""
    for group, together in groupby(commands, key=lambda command: command.group):
        rows = [
            Row(each.shown, each.words(language), each.words(language, "help"), _NAME + _TITLE) for each in together
        ]
        yield Part(language.label(group), rows)


def glossary(language: Language) -> Part:
    """Return the part on terms."""
    text = language.text
    return Part(
        text("help.glossary"), [Row(text(f"term.{term}"), "", text(f"term.{term}.about"), _TERM) for term in _TERMS]
    )
