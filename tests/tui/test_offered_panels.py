"""A panel that another package offers by an entry point is on the race screen, with its key."""

import sys

from optsim.registry import Registry
from optsim.tui import panels
from optsim.tui.panel import Panel
from optsim.tui.screens import arrangement
from tests.distributions import install
from tests.tui.support import in_loop, opened, press, scenario, text

_PANEL = '''
from typing import ClassVar
from optsim.plot.grid import Grid
from optsim.tui.panel import Panel
from optsim.tui.widgets.cell_view import CellView

class View(CellView):
    def draw(self, view, width, height):
        grid = Grid(width, height, fg=view.palette.text, bg=view.palette.ground)
        grid.put(0, 1, "from elsewhere")
        return grid

class Elsewhere(Panel):
    """From elsewhere."""
    name: ClassVar[str] = "elsewhere"
    title: ClassVar[str] = "Elsewhere"
    key: ClassVar[str] = "9"
    help: ClassVar[str] = "From elsewhere"

    def compose(self):
        yield View()
'''


@in_loop
async def test_its_key_shows_it_and_the_help_lists_it(tmp_path, monkeypatch):
    install(tmp_path, {"optsim.panels": {"elsewhere": "panel_elsewhere:Elsewhere"}}, {"panel_elsewhere.py": _PANEL})
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(sys.modules, "panel_elsewhere", None)
    del sys.modules["panel_elsewhere"]
    monkeypatch.setattr(arrangement, "PANELS", Registry(panels.__name__, Panel, "panel", "optsim.panels"))
    async with opened(scenario(), (160, 120)) as pilot:
        await press(pilot, "9")
        assert "from elsewhere" in text(pilot)
        await press(pilot, "1", "F")
        assert "from elsewhere" not in text(pilot)
        await press(pilot, "?")
        assert "Elsewhere" in text(pilot)
