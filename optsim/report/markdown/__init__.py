"""A page in GitHub's Markdown, for issues and slides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from optsim.report import LogSubject, ReportFormat, Subject


class Markdown(ReportFormat):
    """Lanes with their settings, ranking, chart, events, and the command that gives it again; the chart as a picture beside a file."""

    name: ClassVar[str] = "markdown"
    title: ClassVar[str] = "a page for issues and slides, in a file with the chart as a picture beside it"
    has_formulas: ClassVar[bool] = True
    has_logs: ClassVar[bool] = True
    has_rules: ClassVar[bool] = True
    ending: ClassVar[str] = ".md"
    picture_ending: ClassVar[str] = ".svg"

    def pieces(self, subject: Subject) -> Iterator[str]:
        """Return the page."""
        from optsim.report.markdown.page import page  # noqa: PLC0415 help does not wait for NumPy

        return page(subject, None if subject.out is None else self.picture_beside(subject.out))

    def picture(self, subject: Subject) -> Iterator[str]:
        """Return the charts as one SVG."""
        from optsim.report.markdown.svg_charts import svg_charts  # noqa: PLC0415 as above

        yield svg_charts(subject)

    def pieces_of_log(self, subject: LogSubject) -> Iterator[str]:
        """Return the page of logs, its charts in it."""
        from optsim.report.markdown.log_page import log_page  # noqa: PLC0415 as above

        return log_page(subject)
