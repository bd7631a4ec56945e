"""Values as JSON has them: texts for numbers that it has not, code and numbers of facts."""

from __future__ import annotations

import math
from typing import Any

import msgspec

from optsim.facts import Fact


def fact_of(fact: Fact | None) -> Any:
    """Return the code and the numbers of a fact."""
    return None if fact is None else plain(fact.as_dict())


def plain(value: Any) -> Any:
    """Return the value with strings for floats that JSON cannot write."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def text_of(value: Any) -> str:
    """Return a value as JSON."""
    return msgspec.json.encode(value, enc_hook=repr).decode()
