"""Titles of all that has a name: what a language may have words of its own for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from optsim.console.settings_list import data_settings
from optsim.engine.data.classes import Classes
from optsim.engine.data.examples import Data
from optsim.engine.history.quantities import QUANTITIES
from optsim.engine.objectives import OBJECTIVES
from optsim.engine.optimizers import OPTIMIZERS
from optsim.engine.schedules import SCHEDULES
from optsim.engine.settings import declared
from optsim.engine.stopping import STOPPING_RULES
from optsim.engine.trace.update import explain
from optsim.languages import LANGUAGES, english
from optsim.logs import LOG_FORMATS
from optsim.registry import Registry
from optsim.report import REPORT_FORMATS
from optsim.screencast.formats import FILM_FORMATS
from optsim.testing.optimizers import variants
from optsim.tui.panels import PANELS
from optsim.tui.widgets.cell_view import CellView

_CATALOGUES: tuple[Registry[Any], ...] = (
    OPTIMIZERS,
    OBJECTIVES,
    SCHEDULES,
    STOPPING_RULES,
    REPORT_FORMATS,
    FILM_FORMATS,
    LOG_FORMATS,
    LANGUAGES,
    PANELS,
)


def titles() -> dict[str, str]:
    """Return the titles of all that has a name, in English, by "kind.name.what".

    Those of what optsim itself has, and of whatever is registered: its own file has them.
    """
    listed = {**dict(_registered()), **dict(_of_panels()), **dict(_of_quantities()), **dict(_of_lines())}
    listed |= english().titles
    return {key: title for key, title in listed.items() if title}


def _registered() -> Iterator[tuple[str, str]]:
    """Yield the titles of registered classes, and the help of their settings."""
    for registry in _CATALOGUES:
        kind = registry.key
        for name, cls in registry.items():
            yield f"{kind}.{name}.title", getattr(cls, "title", "")
            # of some it depends on their settings
            formula = getattr(cls, "formula", "")
            yield f"{kind}.{name}.formula", formula if isinstance(formula, str) else ""
            yield f"{kind}.{name}.summary", (cls.__doc__ or "").strip().split("\n")[0]
            for key, setting in declared(cls).items():
                if setting.setting is not None:
                    yield f"{kind}.{name}.{key}", setting.setting.help
                    yield f"unit.{setting.setting.unit}.title", setting.setting.unit
    for data in (Data, Classes):
        for key, setting in data_settings(data):
            yield f"{data.titles}.{key}.help", setting.setting.help if setting.setting else ""


def _of_panels() -> Iterator[tuple[str, str]]:
    """Yield the words of panels, of the commands that they bring, and of what is seen of them."""
    for name, panel in PANELS.items():
        yield from ((f"panel.{name}.title", panel.title), (f"panel.{name}.help", panel.help))
        for command in panel.commands:
            bar = command.bar if isinstance(command.bar, str) else ""
            words = {"title": command.title, "help": command.help, "bar": bar}
            yield from ((f"command.{command.name}.{what}", text) for what, text in words.items())
        for widget in panel().widgets:
            if isinstance(widget, CellView):
                view = f"view.{type(widget).__name__.lower()}"
                yield from ((f"{view}.title", widget.NAME), (f"{view}.about", widget.ABOUT))


def _of_lines() -> Iterator[tuple[str, str]]:
    """Yield what optimizers say in their own files of the lines of their updates, with whatever settings."""
    point = np.ones((1, 2))
    for name, cls in OPTIMIZERS.items():
        for optimizer in variants(cls):
            for line in explain(optimizer, point, point, optimizer.init(point), 0):
                yield f"trace.{name}.{line.key}", line.title


def _of_quantities() -> Iterator[tuple[str, str]]:
    """Yield the titles of quantities, and the heads of their columns."""
    for name, quantity in QUANTITIES.items():
        yield f"quantity.{name}.title", quantity.title
        yield f"quantity.{name}.head", quantity.column.head if quantity.column else ""
        yield f"quantity.{name}.short", quantity.column.short if quantity.column else ""
