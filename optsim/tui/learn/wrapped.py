"""Lines of a text that may be full-width: such characters are broken anywhere, but for signs that begin or end no line."""

from __future__ import annotations

import re

from optsim.plot.width import cell_width, wrap

#: full-width signs before which, and after which, no line is broken
_NO_BEGINNING, _NO_END = "、。，．・：；？！）」』】ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ", "（「『【"
_PIECE = re.compile(
    r"[^\S\u00a0]+|[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+"
)


def wrapped(text: str, cells: int) -> list[str]:
    """Return a paragraph as lines of at most so many cells."""
    lines = [""]
    for piece in _pieces(text):
        if not piece.strip():
            lines[-1] += " " if lines[-1] else ""
        elif cell_width(lines[-1] + piece) <= cells:
            lines[-1] += piece
        else:
            begin = lines.pop()
            lines += [*([begin] if begin.strip() else []), *wrap(piece, max(cells, 1))]
    return [line.rstrip() for line in lines]


def _pieces(text: str) -> list[str]:
    """Return what is not broken: words, and full-width characters with the signs that stay beside them."""
    pieces: list[str] = []
    for piece in _PIECE.findall(text):
        joins = pieces and ((piece[0] in _NO_BEGINNING and pieces[-1].strip()) or pieces[-1][-1] in _NO_END)
        if joins:
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces
