"""The table of a report: a line a lane, with what was measured of it at its end."""

from __future__ import annotations

from optsim.console.ansi_style import AnsiStyle
from optsim.engine.capabilities.states import States
from optsim.languages import Language
from optsim.plot.width import cell_width
from optsim.recording.recording import Recording
from optsim.report.text.lane_columns import LaneColumn, lane_columns


def lane_table(race: States, recorded: Recording | None, width: int, ink: AnsiStyle, language: Language) -> str:
    """Return one line a lane, the columns aligned by cells; where `width` is short some are left out."""
    columns = [_measured(column, race) for column in lane_columns(race, recorded, language)]
    for going in sorted({column.goes for column in columns} - {0}):
        if sum(column.width + 2 for column in columns) - 2 > width:
            columns = [column for column in columns if column.goes != going]
    lines = ["  ".join(column.fitted(column.head) for column in columns).rstrip()]
    for place, run in enumerate(race.runs.values()):
        texts = [column.fitted(column.text(run)) for column in columns]
        first = ink.lane("  ".join(texts[:2]), place)
        lines.append("  ".join([first, *texts[2:]]).rstrip())
    return "\n".join(lines) + "\n"


def _measured(column: LaneColumn, race: States) -> LaneColumn:
    """Return a column as wide as its head and its texts."""
    width = max(map(cell_width, (column.head, *map(column.text, race.runs.values()))))
    return column._replace(width=min(width, column.width or width))
