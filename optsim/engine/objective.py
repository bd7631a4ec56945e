"""Base of objectives: a function with an exact and, where it is stochastic, a sampled loss and gradient."""

from __future__ import annotations

import copy
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self

import numpy as np

from optsim.engine.curvature.lanczos import DIFFERENCE, lanczos
from optsim.engine.numerics.noise import Noise, Stream
from optsim.engine.numerics.numerics import FAST, Numerics
from optsim.engine.settings import Array, BadValueError, Setting, Settings, declared
from optsim.engine.trace.trace import SILENT, Trace
from optsim.engine.updates.linear_map import Modes
from optsim.faults import Titled

if TYPE_CHECKING:
    from optsim.engine.data.examples import Split
_FEW_PARAMS = 4
#: rows of some points, and the sample on which their gradient is wanted; None: the exact one
Part = tuple[Any, Any]


class Objective(Settings, ABC):
    """Base of every objective: a frozen dataclass whose fields are its settings.

    Parameters have shape (..., dim), losses (...), gradients (..., dim): one run or any number side by side, and a row
    has the same bits whatever stands beside it. A subclass gives at least `dim`, `initial` and `evaluate`.

    >>> from dataclasses import dataclass
    >>> import numpy as np
    >>> import optsim
    >>> @dataclass(frozen=True, kw_only=True)
    ... class Quartic(optsim.Objective):
    ...     dim = 1
    ...
    ...     def initial(self, noise):
    ...         return np.array([1.0])
    ...
    ...     def evaluate(self, params, sample=None):
    ...         return params[..., 0] ** 4, 4 * params**3
    >>> scenario = optsim.Scenario(objective=Quartic(), lanes={"gd": optsim.OPTIMIZERS["gd"](learning_rate=0.1)}, steps=1)
    >>> optsim.run(scenario)["gd"].loss.round(4).tolist()
    [1.0, 0.1296]
    """

    #: how people call it
    title: ClassVar[str] = ""
    #: how it adds up and takes functions: of the class fast; a race sets it on its own copy
    numerics: ClassVar[Numerics] = FAST
    #: what `evaluate` passes its intermediate values to: of the class nobody
    trace: ClassVar[Trace] = SILENT

    def with_numerics(self, numerics: Numerics) -> Self:
        """The objective with another `numerics`, itself where that is its own."""
        if self.numerics is numerics:
            return self
        other = copy.copy(self)
        # not a setting, so no field: equality, hash and scenario files do not know it
        other.__dict__["numerics"] = numerics
        return other

    def bound(self, noise: Noise, numerics: Numerics) -> Objective:
        """Bind the objective with these numerics; a subclass need not know them."""
        return self.with_numerics(numerics).bind(noise).with_numerics(numerics)

    def bind(self, noise: Noise) -> Objective:
        """The objective of one seed, with its data drawn; an objective without data is its own."""
        return self

    def with_batch_size(self, size: int) -> Objective:
        """The objective, bound or not, with samples of `size` examples: itself where that is its own size.

        Raises BadValueError where it cannot be. Here for a setting `batch_size` that is looked up when it is needed; a
        subclass that keeps what follows from it makes the copy itself.
        """
        if "batch_size" not in declared(type(self)):
            raise BadValueError(
                "batch_size",
                "has no meaning here: {objective} has neither data nor noise that knows one; leave it out",
                objective=Titled("objective", self.name, self.title or type(self).__name__),
            )
        if isinstance(size, bool) or not isinstance(size, int | np.integer) or size < 1:
            raise BadValueError("batch_size", "must be a whole number of at least 1, not {size!r}", size=size)
        if size == getattr(self, "batch_size"):  # noqa: B009 a subclass declares it
            return self
        other = copy.copy(self)
        other.__dict__["batch_size"] = int(size)
        return other

    def over_seeds(self, bound: Sequence[Objective]) -> Objective | None:
        """One objective for the objectives of several seeds: it takes params (..., seeds, dim), and samples stacked by seed.

        None where there is none, and each has to be asked by itself: the default where seeds have data, or bind anything else.
        """
        return self if type(self).bind is Objective.bind and not self.has_data else None

    @property
    def dim(self) -> int:
        """The number of parameters; a subclass may also declare it as a setting or a class attribute."""
        raise NotImplementedError(f"{type(self).__name__} needs `dim`, the number of its parameters")

    @abstractmethod
    def initial(self, noise: Noise) -> Array:
        """Return the start of every lane of the seed, shape (dim,)."""

    @abstractmethod
    def evaluate(self, params: Array, sample: Any = None) -> tuple[Array, Array]:
        """Loss (...) and gradient (..., dim) at params (..., dim): exact, or on a `sample` of this objective."""

    @property
    def shares_passes(self) -> bool:
        """True if `share` is quicker than `loss` and `evaluate`, and has their bits."""
        return False

    def share(self, points: Array, parts: Sequence[Part]) -> tuple[Array, list[tuple[Array, Array]]]:
        """Evaluate the exact loss, and gradients of which each may use what that has worked out; only where `shares_passes` says so.

        Args:
            points: (rows, ..., dim).
            parts: rows of the points, and the sample on which they are evaluated; None: exactly.

        Returns:
            The exact loss (rows, ...) of all points, and of each part what `evaluate` gives.
        """
        return self.loss(points), [self.evaluate(points[rows], sample) for rows, sample in parts]

    def loss(self, params: Array) -> Array:
        """The exact loss, shape (...)."""
        return self.evaluate(params)[0]

    def hessian_product(self, params: Array, direction: Array) -> Array:
        """The exact second derivatives of the exact loss at params (..., dim) times a direction (..., dim); only where `has_products`."""
        raise NotImplementedError(f"{type(self).__name__} gives no products with its second derivatives")

    @property
    def has_products(self) -> bool:
        """True if `hessian_product` is there."""
        return type(self).hessian_product is not Objective.hessian_product

    def gradient_variance(self, params: Array) -> Array:
        """Trace of the covariance of one example's gradient at params (..., dim), shape (...); only where `has_gradient_variance`."""
        raise NotImplementedError(f"{type(self).__name__} does not know how far its gradients spread")

    @property
    def has_gradient_variance(self) -> bool:
        """True if `gradient_variance` is there."""
        return type(self).gradient_variance is not Objective.gradient_variance

    def class_losses(self, params: Array) -> Array:
        """Mean loss of each class's training examples at params (..., dim), (..., classes); only where there are `classes`."""
        raise NotImplementedError(f"{type(self).__name__} has no classes")

    def sample(self, noise: Noise, step: int) -> Any:
        """Draw what makes the loss and gradient of a step a sample; None where they are always exact."""
        return None

    @property
    def stochastic(self) -> bool:
        """True if `sample` returns anything but None."""
        return False

    @property
    def steps_per_epoch(self) -> int:
        """Steps in one pass over the data; 1 where there is no data."""
        return 1

    @property
    def has_data(self) -> bool:
        """True if there are examples, so that an epoch is more than a step."""
        return False

    @property
    def has_validation(self) -> bool:
        """True if examples are held out, so that there is a validation loss."""
        return False

    def examples_per_step(self, *, exact: bool) -> float:
        """Examples that a step reads, on average: a batch, or all of them for an exact gradient; 1 where there is no data."""
        return 1.0

    def validation_loss(self, params: Array) -> Array:
        """The loss on held-out examples, shape (...); only where there is data."""
        raise NotImplementedError(f"{type(self).__name__} has no validation examples")

    @property
    def examples(self) -> Split | None:
        """The examples of a seed where there are any and `predict` says what a model makes of them; else None."""
        return None

    def predict(self, params: Array, inputs: Array) -> Array:
        """Predict with params (..., dim) for inputs (examples, inputs), shape (..., examples)."""
        raise NotImplementedError(f"{type(self).__name__} predicts nothing")

    @property
    def classes(self) -> tuple[str, ...]:
        """Names of the classes where `predict` gives the number of one; empty where it predicts a quantity."""
        return ()

    @property
    def formula(self) -> str:
        """The function as a line of text."""
        return self.title

    @property
    def minima(self) -> tuple[tuple[float, ...], ...]:
        """Known minima; empty where none are known."""
        return ()

    @property
    def has_minima(self) -> bool:
        """True if there are `minima` as soon as it is bound to a seed."""
        return bool(self.minima)

    @property
    def saddles(self) -> tuple[tuple[float, ...], ...]:
        """Known saddle points, downhill from which are some directions and uphill others; empty where none are known."""
        return ()

    @property
    def modes(self) -> Modes | None:
        """Its directions where it is a quadratic, or is one near a point of interest; None where it is not."""
        return None

    @property
    def largest_curvature(self) -> float | None:
        """λmax where the curvature is the same everywhere, else None."""
        return None

    def curvature_range(self, params: Array) -> tuple[float, float] | None:
        """The least and the largest eigenvalue of the second derivatives at one point, shape (dim,); None where unknown.

        Here from central differences of the exact gradient at a finite point, good to about 1e-9 of the largest; of more than
        4 parameters only nearly, by a few steps of Lanczos' method.
        """
        if self.dim > _FEW_PARAMS:
            return lanczos(lambda points: self.evaluate(points)[1], params)
        reach = np.diag(DIFFERENCE * np.maximum(1.0, np.abs(params)))
        with np.errstate(all="ignore"):
            ahead, behind = self.evaluate(params + reach)[1], self.evaluate(params - reach)[1]
            second = (ahead - behind) / (2 * np.diag(reach)[:, None])
        if not np.isfinite(second).all():
            return None
        curvatures = np.linalg.eigvalsh((second + second.T) / 2)
        return float(curvatures[0]), float(curvatures[-1])


