"""Sentences on what a verification has found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from optsim.recording.comparison_policy import RTOL, STEPS_ELSEWHERE, Difference, Verdict
from optsim.system.printable import printable_line


def verdict_text(name: str, verdict: Verdict) -> Iterator[str]:
    """The lines about a recording, the first one with the result."""
    name, difference = printable_line(name), verdict.difference
    if difference is not None:
        yield f"{name}: differs first {_where(difference)}"
        yield f"  here: {_shown(difference.here)}"
        yield f"  there: {_shown(difference.there)}"
    elif verdict.tampered:
        yield f"{name}: differs: it was changed by hand; {_counted(verdict)}"
    else:
        yield f"{name}: the same{', bit for bit' if verdict.agreement.exact else ''}; {_counted(verdict)}"
    yield from (f"  {note}" for note in verdict.notes)
    if not verdict.agreement.exact:
        yield f"  only the first {STEPS_ELSEWHERE} steps were compared, to {RTOL:g}: numerics are fast, and computed elsewhere"
    if verdict.agreement.environments:
        yield "  the environments are not the same:"
        yield from (f"    {line}" for line in verdict.agreement.environments)


def _where(difference: Difference) -> str:
    lane = f", lane {difference.lane}" if difference.lane else ""
    quantity = f", {difference.quantity}" if difference.quantity else ""
    return f"at step {difference.step}{lane}{quantity}"


def _shown(value: Any) -> str:
    """A value with all its digits."""
    if value is None:
        return "nothing"
    if value is True:
        return "a row"
    text = repr(value) if isinstance(value, float) else str(value)
    return text if len(text) <= 200 else text[:197] + "…"


def _counted(verdict: Verdict) -> str:
    rows = f"{verdict.rows:,} recorded step{'s' * (verdict.rows != 1)}"
    if not verdict.commands:
        return f"{rows} compared"
    return f"{rows} and {verdict.commands} command{'s' * (verdict.commands != 1)} compared"
