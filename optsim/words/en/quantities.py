"""English titles of the quantities, and where a step lies."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from optsim.analysis.quantities import InEpoch
from optsim.languages import Language, Maker


def _in_epoch(_: Language, fact: InEpoch) -> str:
    return f"epoch {fact.epoch}" if fact.lane is None else f"epoch {fact.epoch} of {fact.lane}"


SENTENCES: Mapping[str, Maker] = MappingProxyType({InEpoch.code: _in_epoch})

TITLES: Mapping[str, str] = MappingProxyType(
    {
        "quantity.loss.title": "loss",
        "quantity.validation_loss.title": "validation loss",
        "quantity.grad_norm.title": "gradient norm",
        "quantity.update_norm.title": "update norm",
        "quantity.effective_rate.title": "effective rate",
        "quantity.distance.title": "distance to the nearest minimum",
        "quantity.cosine.title": "cosine of update and downhill gradient",
        "quantity.update_ratio.title": "update-to-weight ratio",
        "quantity.learning_rate.title": "learning rate",
        "quantity.batch_loss.title": "batch loss",
    }
)
