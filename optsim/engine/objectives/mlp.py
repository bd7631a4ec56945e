"""A small regression network: any hidden layers, mini-batches, back-propagation by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal

import numpy as np

from optsim.engine.data.examples import Data, Split
from optsim.engine.networks.dense import Batch, Dense, Layer, batch_of, batch_of_step, layers_of, random_weights
from optsim.engine.networks.example_objective import ExampleObjective
from optsim.engine.numerics.noise import Noise
from optsim.engine.objective import Objective, Part
from optsim.engine.settings import Array, BadValueError, Setting
from optsim.engine.trace.keys import ARCHITECTURE, BACK_PROPAGATION, ERROR, HIDDEN, INPUT, OUTPUT
from optsim.facts import Fact
from optsim.system.limits import MOST_LAYERS, MOST_UNITS

Hidden = Annotated[
    tuple[int, ...],
    Setting(
        help="units of each hidden layer; empty: a linear model", least=1, limit=MOST_UNITS, most_items=MOST_LAYERS
    ),
]
Activation = Annotated[Literal["tanh", "relu"], Setting(help="what each hidden unit does with its sum")]
BatchSize = Annotated[int, Setting(help="examples in a mini-batch", least=1)]
WeightDecay = Annotated[float, Setting(help="adds ½ · weight_decay · ‖θ‖² to the loss", least=0)]
InputScale = Annotated[
    float, Setting(help="factor on the first layer's initial weights: how fine it can bend", above=0)
]
_CACHED_NUMBERS = 16384
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


class Drawn(Fact):
    """Number of the examples in a batch; None for all of them."""

    code: ClassVar[str] = "objective.mlp.drawn"

    examples: int | None

    def english(self) -> str:
        """Return it in words."""
        return "all examples" if self.examples is None else f"batch of {self.examples}"


@dataclass(frozen=True, kw_only=True)
class MLP(ExampleObjective):
    """Mean squared error of a fully connected network with a linear output, over mini-batches without replacement.

    The parameters are one vector: for each layer the weights (inputs × outputs, row by row), then the bias. Weights start
    from N(0, 1/inputs), the first layer's times `input_scale`; biases at 0. An epoch is a new permutation of the training
    examples. Weight decay counts in loss and batch_loss, not in validation_loss.
    """

    name: ClassVar[str] = "mlp"
    title: ClassVar[str] = "Regression network"

    hidden: Hidden = (32, 32)
    activation: Activation = "tanh"
    batch_size: BatchSize = 10
    weight_decay: WeightDecay = 0.0
    input_scale: InputScale = 1.0
    data: Data = field(default_factory=Data)

    def __post_init__(self) -> None:
        """Raise BadValueError where the settings do not fit together."""
        super().__post_init__()
        if self.batch_size > self.data.training_examples:
            raise BadValueError(
                "batch_size",
                "is {batch_size}, but there are {training_examples} training examples",
                batch_size=self.batch_size,
                training_examples=self.data.training_examples,
            )

    @cached_property
    def layers(self) -> tuple[Layer, ...]:
        """The layers from input to output."""
        return layers_of((self.data.inputs, *self.hidden, 1))

    @property
    def dim(self) -> int:
        """All weights and biases."""
        return int(self.layers[-1].bias.stop)

    @property
    def formula(self) -> str:
        """The shape of the network and of its data."""
        shape = "–".join(str(size) for size in (self.data.inputs, *self.hidden, 1))
        held_out = self.data.total - self.data.training_examples
        return (
            f"MSE of a {shape} {self.activation} network, {self.data.training_examples} examples + {held_out} held out"
        )

    def bind(self, noise: Noise) -> MLP:
        """With the examples of the seed drawn."""
        settings = {each.name: getattr(self, each.name) for each in fields(MLP)}
        bound = _BoundMLP(**settings, split=self.data.bind(noise, self.numerics))
        return bound.with_numerics(self.numerics)

    def initial(self, noise: Noise) -> Array:
        """Random weights, zero biases."""
        return random_weights(self.layers, noise, self.input_scale)

    def evaluate(self, params: Array, sample: Any = None) -> tuple[Array, Array]:
        """Only a bound network has examples."""
        raise ValueError("the examples belong to a seed: use the objective that bind(noise) gives")

    def predict(self, params: Array, inputs: Array) -> Array:
        """The network's output (..., examples) for inputs (examples, inputs)."""
        return self._forward(params, inputs)[-1][..., 0]

    @property
    def has_products(self) -> bool:
        """True: with the examples of a seed there are products."""
        return True

    @property
    def has_gradient_variance(self) -> bool:
        """True: with the examples of a seed it is known."""
        return True

    @property
    def _dense(self) -> Dense:
        return Dense(self.layers, self.activation, self.numerics)

    def _forward(self, params: Array, inputs: Array) -> list[Array]:
        """The inputs and every layer's output, each (..., examples, units)."""
        return self._dense.forward(params, inputs)


