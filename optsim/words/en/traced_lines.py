"""English titles of the lines of an update and of a gradient, by their key."""

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
        "trace.params": "parameters",
        "trace.query": "look-ahead point",
        "trace.gradient": "gradient",
        "trace.first_moment": "average of gradients",
        "trace.first_moment_before": "average of gradients before",
        "trace.first_moment_corrected": "corrected average of gradients",
        "trace.second_moment": "average of squares",
        "trace.second_moment_before": "average of squares before",
        "trace.second_moment_corrected": "corrected average of squares",
        "trace.step": "step taken",
        "trace.new_params": "new parameters",
        "trace.effective_rate": "effective rate",
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
