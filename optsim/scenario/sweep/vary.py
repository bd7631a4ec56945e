"""Axes as a command line says them: NAME=a..b:n, NAME=a..b:n:log, NAME=a,b,c."""

from __future__ import annotations

import re
from typing import Any

from optsim.engine.settings import BadValueError

_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_RANGE = re.compile(rf"({_NUMBER})\.\.({_NUMBER})(?::(\d+))?(?::(lin|log))?")
_WHOLE = re.compile(r"[-+]?\d+")
_EXAMPLE = "adam.learning_rate=1e-4..1:25"


def axis_table(text: str) -> tuple[str, Any]:
    """Return the name of an axis and what a file would have for it. Raises BadValueError."""
    name, equals, value = text.partition("=")
    name, value = name.strip(), value.strip()
    if not name or not equals or not value:
        raise BadValueError(
            "--vary",
            "{text!r} is no axis; give NAME=FROM..TO:POINTS or NAME=A,B,…, for instance {example}",
            text=text,
            example=_EXAMPLE,
        )
    match = _RANGE.fullmatch(value)
    if match is None:
        return name, [_value(each.strip()) for each in value.split(",")]
    low, high, points, scale = match.groups()
    table: dict[str, Any] = {"from": _value(low), "to": _value(high)}
    table |= {} if points is None else {"points": int(points)}
    return name, table | ({} if scale is None else {"scale": scale})


def _value(text: str) -> Any:
    """A value as TOML reads it: a number, true, false, else a text."""
    if text in ("true", "false"):
        return text == "true"
    if _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if re.fullmatch(_NUMBER, text) else text