def start_point(start: tuple[float, ...] | Literal["normal"], dim: int, noise: Noise) -> Array:
    """Return a start as parameters, shape (dim,): its numbers, or where it is "normal" the seed's draw from N(0, I)."""
    if start == "normal":
        return noise.generator(Stream.INIT).standard_normal(dim)
    return np.array(start, dtype=np.float64)


class NoisyFunction(Objective):
    """An objective f(x) whose sampled form adds the linear function ξᵀx, ξ normal noise of a step.

    The gradient of the sample is ∇f(x) + ξ, so its mean is exact and its spread is the same everywhere. A subclass
    gives `function`.
    """

    noise: float

    @abstractmethod
    def function(self, params: Array) -> tuple[Array, Array]:
        """Exact loss (...) and gradient (..., dim)."""

    @property
    def stochastic(self) -> bool:
        """True if there is gradient noise."""
        return self.noise > 0

    @property
    def has_gradient_variance(self) -> bool:
        """True if there is gradient noise."""
        return self.stochastic

    def gradient_variance(self, params: Array) -> Array:
        """The same everywhere: the variance of the noise, over all coordinates."""
        scale = np.broadcast_to(np.asarray(self.noise_scale(), dtype=np.float64), (self.dim,))
        return np.full(params.shape[:-1], self.numerics.row_sum(scale * scale))

    def noise_scale(self) -> float | Array:
        """Standard deviation of ξ: a number, or one for each coordinate, shape (dim,)."""
        return self.noise

    def sample(self, noise: Noise, step: int) -> Array | None:
        """ξ of a step, shape (dim,)."""
        if not self.stochastic:
            return None
        xi: Array = noise.normal(step, self.dim) * self.noise_scale()
        return xi

    def evaluate(self, params: Array, sample: Any = None) -> tuple[Array, Array]:
        """Loss and gradient, exact or with the noise of a sample."""
        loss, grad = self.function(params)
        if sample is None:
            return loss, grad
        return loss + self.numerics.row_sum(sample * params), grad + sample


PlaneStart = Annotated[tuple[float, ...], Setting(help="where every lane starts: x and y")]


class PlaneFunction(NoisyFunction):
    """A noisy function of two parameters. A subclass gives `surface`, a `formula` and the settings noise and start."""

    dim = 2
    start: PlaneStart

    def __post_init__(self) -> None:
        """Raise BadValueError where the start is no point of the plane."""
        super().__post_init__()
        if len(self.start) != 2:
            raise BadValueError("start", "must be two numbers, x and y, not {count}", count=len(self.start))

    @abstractmethod
    def surface(self, x: Array, y: Array) -> tuple[Array, Array, Array]:
        """f, ∂f/∂x and ∂f/∂y at points of shape (...)."""

    def initial(self, noise: Noise) -> Array:
        """The start."""
        return np.array(self.start, dtype=np.float64)

    def function(self, params: Array) -> tuple[Array, Array]:
        """Exact loss and gradient."""
        loss, by_x, by_y = self.surface(params[..., 0], params[..., 1])
        return loss, np.stack((by_x, by_y), axis=-1)
