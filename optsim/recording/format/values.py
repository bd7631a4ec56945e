"""Values in the lines of a recording, the same in every version of the format."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

#: a number; JSON has none for those that are not finite
Number = float | Literal["inf", "-inf", "nan"]
#: a step; below 2⁵³, so that every JSON reader has it exactly
Step = Annotated[int, Meta(ge=0, le=2**53)]
Seed = Annotated[int, Meta(ge=0)]
Digest = Annotated[str, Meta(min_length=16, max_length=16)]
Ended = Literal["out of steps", "target reached", "stopped early", "diverged"]
Doing = Literal["running", "out of steps", "target reached", "stopped early", "diverged"]
Numerics = Literal["fast", "strict"]


class Kept(Struct, omit_defaults=True, forbid_unknown_fields=True):
    """Rows that a lane has from before a command: those of the lane `of`, below a step where one is given."""

    of: str
    below: Step | None = None


def scenario_hash(scenario: Mapping[str, Any], files: Mapping[str, str]) -> str:
    """SHA-256 of the scenario's tables and files as canonical JSON: keys sorted, no spaces, UTF-8, floats in Python's repr."""
    text = json.dumps(
        {"files": dict(files), "scenario": dict(scenario)}, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    return hashlib.sha256(text.encode()).hexdigest()


def number(value: float) -> Number:
    """A float as the format has it."""
    return value if math.isfinite(value) else str(value)  # type: ignore[return-value]


def plain(value: Any) -> Any:
    """A table of settings, whatever is nested in it, with numbers as the format has them."""
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return number(value) if isinstance(value, float) else value
