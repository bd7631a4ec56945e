"""Report of what was read from a data file."""

from __future__ import annotations

from dataclasses import dataclass

from optsim.scenario.data.facts import WhyLeftOut


@dataclass(frozen=True, kw_only=True)
class DataReading:
    """Content of a data file and the part of it that is used: facts for notes, never for numbers."""

    #: the path as the scenario has it, and where it leads if that is outside of the scenario's folder
    path: str
    outside: str = ""
    encoding: str = "UTF-8"
    #: rows below the names, and columns, as they stand in the file
    rows: int
    columns: int
    #: the line of the names from 1; 0 where there is none
    names_line: int
    separator: str
    decimal: str
    target: str
    inputs: tuple[str, ...]
    #: text columns with their different texts
    one_hot: tuple[tuple[str, tuple[str, ...]], ...] = ()
    truth: tuple[str, ...] = ()
    #: columns that are not taken, with the reason
    left_out: tuple[tuple[str, WhyLeftOut], ...] = ()
    #: a column without a name that only counts the rows
    row_numbers: str = ""
    dropped: int = 0
    #: columns with the number of missing values: of all rows, or with `missing` = "mean" of the inputs in the rows that stay
    holes: tuple[tuple[str, int], ...] = ()
    missing: str = "drop"
