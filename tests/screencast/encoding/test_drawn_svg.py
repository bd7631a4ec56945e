"""An SVG as a browser, librsvg (documents, pandoc) and resvg (Typst) draw it: the same characters in the same cells."""

import shutil
import subprocess
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from optsim.screencast.cast_reader import read
from optsim.screencast.encoding.svg_picture import svg
from optsim.screencast.film import Film, Frame, Pen, Span
from optsim.screencast.raster.fonts import shipped
from optsim.screencast.raster.raster import Raster
from tests.screencast.browser import PROGRAM, Browser

RSVG = shutil.which("rsvg-convert")
WIDE, HIGH = 8, 16
PICTURES = Path(__file__).parents[3] / "docs" / "pictures"
#: how far they are apart at least where something stands in a cell, of 255
INK = 40
#: share of cells that may differ in whether something stands in them
UNLIKE = 0.005


def rsvg(text, tmp_path):
    path = tmp_path / "film.svg"
    path.write_text(text, encoding="utf-8")
    return subprocess.run([RSVG, str(path)], check=True, capture_output=True).stdout


def resvg(text, _):
    import resvg_py  # noqa: PLC0415 it need not be there

    fonts = [str(shipped(bold=bold)) for bold in (False, True)]
    return resvg_py.svg_to_bytes(svg_string=text, font_files=fonts)


def chromium(text, tmp_path):
    path = tmp_path / "film.html"
    path.write_text(f'<!doctype html><meta charset="utf-8"><style>body{{margin:0}}</style>{text}', encoding="utf-8")
    with Browser(1200, 800) as browser:
        browser.prefer(prefers_reduced_motion="reduce")
        browser.open(path.as_uri())
        return browser.picture()


PROGRAMS = [
    pytest.param(rsvg, marks=pytest.mark.skipif(not RSVG, reason="there is no rsvg-convert")),
    pytest.param(resvg, marks=pytest.mark.skipif(not find_spec("resvg_py"), reason="there is no resvg-py")),
    pytest.param(chromium, marks=pytest.mark.skipif(not PROGRAM, reason="there is no Chromium")),
]
pytestmark = pytest.mark.system


def ink(picture, width, height):
    """Of every cell by line and column how far its lightest and darkest parts are apart."""
    pixels = np.asarray(picture.convert("RGB")).astype(int)[: height * HIGH, : width * WIDE]
    cells = pixels.reshape(height, HIGH, width, WIDE, 3).swapaxes(1, 2)
    return np.ptp(cells, axis=(2, 3)).max(axis=2)


def unlike(film, picture):
    """The cells in which something stands in one picture only: the drawn one, and ours made of pixels.

    Blank cells beside a sign are left out: a font's ● may reach into them.
    """
    raster = Raster(film.width, film.height)
    raster.draw(dict(enumerate(film.screen_at(film.duration))))
    size = film.width * WIDE, film.height * HIGH
    wanted = ink(raster.image().resize(size, Image.Resampling.BOX), film.width, film.height) > INK
    texts = {y: "".join(span.text for span in spans) for y, spans in enumerate(film.screen_at(film.duration))}
    differ = np.argwhere(wanted != (ink(picture, film.width, film.height) > INK))
    return np.array([(y, x) for y, x in differ.tolist() if not beside_sign(texts[y], x)], int)


def beside_sign(line, x):
    """Tell if a cell is blank, and one beside it has a character of other alphabets than dots and letters."""
    return line[x : x + 1] == " " and any(
        char > "\u2000" and not "⠀" <= char <= "⣿" for char in line[max(x - 1, 0) : x + 2]
    )


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("name", ["saddle", "regression", "fork"])
def test_a_picture_of_the_readme_is_the_same_everywhere(name, program, tmp_path):
    film = read(PICTURES / f"{name}.cast")
    picture = Image.open(BytesIO(program(svg(film), tmp_path)))
    places = unlike(film, picture)
    assert len(places) <= UNLIKE * film.width * film.height, places.tolist()


@pytest.mark.parametrize("program", PROGRAMS)
def test_words_numbers_and_curves_are_where_they_belong(program, tmp_path):
    lines = ["loss 4.68e−11   after 300 steps", "⠉⠒⠤⣀⣀⠤⠒⠉  a  b   c", "wide   gaps between       words"]
    film = Film(
        32, 3, (Frame(0, {y: (Span(f"{text:<32}", Pen(0xE0E0E0, 0x101010)),) for y, text in enumerate(lines)}),), 0
    )
    picture = Image.open(BytesIO(program(svg(film), tmp_path)))
    seen = ink(picture, 32, 3) > INK
    assert ["".join("#" if each else " " for each in row).rstrip() for row in seen.tolist()] == [
        "".join(" " if char == " " else "#" for char in text) for text in lines
    ]
