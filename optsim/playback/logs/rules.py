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
from optsim.system.limits import MOST_RULES

#: as many as there are signs for them
DEFAULT_RULES: tuple[StoppingRule, ...] = (Patience(patience=3), Patience(patience=10), GL(), PQ(), UP())
_EXAMPLE = "patience:patience=20,min_delta=0.001"


def rules_from(texts: Iterable[str]) -> tuple[StoppingRule, ...]:
    """Return the rules of some texts, as "gl:threshold=5"; the default ones where there is no text. Raises LogError."""
    rules = tuple(map(_rule, texts))
    if len(rules) > MOST_RULES:
        raise LogError(f"--rule: there are {len(rules)} rules, and at most {MOST_RULES} can watch; leave some out")
    return rules or DEFAULT_RULES


def _rule(text: str) -> StoppingRule:
    name, _, given = text.partition(":")
    if name not in STOPPING_RULES:
        raise LogError(f"--rule {text}: no rule is named {name!r}; {STOPPING_RULES.suggest(name)}")
    try:
        settings = tomllib.loads("\n".join(part.strip() for part in given.split(",")))
        return STOPPING_RULES[name](**settings)
    except tomllib.TOMLDecodeError as error:
        raise LogError(f"--rule {text}: settings are written as in {_EXAMPLE}") from error
    except (TypeError, ValueError) as error:
        key = getattr(error, "key", "")
        raise LogError(
            f"--rule {text}: {f'{key} ' if key else ''}{error}; settings are written as in {_EXAMPLE}"
        ) from error
