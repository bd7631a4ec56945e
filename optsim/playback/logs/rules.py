"""Early-stopping rules that are tried on a log: some of each kind, or those that a person names."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable

from optsim.engine.stopping import STOPPING_RULES
from optsim.engine.stopping.gl import GL
from optsim.engine.stopping.patience import Patience
from optsim.engine.stopping.pq import PQ
from optsim.engine.stopping.up import UP
from optsim.engine.stopping_rule import StoppingRule
from optsim.logs import LogError
from optsim.scenario.tables import Faults
from optsim.system.limits import MOST_RULES

#: as many as there are signs for them
DEFAULT_RULES: tuple[StoppingRule, ...] = (Patience(patience=3), Patience(patience=10), GL(), PQ(), UP())
_EXAMPLE = "patience:patience=20,min_delta=0.001"


def rules_from(texts: Iterable[str]) -> tuple[StoppingRule, ...]:
    """Return the rules of some texts, as "gl:threshold=5"; the default ones where there is no text. Raises LogError."""
    rules = tuple(map(_rule, texts))
    if len(rules) > MOST_RULES:
        message = "--rule: there are {count} rules, and at most {most} can watch; leave some out"
        raise LogError(message, count=len(rules), most=MOST_RULES)
    return rules or DEFAULT_RULES


def _rule(text: str) -> StoppingRule:
    name, _, given = text.partition(":")
    if name not in STOPPING_RULES:
        there = STOPPING_RULES.suggest(name)
        raise LogError("--rule {text}: no rule is named {name!r}; {suggestion}", text=text, name=name, suggestion=there)
    try:
        settings = tomllib.loads("\n".join(part.strip() for part in given.split(",")))
    except tomllib.TOMLDecodeError as error:
        raise LogError("--rule {text}: settings are written as in {example}", text=text, example=_EXAMPLE) from error
    faults = Faults()
    rule = faults.build(STOPPING_RULES[name], settings, "")
    if rule is None:
        key, fault, _ = faults.problems[0]
        message = "--rule {text}: {key} {fault}; settings are written as in {example}"
        raise LogError(message, text=text, key=key, fault=fault, example=_EXAMPLE)
    return rule
