"""English on scenarios, as they are shown and checked."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from optsim.languages import Language, Maker
from optsim.playback.presentation import CurvesAlone, NoDescription


def _no_description(_: Language, _fact: NoDescription) -> str:
    return "This scenario has no description"


def _curves_alone(_: Language, _fact: CurvesAlone) -> str:
    return "Curves alone: nothing is known of what made them"


SENTENCES: Mapping[str, Maker] = MappingProxyType(
    {NoDescription.code: _no_description, CurvesAlone.code: _curves_alone}
)

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "description.more": "… and {number:,} characters more, in the file",
        "budget.steps": "{steps} steps",
        "budget.one_epoch": "{epochs} epoch, at most {steps} steps",
        "budget.epochs": "{epochs} epochs, at most {steps} steps",
        "budget.steps_and_epochs": "{steps} steps ({epochs} epochs)",
        "budget.from_to": "{fewest} to {most}",
        "budget.target": "{budget}, ends at a loss of {loss:g}",
        "lane.batch_size": "batch size {size}",
        "lane.start": "start {point}",
        "lane.schedule": "{names} schedule",
        "lane.then": ", then ",
        "lane.edited": "edited at step {steps}",
        "show.untitled": "Scenario",
        "show.budget": "budget",
        "show.seed": "seed",
        "show.numerics": "numerics",
        "show.early_stopping": "early stopping",
        "show.objective": "objective",
        "show.data": "data",
        "show.demo": "demo",
        "show.sweep": "sweep",
        "show.demo_of": "{acts} acts, written for {columns}×{rows} cells",
        "show.strict": "strict: the same bits on every machine",
        "show.fast": "fast: the last bits depend on CPU, BLAS and versions",
        "check.fine": "{file}: fine, {lanes}, {budget}",
        "check.ended_at_start": "{file}: but {lanes} cannot take a step: {reason}; another start may help",
        "check.fine_with_demo": "{file}: fine, {lanes}, {budget}, a demo of {acts} acts",
        "check.lesson": "{file}: fine, {questions}; one answer holds with {seeds} seeds, both numerics and {draws} draws",
        "check.recording": "{file}: a recording, {lanes}, steps 0 to {last} of {budget}",
        "check.recording_but": "{file}: a recording, {lanes}, steps 0 to {last} of {budget}; {note}",
        "count.lane": "{number} lane",
        "count.lanes": "{number} lanes",
    }
)
