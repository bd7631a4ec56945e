"""The picker: scenarios in the order in which one learns, what each shows, and the session before."""

from __future__ import annotations

from optsim.tui.screens.picker.screen import PickerScreen

__all__ = ["PickerScreen"]
