"""Labels of codes: statuses and units; titles of quantities."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "status.running": "running",
        "status.out_of_steps": "out of steps",
        "status.target_reached": "target reached",
        "status.stopped_early": "stopped early",
        "status.diverged": "diverged",
        "unit.epoch": "epoch",
        "unit.step": "step",
        "unit.evaluation": "evaluation",
        "unit.time": "seconds",
        "unit.evaluations": "evaluations",
        "unit.examples": "examples",
        "units.epoch": "epochs",
        "units.step": "steps",
    }
)

TITLES: Mapping[str, str] = MappingProxyType(
    {
        "quantity.loss.title": "loss",
        "quantity.loss.report": "final loss",
        "quantity.validation_loss.title": "validation loss",
        "quantity.grad_norm.title": "gradient norm",
        "quantity.update_norm.title": "update norm",
        "quantity.effective_rate.title": "effective rate",
        "quantity.distance.title": "distance to the nearest minimum",
        "quantity.distance.report": "distance",
        "quantity.cosine.title": "cosine of update and downhill gradient",
        "quantity.update_ratio.title": "update-to-weight ratio",
        "quantity.param_norm.title": "parameter norm",
        "quantity.worst_class_loss.title": "loss of the worst class",
        "quantity.sharpness.title": "sharpness",
        "quantity.preconditioned_sharpness.title": "preconditioned sharpness",
        "quantity.noise_scale.title": "gradient noise scale",
        "quantity.learning_rate.title": "learning rate",
        "quantity.batch_loss.title": "batch loss",
        "unit.epochs.title": "epochs",
    }
)
