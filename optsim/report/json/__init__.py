"""One JSON object, for other programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from optsim.report import LogSubject, ReportFormat, Subject


class JSON(ReportFormat):
    """An object for each lane, with an array for each quantity."""

    name: ClassVar[str] = "json"
    title: ClassVar[str] = "an object with settings, ends, theory, and every step with all digits"
    ending: ClassVar[str] = ".json"
    has_columns: ClassVar[bool] = True
    has_params: ClassVar[bool] = True
    has_logs: ClassVar[bool] = True
    has_rules: ClassVar[bool] = True

    def pieces(self, subject: Subject) -> Iterator[str]:
        """Return the object in pieces."""
        from optsim.report.json.document import as_json  # noqa: PLC0415 help does not wait for NumPy

        return as_json(
            subject.scenario,
            subject.race,
            columns=subject.columns,
            with_params=subject.with_params,
            recorded=subject.recorded,
        )

    def pieces_of_log(self, subject: LogSubject) -> Iterator[str]:
        """Return the object of logs: how they were read, and a lane each with what is seen in it."""
        from optsim.report.json.log_document import as_log_json  # noqa: PLC0415 as above

        return as_log_json(subject)
