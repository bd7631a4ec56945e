"""One setting in a form: its symbol, its value, its help and range, and what is wrong with it."""

from __future__ import annotations

import math
from typing import Any, ClassVar, Literal, get_args, get_origin

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Select, Static

from optsim.engine.settings import Declared, Setting
from optsim.languages import Language
from optsim.plot.width import cell_width
from optsim.scenario.tables import Faults
from optsim.tui.language import language_of, worded_bindings
from optsim.tui.terminal.encodable import encodable_text
from optsim.words.setting_range import range_text

_FACTOR, _STRIDE = 1.25, 0.01
#: cells of a number with all its digits; of the arrow of a choice and the blanks around it
_NUMBER_WIDTH, _ARROW_WIDTH = 16, 4
_NO_SETTING = Setting(help="")


class SettingField(Vertical):
    """A field made from a declaration: a line to type a number in, or a choice."""

    DEFAULT_CSS = """
    SettingField { height: auto; }
    SettingField Horizontal { height: auto; }
    SettingField .help { width: 1fr; color: $text-muted; padding-left: 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "nudge(1)", "key.more", show=False),
        Binding("pagedown", "nudge(-1)", "key.less", show=False),
    ]

    def __init__(self, setting: Declared, value: Any, kind: str) -> None:
        """Have a field of a setting with a value; `kind` and the setting's name are what a language knows its help by."""
        super().__init__()
        self._of = kind.removeprefix("optimizer.")
        self._help = f"{kind}.{setting.name}"
        self.setting = setting
        self.fault = ""
        self._value = value

    def compose(self) -> ComposeResult:
        """Label, value, help; the fault under them."""
        note = self.setting.setting or _NO_SETTING
        language = language_of(self.app)
        label = f"{language.formula(note.symbol, self._of)} {self.setting.name}".strip()
        with Horizontal():
            yield Static(label, classes="label", markup=False)
            if _choices(self.setting):
                shown = [(_choice(language, choice), choice) for choice in _choices(self.setting)]
                yield Select(shown, value=self._value, allow_blank=False, classes="value", compact=True)
            else:
                text = f"{self._value:.10g}" if isinstance(self._value, float) else str(self._value)
                yield Input(text, classes="value", compact=True)
            yield Static(
                encodable_text(self.app, _told(language, self._help, note, self.setting)), classes="help", markup=False
            )
        yield Static("", classes="fault", markup=False)

    @property
    def value_width(self) -> int:
        """The cells of a number, or of the longest choice."""
        language = language_of(self.app)
        choices = (cell_width(_choice(language, choice)) + _ARROW_WIDTH for choice in _choices(self.setting))
        return max(_NUMBER_WIDTH, *choices, 0)

    def on_mount(self) -> None:
        """Have the words for the keys."""
        worded_bindings(self)

    def focus_field(self) -> None:
        """Put the cursor into it."""
        self.query(".value").first().focus()

    def read(self) -> Any:
        """The value that is filled in; `fault` says what is wrong with it, empty where nothing is."""
        faults = Faults()
        value = faults.value(self.setting, self._filled(), self.setting.name)
        self._tell(language_of(self.app).sentence(faults.problems[0].fault) if faults.problems else "")
        return value

    def _filled(self) -> Any:
        if _choices(self.setting):
            return self.query_one(Select).value
        text = self.query_one(Input).value.strip()
        # what was not touched keeps all its digits
        if isinstance(self._value, float) and text == f"{self._value:.10g}":
            return self._value
        return _number(text)

    def _tell(self, fault: str) -> None:
        self.fault = fault
        told = self.query_one(".fault", Static)
        told.update(fault)
        told.display = bool(fault)

    @on(Input.Changed)
    def _check(self) -> None:
        if self.query_one(Input).has_focus:
            self.read()

    def action_nudge(self, direction: int) -> None:
        """A little more or less: a factor on a log scale, a hundredth on a linear one, never out of its range."""
        if _choices(self.setting):
            return
        value = _number(self.query_one(Input).value.strip())
        if isinstance(value, str):
            return
        note = self.setting.setting or _NO_SETTING
        if self.setting.type is int:
            moved: float = value + direction
        elif note.scale == "log":
            moved = float(f"{value * _FACTOR**direction:.3g}")
        else:
            moved = round(value + direction * _STRIDE, 10)
        if note.fault(moved) is None:
            self.query_one(Input).value = f"{moved:.10g}"


def _choices(setting: Declared) -> tuple[Any, ...]:
    """The values there are, where they are few."""
    if setting.type is bool:
        return True, False
    return get_args(setting.type) if get_origin(setting.type) is Literal else ()


def _choice(language: Language, choice: object) -> str:
    """Return a choice as people read it: yes and no are words, all else stands in files as it stands here."""
    return language.text(f"choice.{choice}".lower()) if isinstance(choice, bool) else str(choice)


def _told(language: Language, key: str, note: Setting, setting: Declared) -> str:
    """The range, the unit and the help."""
    limits = "" if _choices(setting) else range_text(language, note) or language.text("range.any")
    unit = language.title_of(f"unit.{note.unit}.title", note.unit)
    return " · ".join(part for part in (limits, unit, language.title_of(key, note.help)) if part)


def _number(text: str) -> float | str:
    """The number that was typed; the text itself where it is none."""
    try:
        number = float(text.replace("−", "-"))
    except ValueError:
        return text
    whole = math.isfinite(number) and number.is_integer() and not any(char in text for char in ".eE")
    return int(number) if whole else number
