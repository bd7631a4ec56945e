"""The form of a lane: its name and the hyper-parameters, as their declarations say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, Select, Static

from optsim.engine.optimizer import Optimizer
from optsim.engine.optimizers import OPTIMIZERS
from optsim.engine.settings import declared
from optsim.scenario.lanes.names import LONGEST_NAME, fresh_name, name_faults, normal_name
from optsim.system.printable import printable_line
from optsim.tui.screens.form import Form
from optsim.tui.widgets.setting_field import SettingField

_ARTICLE = "article"


class Answer(NamedTuple):
    """Values that were filled in."""

    name: str
    settings: Mapping[str, Any]
    optimizer: Optimizer


class LaneForm(Form[Answer | None]):
    """Base of the two forms; enter takes it, escape leaves everything as it was."""

    DEFAULT_CSS = """
    LaneForm #note { color: $text-muted; }
    LaneForm #name { width: 30; }
    LaneForm #kind, LaneForm #library { width: 1fr; }
    LaneForm #fields { height: auto; }
    """
    #: the id of the word on the button
    TAKE = "lane_form.apply"

    def __init__(self, name: str, optimizer: Optimizer, note: str, used_names: list[str]) -> None:
        super().__init__()
        self._lane_name, self._optimizer, self._note, self._used_names = name, optimizer, note, used_names

    def keys(self) -> str:
        """Return which keys do what."""
        return self.language.text("lane_form.keys")

    def body(self) -> ComposeResult:
        """Name, hyper-parameters, buttons."""
        text = self.language.text
        yield Static(self._note, id="note", markup=False)
        yield from self.choice()
        with Horizontal(classes="row"):
            yield Static(text("form.name"), classes="label", markup=False)
            yield Input(self._lane_name, id="name", max_length=LONGEST_NAME, compact=True)
        yield Static(id="name-fault", classes="fault", markup=False)
        with VerticalScroll(id="fields", can_focus=False):
            yield from self.fields()
        with Horizontal(classes="buttons"):
            yield Button(Content(text(self.TAKE)), id="take", variant="primary", compact=True)
            yield Button(Content(text("form.cancel")), id="cancel", compact=True)

    def choice(self) -> ComposeResult:
        """Label of the name."""
        yield from ()

    def align_labels(self) -> int:
        """Let values take the cells of the widest, and what is wrong with them stand under them."""
        width, fields = super().align_labels(), list(self.query(SettingField))
        for field in fields:
            field.query_one(".value").styles.width = max(each.value_width for each in fields)
        for fault in self.query(".fault"):
            fault.styles.padding = (0, 0, 0, width)
        return width

    def fields(self) -> ComposeResult:
        """A field a hyper-parameter."""
        for name, setting in declared(type(self._optimizer)).items():
            yield SettingField(setting, getattr(self._optimizer, name), f"optimizer.{self._optimizer.name}")

    def on_mount(self) -> None:
        """Begin at the first hyper-parameter."""
        self.query(SettingField).first().focus_field()

    def action_take(self) -> None:
        """Take what was filled in, or say at each field what is wrong with it."""
        name = normal_name(self.query_one("#name", Input).value).strip()
        faults = [self.language.sentence(each) for each in name_faults(name)] or (
            [self.language.text("lane_form.taken", lane=name)] if name in self._used_names else []
        )
        message = self.query_one("#name-fault", Static)
        message.update(faults[0] if faults else "")
        message.display = bool(faults)
        values = {field.setting.name: field.read() for field in self.query(SettingField)}
        wrong = [field for field in self.query(SettingField) if field.fault]
        if wrong:
            wrong[0].focus_field()
        elif faults:
            self.query_one("#name", Input).focus()
        else:
            self.dismiss(Answer(name, values, type(self._optimizer)(**values)))

    @on(Input.Submitted)
    def _entered(self) -> None:
        self.action_take()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "take":
            self.action_take()
        else:
            self.dismiss(None)


class EditScreen(LaneForm):
    """The hyper-parameters of a lane as they are at the cursor."""

    def heading(self) -> str:
        """The lane and its optimizer."""
        title = self.language.of("optimizer", self._optimizer)
        return self.language.text("lane_form.edit", lane=self._lane_name, optimizer=title)


class AddScreen(LaneForm):
    """A new lane of any optimizer."""

    TAKE = "lane_form.take_in"

    def __init__(self, note: str, used_names: list[str]) -> None:
        optimizer = _with_defaults("adam" if "adam" in OPTIMIZERS else next(iter(OPTIMIZERS)))
        super().__init__(fresh_name(optimizer.name, used_names), optimizer, note, used_names)

    def heading(self) -> str:
        """Label of the button."""
        return self.language.text("lane_form.add")

    def on_mount(self) -> None:
        """Tell which optimizers of other packages are not in the list, and why."""
        for problem in OPTIMIZERS.problems:
            self.notify(printable_line(problem), severity="warning", markup=False)

    def choice(self) -> ComposeResult:
        """Which optimizer."""
        text, language = self.language.text, self.language
        names = [(f"{language.of('optimizer', cls) or name} ({name})", name) for name, cls in OPTIMIZERS.items()]
        with Horizontal(classes="row"):
            yield Static(text("lane_form.optimizer"), classes="label", markup=False)
            yield Select(names, value=self._optimizer.name, allow_blank=False, id="kind", compact=True)
        with Horizontal(classes="row"):
            yield Static(text("lane_form.as_in"), classes="label", markup=False)
            yield Select(self._libraries(), value=_ARTICLE, allow_blank=False, id="library", compact=True)

    @on(Select.Changed, "#kind")
    async def _changed(self, event: Select.Changed) -> None:
        chosen = str(event.value)
        if chosen == self._optimizer.name:
            return
        name = self.query_one("#name", Input)
        if name.value == fresh_name(self._optimizer.name, self._used_names):
            name.value = fresh_name(chosen, self._used_names)
        self._optimizer = _with_defaults(chosen)
        self.query_one("#library", Select).set_options(self._libraries())
        await self._fill()

    @on(Select.Changed, "#library")
    async def _spelled(self, event: Select.Changed) -> None:
        chosen = _with_defaults(self._optimizer.name, str(event.value))
        if chosen != self._optimizer:
            self._optimizer = chosen
            await self._fill()

    async def _fill(self) -> None:
        """Show the fields of the optimizer as it is."""
        fields = self.query_one("#fields")
        await fields.remove_children()
        await fields.mount_all(self.fields())
        self.align_labels()

    def _libraries(self) -> list[tuple[str, str]]:
        """Libraries whose spellings and defaults can be chosen."""
        return [
            (self.language.text("lane_form.article"), _ARTICLE),
            *((name, name) for name in self._optimizer.presets),
        ]


def _with_defaults(name: str, library: str = _ARTICLE) -> Optimizer:
    """An optimizer with the article's values, or those of a library."""
    cls = OPTIMIZERS[name]
    needed = {key: 0.01 for key, setting in declared(cls).items() if setting.required}
    return cls(**{**needed, **cls.presets.get(library, {})})
