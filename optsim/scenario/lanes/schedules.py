"""The learning-rate schedule of a lane: a table, or a list of tables, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from optsim.engine.schedule import Phase, Schedule, ScheduleSequence, phases_of
from optsim.engine.schedules import SCHEDULES
from optsim.engine.settings import Declared, Setting
from optsim.scenario.sections.names import class_named, without
from optsim.scenario.tables import Faults
from optsim.system.limits import MOST_PHASES, MOST_STEPS

_LENGTH = Declared("length", int, False, None, Setting(help="steps that this part lasts", least=1, limit=MOST_STEPS))


def schedule_of(value: object, at: str, faults: Faults) -> Schedule | None:
    """Return the schedule; None where a problem was noted."""
    if not isinstance(value, list | tuple):
        return _schedule(value, at, faults)
    if not value:
        faults.add(at, 'is empty; give tables, for instance { kind = "warmup", steps = 50 }, or leave it out')
    if len(value) > MOST_PHASES:
        faults.add(at, "has {count:,} parts, and at most {most} are possible", count=len(value), most=MOST_PHASES)
        return None
    before = len(faults.problems)
    phases = [
        _phase(each, f"{at}[{number}]", faults, last=number == len(value)) for number, each in enumerate(value, 1)
    ]
    valid = tuple(phase for phase in phases if phase is not None)
    if len(faults.problems) > before or not valid:
        return None
    return ScheduleSequence(valid) if len(valid) > 1 else valid[0].schedule


def _schedule(value: object, at: str, faults: Faults, beside: Iterable[str] = ("kind",)) -> Schedule | None:
    if isinstance(value, Schedule):
        return value
    section = faults.table(value, at)
    if section is None:
        return None
    cls = class_named(SCHEDULES, section.get("kind"), f"{at}.kind", faults)
    return faults.build(cls, without(section, "kind"), at, beside=beside) if cls else None


def _phase(value: object, at: str, faults: Faults, *, last: bool) -> Phase | None:
    """Return one part; every part but the last has an end, of its own or by `length`."""
    length = value.get("length") if isinstance(value, Mapping) else None
    table = without(value, "length") if isinstance(value, Mapping) else value
    schedule = _schedule(table, at, faults, beside=("kind",) if last else ("kind", "length"))
    if length is not None:
        length = faults.value(_LENGTH, length, f"{at}.length")
    if last and length is not None:
        faults.add(f"{at}.length", "does nothing in the last part, which goes on; leave it out")
    if schedule is None or last:
        return None if schedule is None else Phase(schedule)
    length = schedule.length if length is None else length
    if length is None:
        faults.add(f"{at}.length", "is missing: this schedule never ends by itself; say how many steps it lasts")
    return Phase(schedule, length)


def schedule_table(
    schedule: Schedule, name: Callable[[object], str], settings: Callable[[object], dict[str, Any]]
) -> dict[str, Any] | list[dict[str, Any]]:
    """Return what `schedule_of` reads.

    Args:
        schedule: of a lane.
        name: the word for a registered instance.
        settings: those that are to be said of an instance.

    Returns:
        A table, or a list of them; a length that the schedule has by itself is left out.
    """
    phases = phases_of(schedule)
    tables = [
        {"kind": name(each), **settings(each), **({} if length in (None, each.length) else {"length": length})}
        for each, length in phases
    ]
    return tables if isinstance(schedule, ScheduleSequence) else tables[0]
