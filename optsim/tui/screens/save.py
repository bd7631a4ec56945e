"""Saving: recording, table, scenario with its edits, a picture of the screen; never over what is there."""

from __future__ import annotations

import os
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Checkbox, Input, Static

from optsim.tui.export import ExportRequest, Saved, free_stem, paths_of, save
from optsim.tui.screens.form import Choice, Form


class SaveScreen(Form[tuple[Path, ...] | None]):
    """Which files, where; enter saves, escape leaves. It gives the paths that were written."""

    DEFAULT_CSS = """
    SaveScreen Input { width: 1fr; }
    SaveScreen #paths { margin-top: 1; color: $text-muted; }
    """

    def __init__(self, request: ExportRequest, folder: Path) -> None:
        super().__init__()
        self._request, self._folder = request, folder

    def heading(self) -> str:
        """Return the word of the button."""
        return self.language.text("save.title")

    def keys(self) -> str:
        """Return which keys do what."""
        return self.language.text("save.keys")

    def body(self) -> ComposeResult:
        """Choice of what to save and where, and the paths that come of it."""
        text = self.language.text
        for kind in self._request.kinds:
            yield Choice(Content(text(f"save.{kind}")), value=True, id=kind, compact=True)
        with Horizontal(classes="row"):
            yield Static(text("save.folder"), classes="label", markup=False)
            yield Input(str(self._folder), id="folder", compact=True)
        with Horizontal(classes="row"):
            yield Static(text("form.name"), classes="label", markup=False)
            yield Input(free_stem(self._folder, self._request.stem), id="stem", compact=True)
        yield Static(id="paths", markup=False)
        yield Static(id="fault", classes="fault", markup=False)
        with Horizontal(classes="buttons"):
            yield Button(Content(text("save.title")), id="save", variant="primary", compact=True)
            yield Button(Content(text("form.cancel")), id="cancel", compact=True)

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
        text = self.language.text
        paths = self._paths().values()
        lines = [text("save.there", path=path) if os.path.lexists(path) else str(path) for path in paths]
        self.query_one("#paths", Static).update("\n".join(lines) or text("save.nothing"))

    def _tell(self, fault: str) -> None:
        message = self.query_one("#fault", Static)
        message.update(fault)
        message.display = bool(fault)

    @on(Input.Submitted)
    @on(Button.Pressed, "#save")
    def save(self) -> None:
        """Write the files, or say why that cannot be; nothing is written over."""
        paths, text = self._paths(), self.language.text
        there = [path for path in paths.values() if os.path.lexists(path)]
        if not self.query_one("#stem", Input).value.strip():
            self._tell(text("save.no_name"))
        elif not paths:
            self._tell(text("save.choose"))
        elif there:
            self._tell(text("save.taken", path=there[0]))
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
        text = self.language.text
        written = [text("save.saved", path=path) for path in saved.written]
        self._tell("\n".join([*written, *(text("save.not_saved", fault=fault) for fault in saved.faults.values())]))

    @on(Button.Pressed, "#cancel")
    def _cancel(self) -> None:
        self.dismiss(None)
