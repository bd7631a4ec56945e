"""A scenario in words, and lists of all there is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any, get_args

from optsim.engine.data.examples import Data
from optsim.engine.objectives import OBJECTIVES
from optsim.engine.optimizers import OPTIMIZERS
from optsim.engine.schedules import SCHEDULES
from optsim.engine.settings import Declared, Setting, Settings, declared
from optsim.engine.setup import objectives_of
from optsim.engine.stopping import STOPPING_RULES
from optsim.plot.width import cell_width, fit, shorten, wrap
from optsim.registry import Registry
from optsim.report.ansi_style import PLAIN, AnsiStyle
from optsim.scenario import Scenario, load, names
from optsim.scenario.data.choice import DataKeys
from optsim.scenario.data.words import data_facts
from optsim.scenario.describe import budget_text, lane_line

#: stands for ** while lines are broken: it takes no cell
_TOGGLE = "\x02"
_NO_BREAK = "\N{NO-BREAK SPACE}"
#: settings of examples that are drawn
_DRAWN = ("kind", "examples", "noise", "validation")
_PATH = Declared("path", str, False, None, Setting(help="a CSV file beside the scenario in place of drawn examples"))
#: what `optsim show` says of the numerics
_NUMERICS = {
    "strict": "strict: the same bits on every machine",
    "fast": "fast: the last bits depend on CPU, BLAS and versions",
}
#: what `optsim list` can list besides scenarios
KINDS: Mapping[str, Registry[Any]] = {
    "optimizers": OPTIMIZERS,
    "objectives": OBJECTIVES,
    "schedules": SCHEDULES,
    "stopping": STOPPING_RULES,
}


def scenario_text(scenario: Scenario, *, width: int = 100, ink: AnsiStyle = PLAIN) -> Iterator[str]:
    """A scenario, line by line: title, formula, what it is about, lanes, budget."""
    yield ink.strong(" ".join((scenario.title or scenario.name or "Scenario").split()))
    yield from wrap(scenario.objective.formula, width)
    yield ""
    if scenario.description:
        yield from _wrapped(scenario.description, width, ink)
        yield ""
    name_width = max(map(cell_width, scenario.lanes))
    rows = [(name, lane_line(lane), lane.title or lane.optimizer.equation) for name, lane in scenario.lanes.items()]
    line_width = max(cell_width(line) for _, line, _ in rows)
    for place, (name, line, formula) in enumerate(rows):
        start = f"{fit(name, name_width)}  {fit(line, line_width)}  "
        room = cell_width(formula) <= width - cell_width(start)
        yield ink.lane(fit(name, name_width), place) + f"  {fit(line, line_width)}  {formula if room else ''}".rstrip()
    yield ""
    yield from _conditions(scenario, width)


def _wrapped(text: str, width: int, ink: AnsiStyle) -> Iterator[str]:
    """Markdown as lines: paragraphs, and list items that hang from their dash; **strong** words may go over lines."""
    strong = False
    for line in text.splitlines():
        item = line.startswith("- ")
        marked = line.removeprefix("- ").replace("**", _TOGGLE)
        for number, part in enumerate(wrap(marked, width - 2 if item else width)):
            pieces = part.split(_TOGGLE)
            dressed = [ink.strong(piece) if strong ^ (place % 2 == 1) else piece for place, piece in enumerate(pieces)]
            strong ^= len(pieces) % 2 == 0
            yield ("" if not item else "- " if number == 0 else "  ") + "".join(dressed)


def _conditions(scenario: Scenario, width: int) -> Iterator[str]:
    """Budget, early stopping, and the objective's settings that the formula does not tell."""
    objective = scenario.objective
    target = f", ends at a loss of {scenario.target_loss:g}" if scenario.target_loss is not None else ""
    parts = [("budget", f"{_budget(scenario)}{target}"), ("seed", str(scenario.seed))]
    parts.append(("numerics", _NUMERICS[scenario.numerics]))
    parts += [("early stopping", _settings(rule)) for rule in scenario.early_stopping]
    parts.append(("objective", _settings(objective)))
    if isinstance(data := getattr(objective, "data", None), Data) and data.table is None:
        parts.append(("data", _settings(data)))
    parts += data_facts(scenario)
    if scenario.demo is not None:
        columns, rows = scenario.demo.size
        parts.append(("demo", f"{len(scenario.demo.do)} acts, written for {columns}×{rows} cells"))
    yield from _hanging(parts, width)


def data_text(scenario: Scenario, *, width: int = 100) -> Iterator[str]:
    """What was read of the data file, and what is to be known of the examples, line by line; nothing where there is nothing to tell."""
    yield from (f"  {line}" for line in _hanging(data_facts(scenario), width - 2))


def _hanging(parts: Sequence[tuple[str, str]], width: int) -> Iterator[str]:
    """Each key with its text beside it, over as many lines as it takes."""
    indent = max((len(key) for key, _ in parts), default=0) + 2
    for key, text in parts:
        for number, line in enumerate(wrap(text, width - indent)):
            yield (key if number == 0 else "").ljust(indent) + line.replace(_NO_BREAK, " ")


