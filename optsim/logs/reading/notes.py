"""Notes that a format takes while it reads a file: which columns count its rows, and what was passed over."""

from __future__ import annotations

from dataclasses import dataclass, field

from optsim.logs.reading.axes import Axes


@dataclass
class ReadingNotes:
    """Columns that count rows, as far as they are known, the names of all, and what could not be used of what was read."""

    axes: Axes = field(default_factory=Axes)
    #: rows have been counted by these; where they have not, each value has a step of its own
    counts_rows: bool = False
    names: set[str] = field(default_factory=set)
    #: cells that are texts, by column
    texts: dict[str, int] = field(default_factory=dict)
    #: values that were left out since their step is no whole number from 0 on, and the first such step as it is written
    unplaced: int = 0
    unplaced_as: str = ""
    #: rows that have no step and follow another one without; they lie at the last step
    without_step: int = 0
    #: rows with fewer cells than there are columns, and the line of the first one
    short_rows: int = 0
    first_short: int = 0

    def add_texts(self, column: str, cells: int) -> None:
        """Take note of cells of a column that are texts."""
        if cells:
            self.texts[column] = self.texts.get(column, 0) + cells

    def add_short_row(self, line: int) -> None:
        """Take note of a row with fewer cells than there are columns."""
        self.short_rows += 1
        self.first_short = self.first_short or line
