"""Layers in one vector of parameters: their outputs, the gradient, and products with the second derivatives."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Literal, NamedTuple

import numpy as np

from optsim.engine.numerics.noise import Noise, Stream
from optsim.engine.numerics.numerics import Numerics
from optsim.engine.settings import Array

Batch = np.ndarray[Any, np.dtype[np.intp]]
#: a layer, what comes back to it, the gradient of its weights, and the gradient so far
Listener = Callable[["Layer", Array, Array, Array], None]


class Layer(NamedTuple):
    """Place of one layer in the parameter vector, and its sizes; the bias is empty where it has none."""

    weights: slice
    bias: slice
    inputs: int
    outputs: int


def layers_of(sizes: Sequence[int], *, bias: bool = True) -> tuple[Layer, ...]:
    """The layers from input to output: of each the weights (inputs × outputs, row by row), then the bias."""
    layers, at = [], 0
    for inputs, outputs in itertools.pairwise(sizes):
        end = at + inputs * outputs
        layers.append(Layer(slice(at, end), slice(end, end + outputs * bias), inputs, outputs))
        at = end + outputs * bias
    return tuple(layers)


def random_weights(layers: Sequence[Layer], noise: Noise, input_scale: float) -> Array:
    """Weights from N(0, 1/inputs), those of the first layer times a factor; biases 0. Shape (dim,)."""
    params = np.zeros(layers[-1].bias.stop)
    generator = noise.generator(Stream.INIT)
    for number, layer in enumerate(layers):
        scale = (input_scale if number == 0 else 1.0) / math.sqrt(layer.inputs)
        params[layer.weights] = scale * generator.standard_normal(layer.inputs * layer.outputs)
    return params


class Dense(NamedTuple):
    """A fully connected network, the last layer of which is linear.

    Parameters are (..., dim), inputs (examples, inputs) or with the leading axes of the parameters.
    """

    layers: tuple[Layer, ...]
    activation: Literal["tanh", "relu", "linear"]
    numerics: Numerics

    def forward(self, params: Array, inputs: Array) -> list[Array]:
        """The inputs and every layer's output, each (..., examples, units)."""
        outputs = [inputs]
        for layer in self.layers:
            summed = self.numerics.matmul(outputs[-1], _weights(params, layer))
            if layer.bias.stop > layer.bias.start:
                summed += params[..., None, layer.bias]
            outputs.append(summed if layer is self.layers[-1] else self._activated(summed))
        return outputs

    def backward(self, params: Array, outputs: Sequence[Array], delta: Array, tell: Listener | None = None) -> Array:
        """The gradient (..., dim) from what `forward` has given and the slope by the last output."""
        grad = np.empty(params.shape)
        for layer, below in self._from_the_top(outputs):
            by_weights = self.numerics.matmul(np.swapaxes(below, -1, -2), delta)
            grad[..., layer.weights] = by_weights.reshape(*params.shape[:-1], -1)
            if layer.bias.stop > layer.bias.start:
                grad[..., layer.bias] = self.numerics.column_sum(delta)
            if tell is not None:
                tell(layer, delta, by_weights, grad)
            if layer is not self.layers[0]:
                delta = self.numerics.matmul(delta, np.swapaxes(_weights(params, layer), -1, -2))
                if self.activation != "linear":
                    delta *= self._slope(below)
        return grad

    def square_norms(self, params: Array, outputs: Sequence[Array], delta: Array) -> Array:
        """The squared length of each example's gradient, (..., examples), from the slope of its own loss by the last output.

        Goodfellow (2015), "Efficient per-example gradient computations": that of a layer is the product of two lengths.
        """
        squares, total = self.numerics.row_sum, np.zeros(delta.shape[:-1])
        for layer, below in self._from_the_top(outputs):
            bias = layer.bias.stop > layer.bias.start
            total = total + squares(delta * delta) * (squares(below * below) + bias)
            if layer is not self.layers[0]:
                delta = self.numerics.matmul(delta, np.swapaxes(_weights(params, layer), -1, -2))
                delta = delta * self._slope(below)
        return total

    def variance(self, params: Array, outputs: Sequence[Array], slopes: Array) -> Array:
        """Trace of the covariance of the examples' gradients, (...), from the slopes of their own losses by the last output."""
        number = slopes.shape[-2]
        mean = self.backward(params, outputs, slopes / number)
        squares = self.numerics.row_sum(self.square_norms(params, outputs, slopes)) / number
        spread: Array = squares - self.numerics.row_sum(mean * mean)
        return spread

    def product(
        self,
        params: Array,
        outputs: Sequence[Array],
        delta: Array,
        direction: Array,
        bend: Callable[[Array], Array],
    ) -> Array:
        """The second derivatives times a direction (..., dim): Pearlmutter (1994), "Fast exact multiplication by the Hessian".

        `bend` says by how much the slope by the last output changes where that output does.
        """
        times, changes = self.numerics.matmul, self._changes(params, outputs, direction)
        changed = bend(changes[-1])
        result = np.empty(np.broadcast_shapes(params.shape, direction.shape))
        for (layer, below), change in zip(self._from_the_top(outputs), reversed(changes[:-1]), strict=True):
            by_weights = times(np.swapaxes(below, -1, -2), changed)
            if layer is not self.layers[0]:
                by_weights = by_weights + times(np.swapaxes(change, -1, -2), delta)
            result[..., layer.weights] = by_weights.reshape(*result.shape[:-1], -1)
            if layer.bias.stop > layer.bias.start:
                result[..., layer.bias] = self.numerics.column_sum(changed)
            if layer is not self.layers[0]:
                weights, along = (np.swapaxes(_weights(each, layer), -1, -2) for each in (params, direction))
                changed = times(changed, weights) + times(delta, along)
                delta = times(delta, weights)
                if self.activation == "tanh":
                    slope = 1.0 - below * below
                    changed = slope * changed - 2.0 * (below * change) * delta
                    delta = slope * delta
                elif self.activation == "relu":
                    changed, delta = changed * (below > 0), delta * (below > 0)
        return result

    def _changes(self, params: Array, outputs: Sequence[Array], direction: Array) -> list[Array]:
        """How each layer's output changes along a direction, the first being that of the inputs: nothing."""
        changes = [np.zeros_like(outputs[0])]
        for layer, below, above in zip(self.layers, outputs[:-1], outputs[1:], strict=True):
            change = self.numerics.matmul(below, _weights(direction, layer))
            if layer is not self.layers[0]:
                change = change + self.numerics.matmul(changes[-1], _weights(params, layer))
            if layer.bias.stop > layer.bias.start:
                change = change + direction[..., None, layer.bias]
            if layer is not self.layers[-1] and self.activation != "linear":
                change = change * (1.0 - above * above if self.activation == "tanh" else above > 0)
            changes.append(change)
        return changes

    def _slope(self, output: Array) -> Array | float:
        """Slope of a hidden layer's function, from what it gives."""
        match self.activation:
            case "tanh":
                return 1.0 - output * output
            case "relu":
                return (output > 0).astype(np.float64)
        return 1.0

    def _activated(self, summed: Array) -> Array:
        match self.activation:
            case "tanh":
                return self.numerics.tanh(summed)
            case "relu":
                return np.maximum(summed, 0.0, out=summed)
        return summed

    def _from_the_top(self, outputs: Sequence[Array]) -> Iterator[tuple[Layer, Array]]:
        """Each layer with what it was given, the last one first."""
        return zip(reversed(self.layers), reversed(outputs[:-1]), strict=True)


def batch_of(examples: Array, sample: Batch | None) -> Array:
    """The examples of a batch, on the last axis but one; of several seeds, those of each one's own batch; of None, all."""
    if sample is None:
        return examples
    if sample.ndim == 1:
        return examples.take(sample, axis=-2)
    batch: Array = examples[..., np.arange(len(sample))[:, None], sample, :]
    return batch


def batch_of_step(noise: Noise, step: int, size: int, examples: int) -> Batch:
    """Which examples are in the batch of a step: an epoch is a new order of all of them."""
    epoch, batch = divmod(step, math.ceil(examples / size))
    return noise.permutation(epoch, examples)[batch * size : (batch + 1) * size]


def _weights(params: Array, layer: Layer) -> Array:
    return params[..., layer.weights].reshape(*params.shape[:-1], layer.inputs, layer.outputs)