@dataclass(frozen=True, kw_only=True, eq=False)
class _BoundMLP(MLP):
    """A network with the examples of a seed."""

    split: Split

    def __post_init__(self) -> None:
        """Checked already."""

    @property
    def stochastic(self) -> bool:
        """True if a batch is less than all the examples."""
        return self.steps_per_epoch > 1

    def over_seeds(self, bound: Sequence[Objective]) -> MLP:
        """A network whose examples are those of all seeds, (seeds, examples, …): all weights are multiplied in one call."""
        splits = [each.split for each in bound if isinstance(each, _BoundMLP)]
        return replace(self, split=Split(*(np.stack(arrays) for arrays in zip(*splits, strict=True))))

    @property
    def examples(self) -> Split:
        """Those of the seed."""
        return self.split

    def sample(self, noise: Noise, step: int) -> Batch | None:
        """Which examples are in the batch of a step."""
        if not self.stochastic:
            return None
        return batch_of_step(noise, step, self.batch_size, self.data.training_examples)

    def loss(self, params: Array) -> Array:
        """Mean squared error of all training examples, with weight decay."""
        return self._penalised(self._error(params, self.split.inputs, self.split.targets), params)

    def validation_loss(self, params: Array) -> Array:
        """Mean squared error of the held-out examples."""
        return self._error(params, self.split.validation_inputs, self.split.validation_targets)

    def evaluate(self, params: Array, sample: Batch | None = None) -> tuple[Array, Array]:
        """Loss and gradient by back-propagation, on a batch or on all training examples."""
        inputs, targets = batch_of(self.split.inputs, sample), batch_of(self.split.targets, sample)
        return self._propagated(params, self._forward(params, inputs), targets)

    def hessian_product(self, params: Array, direction: Array) -> Array:
        """The second derivatives of the loss of all training examples times a direction."""
        outputs = self._forward(params, self.split.inputs)
        scale = 2.0 / outputs[-1].shape[-2]
        slope = scale * (outputs[-1] - self.split.targets)
        product = self._dense.product(params, outputs, slope, direction, lambda change: scale * change)
        return product + self.weight_decay * direction if self.weight_decay else product

    def gradient_variance(self, params: Array) -> Array:
        """Over the training examples; weight decay is the same for all of them."""
        outputs = self._forward(params, self.split.inputs)
        slopes = 2.0 * (outputs[-1] - self.split.targets)
        return self._dense.variance(params, outputs, slopes)

    @property
    def shares_passes(self) -> bool:
        """True where an example has the same bits among any others."""
        return self.numerics.by_entry

    def share(self, points: Array, parts: Sequence[Part]) -> tuple[Array, list[tuple[Array, Array]]]:
        """Send all training examples through the network once, and back what each part of the points wants."""
        outputs = self._forward(points, self.split.inputs)
        error = outputs[-1][..., 0] - self.split.targets[..., 0]
        loss = self._penalised(self.numerics.row_sum(error * error) / error.shape[-1], points)
        evaluated = []
        for rows, sample in parts:
            inputs, targets = batch_of(self.split.inputs, sample), batch_of(self.split.targets, sample)
            own = [inputs, *(batch_of(output[rows], sample) for output in outputs[1:])]
            evaluated.append(self._propagated(points[rows], own, targets))
        return loss, evaluated

    def _propagated(self, params: Array, outputs: list[Array], targets: Array) -> tuple[Array, Array]:
        """Loss and gradient, from what each layer has given."""
        inputs, error = outputs[0], outputs[-1] - targets
        loss = self.numerics.row_sum(error[..., 0] * error[..., 0]) / inputs.shape[-2]
        penalised = self._penalised(loss, params)
        if self.trace.listens:
            self._trace_forward(params, outputs, error, penalised)
        delta = (2.0 / inputs.shape[-2]) * error
        grad = self._dense.backward(params, outputs, delta, self._trace_layer if self.trace.listens else None)
        if self.weight_decay:
            grad += self.weight_decay * params
        if self.trace.listens:
            self.trace(
                BACK_PROPAGATION, "g = ∇W, ∇b" + (f" + {self.weight_decay:g}·θ" if self.weight_decay else ""), grad
            )
        return penalised, grad

    def _trace_forward(self, params: Array, outputs: list[Array], error: Array, loss: Array) -> None:
        """Trace what is known once the error is."""
        inputs, last = outputs[0], len(self.layers)
        shape = "–".join(str(size) for size in (self.data.inputs, *self.hidden, 1))
        self.trace(ARCHITECTURE, f"θ: {shape}" + (f" {self.activation}" if self.hidden else ""), params)
        drawn = Drawn(None if len(inputs) == self.data.training_examples else len(inputs))
        self.trace(INPUT, "x:", np.broadcast_to(inputs, (*params.shape[:-1], *inputs.shape)), note=drawn)
        for number, output in enumerate(outputs[1:], start=1):
            summed = f"{_signal(number - 1)}{_lowered('W', number)} + {_lowered('b', number)}"
            if number < last:
                self.trace(HIDDEN, f"{_signal(number)} = {self.activation}({summed})", output)
            else:
                self.trace(OUTPUT, f"ŷ = {summed}", output)
        self.trace(ERROR, "e = ŷ − y", error)
        penalty = f" + {self.weight_decay / 2:g}·‖θ‖²" if self.weight_decay else ""
        self.trace(ERROR, f"L = ‖e‖²/{len(inputs)}{penalty}", loss)

    def _trace_layer(self, layer: Layer, delta: Array, by_weights: Array, grad: Array) -> None:
        """Trace what comes back to a layer, and the gradient of its weights and of its bias."""
        number = self.layers.index(layer) + 1
        own, signal = _lowered("δ", number), _signal(number)
        slope = f"(1−{signal}²)" if self.activation == "tanh" else f"({signal}>0)"
        above = number + 1
        back = f"{_lowered('δ', above)}{_lowered('W', above)}ᵀ∘{slope}"
        self.trace(
            BACK_PROPAGATION, f"{own} = 2/{delta.shape[-2]}·e" if layer is self.layers[-1] else f"{own} = {back}", delta
        )
        self.trace(BACK_PROPAGATION, f"∇{_lowered('W', number)} = {_signal(number - 1)}ᵀ{own}", by_weights)
        self.trace(BACK_PROPAGATION, f"∇{_lowered('b', number)} = Σ {own}", grad[..., layer.bias].copy())

    def _error(self, params: Array, inputs: Array, targets: Array) -> Array:
        # few runs at a time, so that what one layer gives the next stays in the cache
        stride = max(1, _CACHED_NUMBERS // (inputs[..., 0].size * max((1, *self.hidden))))
        if params.ndim > 1 and len(params) > stride:
            parts = (params[at : at + stride] for at in range(0, len(params), stride))
            return np.concatenate([self._error(part, inputs, targets) for part in parts])
        error = self._forward(params, inputs)[-1][..., 0] - targets[..., 0]
        mean: Array = self.numerics.row_sum(error * error) / targets.shape[-2]
        return mean

    def _penalised(self, loss: Array, params: Array) -> Array:
        if not self.weight_decay:
            return loss
        return loss + 0.5 * self.weight_decay * self.numerics.row_sum(params * params)


def _lowered(symbol: str, number: int) -> str:
    """A symbol with a number below: W₂."""
    return symbol + str(number).translate(_LOWERED)


def _signal(number: int) -> str:
    """Return what a layer gives the next one: x, h₁, h₂ …."""
    return _lowered("h", number) if number else "x"
