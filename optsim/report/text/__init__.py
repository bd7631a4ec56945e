"""A summary with charts, for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from optsim.report import LogSubject, ReportFormat, Subject


class Text(ReportFormat):
    """A summary of how each lane did, why it ended and what theory says of it, and charts."""

    name: ClassVar[str] = "text"
    title: ClassVar[str] = "a summary with charts"
    has_formulas: ClassVar[bool] = True
    ending: ClassVar[str] = ".txt"
    for_people: ClassVar[bool] = True
    has_params: ClassVar[bool] = True
    has_logs: ClassVar[bool] = True
    has_rules: ClassVar[bool] = True

    def pieces(self, subject: Subject) -> Iterator[str]:
        """Return the summary, then the charts."""
        from optsim.console.ansi_style import PLAIN  # noqa: PLC0415 help does not wait for NumPy
        from optsim.report.text.summary import as_text  # noqa: PLC0415

        return as_text(
            subject.scenario,
            subject.race,
            width=subject.width,
            ink=subject.style or PLAIN,
            with_params=subject.with_params,
            recorded=subject.recorded,
            language=subject.language,
        )

    def pieces_of_log(self, subject: LogSubject) -> Iterator[str]:
        """Return the summary of logs, then a chart of each loss."""
        from optsim.languages import english  # noqa: PLC0415 as above
        from optsim.report.text.log_summary import as_log_text  # noqa: PLC0415

        return as_log_text(subject, subject.language or english())
