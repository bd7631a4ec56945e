"""The task of a lesson file, [task]."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from optsim.engine.optimizers import OPTIMIZERS
from optsim.lesson.lesson import Question, Start, Task
from optsim.lesson.sections.answers import Known, condition_of
from optsim.lesson.sections.draws import is_number
from optsim.scenario.demo.demo import Act
from optsim.scenario.demo.key_names import BadKeyError, key_name
from optsim.scenario.demo.section import acts_of
from optsim.scenario.tables import Faults, shown_value

_KEYS = ("text", "goal", "hint", "locked", "solve")
_SOLVE = ("press", "type", "until")


def task_of(table: Mapping[str, Any], questions: Sequence[Question], faults: Faults) -> Task | None:
    """Return the task; None where there is none, or where a problem was noted."""
    section = faults.table(table["task"], "task") if "task" in table else None
    if section is None:
        return None
    before = len(faults.problems)
    faults.unknown_keys(section, _KEYS, "task")
    lanes = [*questions[-1].lanes, *OPTIMIZERS.own()] if questions else []
    dim = questions[-1].scenario().objective.dim if questions else None
    known = Known(tuple(dict.fromkeys(lanes)), dim)
    goal = condition_of(section, "goal", "task.goal", faults, known) if questions else None
    locked = _locked(section.get("locked", []), "task.locked", faults)
    solve = _solution(section.get("solve"), "task.solve", faults)
    for number, act in enumerate(solve, start=1):
        pressed = act.value if isinstance(act, Act) and act.verb == "press" else ()
        for key in set(pressed) & set(locked):
            faults.add(f"task.solve[{number}].press", "presses {key!r}, which is locked", key=key)
    return Task(goal=goal, solve=solve, locked=locked) if goal is not None and len(faults.problems) == before else None


def _locked(value: object, at: str, faults: Faults) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(key, str) for key in value):
        faults.add(at, 'must be a list of keys, for instance ["+", "e"], not {value}', value=shown_value(value))
        return ()
    names = []
    for number, key in enumerate(value, start=1):
        try:
            names.append(key_name(key))
        except BadKeyError as error:
            faults.add(f"{at}[{number}]", error.fault)
    return tuple(names)


def _solution(value: object, at: str, faults: Faults) -> tuple[Act | Start, ...]:
    """Return a way to the goal: keys as in a demo, and starts that a click on the map moves."""
    if not isinstance(value, list) or not value:
        faults.add(at, 'is missing: a way to the goal, for instance [{ press = "+" }, { press = "end" }]')
        return ()
    steps: list[Act | Start] = []
    for number, each in enumerate(value, start=1):
        here = f"{at}[{number}]"
        if isinstance(each, Mapping) and "start" in each:
            faults.unknown_keys(each, ("start",), here)
            point = each["start"]
            if isinstance(point, list) and len(point) == 2 and all(map(is_number, point)):
                steps.append(Start(tuple(map(float, point))))
            else:
                faults.add(
                    f"{here}.start",
                    "must be a point of the map, for instance [1.0, 0.5], not {value}",
                    value=shown_value(point),
                )
            continue
        acts = acts_of([each], at, faults, ())
        for act in acts:
            if act.verb not in _SOLVE:
                faults.add(
                    here,
                    "{verb} solves nothing; there are: {known}",
                    verb=act.verb,
                    known=", ".join((*_SOLVE, "start")),
                )
        steps += acts
    return tuple(steps)
