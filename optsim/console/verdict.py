"""Lines on what a verification has found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from optsim.facts import Fact
from optsim.languages import Language
from optsim.recording.verification.comparison_policy import RTOL, STEPS_ELSEWHERE, Verdict
from optsim.recording.verification.findings import Difference
from optsim.system.printable import printable_line

_LONGEST = 200


def verdict_text(name: str, verdict: Verdict, language: Language) -> Iterator[str]:
    """Return the lines about a recording, the first one with the result.

    Args:
        name: The recording's name.
        verdict: What was found.
        language: The language of the lines.
    """
    name, difference, text = printable_line(name), verdict.difference, language.text
    if difference is not None:
        yield text("verify.differs", name=name, difference=language.sentence(difference))
        yield f"  {text('verify.here', value=_shown(language, difference, difference.here))}"
        yield f"  {text('verify.there', value=_shown(language, difference, difference.there))}"
    else:
        yield text(_result(verdict), name=name, compared=_counted(language, verdict))
    yield from (f"  {printable_line(language.sentence(note))}" for note in verdict.notes)
    if not verdict.agreement.exact:
        yield f"  {text('verify.first_steps', steps=STEPS_ELSEWHERE, tolerance=RTOL)}"
    if verdict.agreement.environments:
        yield f"  {text('verify.environments')}"
        yield from (f"    {printable_line(language.sentence(each))}" for each in verdict.agreement.environments)


def _result(verdict: Verdict) -> str:
    """Return the text's id of a verdict without a difference."""
    if verdict.tampered:
        return "verify.changed_by_hand"
    return "verify.same_exactly" if verdict.agreement.exact else "verify.same"


def _shown(language: Language, difference: Difference, value: Any) -> str:
    """Return a value with all its digits."""
    if value is None or (difference.what == "row" and not value):
        return language.text("verify.nothing")
    if difference.what == "row":
        return language.text("verify.a_row")
    if isinstance(value, Fact):
        return language.sentence(value)
    if isinstance(value, tuple):
        value = list(value)
    shown = repr(value) if isinstance(value, float) else str(value)
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 3] + "…"


def _counted(language: Language, verdict: Verdict) -> str:
    rows = _count(language, "recorded_step", verdict.rows)
    if not verdict.commands:
        return language.text("verify.rows", rows=rows)
    return language.text("verify.rows_and_commands", rows=rows, commands=_count(language, "command", verdict.commands))


def _count(language: Language, what: str, number: int) -> str:
    """Return a number of things."""
    return language.text(f"count.{what}" if number == 1 else f"count.{what}s", number=number)
