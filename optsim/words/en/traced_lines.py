"""English for what the lines of an update and of a gradient are for, in a few words, by their key."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from optsim.engine.history.quantities import QUANTITIES
from optsim.engine.trace.training import BestModel
from optsim.languages import Language, Maker


def _best_model(language: Language, fact: BestModel) -> str:
    watched = language.of("quantity", QUANTITIES[fact.watched])
    return f"{watched}, not watched yet" if fact.epoch is None else f"{watched} at epoch {fact.epoch}"


SENTENCES: Mapping[str, Maker] = MappingProxyType({BestModel.code: _best_model})

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "trace.params": "where it stands",
        # of any line that is carried from step to step, what it was
        "trace.before": "from the last step",
        "trace.query": "where the slope is taken",
        "trace.gradient": "the slope here",
        # where there is a line of where it is taken
        "trace.gradient_at_query": "the slope there",
        "trace.first_moment": "mean of the slopes so far",
        "trace.first_moment_corrected": "that mean, unbiased",
        "trace.second_moment": "how large they usually are",
        "trace.second_moment_corrected": "their size, unbiased",
        "trace.penalised_gradient": "the slope and the pull towards 0",
        "trace.weight_decay": "the pull towards 0",
        "trace.cautious_mask": "0 where it would go uphill",
        # of a step that is traced in parts, the part before decay and mask
        "trace.step_1": "the step of the method alone",
        "trace.step": "the step",
        "trace.new_params": "where it will stand",
        "trace.effective_rate": "rate that it comes to",
        "trace.architecture": "architecture",
        "trace.input": "input",
        "trace.hidden_layers": "hidden layers",
        "trace.output": "output",
        "trace.error": "error",
        "trace.back_propagation": "back-propagation",
        "trace.weight_update": "weight update",
        "trace.best_model": "best model",
    }
)
