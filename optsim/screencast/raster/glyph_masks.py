"""Coverage of a cell's pixels by a character: geometry for boxes, blocks and braille, fonts for the rest."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cached_property
from math import ceil
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from optsim.plot.width import cell_width
from optsim.screencast.faults import FilmError
from optsim.screencast.raster import fonts
from optsim.screencast.raster.shapes import DISC_RADIUS, Area, Disc, Shape, Stroke, shapes

#: what no font has a glyph for: its picture is the font's sign for a missing one
_NO_CHARACTER = "\U0010fffe"
#: the class of the combining characters that stand above
_ABOVE = 230
#: the slope of an italic that is made of an upright one
_SLANT = 0.2
#: a pixel of curved and slanted edges is looked at in so many places, in both directions
_FINER = 8

Mask = NDArray[np.uint8]
Places = NDArray[np.float64]


class CellSize(NamedTuple):
    """The size of a cell in pixels."""

    width: int = 10
    height: int = 20


class Style(NamedTuple):
    """Attributes that change a character's form; its colours do not."""

    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False


class Face:
    """A font file at the size that fits a cell."""

    def __init__(self, path: Path, size: int) -> None:
        # the basic layout is the only one that every Pillow has
        self._font = ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
        self._missing = bytes(self._font.getmask(_NO_CHARACTER))

    @classmethod
    def fitting(cls, path: Path, cell: CellSize) -> Face:
        """A font as large as its characters fit a cell. Raises OSError where the file is no font."""
        face = cls(path, 1)
        for size in range(2, 2 * cell.height):
            larger = cls(path, size)
            if larger.advance > cell.width or larger.height > cell.height:
                break
            face = larger
        return face

    @property
    def size(self) -> int:
        """In pixels."""
        return round(self._font.size)

    @property
    def advance(self) -> float:
        """From one character to the next one."""
        return self._font.getlength("0")

    @property
    def baseline(self) -> int:
        """Baseline of letters, below the top of the font's own height."""
        return self._font.getmetrics()[0]

    @property
    def height(self) -> int:
        """From the highest point to the lowest."""
        return sum(self._font.getmetrics())

    def has(self, character: str) -> bool:
        """Tell if there is a glyph."""
        mask = bytes(self._font.getmask(character))
        return mask != self._missing if any(mask) else character.isspace()

    def draw(self, character: str, width: int, height: int, baseline: int) -> Mask:
        """A character in the middle of an area of its own, narrowed where it is wider."""
        left, _, right, _ = self._font.getbbox(character, anchor="ls")
        advance = self._font.getlength(character)
        room = max(width, ceil(right - left))
        # what combines has no advance: its ink is centred; so is what is wider than its cells
        begin = (width - advance) / 2 if 0 < advance <= width else (room - left - right) / 2
        image = Image.new("L", (room, height))
        ImageDraw.Draw(image).text((begin, baseline), character, fill=255, font=self._font, anchor="ls")
        return np.asarray(image if room == width else image.resize((width, height), Image.Resampling.BOX))


def lacking(texts: Iterable[str], font: Path | None = None) -> str:
    """The characters in texts that no font has, each once. Raises FilmError where the font cannot be read."""
    masks = GlyphMasks(CellSize(), font)
    for char in sorted({char for text in texts for char in text}):
        if cell_width(char):
            masks.draw(char, cell_width(char), Style())
    return masks.missing


class GlyphMasks:
    """The picture of every character in white on black, shape (height, cells × width)."""

    def __init__(self, size: CellSize, font: Path | None = None) -> None:
        """A font of one's own is asked first. Raises FilmError where it cannot be read."""
        self._size = size
        self._line = max(1, round(size.width / 8))
        self._own = None if font is None else _own(font, size)
        self._faces_at: dict[tuple[Path, int], Face] = {}
        self._lacking: dict[str, None] = {}

    @property
    def missing(self) -> str:
        """The characters so far that no font had, each once."""
        return "".join(self._lacking)

    def draw(self, cluster: str, cells: int, style: Style) -> Mask:
        """A character and what combines with it."""
        width, height = self._size.width * cells, self._size.height
        mask = np.zeros((height, width), np.uint8)
        composed = unicodedata.normalize("NFC", cluster)
        character, combining = composed[0], composed[1:]
        outline = shapes(character)
        if outline is not None:
            mask = _geometry(outline, self._size, self._line)
        elif not character.isspace():
            mask = self._letter(character, cells, style)
        for mark in combining:
            mask = np.maximum(mask, _raised(self._mark(mark, cells, style), mark, mask))
        mask = mask.copy()
        if style.underline:
            top = min(self._baseline + 2, height - self._line)
            mask[top : top + self._line] = 255
        if style.strike:
            top = self._baseline - (self._baseline + self._line) // 3
            mask[top : top + self._line] = 255
        return mask

    def _letter(self, character: str, cells: int, style: Style) -> Mask:
        width, height = self._size.width * cells, self._size.height
        for face in self._faces(cells, bold=style.bold):
            if face.has(character):
                mask = face.draw(character, width, height, self._baseline)
                if style.bold and face is not self._shipped[True]:
                    mask = _emboldened(mask)
                return _slanted(mask, self._baseline) if style.italic else mask
        self._lacking.setdefault(character)
        return _tofu(width, height, self._line)

    def _mark(self, mark: str, cells: int, style: Style) -> Mask:
        """Draw what combines with a letter. Joiners and the like have no picture, and are not missed."""
        if unicodedata.combining(mark):
            return self._letter(mark, cells, style)
        return np.zeros((self._size.height, self._size.width * cells), np.uint8)

    def _faces(self, cells: int, *, bold: bool) -> Iterator[Face]:
        """The fonts in the order in which they are asked; the machine's only where ours lack a character."""
        if self._own is not None:
            yield self._own
        yield self._shipped[bold]
        yield self._shipped[False]
        # full-width characters are as large as their two cells let them, and stand on the same line as the others
        size = min(2 * self._size.width, int(0.85 * self._size.height)) if cells > 1 else self._shipped[False].size
        for path in self._others:
            # what cannot be read is no help
            with suppress(OSError):
                if (path, size) not in self._faces_at:
                    self._faces_at[path, size] = Face(path, size)
                yield self._faces_at[path, size]

    @cached_property
    def _shipped(self) -> dict[bool, Face]:
        """Ours, by whether they are bold."""
        return {bold: Face.fitting(fonts.shipped(bold=bold), self._size) for bold in (False, True)}

    @cached_property
    def _baseline(self) -> int:
        """Baseline of letters in their cell."""
        regular = self._shipped[False]
        return (self._size.height - regular.height) // 2 + regular.baseline

    @cached_property
    def _others(self) -> list[Path]:
        return fonts.others()


