"""Screen contents of an app, for those that look at it from outside: Textual has no public way to it."""

from __future__ import annotations

from typing import Any

from rich.console import RenderableType
from textual._context import visible_screen_stack
from textual.app import App
from textual.screen import Screen
from textual.strip import Strip


def painted(app: App[Any]) -> list[Strip]:
    """The lines of the screen that lies uppermost; through one that lets it shine through, what lies below is seen."""
    # taken away screen by screen as they are painted, so it has to be there anew each time
    visible_screen_stack.set(app._background_screens)  # noqa: SLF001 as above
    return app.screen._compositor.render_strips()  # noqa: SLF001 as above


def whole_update(app: App[Any], screen: Screen[Any]) -> RenderableType | None:
    """A paint of all of a screen, in place of one of a part of it."""
    return screen._compositor.render_update(full=True, screen_stack=app._background_screens)  # noqa: SLF001 as above
