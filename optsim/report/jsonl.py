"""Recordings, that optsim plays, verifies and replays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, cast

from optsim.report import ReportFormat, Subject

if TYPE_CHECKING:
    from optsim.engine.race import Race


class JSONLines(ReportFormat):
    """A recording: a header, a line for each step that was recorded, a summary."""

    name: ClassVar[str] = "jsonl"
    title: ClassVar[str] = "a recording"
    ending: ClassVar[str] = ".jsonl"
    grows: ClassVar[bool] = True
    has_columns: ClassVar[bool] = True
    has_params: ClassVar[bool] = True

    def pieces(self, subject: Subject) -> Iterator[str]:
        """Return the lines of a recording as they are, or those of a race."""
        if subject.recorded is not None:
            from optsim.recording.format.lines import whole_lines  # noqa: PLC0415 help does not wait for NumPy

            return whole_lines(subject.recorded.path)
        from optsim.recording.recorder import lines  # noqa: PLC0415 as above

        race = cast("Race", subject.race)
        return (
            piece.decode()
            for piece in lines(subject.scenario, race, with_params=subject.with_params, also=subject.columns)
        )
