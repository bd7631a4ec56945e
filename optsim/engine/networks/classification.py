"""Base of objectives that learn classes: cross-entropy of a network's outputs over examples or mini-batches."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Self

import numpy as np

from optsim.engine.curvature.products import extreme_curvatures
from optsim.engine.data.classes import Classes
from optsim.engine.data.examples import Split
from optsim.engine.networks.cross_entropy import Fit, of_classes
from optsim.engine.networks.dense import Batch, Dense, batch_of, batch_of_step, layers_of
from optsim.engine.networks.example_objective import ExampleObjective
from optsim.engine.numerics.noise import Noise
from optsim.engine.objective import Objective
from optsim.engine.settings import Array, Setting

BatchSize = Annotated[int, Setting(help="examples in a mini-batch; 0: all of them", least=0)]
Bias = Annotated[bool, Setting(help="a constant for each output; without, boundaries go through the origin")]
WeightDecay = Annotated[float, Setting(help="adds ½ · weight_decay · ‖θ‖² to the loss", least=0)]


@dataclass(frozen=True, kw_only=True)
class Classification(ExampleObjective):
    """Mean cross-entropy of training examples, over mini-batches without replacement.

    A subclass gives `_dense`, the network whose outputs are compared with the classes. Weight decay counts
    in loss and batch_loss, not in validation_loss. The examples of a seed are in `split`, which only `bind` fills.
    """

    batch_size: BatchSize = 0
    weight_decay: WeightDecay = 0.0
    data: Classes = field(default_factory=Classes)

    def __post_init__(self) -> None:
        """Raise BadValueError where the settings do not fit together."""
        super().__post_init__()
        self._check_batch_size(self.batch_size)

    @property
    @abstractmethod
    def _dense(self) -> Dense:
        """The network."""

    @property
    def _outputs(self) -> int:
        """One for each class."""
        return len(self.classes)

    def _fit(self, outputs: Array, targets: Array) -> Fit:
        return of_classes(outputs, targets, self.numerics)

    @property
    def classes(self) -> tuple[str, ...]:
        """Those of the data."""
        return self.data.names_of_classes

    @property
    def dim(self) -> int:
        """All weights and biases."""
        return int(self._dense.layers[-1].bias.stop)

    @property
    def stochastic(self) -> bool:
        """True if a batch is less than all the examples."""
        return self.steps_per_epoch > 1

    def bind(self, noise: Noise) -> Self:
        """With the examples of the seed drawn."""
        return self._with(self.data.bind(noise, self.numerics))

    def _with(self, split: Split) -> Self:
        bound = object.__new__(type(self))
        bound.__dict__.update(self.__dict__, split=split)
        return bound

    def over_seeds(self, bound: Sequence[Objective]) -> Self:
        """One whose examples are those of all seeds, (seeds, examples, …): all weights are multiplied in one call."""
        splits = [each.examples for each in bound]
        return self._with(Split(*(np.stack(arrays) for arrays in zip(*filter(None, splits), strict=True))))

    @property
    def examples(self) -> Split | None:
        """Those of the seed; None before it is bound to one."""
        split: Split | None = self.__dict__.get("split")
        return split

    @property
    def _bound_split(self) -> Split:
        if self.examples is None:
            raise ValueError("the examples belong to a seed: use the objective that bind(noise) gives")
        return self.examples

    def predict(self, params: Array, inputs: Array) -> Array:
        """The number of the class that is likeliest, (..., examples), for inputs (examples, inputs)."""
        likeliest: Array = self._dense.forward(params, inputs)[-1].argmax(axis=-1).astype(np.float64)
        return likeliest

    def sample(self, noise: Noise, step: int) -> Batch | None:
        """Which examples are in the batch of a step."""
        if not self.stochastic:
            return None
        return batch_of_step(noise, step, self.batch_size, self.data.training_examples)

    def evaluate(self, params: Array, sample: Any = None) -> tuple[Array, Array]:
        """Loss and gradient by back-propagation, on a batch or on all training examples."""
        dense, split = self._dense, self._bound_split
        outputs = dense.forward(params, batch_of(split.inputs, sample))
        fit = self._fit(outputs[-1], batch_of(split.targets, sample))
        grad = dense.backward(params, outputs, fit.slope)
        if self.weight_decay:
            grad += self.weight_decay * params
        return self._penalised(fit.loss, params), grad

    def loss(self, params: Array) -> Array:
        """Mean cross-entropy of all training examples, with weight decay."""
        split = self._bound_split
        return self._penalised(self._cross_entropy(params, split.inputs, split.targets), params)

    def validation_loss(self, params: Array) -> Array:
        """Mean cross-entropy of the held-out examples."""
        split = self._bound_split
        return self._cross_entropy(params, split.validation_inputs, split.validation_targets)

    def _cross_entropy(self, params: Array, inputs: Array, targets: Array) -> Array:
        return self._fit(self._dense.forward(params, inputs)[-1], targets).loss

    def _penalised(self, loss: Array, params: Array) -> Array:
        if not self.weight_decay:
            return loss
        return loss + 0.5 * self.weight_decay * self.numerics.row_sum(params * params)

    def hessian_product(self, params: Array, direction: Array) -> Array:
        """The second derivatives of the loss of all training examples times a direction."""
        dense, split = self._dense, self._bound_split
        outputs = dense.forward(params, split.inputs)
        fit = self._fit(outputs[-1], split.targets)
        product = dense.product(params, outputs, fit.slope, direction, fit.bend)
        return product + self.weight_decay * direction if self.weight_decay else product

    def class_losses(self, params: Array) -> Array:
        """Mean cross-entropy of the training examples of each class, (..., classes); NaN where a class has none."""
        split = self._bound_split
        losses = self._fit(self._dense.forward(params, split.inputs)[-1], split.targets).losses
        of_class = split.targets == np.arange(len(self.classes))
        sums = self.numerics.row_sum(np.where(of_class.swapaxes(-1, -2), losses[..., None, :], 0.0))
        means: Array = sums / np.where(of_class.any(axis=-2), of_class.sum(axis=-2), np.nan)
        return means

    def gradient_variance(self, params: Array) -> Array:
        """Over the training examples; weight decay is the same for all of them."""
        dense, split = self._dense, self._bound_split
        outputs = dense.forward(params, split.inputs)
        fit = self._fit(outputs[-1], split.targets)
        return dense.variance(params, outputs, fit.slope * split.targets.shape[-2])

    def curvature_range(self, params: Array) -> tuple[float, float] | None:
        """The least and the largest eigenvalue of the second derivatives, from exact products."""
        return extreme_curvatures(self, params)


@dataclass(frozen=True, kw_only=True)
class LinearClassification(Classification):
    """One linear layer; all weights start at 0."""

    bias: Bias = True

    @property
    def _dense(self) -> Dense:
        layers = layers_of((self.data.inputs, self._outputs), bias=self.bias)
        return Dense(layers, "linear", self.numerics)

    def initial(self, noise: Noise) -> Array:
        """Zero: every class is as likely as any other."""
        return np.zeros(self.dim)
