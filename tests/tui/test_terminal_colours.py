"""The bytes that terminals of all, 256, 16 and no colours are sent, as such a terminal shows them."""

import re
import sys
from pathlib import Path

import pytest

from optsim.screencast.terminal.sgr import Colours
from optsim.screencast.terminal.terminal import Terminal
from tests.colours.difference import contrast
from tests.terminal import on_terminal
from tests.terminals import LEFT, window
from tests.tui.test_readable import CONSOLE, needs

pytestmark = [pytest.mark.system, pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")]
SADDLE = "●■▲▼○□△"
#: so wide that a message stands beside the lines of the notes
SIZE = (200, 40)
#: of a cell with two grounds
_HALF = "▀"


def sent(*options, keys=b"", until="⊕ minimum", **environment):
    """The bytes of a session of the saddle, which opens with its map, without those of its end."""
    environment = {"COLORTERM": "", "XDG_CONFIG_HOME": str(Path.cwd()), **environment}
    with window("saddle", *options, size=SIZE, **environment) as terminal:
        text = terminal.until_shown("step 0/")
        terminal.press(keys)
        text += terminal.until_shown(until)
        terminal.press(b"q")
        return (text + terminal.rest()).partition(LEFT)[0]


def shown(text):
    """The cells that a terminal shows, row by row, with the sixteen colours of the Linux console."""
    terminal = Terminal(*SIZE, Colours(CONSOLE[7], CONSOLE[0], CONSOLE))
    terminal.feed(text.decode())
    return terminal.padded(*SIZE)


def marks(rows):
    """Each lane's mark in the first eight columns of the table, with its colour and if it is bold."""
    lead = [cell for row in rows[-12:] for cell in row[:8] if cell.text in SADDLE]
    return {cell.text: (cell.pen.colour, cell.pen.bold) for cell in lead}


def faint(rows):
    return [
        (cell.text, f"{cell.pen.colour:06x}", f"{cell.pen.ground:06x}")
        for row in rows
        for cell in row
        if needs(cell.text) and contrast(cell.pen.colour, cell.pen.ground) < needs(cell.text)
    ]


@pytest.mark.thorough
@pytest.mark.parametrize("term", ["xterm-16color", "linux"])
def test_sixteen_colours_are_chosen(term, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = sent(TERM=term)
    assert not re.search(rb"\x1b\[[0-9;]*[34]8;[25];", text)
    rows = shown(text)
    found = marks(rows)
    assert set(found) == set(SADDLE)
    assert len(set(found.values())) == 7
    assert len({colour for colour, _ in found.values()}) == 7
    assert not faint(rows)
    # the map by contours; the last column has the scroll bar of the notes
    assert {cell.pen.ground for row in rows for cell in row[:-1]} == {0}
    assert sum(0x2800 < ord(cell.text[:1] or " ") < 0x2900 for row in rows[2:-12] for cell in row) > 60


@pytest.mark.thorough
@pytest.mark.parametrize("theme", ["textual-dark", "textual-light"])
def test_256_colours_are_chosen_and_the_map_has_at_least_twelve_grounds(theme, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = sent("--theme", theme, TERM="xterm-256color")
    assert not re.search(rb"\x1b\[[0-9;]*[34]8;2;", text)
    # the first sixteen are a person's own, by whichever sequence they are asked for
    assert not re.search(rb"\x1b\[(?:[0-9;]*;)?(?:3[0-7]|4[0-7]|9[0-7]|10[0-7])m", re.sub(rb"[34]8;5;\d+", b"", text))
    rows = shown(text)
    halves = {
        colour for row in rows for cell in row if cell.text == _HALF for colour in (cell.pen.colour, cell.pen.ground)
    }
    lined = {cell.pen.ground for row in rows for cell in row if 0x2800 < ord(cell.text[:1] or " ") < 0x2900}
    assert len(halves | lined) >= 12
    assert len(set(marks(rows).values())) == 7
    assert not faint(rows)


@pytest.mark.thorough
def test_without_colour_there_is_none_and_the_map_has_contours(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = sent(NO_COLOR="1", TERM="xterm-256color")
    assert not re.search(rb"\x1b\[[0-9;]*[34]8;[25];", text)
    rows = shown(text)
    assert sum(0x2800 < ord(cell.text[:1] or " ") < 0x2900 for row in rows[2:-12] for cell in row) > 60


@pytest.mark.thorough
def test_options_hold_for_the_run_and_what_is_remembered_stays(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    settings = tmp_path / "optsim" / "settings.toml"
    sent("--theme", "nord", "--ascii", TERM="xterm-256color", until="u minimum")
    assert not settings.exists()
    settings.parent.mkdir()
    settings.write_text('theme = "gruvbox"\n')
    sent("--theme", "nord", "--block", TERM="xterm-256color")
    assert settings.read_text() == 'theme = "gruvbox"\n'


@pytest.mark.thorough
@pytest.mark.parametrize(("theme", "term", "said"), [
    ("ansi-dark", "xterm-256color", "ansi-dark has the terminal"), ("textual-light", "linux", "textual-light is light"),
])  # fmt: skip
def test_a_remembered_theme_that_cannot_be_read_is_replaced_and_told(theme, term, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    settings = tmp_path / "optsim" / "settings.toml"
    settings.parent.mkdir()
    settings.write_text(f'theme = "{theme}"\n')
    rows = shown(sent(TERM=term, keys=b"", until="settings.toml"))
    text = " ".join("".join(cell.text for cell in row) for row in rows)
    assert said in " ".join(text.split())
    assert not faint(rows)


@pytest.mark.parametrize(("theme", "term", "said"), [
    ("ansi-light", "xterm-256color", b"ansi-light has the terminal"), ("textual-light", "xterm-16color", b"textual-light is light"),
])  # fmt: skip
def test_a_theme_that_is_asked_for_and_cannot_be_read_is_refused(theme, term, said, tmp_path):
    environment = {"TERM": term, "COLORTERM": "", "XDG_CONFIG_HOME": str(tmp_path)}
    written, code = on_terminal(["--theme", theme, "saddle"], folder=tmp_path, environment=environment)
    assert code == 2
    assert said in b" ".join(written.split())
    assert b"; there are: " in written
