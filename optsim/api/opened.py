"""Targets of `optsim.show` and `optsim.player`: scenarios, results, recordings."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeGuard

from optsim.api.raced import Raced
from optsim.engine.settings import BadValueError
from optsim.scenario import Scenario
from optsim.suggest import nearest
from optsim.sweeps.api import scenario_of

if TYPE_CHECKING:
    from optsim.languages import Language
    from optsim.recording.recording import Recording

Shown = Scenario | Raced | str | Path | Mapping[str, Any]


def opened_of(what: Shown) -> Scenario | Recording:
    """Return what the app opens.

    Raises:
        ScenarioError, RecordingError: for what cannot be used.
        BadValueError: for anything else.
    """
    if isinstance(what, Raced):
        return what.scenario
    if is_recording(what):
        from optsim.recording.reader import read  # noqa: PLC0415 not before there is one

        return read(what)
    if not isinstance(what, Scenario | str | Path | Mapping):
        raise BadValueError("what", f"is a scenario, a result or the path of a recording, not of {type(what).__name__}")
    return scenario_of(what)


def is_recording(what: object) -> TypeGuard[str | Path]:
    """Tell if something is the path of a recording, or of one that is still being written."""
    return isinstance(what, str | Path) and str(what).lower().endswith((".jsonl", ".jsonl.part"))


def language_named(name: str) -> Language:
    """Return a language. Raises BadValueError where there is none of this name."""
    from optsim.languages import LANGUAGES  # noqa: PLC0415 not before it is used

    if name not in LANGUAGES:
        raise BadValueError("lang", f"no language is named {name!r}; {nearest(str(name), LANGUAGES)}")
    return LANGUAGES[name]()
