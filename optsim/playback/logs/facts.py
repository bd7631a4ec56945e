"""Facts of logs: what was read, what columns were taken for, and what was left out."""

from __future__ import annotations

from typing import ClassVar, Literal

from optsim.facts import Fact


class LogRead(Fact):
    """A run was read: in which format, of how many files, how many values from which step to which."""

    code: ClassVar[str] = "log.read"

    run: str
    format: str
    files: int
    values: int
    first: int
    last: int


class ColumnsTaken(Fact):
    """Columns of a run were taken for quantities, name by name; and so many more, which are themselves."""

    code: ClassVar[str] = "log.columns_taken"

    quantities: tuple[str, ...]
    columns: tuple[str, ...]
    more: int


class ColumnMissing(Fact):
    """A run has no column that a person has named, or not yet."""

    code: ClassVar[str] = "log.column_missing"

    role: str
    column: str


class AxesTaken(Fact):
    """Columns that count: steps, epochs, time; None where there is none, and rows are counted where there are no steps."""

    code: ClassVar[str] = "log.axes_taken"

    step: str | None
    epoch: str | None
    time: str | None
    by_row: bool


class NoTime(Fact):
    """Nothing is drawn over time: the column that is named like one falls, or has texts that are no dates."""

    code: ClassVar[str] = "log.no_time"

    column: str
    why: Literal["falls", "texts"]


class OtherColumns(Fact):
    """Columns were left out: those that hold texts, those above the most that are shown, those that count otherwise."""

    code: ClassVar[str] = "log.other_columns"

    columns: tuple[str, ...]
    count: int
    why: Literal["texts", "many", "iterations"]


class NoLoss(Fact):
    """A run is not shown: none of its columns is named like a loss; or there is none, since it has no row."""

    code: ClassVar[str] = "log.no_loss"

    columns: tuple[str, ...]
    count: int


class ValuesReplaced(Fact):
    """Values of a run were replaced by later ones of the same or an earlier step, as a run does that goes on from a checkpoint."""

    code: ClassVar[str] = "log.values_replaced"

    count: int


class RowsThinned(Fact):
    """There are too many rows: so many values of older ones were left out, all but every so many-th and the extremes."""

    code: ClassVar[str] = "log.rows_thinned"

    count: int
    stride: int


class ValuesUnplaced(Fact):
    """Values were left out: their step is no whole number from 0 on; the first such step as it is written, where it is known."""

    code: ClassVar[str] = "log.values_unplaced"

    count: int
    step: str = ""


class RowsWithoutStep(Fact):
    """Rows have no step, nor has the one before each: they lie at the last step that there was, or at 0."""

    code: ClassVar[str] = "log.rows_without_step"

    count: int


class ShortRows(Fact):
    """Rows of a table have fewer cells than it has columns, the first in this line of the file: the rest are empty."""

    code: ClassVar[str] = "log.short_rows"

    file: str
    count: int
    line: int


class TextCells(Fact):
    """Cells that are texts were passed over in columns of numbers: the first such columns, how many they are, and their cells."""

    code: ClassVar[str] = "log.text_cells"

    columns: tuple[str, ...]
    count: int
    cells: int


class FileFault(Fact):
    """Something of a file could not be read; what was read before stands."""

    code: ClassVar[str] = "log.file_fault"

    file: str
    problem: Fact


class RecordTorn(Fact):
    """The last record of a file has no end, and was not read: somebody may still be writing, or was interrupted."""

    code: ClassVar[str] = "log.record_torn"

    file: str


class LanesLeftOut(Fact):
    """So many lanes above the most that can be shown are left out."""

    code: ClassVar[str] = "log.lanes_left_out"

    count: int
    most: int


class HyperParameters(Fact):
    """Hyper-parameters that a file beside the log tells."""

    code: ClassVar[str] = "log.hyper_parameters"

    file: str
    text: str
