"""The questions of a lesson file, [[predict]]."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, get_args

from optsim.faults import suggestion
from optsim.lesson.lesson import Amount, Question, QuestionKind, QuestionTexts, Ranking
from optsim.lesson.placeholders import places
from optsim.lesson.sections.answers import Known, amount_of, check_own_keys, holds_of, ranking_of
from optsim.lesson.sections.draws import check_path, draws_of
from optsim.lesson.tables import changed, with_lanes, without_texts
from optsim.scenario import Scenario, ScenarioError
from optsim.scenario.demo.conditions import BadConditionError
from optsim.scenario.demo.demo import Act
from optsim.scenario.demo.section import acts_of
from optsim.scenario.expressions.nodes import Expression
from optsim.scenario.fault_facts import no_lane, no_truth
from optsim.scenario.find import path_of
from optsim.scenario.tables import Faults, shown_value
from optsim.system.limits import LARGEST_SCENARIO
from optsim.system.toml_file import toml_tables

MOST_QUESTIONS = 6
_KEYS = (
    *("question", "kind", "options", "holds", "answer", "within", "within_percent", "by", "largest_first"),
    *("explain", "then", "draw", "scenario", "lanes", "set", "view", "depends_on_seed"),
)
KINDS: tuple[str, ...] = get_args(QuestionKind)
#: what may be done when an answer was chosen: all else is the learner's
_THEN = ("press", "until", "speed")


class Base(NamedTuple):
    """The tables of a scenario, and the folder in which its data are looked for."""

    tables: Mapping[str, Any]
    folder: Path | None


def questions_of(table: Mapping[str, Any], folder: Path | None, faults: Faults) -> tuple[Question, ...]:
    """Return the questions; those with problems are left out, which are noted."""
    tables = table.get("predict")
    if not isinstance(tables, list | tuple) or not all(isinstance(each, Mapping) for each in tables) or not tables:
        faults.add("predict", 'is missing: [[predict]] with question = "…", one table for each question')
        return ()
    if len(tables) > MOST_QUESTIONS:
        faults.add("predict", "has at most {most} questions, these are {count}", most=MOST_QUESTIONS, count=len(tables))
        return ()
    known = base_of(table["scenario"], "scenario", folder, faults) if "scenario" in table else None
    questions = [_question(each, f"predict[{number}]", known, folder, faults) for number, each in enumerate(tables, 1)]
    return tuple(each for each in questions if each is not None)


def base_of(value: object, at: str, folder: Path | None, faults: Faults) -> Base | None:
    """Return the tables of a scenario that is named, or stands there."""
    if isinstance(value, Mapping):
        return Base(value, folder)
    if not isinstance(value, str):
        faults.add(at, "must be the name of a scenario or its tables, not {value}", value=shown_value(value))
        return None
    try:
        path = path_of(folder / value if folder is not None and value.endswith(".toml") else value)
        return Base(toml_tables(path, LARGEST_SCENARIO), path.parent)
    except ScenarioError as error:
        faults.add(at, error.problems[0].fault)
    except (OSError, tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
        faults.add(at, "cannot be read: {error}", error=error)
    return None


def _question(
    table: Mapping[str, Any], at: str, known: Base | None, folder: Path | None, faults: Faults
) -> Question | None:
    before = len(faults.problems)
    faults.unknown_keys(table, _KEYS, at)
    base = base_of(table["scenario"], f"{at}.scenario", folder, faults) if "scenario" in table else known
    if base is None:
        if len(faults.problems) == before and "scenario" not in table:
            faults.add(f"{at}.scenario", "is missing: the name of a scenario, here or at the top of the file")
        return None
    base = base._replace(tables=_own_tables(base.tables, table, at, faults))
    scenario = _checked(base, at, faults)
    lanes = tuple(scenario.lanes) if scenario is not None else ()
    kind = table.get("kind", "choice")
    if kind not in KINDS:
        there = suggestion(str(kind), KINDS)
        faults.add(f"{at}.kind", "cannot be {value}; {suggestion}", value=shown_value(kind), suggestion=there)
    known_of = None if scenario is None else Known(lanes, scenario.objective.dim)
    holds, amount, ranking = _answers(table, kind, at, faults, known_of)
    draws = draws_of(table.get("draw", {}), f"{at}.draw", faults, base.tables)
    then = _then(table.get("then", ()), f"{at}.then", faults, lanes)
    if not isinstance(table.get("depends_on_seed", False), bool):
        faults.add(f"{at}.depends_on_seed", no_truth(shown_value(table["depends_on_seed"])))
    if len(faults.problems) > before:
        return None
    return Question(
        kind=kind,
        holds=holds,
        tables=base.tables,
        folder=base.folder,
        draws=draws,
        then=then,
        depends_on_seed=table.get("depends_on_seed", False),
        lanes=lanes,
        amount=amount,
        ranking=ranking,
    )


def _answers(
    table: Mapping[str, Any], kind: str, at: str, faults: Faults, known: Known | None
) -> tuple[tuple[Expression, ...], Amount | None, Ranking | None]:
    """Return what the answer is worked out of: conditions, an amount, or a ranking."""
    if known is None or kind not in KINDS:
        return (), None, None
    check_own_keys(table, kind, at, faults)
    match kind:
        case "step" | "value":
            return (), amount_of(table, kind, at, faults, known), None
        case "order":
            return (), None, ranking_of(table, at, faults, known)
        case _:
            return holds_of(table, kind, at, faults, known), None, None


def _own_tables(tables: Mapping[str, Any], table: Mapping[str, Any], at: str, faults: Faults) -> Mapping[str, Any]:
    """Return the scenario's tables as the question changes them."""
    own = without_texts(tables)
    if "lanes" in table:
        own = _with_lanes(own, table["lanes"], f"{at}.lanes", faults)
    for path, value in (faults.table(table.get("set", {}), f"{at}.set") or {}).items():
        if check_path(own, str(path), f"{at}.set", faults):
            own = changed(own, str(path), value)
    for key, value in (faults.table(table.get("view", {}), f"{at}.view") or {}).items():
        own = changed(own, f"view.{key}", value)
    return own


