"""The help page: what is on the screen, what signs and words mean, what the keys do."""

from __future__ import annotations

from optsim.tui.screens.help.screen import HelpScreen

__all__ = ["HelpScreen"]