def _own(path: Path, size: CellSize) -> Face:
    try:
        return Face.fitting(path, size)
    except OSError as error:
        raise FilmError(f"{path}: this font cannot be read ({error}); a TrueType or OpenType file is needed") from error


def _geometry(outline: tuple[Shape, ...], cell: CellSize, line: int) -> Mask:
    """Areas to the pixel; discs and strokes with soft edges, by the share of each pixel's samples that they cover."""
    mask = np.zeros((cell.height, cell.width), np.uint8)
    x, y = ((np.arange(size * _FINER) + 0.5) / _FINER for size in cell)
    inked = np.zeros((len(y), len(x)), np.bool_)
    for shape in outline:
        match shape:
            case Area(left, top, right, bottom, alpha):
                rows = slice(top.pixel(cell.height, line), bottom.pixel(cell.height, line))
                mask[rows, left.pixel(cell.width, line) : right.pixel(cell.width, line)] = round(255 * alpha)
            case Disc():
                distance = np.hypot(x - shape.x * cell.width, y[:, None] - shape.y * cell.height)
                inked |= distance <= DISC_RADIUS * min(cell.width / 2, cell.height / 4)
            case Stroke(round=True):
                inked |= _off_a_bend(shape, cell, line, x, y[:, None]) <= line / 2
            case Stroke():
                inked |= _off_a_line(shape, cell, x, y[:, None]) <= line / 2
    shares = inked.reshape(cell.height, _FINER, cell.width, _FINER).mean(axis=(1, 3))
    both: Mask = np.maximum(mask, np.round(255 * shares).astype(np.uint8))
    return both


def _off_a_line(line: Stroke, cell: CellSize, x: Places, y: Places) -> Places:
    """Distance of places from an endless line, in pixels."""
    along, down = (line.x2 - line.x1) * cell.width, (line.y2 - line.y1) * cell.height
    beside = (x - line.x1 * cell.width) * down - (y - line.y1 * cell.height) * along
    off: Places = np.abs(beside) / np.hypot(along, down)
    return off


def _off_a_bend(bend: Stroke, cell: CellSize, line: int, x: Places, y: Places) -> Places:
    """Distance of places from a rounded corner, whose ends are in line with the straight lines of its neighbours."""
    middle_x, middle_y = ((size - line) // 2 + line / 2 for size in cell)
    end_x, end_y = bend.x2 * cell.width, bend.y1 * cell.height
    radius = min(abs(end_x - middle_x), abs(end_y - middle_y))
    centre_x = middle_x + np.copysign(radius, end_x - middle_x)
    centre_y = middle_y + np.copysign(radius, end_y - middle_y)
    # beyond the arc's centre there are only the straight pieces, towards the two ends
    right_of_it = (x - centre_x) * np.sign(end_x - middle_x) > 0
    below_it = (y - centre_y) * np.sign(end_y - middle_y) > 0
    straight = np.where(below_it, np.abs(x - middle_x), np.abs(y - middle_y))
    both = np.where(right_of_it & below_it, np.minimum(np.abs(x - middle_x), np.abs(y - middle_y)), straight)
    arc = np.abs(np.hypot(x - centre_x, y - centre_y) - radius)
    off: Places = np.where(right_of_it | below_it, both, arc)
    return off


def _raised(ink: Mask, mark: str, letter: Mask) -> Mask:
    """Draw what stands above a letter, moved up as far as a high one needs and the cell allows."""
    mark_rows, letter_rows = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(letter.any(axis=1))
    if unicodedata.combining(mark) != _ABOVE or not mark_rows.size or not letter_rows.size:
        return ink
    return np.roll(ink, -max(0, min(mark_rows[0], mark_rows[-1] + 1 - letter_rows[0])), axis=0)


def _slanted(mask: Mask, baseline: int) -> Mask:
    """An italic made of an upright letter: leaning to the right over its line."""
    shear = (1, _SLANT, -_SLANT * baseline * 0.6, 0, 1, 0)
    image = Image.fromarray(mask)
    return np.asarray(image.transform(image.size, Image.Transform.AFFINE, shear, Image.Resampling.BILINEAR))


def _emboldened(mask: Mask) -> Mask:
    """A bold letter made of a regular one: a pixel wider."""
    wider: Mask = np.maximum(mask, np.pad(mask, ((0, 0), (1, 0)))[:, :-1])
    return wider


def _tofu(width: int, height: int, line: int) -> Mask:
    """The sign for a character that no font has: an empty box."""
    mask = np.zeros((height, width), np.uint8)
    edge = height // 5
    mask[edge:-edge, line:-line] = 255
    mask[edge + line : -edge - line, 2 * line : -2 * line] = 0
    return mask