def _with_lanes(tables: dict[str, Any], names: object, at: str, faults: Faults) -> dict[str, Any]:
    """Return tables with the lanes that race."""
    there = tables.get("lanes", {})
    if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
        faults.add(at, 'must be a list of lanes, for instance ["gd", "adam"], not {value}', value=shown_value(names))
        return tables
    for name in names:
        if name not in there:
            faults.add(at, no_lane(name, there))
    return with_lanes(tables, names)


def _checked(base: Base, at: str, faults: Faults) -> Scenario | None:
    """Return the scenario; what is wrong with it is noted."""
    try:
        return Scenario.from_dict(base.tables, files=base.folder)
    except ScenarioError as error:
        for problem in error.problems:
            faults.add(f"{at}.scenario: {problem.key}", problem.fault)
        return None


def check_all_places(texts: QuestionTexts, at: str, faults: Faults, lanes: Sequence[str]) -> None:
    """Note places of a question's texts that hold no expression."""
    options = [(f"options[{place}]", f"{each.text} {each.why}") for place, each in enumerate(texts.options, start=1)]
    for key, text in (("question", texts.question), ("explain", texts.explain), *options):
        try:
            list(places(text, lanes))
        except BadConditionError as error:
            faults.add(f"{at}.{key}", "{{…}} {fault}", fault=error.fault)


def _then(value: object, at: str, faults: Faults, lanes: Sequence[str]) -> tuple[Act, ...]:
    """Return what is done for the learner when an answer was chosen."""
    acts = acts_of(value, at, faults, lanes)
    for number, act in enumerate(acts, start=1):
        if act.verb not in _THEN:
            faults.add(
                f"{at}[{number}]",
                "{verb} is not for a lesson; there are: {known}",
                verb=act.verb,
                known=", ".join(_THEN),
            )
    return acts
