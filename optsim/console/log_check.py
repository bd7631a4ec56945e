"""Checks of training logs: what is insights in each run, as lines and as one JSON object."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from typing import Any

from optsim.analysis.insights.training import training_insights
from optsim.analysis.insights.training_facts import TooFewRows, TrainingFact
from optsim.analysis.stopping_costs import StoppingCosts
from optsim.engine.stopping_rule import StoppingRule
from optsim.facts import Fact
from optsim.languages import Language, english
from optsim.playback.logs.log_curves import LogCurves
from optsim.plot.width import wrap
from optsim.version import __version__

_VERDICTS = {True: "log.healthy", False: "log.wrong", None: "log.unknown"}


def findings(curves: LogCurves) -> list[list[TrainingFact]]:
    """Return what is insights in each lane, what matters most first."""
    return [training_insights(curves, place) for place in range(len(curves.lanes))]


def is_healthy(facts: Sequence[TrainingFact]) -> bool | None:
    """Return whether nothing is wrong, of a run or of all; None where one is too short for that to be said, and nothing is wrong."""
    if any(fact.wrong for fact in facts):
        return False
    return None if any(isinstance(fact, TooFewRows) for fact in facts) else True


def lines(
    curves: LogCurves,
    insights: Sequence[Sequence[TrainingFact]],
    *,
    width: int,
    language: Language,
    rules: Sequence[StoppingRule] = (),
) -> Iterator[str]:
    """Yield a verdict on each run, what is seen in it, what rules that a person has named would have done, and how it was read."""
    facts_by_name = [*curves.about]
    for place, (lane, facts) in enumerate(zip(curves.lanes, insights, strict=True)):
        verdict = language.text(_VERDICTS[is_healthy(facts)])
        yield language.text("log.verdict", run=lane.name, verdict=verdict)
        own = [fact for name, fact in facts_by_name if name == lane.name]
        sentences = [
            *map(language.sentence, facts),
            *_judged(curves, place, rules, language),
            *map(language.sentence, own),
        ]
        for sentence in sentences:
            yield from _indented(sentence, width)
    others = {name for name, _ in facts_by_name} - {lane.name for lane in curves.lanes}
    for name, fact in facts_by_name:
        if name in others:
            yield from _indented(f"{name}: {language.sentence(fact)}", width)


def _judged(curves: LogCurves, place: int, rules: Sequence[StoppingRule], language: Language) -> Iterator[str]:
    """Yield what each of the rules would have done to a lane."""
    for cost in StoppingCosts(curves).rows(place) if rules else ():
        stopped = language.text(
            "log.rule_stopped" if cost.stopped else "log.rule_not_stopped", rule=cost.label, step=cost.epochs
        )
        best = (
            language.text("log.rule_kept", best=cost.best_epoch, value=f"{cost.best_value:.6g}") if cost.known else ""
        )
        yield stopped + best


def _indented(text: str, width: int) -> Iterator[str]:
    for number, part in enumerate(wrap(text, width - 4)):
        yield f"{'  ' if number == 0 else '    '}{part}"


def document(curves: LogCurves, insights: Sequence[Sequence[TrainingFact]]) -> bytes:
    """Return all of it as JSON, with what each early-stopping rule would have cost; a value that is not finite is a text."""
    costs = StoppingCosts(curves)
    runs = [
        {
            "run": lane.name,
            "healthy": is_healthy(facts),
            "insights": [_fact(fact) | {"wrong": fact.wrong} for fact in facts],
            "rules": [
                {
                    "rule": cost.label,
                    "stopped": cost.stopped,
                    "step": cost.epochs,
                    "best_step": cost.best_epoch if cost.known else None,
                    "best_value": _plain(cost.best_value) if cost.known else None,
                }
                for cost in costs.rows(place)
            ],
        }
        for place, (lane, facts) in enumerate(zip(curves.lanes, insights, strict=True))
    ]
    about = [{"run": name} | _fact(fact) for name, fact in curves.about]
    whole = {
        "optsim": __version__,
        "healthy": is_healthy([fact for facts in insights for fact in facts]),
        "runs": runs,
        "read": about,
    }
    return f"{json.dumps(whole, ensure_ascii=False, indent=1, allow_nan=False)}\n".encode()


def _fact(fact: Fact) -> dict[str, Any]:
    return fact.as_dict() | {"sentence": english().sentence(fact)}


def _plain(value: float) -> float | str:
    return value if math.isfinite(value) else str(value)
