"""Parquet, for pandas, Polars, DuckDB and their like."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING, ClassVar, cast

from optsim.report import LogSubject, StreamedFormat, Subject

if TYPE_CHECKING:
    from optsim.engine.race import Race


class Parquet(StreamedFormat):
    """A row for each lane at each step."""

    name: ClassVar[str] = "parquet"
    title: ClassVar[str] = "the table of csv with types, for data frames"
    ending: ClassVar[str] = ".parquet"
    extra: ClassVar[str] = "parquet"
    binary: ClassVar[bool] = True
    has_columns: ClassVar[bool] = True
    has_params: ClassVar[bool] = True
    has_logs: ClassVar[bool] = True

    @classmethod
    def can_write(cls) -> bool:
        """Return whether PyArrow is there."""
        return find_spec("pyarrow") is not None

    def pieces(self, subject: Subject) -> Iterator[bytes]:
        """Return the file in pieces, one for each group of rows."""
        from optsim.report.parquet.table import as_parquet  # noqa: PLC0415 it needs PyArrow

        return as_parquet(subject.race, columns=subject.columns, with_params=subject.with_params)

    def run(self, subject: Subject) -> Iterator[bytes]:
        """Run a race, and return each group of rows as it was measured."""
        from optsim.report.parquet.table import run_as_parquet  # noqa: PLC0415 as above

        race = cast("Race", subject.race)
        return run_as_parquet(race, columns=subject.columns, with_params=subject.with_params)

    def pieces_of_log(self, subject: LogSubject) -> Iterator[bytes]:
        """Return the table of logs, whose names are those of csv."""
        from optsim.report.parquet.table import log_as_parquet  # noqa: PLC0415 as above

        return log_as_parquet(subject.curves, subject.columns)
