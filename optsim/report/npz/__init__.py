"""Arrays of NumPy in one file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from optsim.report import LogSubject, ReportFormat, Subject


class NPZ(ReportFormat):
    """An array for each quantity, a row for each step, a column for each lane."""

    name: ClassVar[str] = "npz"
    title: ClassVar[str] = "arrays for numpy.load"
    ending: ClassVar[str] = ".npz"
    binary: ClassVar[bool] = True
    has_columns: ClassVar[bool] = True
    has_params: ClassVar[bool] = True
    has_logs: ClassVar[bool] = True

    def pieces(self, subject: Subject) -> Iterator[bytes]:
        """Return the file, array by array."""
        from optsim.report.npz.arrays import archive, arrays_of  # noqa: PLC0415 help does not wait for NumPy

        return archive(arrays_of(subject))

    def pieces_of_log(self, subject: LogSubject) -> Iterator[bytes]:
        """Return the same of logs, whose lanes have no optimizer."""
        from optsim.report.npz.arrays import archive, log_arrays  # noqa: PLC0415 as above

        return archive(log_arrays(subject))
