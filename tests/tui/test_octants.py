"""Octants: where a terminal is certain to draw them, or where somebody asks for them."""

import pytest

from optsim.cli import open_app as opening
from optsim.cli.group import cli
from optsim.system.glyph_names import GLYPHS
from optsim.system.preferences import Preferences
from optsim.tui.app import OptsimApp
from optsim.tui.terminal.octant_support import certain_glyphs
from tests.tui.support import Hand, example, in_loop, settle, text, to_end


@pytest.mark.parametrize(
    ("environment", "kind"),
    [
        ({}, "braille"),
        ({"TERM": "xterm-256color"}, "braille"),
        ({"TERM_PROGRAM": "ghostty", "TERM_PROGRAM_VERSION": "1.2.0"}, "octant"),
        ({"TERM_PROGRAM": "ghostty", "TERM_PROGRAM_VERSION": "1.3.0-dev+abc"}, "octant"),
        ({"TERM_PROGRAM": "ghostty", "TERM_PROGRAM_VERSION": "1.1.3"}, "braille"),
        ({"TERM_PROGRAM": "ghostty"}, "braille"),
        ({"VTE_VERSION": "7800"}, "octant"),
        ({"VTE_VERSION": "7799"}, "braille"),
        ({"VTE_VERSION": "many"}, "braille"),
        # the variables of the terminal outside live on in a multiplexer, and in terminals that are started from it
        ({"VTE_VERSION": "8000", "TMUX": "default,1,0"}, "braille"),
        ({"VTE_VERSION": "8000", "STY": "1.pts"}, "braille"),
        ({"VTE_VERSION": "8000", "TERM": "tmux-256color"}, "braille"),
        ({"VTE_VERSION": "8000", "TERM": "screen"}, "braille"),
        ({"VTE_VERSION": "8000", "TERM_PROGRAM": "vscode"}, "braille"),
        ({"VTE_VERSION": "8000", "ALACRITTY_WINDOW_ID": "1"}, "braille"),
        ({"TERM_PROGRAM": "ghostty", "TERM_PROGRAM_VERSION": "1.2.0", "TMUX": "x"}, "braille"),
        # no version says whether these draw them
        ({"TERM": "xterm-kitty", "KITTY_WINDOW_ID": "1"}, "braille"),
        ({"TERM": "foot"}, "braille"),
    ],
)
def test_only_terminals_that_are_certain_to_draw_them_get_octants(environment, kind):
    assert certain_glyphs(environment) == kind


def octants(shown):
    return sum(0x1CD00 <= ord(char) < 0x1CF00 or 0x1FB00 <= ord(char) < 0x1FC00 for char in shown)


@pytest.mark.parametrize(
    ("chosen", "certain", "seen"),
    [
        ("auto", "braille", False),
        ("auto", "octant", True),
        ("octant", "braille", True),
        ("braille", "octant", False),
        ("block", "octant", False),
    ],
)
@in_loop
async def test_what_is_chosen_by_hand_wins_over_what_is_certain(chosen, certain, seen):
    app = OptsimApp(example("saddle"), pace=Hand(), preferences=Preferences(glyphs=chosen), certain_glyphs=certain)
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        await to_end(pilot)
        shown = text(pilot)
        assert (octants(shown) > 50) == seen
        assert not (seen and any(0x2800 < ord(char) < 0x2900 for char in shown))
        assert "saddle" in shown.lower()
        assert "?" not in shown.splitlines()[5]


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        ([], "auto"),
        *([["--glyphs", kind], kind] for kind in GLYPHS),
        *([[f"--{kind}"], kind] for kind in ("braille", "block", "ascii")),
    ],
)
@pytest.mark.parametrize("behind", [False, True])
def test_the_old_flags_mean_the_same(monkeypatch, options, kind, behind):
    chosen = []

    def looks(given):
        chosen.append(given["glyphs"] or "auto")
        raise SystemExit(0)

    monkeypatch.setattr(opening, "looks_of", looks)
    monkeypatch.setattr(opening.sys, "stdin", Terminal())
    monkeypatch.setattr(opening.sys, "stdout", Terminal())
    command = ["saddle", *options] if behind else [*options, "saddle"]
    with pytest.raises(SystemExit):
        cli(args=command, prog_name="optsim", standalone_mode=False)
    assert chosen == [kind]


class Terminal:
    """Something that says it is one."""

    encoding = "utf-8"

    def isatty(self):
        return True

    def write(self, text):
        return len(text)

    def flush(self):
        pass
