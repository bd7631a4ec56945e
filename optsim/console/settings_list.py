"""List of the settings that a scenario file can give to what it names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from optsim.console.ansi_style import PLAIN, AnsiStyle
from optsim.console.lists import what_it_is
from optsim.console.values import is_plain, value_text
from optsim.engine.data.examples import Data
from optsim.engine.settings import Declared, Setting, declared
from optsim.languages import Language, english
from optsim.plot.width import wrap
from optsim.registry import Registry
from optsim.scenario.data.column_choice import DataKeys
from optsim.words.setting_range import range_text

_PATH = Declared("path", str, False, None, Setting(help="a CSV file beside the scenario in place of drawn examples"))


def settings_list(
    registry: Registry[Any], *, width: int = 100, ink: AnsiStyle = PLAIN, language: Language | None = None
) -> Iterator[str]:
    """Return the lines of `kind_list`, and below each its settings with defaults, ranges and help."""
    language = language or english()
    for name, cls in registry.items():
        yield f"{ink.strong(name)}  {what_it_is(cls, registry.key, language)}"
        rows = [(key, *_about(key, setting, cls, registry.key, language)) for key, setting in _settings_of(cls)]
        key_width = max((len(key) for key, _, _ in rows), default=0)
        for key, default, text in rows:
            start = f"    {key:<{key_width}}  {default:<9}  "
            for number, line in enumerate(wrap(text, max(20, width - len(start)))):
                yield (start if number == 0 else " " * len(start)) + line
        for library, settings in getattr(cls, "presets", {}).items():
            preset = ", ".join(f"{key} = {value_text(value)}" for key, value in settings.items())
            yield f'    as = "{library}"'.ljust(key_width + 6) + f"  {preset or language.text('list.as_by_default')}"


def _settings_of(cls: type[Any]) -> Iterator[tuple[str, Declared]]:
    """The settings of a class by their keys, those of data and of a data file among them."""
    for key, setting in declared(cls).items():
        if not _is_data(setting.type):
            yield key, setting
            continue
        yield from ((f"{key}.{name}", each) for name, each in data_settings(setting.type))


def _is_data(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Data)


def data_settings(data: type[Data] = Data) -> Iterator[tuple[str, Declared]]:
    """Return the settings of data by their keys: of examples that are drawn, and of a file."""
    yield from ((name, each) for name, each in declared(data).items() if name in data.drawn)
    yield "path", _PATH
    yield from ((name, declared(data)[name]) for name in data.beside_path if name not in declared(Data))
    yield from declared(DataKeys).items()


def _about(key: str, setting: Declared, cls: type[Any], kind: str, language: Language) -> tuple[str, str]:
    """The default, and help, symbol, unit and range or choices."""
    note = setting.setting
    default = value_text(setting.default) if is_plain(setting.default) else ""
    parts = []
    if note is not None:
        # settings of data are those of no class that is listed: "data.target.help"
        of, _, name = key.partition(".")
        own = f"{declared(cls)[of].type.titles}.{name}.help" if name else f"{kind}.{cls.name}.{key}"
        parts = [
            language.title_of(own, note.help),
            note.symbol,
            language.title_of(f"unit.{note.unit}.title", note.unit),
            range_text(language, note),
        ]
    choices = [f'"{choice}"' for choice in get_args(setting.type) if isinstance(choice, str)]
    about = "; ".join(part for part in (*parts, language.text("list.or").join(choices)) if part)
    return language.text("list.required") if setting.required else default, about
