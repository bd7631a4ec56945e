"""English of sweeps and verdicts."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType

from optsim.languages import Language, Maker
from optsim.sweeps.facts import AtEdge, Better, ChosenOn, NoneReached, RunFailed, SlowUpdates, Tie, Tuning

_LEAST_P = 0.001


def _number(value: float) -> str:
    return f"{value:.3g}"


def p_value(p: float) -> str:
    """A p as papers write it: "p < .001", "p = .021"."""
    return "p < .001" if p < _LEAST_P else f"p = {p:.3f}".replace("0.", ".")


def percents(effect: float, margin: float) -> str:
    """Two shares in percent, with as many digits as the second one bears: "12 ± 3", "0.4 ± 0.1"."""
    if not math.isfinite(margin) or margin <= 0:
        return f"{100 * effect:.3g}"
    digits = max(0, -math.floor(math.log10(100 * margin)))
    return f"{100 * effect:.{digits}f} ± {100 * margin:.{digits}f}"


def _plural(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def _tuning(_: Language, fact: Tuning) -> str:
    axes = (f"{name} ({_plural(number, 'value')})" for name, number in zip(fact.axes, fact.values, strict=True))
    if fact.trials is not None:
        grid = f"{_plural(fact.trials, 'trial')} drawn from {', '.join(fact.axes)}"
    else:
        grid = f"grid: {' × '.join(axes)}" if fact.axes else "no axis"
    last = fact.first_seed + fact.seeds - 1
    seeds = f"seed {last}" if fact.seeds == 1 else f"{fact.seeds} seeds, {fact.first_seed} to {last}"
    budget = _plural(fact.steps, "step") if fact.epochs is None else _plural(fact.epochs, "epoch")
    return f"{grid}; {seeds}; {budget} a run; chosen by the lowest median over seeds of: {fact.goal}"


def _at_edge(_: Language, fact: AtEdge) -> str:
    return f"{fact.lane}: the best lies at the edge of its grid ({', '.join(fact.axes)}); a better one may lie beyond"


def _none_reached(_: Language, fact: NoneReached) -> str:
    return f"{fact.lane}: no setting has a value of the goal ({fact.goal}) in half of the seeds or more"


def _slow(_: Language, fact: SlowUpdates) -> str:
    return f"{fact.optimizer}: its update is called as it is, which is slower ({fact.why})"


def _failed(_: Language, fact: RunFailed) -> str:
    return f"cell {fact.cell}, {fact.lane}: failed: {fact.why}"


def _better(_: Language, fact: Better) -> str:
    seeds = _plural(fact.pairs, "seed")
    match fact.scale:
        case "ratio":
            by = f"by {percents(fact.effect, fact.margin)} %"
        case "wins":
            by = f"in {50 * (1 + fact.effect):.0f} % of the seeds"
        case _:
            by = f"by {_number(fact.effect)} ± {_number(fact.margin)}"
    return f"{fact.one} is better than {fact.other} {by}, {p_value(fact.p)}, {seeds}"


def _tie(_: Language, fact: Tie) -> str:
    tie = f"{fact.one} and {fact.other}: tie at {_plural(fact.pairs, 'seed')}"
    if fact.more is None:
        return tie
    return (
        f"{tie}; {fact.more:,} more would decide a difference of 1 %"
        if fact.more
        else f"{tie}; a difference of 1 % would show"
    )


def _chosen_on(_: Language, fact: ChosenOn) -> str:
    return f"{fact.lane} at {fact.setting}: the best of {_plural(fact.settings, 'setting')}, chosen on these runs, which flatters it"


SENTENCES: Mapping[str, Maker] = MappingProxyType(
    {
        Tuning.code: _tuning,
        AtEdge.code: _at_edge,
        NoneReached.code: _none_reached,
        SlowUpdates.code: _slow,
        RunFailed.code: _failed,
        Better.code: _better,
        Tie.code: _tie,
        ChosenOn.code: _chosen_on,
    }
)
TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "sweep.untitled": "Sweep",
        "sweep.size": "{cells:,} cells, {runs:,} runs",
        "sweep.done": "{rows:,} of {runs:,} runs are here",
        "sweep.column.lane": "lane",
        "sweep.column.best": "best setting",
        "sweep.column.goal": "median",
        "sweep.column.quartiles": "quartiles",
        "sweep.column.width": "within 2 × of the best",
        "sweep.column.diverged": "diverged",
        "sweep.from_to": "{axis} {low} to {high}",
        "sweep.fixed": "as it is",
        "sweep.none": "–",
        "sweep.tuned": "expected best of k trials, by k (medians over seeds of: {goal})",
        "sweep.workloads": "over all workloads, against the best of all lanes as given and tuned: where the goal is reached, where within {near} × of the best, and the score (1: always the best; 0: never within {most} ×)",
        "sweep.tuned_lane": "{lane} tuned",
        "sweep.column.reached": "reached",
        "sweep.column.near": "near the best",
        "sweep.column.score": "score",
        "sweep.kept": "{blocks:,} blocks are in {folder}",
        "sweep.merged": "{blocks:,} blocks of {folder} taken over",
        "sweep.sequential": "joblib is not installed, so one process does it all; for more: pip install 'optsim[sweep]'",
        "sweep.broken": "block {block} in {folder} was not whole; it is run again",
        "compare.about": "goal: {goal}; {steps:,} steps a run; seeds from {seed} on; paired, at most {most} seeds",
        "progress.blocks": "blocks",
        "progress.seeds": "seeds",
    }
)
