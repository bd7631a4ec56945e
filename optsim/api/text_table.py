"""Tables of texts, aligned."""

from __future__ import annotations

from collections.abc import Sequence

from optsim.plot.width import cell_width, fit, fit_right


def text_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return lines of cells two blanks apart: the first column to the left, the others to the right."""
    widths = [max(map(cell_width, column)) for column in zip(heads, *rows, strict=True)]
    return "\n".join(
        "  ".join(
            (fit_right if place else fit)(text, width)
            for place, (text, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in (heads, *rows)
    )
