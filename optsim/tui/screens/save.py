"""Saving: recording, table, scenario with its edits, a picture of the screen; never over what is there."""

from __future__ import annotations

import os
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Checkbox, Input, Static

from optsim.tui.export import KINDS, ExportRequest, Saved, free_stem, paths_of, save
from optsim.tui.screens.form import Form


class SaveScreen(Form[tuple[Path, ...] | None]):
    """Which files, where; enter saves, escape leaves. It gives the paths that were written."""

    DEFAULT_CSS = """
    SaveScreen Input { width: 1fr; }
    SaveScreen Checkbox { height: 1; border: none; padding: 0; width: 100%; }
    SaveScreen .label { width: 10; }
    SaveScreen #paths { margin-top: 1; color: $text-muted; }
    """

    def __init__(self, request: ExportRequest, folder: Path) -> None:
        super().__init__()
        self._request, self._folder = request, folder

    def compose(self) -> ComposeResult:
        """Choice of what to save and where, and the paths that come of it."""
        with VerticalScroll(can_focus=False) as scroll:
            scroll.border_title = "Save"
            scroll.border_subtitle = "enter saves · space chooses · ↑↓ field · esc leaves"
            for kind in self._request.kinds:
                yield Checkbox(KINDS[kind], value=True, id=kind, compact=True)
            with Horizontal(classes="row"):
                yield Static("folder", classes="label")
                yield Input(str(self._folder), id="folder", compact=True)
            with Horizontal(classes="row"):
                yield Static("name", classes="label")
                yield Input(free_stem(self._folder, self._request.stem), id="stem", compact=True)
            yield Static(id="paths", markup=False)
            yield Static(id="fault", classes="fault", markup=False)
            with Horizontal(classes="buttons"):
                yield Button("Save", id="save", variant="primary", compact=True)
                yield Button("Cancel", id="cancel", compact=True)

    def on_mount(self) -> None:
        """Begin at the name: enter saves at once."""
        self.query_one("#stem", Input).focus()

    def _paths(self) -> dict[str, Path]:
        """The chosen kinds and where they would go."""
        folder, stem = self.query_one("#folder", Input).value, self.query_one("#stem", Input).value
        chosen = [kind for kind in self._request.kinds if self.query_one(f"#{kind}", Checkbox).value]
        return paths_of(Path(os.path.expanduser(folder)), stem.strip(), chosen)  # noqa: PTH111 Path's own raises for ~nobody

    @on(Input.Changed)
    @on(Checkbox.Changed)
    def _chosen(self) -> None:
        self._show_paths()
        self._tell("")

    def _show_paths(self) -> None:
        lines = [f"{path}{'  is there already' if os.path.lexists(path) else ''}" for path in self._paths().values()]
        self.query_one("#paths", Static).update("\n".join(lines) or "nothing is chosen")

    def _tell(self, fault: str) -> None:
        told = self.query_one("#fault", Static)
        told.update(fault)
        told.display = bool(fault)

    @on(Input.Submitted)
    @on(Button.Pressed, "#save")
    def save(self) -> None:
        """Write the files, or say why that cannot be; nothing is written over."""
        paths = self._paths()
        there = [path for path in paths.values() if os.path.lexists(path)]
        if not self.query_one("#stem", Input).value.strip():
            self._tell("Give the files a name.")
        elif not paths:
            self._tell("Choose at least one of them.")
        elif there:
            self._tell(f"{there[0]} is there already. Choose another name; nothing was written.")
        else:
            self._done(save(self._request, paths))

    def _done(self, saved: Saved) -> None:
        """Leave, or say what could not be written; what was is not chosen any more."""
        if not saved.faults:
            self.dismiss(saved.written)
            return
        with self.prevent(Checkbox.Changed):
            for kind in self._paths().keys() - saved.faults:
                self.query_one(f"#{kind}", Checkbox).value = False
        self._show_paths()
        told = [f"Saved: {path}" for path in saved.written]
        self._tell("\n".join([*told, *(f"Not saved: {fault}" for fault in saved.faults.values())]))

    @on(Button.Pressed, "#cancel")
    def _cancel(self) -> None:
        self.dismiss(None)
