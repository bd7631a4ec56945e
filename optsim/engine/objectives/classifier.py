"""A network that classifies: any hidden layers, an output for each class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from optsim.engine.networks.classification import Classification
from optsim.engine.networks.dense import Dense, layers_of, random_weights
from optsim.engine.numerics.noise import Noise
from optsim.engine.settings import Array, Setting
from optsim.system.limits import MOST_LAYERS, MOST_UNITS

Hidden = Annotated[
    tuple[int, ...],
    Setting(
        help="units of each hidden layer; empty: a linear model", least=1, limit=MOST_UNITS, most_items=MOST_LAYERS
    ),
]
Activation = Annotated[Literal["tanh", "relu"], Setting(help="what each hidden unit does with its sum")]
InputScale = Annotated[
    float, Setting(help="factor on the first layer's initial weights: how fine it can bend", above=0)
]


@dataclass(frozen=True, kw_only=True)
class Classifier(Classification):
    """Mean cross-entropy of a fully connected network with an output for each class.

    The parameters are one vector: for each layer the weights (inputs × outputs, row by row), then the bias. Weights start
    from N(0, 1/inputs), the first layer's times `input_scale`; biases at 0.
    """

    name: ClassVar[str] = "classifier"
    title: ClassVar[str] = "Network classifier"

    hidden: Hidden = (16, 16)
    activation: Activation = "tanh"
    input_scale: InputScale = 1.0

    @property
    def _dense(self) -> Dense:
        return Dense(layers_of(self._sizes), self.activation, self.numerics)

    @property
    def _sizes(self) -> tuple[int, ...]:
        return self.data.inputs, *self.hidden, self._outputs

    def initial(self, noise: Noise) -> Array:
        """Random weights, zero biases."""
        return random_weights(self._dense.layers, noise, self.input_scale)

    @property
    def formula(self) -> str:
        """The shape of the network and of its data."""
        shape = "–".join(map(str, self._sizes))
        held_out = self.data.total - self.data.training_examples
        examples = f"{len(self.classes)} classes, {self.data.training_examples} examples + {held_out} held out"
        return f"cross-entropy of a {shape} {self.activation} network, {examples}"
