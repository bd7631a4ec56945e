"""An event file for TensorBoard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from optsim.report import LogSubject, ReportFormat, Subject


class TensorBoardEvents(ReportFormat):
    """A scalar for each quantity of each lane, named LANE/QUANTITY; the time of a step is its number, in seconds."""

    name: ClassVar[str] = "tensorboard"
    title: ClassVar[str] = "an event file for TensorBoard"
    ending: ClassVar[str] = ".tfevents"
    binary: ClassVar[bool] = True
    has_columns: ClassVar[bool] = True
    has_logs: ClassVar[bool] = True

    def pieces(self, subject: Subject) -> Iterator[bytes]:
        """Return the file, records in the order of lanes and quantities."""
        from optsim.recording.row_values import json_columns  # noqa: PLC0415 help does not wait for NumPy
        from optsim.report.tensorboard.events import events  # noqa: PLC0415

        return events(subject.race, (*json_columns(), *subject.columns))

    def pieces_of_log(self, subject: LogSubject) -> Iterator[bytes]:
        """Return the same of a log."""
        from optsim.report.tensorboard.events import events  # noqa: PLC0415 as above

        return events(subject.curves, subject.columns)
