"""The terminal that the app runs in: what it is sent, and what ends or suspends the app in it.

The base of the app stands here, and not in a file of its own, as each file takes time before the first paint.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from rich.console import RenderableType
from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen

if TYPE_CHECKING:
    from optsim.tui.terminal.output_filter import OutputFilter


class FilteredApp(App[None]):
    """Base of the app. Where it has no filter, as in a film, all is as Textual does it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+l", "repaint", "key.repaint", show=False, priority=True),
    ]

    #: of what it sends to its terminal, set before it runs
    output_filter: OutputFilter | None = None

    def forget_terminal(self) -> None:
        """Take what the terminal shows for unknown: somebody else may have written to it, or it has another size."""
        if self.output_filter is not None:
            self.output_filter.forget()
            self.refresh()

    def action_repaint(self) -> None:
        """Send the whole screen."""
        self.forget_terminal()
        self.refresh()

    def on_resize(self) -> None:
        """Send the whole screen, also where the size is what it was: a terminal that was narrower meanwhile has cut lines off."""
        self.forget_terminal()

    def on_app_focus(self) -> None:
        """Send the whole screen: somebody else may have written to it meanwhile."""
        self.forget_terminal()

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        if self.output_filter is not None and renderable is not None and self._sends:
            renderable = self.output_filter.reduce(screen, renderable)
        super()._display(screen, renderable)

    @property
    def _sends(self) -> bool:
        """True where Textual sends what is displayed: otherwise nothing is learnt from it."""
        asleep = self._batch_count or self._closed or not self._running
        return not (asleep or self.is_headless or self._driver is None)
