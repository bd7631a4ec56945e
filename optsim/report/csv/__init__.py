"""Comma-separated values, for other programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, cast

from optsim.report import LogSubject, StreamedFormat, Subject

if TYPE_CHECKING:
    from optsim.engine.race import Race


class CSV(StreamedFormat):
    """A line for each lane at each step."""

    name: ClassVar[str] = "csv"
    title: ClassVar[str] = "a table of every step with all digits"
    ending: ClassVar[str] = ".csv"
    has_columns: ClassVar[bool] = True
    has_params: ClassVar[bool] = True
    has_logs: ClassVar[bool] = True

    def pieces(self, subject: Subject) -> Iterator[str]:
        """Return the header, then blocks of lines."""
        from optsim.report.csv.table import as_csv  # noqa: PLC0415 help does not wait for NumPy

        return as_csv(subject.race, columns=subject.columns, with_params=subject.with_params)

    def run(self, subject: Subject) -> Iterator[str]:
        """Run a race, and return each block of lines as it was measured."""
        from optsim.report.csv.table import run_as_csv  # noqa: PLC0415 as above

        return run_as_csv(cast("Race", subject.race), columns=subject.columns, with_params=subject.with_params)

    def pieces_of_log(self, subject: LogSubject) -> Iterator[str]:
        """Return the table of logs: its own columns, then those that a log has besides."""
        from optsim.report.csv.table import log_as_csv  # noqa: PLC0415 as above

        return log_as_csv(subject.curves, subject.columns)
