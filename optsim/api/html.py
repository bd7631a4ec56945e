"""Results as HTML for notebooks: a picture, then a table; nothing in it touches the page around it."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from optsim.languages import english
from optsim.report import Subject
from optsim.report.markdown.svg_charts import svg_charts
from optsim.report.text.lane_columns import lane_columns
from optsim.system.printable import printable_line

if TYPE_CHECKING:
    from optsim.api.raced import Raced


def result_html(result: Raced) -> str:
    """Return the charts of a result and the table of its lanes."""
    race = result.race
    columns = lane_columns(race, None, english())
    heads = [column.head for column in columns]
    rows = [[column.text(run) for column in columns] for run in race.runs.values()]
    left = {place for place, column in enumerate(columns) if column.is_left}
    svg = svg_charts(Subject(result.scenario, race))
    return picture(svg, result.heading) + table(result.heading, heads, rows, left)


def picture(svg: str, label: str) -> str:
    """Return an SVG as a picture: its styles and ids stay its own."""
    data = base64.b64encode(svg.encode()).decode()
    return f'<img alt="{_clean(label)}" src="data:image/svg+xml;base64,{data}">\n'


def table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]], left: set[int]) -> str:
    """Return a table of texts; the columns in `left` are set to the left."""
    lines = [f"<caption>{_clean(caption)}</caption>", f"<thead>{_row('th', heads, left)}</thead>", "<tbody>"]
    lines += [_row("td", row, left) for row in rows]
    return "<table>\n" + "\n".join([*lines, "</tbody>"]) + "\n</table>\n"


def _row(kind: str, texts: Sequence[str], left: set[int]) -> str:
    sides = ("left" if place in left else "right" for place in range(len(texts)))
    cells = (
        f'<{kind} style="text-align:{side}">{_clean(text)}</{kind}>' for side, text in zip(sides, texts, strict=True)
    )
    return f"<tr>{''.join(cells)}</tr>"


def _clean(text: str) -> str:
    return escape(printable_line(text))