def _budget(scenario: Scenario) -> str:
    """Steps and epochs; of lanes with epochs of several lengths the fewest and the most."""
    if not scenario.objective.has_data or scenario.epochs is not None:
        return budget_text(scenario)
    lengths = sorted({each.steps_per_epoch for each in objectives_of(scenario.objective, [*scenario.lanes.values()])})
    epochs = " to ".join(f"{scenario.steps / length:g}" for length in dict.fromkeys((lengths[-1], lengths[0])))
    return f"{scenario.steps} steps ({epochs} epochs)"


def _settings(instance: Any) -> str:
    """Name and settings, as a file would say them."""
    name = getattr(type(instance), "name", "") or getattr(type(instance), "title", "")
    shown = [
        f"{field.name} = {_value(value)}".replace(" ", _NO_BREAK)
        for field in (fields(instance) if is_dataclass(instance) else ())
        if field.init and _is_plain(value := getattr(instance, field.name)) and value != ()
        if not isinstance(instance, Settings) or instance.in_use(field.name)
    ]
    return f"{name}: {', '.join(shown)}" if name and shown else name + ", ".join(shown)


def _is_plain(value: Any) -> bool:
    return isinstance(value, bool | int | float | str) or (
        isinstance(value, tuple) and all(isinstance(item, int | float) for item in value)
    )


def _value(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f'"{value}"'
        case tuple():
            shown = ", ".join(f"{item:g}" for item in value[:8])
            return f"[{shown}{', …' if len(value) > 8 else ''}]"
    return f"{value:g}" if isinstance(value, float) else str(value)


def scenario_list(*, width: int = 100, ink: AnsiStyle = PLAIN) -> Iterator[str]:
    """A line for each scenario that comes with optsim: its name and title."""
    known = [load(name) for name in names()]
    name_width = max(len(scenario.name) for scenario in known)
    for scenario in known:
        start = f"{ink.strong(fit(scenario.name, name_width))}  "
        yield start + fit(scenario.title, max(10, width - name_width - 2)).rstrip()


def kind_list(kind: str, *, width: int = 100, ink: AnsiStyle = PLAIN) -> Iterator[str]:
    """A line for each class of a registry: its name and what it is."""
    registry = KINDS[kind]
    name_width = max(map(len, registry), default=0)
    for name, cls in registry.items():
        yield f"{ink.strong(fit(name, name_width))}  {shorten(_what(cls), width - name_width - 2)}"


def settings_list(kind: str, *, width: int = 100, ink: AnsiStyle = PLAIN) -> Iterator[str]:
    """As `kind_list`, and below each its settings with defaults, ranges and help."""
    for name, cls in KINDS[kind].items():
        yield f"{ink.strong(name)}  {_what(cls)}"
        rows = [(key, *_about(setting)) for key, setting in _settings_of(cls)]
        key_width = max(len(key) for key, _, _ in rows)
        for key, default, text in rows:
            start = f"    {key:<{key_width}}  {default:<9}  "
            for number, line in enumerate(wrap(text, max(20, width - len(start)))):
                yield (start if number == 0 else " " * len(start)) + line
        for library, settings in getattr(cls, "presets", {}).items():
            told = ", ".join(f"{key} = {_value(value)}" for key, value in settings.items())
            yield f'    as = "{library}"'.ljust(key_width + 6) + f"  {told or 'is the same'}"


def _settings_of(cls: type[Any]) -> Iterator[tuple[str, Declared]]:
    """The settings of a class by their keys, those of data and of a data file among them."""
    for key, setting in declared(cls).items():
        if setting.type is not Data:
            yield key, setting
            continue
        drawn = ((name, each) for name, each in declared(Data).items() if name in _DRAWN)
        for name, each in (*drawn, ("path", _PATH), *declared(DataKeys).items()):
            yield f"{key}.{name}", each


def _about(setting: Declared) -> tuple[str, str]:
    """The default, and help, symbol, unit and range or choices."""
    note = setting.setting
    default = "required" if setting.required else _value(setting.default) if _is_plain(setting.default) else ""
    parts = [] if note is None else [note.help, note.symbol, note.unit]
    if note is not None and note.range_text() != "a finite number":
        parts.append(note.range_text())
    choices = [f'"{choice}"' for choice in get_args(setting.type) if isinstance(choice, str)]
    return default, "; ".join(part for part in (*parts, " or ".join(choices)) if part)


def _what(cls: type[Any]) -> str:
    """Title and formula where a class says them, else the first line of its docstring."""
    title, formula = getattr(cls, "title", ""), getattr(cls, "formula", "")
    if title and isinstance(formula, str) and formula:
        return f"{title}: {formula}"
    return (cls.__doc__ or title).strip().split("\n")[0]
