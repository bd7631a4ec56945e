"""What every optimizer and every objective must keep to, as checks that can be called on a class of one's own.

    from optsim.testing import check_objective, check_optimizer

    def test_my_optimizer():
        check_optimizer(MyOptimizer)

Each raises AssertionError with what is wrong. They need nothing but NumPy.
"""

from __future__ import annotations

import inspect
import itertools
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, Literal, get_args, get_origin

import numpy as np

from optsim.engine.explain import Part, explain
from optsim.engine.fields import Array, Declared, declared
from optsim.engine.lane import Lane, with_settings
from optsim.engine.noise import Noise
from optsim.engine.objective import Objective
from optsim.engine.objectives.quadratic import Quadratic
from optsim.engine.optimizer import Optimizer
from optsim.engine.race import Race
from optsim.theory.quadratics import rates

__all__ = ["check_objective", "check_optimizer", "variants"]

_SHAPES = ((3,), (5, 3), (2, 4, 3), (1, 1))
_SEED = 4
#: samples whose mean is taken, and how many standard errors it may be off: the largest of thousands of parameters
_FEWEST_SAMPLES, _ERRORS = 200, 7


def variants(cls: type[Optimizer]) -> Iterator[Optimizer]:
    """One optimizer for each combination of the choices (not the numbers) that a class declares; numbers at their defaults.

    A setting without a default is 0.01.
    """
    settings = declared(cls)
    needed = {name: 0.01 for name, each in settings.items() if each.required}
    choices = {name: _choices(each) for name, each in settings.items() if _choices(each)}
    for values in itertools.product(*choices.values()):
        yield cls(**{**needed, **dict(zip(choices, values, strict=True))})


def check_optimizer(optimizer: type[Optimizer] | Optimizer) -> None:
    """Check a class with all its choices, or one instance.

    It is a frozen dataclass that says what it is; its settings have ranges and help; a step is pure and does not see what
    stands beside it in a batch; what is explained is what was done; a race can be taken back; what it says of itself for
    theory (limit, matrix, first step) is true; it goes down a bowl.
    """
    instances = list(variants(optimizer)) if isinstance(optimizer, type) else [optimizer]
    for instance in instances:
        for check in _OF_AN_OPTIMIZER:
            with np.errstate(all="ignore"):
                check(instance)


def check_objective(objective: type[Objective] | Objective) -> None:
    """Check an objective, or a class with its defaults.

    The gradient is the slope of the loss, of samples too; a batch gives the bits of its rows; nothing given is written to; a
    sample depends on seed and step alone, and the gradients of samples are exact on average; minima, curvatures and modes are those of the function.
    """
    made = objective() if isinstance(objective, type) else objective
    bound = made.bind(Noise(_SEED))
    for check in _OF_AN_OBJECTIVE:
        with np.errstate(all="ignore"):
            check(made, bound)


# optimizers


def _says_what_it_is(optimizer: Optimizer) -> None:
    cls = type(optimizer)
    _demand(is_dataclass(cls), f"{cls.__name__} must be a dataclass: @dataclass(frozen=True, kw_only=True)")
    _demand(
        vars(cls)["__dataclass_params__"].frozen,
        f"{cls.__name__} must be frozen: @dataclass(frozen=True, kw_only=True)",
    )
    for attribute in ("name", "title", "formula"):
        _demand(bool(getattr(cls, attribute, "")), f"{cls.__name__} needs a class attribute `{attribute}`")
    _demand(bool(inspect.getdoc(cls)), f"{cls.__name__} needs a docstring: its equation and where it is from")
    _demand("learning_rate" in declared(cls), f"{cls.__name__} needs a setting learning_rate")
    _demand(optimizer == with_settings(optimizer, {}), "two with the same settings must be equal")
    _demand(isinstance(hash(optimizer), int), "it must be hashable")
    _demand(bool(optimizer.equation), "`equation` must not be empty")


def _settings_have_ranges_and_help(optimizer: Optimizer) -> None:
    for name, each in declared(type(optimizer)).items():
        _demand(each.setting is not None and bool(each.setting.help), f"{name} needs a Setting with a line of help")
        fault = None if each.required else each.fault(each.default)
        _demand(fault is None, f"the default of {name} {fault}")
    for library, preset in type(optimizer).presets.items():
        unknown = set(preset) - set(declared(type(optimizer)))
        _demand(not unknown, f"the preset {library} names {sorted(unknown)}, which are no settings")


def _states_have_the_axes_of_the_parameters(optimizer: Optimizer) -> None:
    for shape in _SHAPES:
        for params, state in _walk(optimizer, _some(shape), _some((3, *shape), 1)):
            _demand(params.shape == shape, f"parameters {shape} became {params.shape}")
            _demand(params.dtype == np.float64, f"parameters became {params.dtype}")
            _demand(isinstance(state, tuple), f"a state must be a named tuple of arrays, not {type(state).__name__}")
            for field in state:
                _demand(isinstance(field, np.ndarray), f"a state holds arrays only, not {type(field).__name__}")
                fits = field.shape[:-1] == shape[:-1] and field.shape[-1] in (1, shape[-1])
                _demand(fits, f"a field of the state has shape {field.shape} for parameters {shape}")


def _a_step_is_pure(optimizer: Optimizer) -> None:
    grads = _some((4, 5, 3), 1)
    one, other = _walk(optimizer, _some((5, 3)), grads), _walk(optimizer, _some((5, 3)), grads)
    _demand(
        all(map(_same, one, other)), "the same steps gave other bits the second time: a step must be a pure function"
    )


def _a_row_does_not_see_its_batch(optimizer: Optimizer) -> None:
    batch, grads = _some((2, 9, 3)), _some((6, 2, 9, 3), 1)
    together = _walk(optimizer, batch, grads)
    for place in ((0, 0), (1, 4), (1, 8)):
        alone = _walk(optimizer, batch[place], grads[:, *place])
        for (params, state), (one, own) in zip(together, alone, strict=True):
            rows = (params[place], *(field[place] for field in state))
            _demand(_same(rows, (one, *own)), "a run alone and the same run in a batch differ: let no row see another")


def _numbers_may_be_arrays(optimizer: Optimizer) -> None:
    shape = (5, 3)
    numbers = {
        field.name: getattr(optimizer, field.name)
        for field in fields(optimizer)  # type: ignore[arg-type]
        if isinstance(getattr(optimizer, field.name), float)
    }
    arrays = {name: np.full(shape, value) for name, value in numbers.items()}
    expected, got = (
        _walk(each, _some(shape), _some((4, *shape), 1)) for each in (optimizer, with_settings(optimizer, arrays))
    )
    _demand(
        all(map(_same, expected, got)),
        "settings as arrays of the shape of the parameters must give the same bits: lanes are stepped together",
    )


def _what_is_explained_is_what_was_done(optimizer: Optimizer) -> None:
    params, grad = _some((1, 3)), _some((1, 3), 1)
    state = optimizer.init(params)
    moved, _ = optimizer.update(params, grad, state, 0)
    told = {term.part: term.value for term in explain(optimizer, params, grad, state, 0)}
    _demand(_same(told[Part.MOVED], moved), "the explained update does not end where the update does")
    _demand(_same(params + told[Part.STEP], moved), "what is told as the step is not what is subtracted")


def _a_race_can_be_taken_back(optimizer: Optimizer) -> None:
    bowl = Quadratic(eigenvalues=(1.0, 0.3), noise=0.1, start=(1.0, -2.0))
    straight, wandering = (Race(bowl, [Lane("it", optimizer)], steps=300, seed=_SEED) for _ in range(2))
    straight.seek(300)
    for step in (150, 20, 300, 1, 299):
        wandering.seek(step)
    _demand(
        _same(straight.params_at(299), wandering.params_at(299))
        and _same(straight.state_at(299), wandering.state_at(299)),
        "stepping back and forward again gave another path: all that it carries must be in its state",
    )


def _what_it_says_for_theory_is_true(optimizer: Optimizer) -> None:
    limit = optimizer.stability_limit()
    _demand(limit is None or limit > 0, f"stability_limit() gave {limit}; it is a positive number, or None")
    curvatures = np.array([1.0, 0.3, 2.0])
    linear = optimizer.linear(curvatures)
    if linear is not None:
        x, v, xi = _some((3, 3), 2)
        for which in range(3):
            state = optimizer.init(x[which : which + 1])
            state = type(state)(*(v[which : which + 1] for _ in state))
            query = optimizer.query(x[which : which + 1], state)
            moved, after = optimizer.update(x[which : which + 1], curvatures[which] * query + xi[which], state, 0)
            carried = v[which] if state else 0.0
            expected = linear.matrix[which] @ (x[which], carried) + linear.push[which] * xi[which]
            found = np.array([moved[0], *(field[0] for field in after)])
            _demand(
                bool(np.allclose(found, expected[: len(found)], rtol=1e-9)), "linear() is not the matrix of update()"
            )
    if linear is not None and limit is not None:
        for share in (1 - 1e-6, 1 + 1e-6):
            near = with_settings(optimizer, {"learning_rate": share * limit}).linear(np.ones(1))
            stable = near is not None and bool((rates(near) < 1).all())
            _demand(stable == (share < 1), f"at {share} times stability_limit() it is {'' if stable else 'not '}stable")
    first = optimizer.first_step()
    if first is not None:
        for size in (1e3, 1e6):
            at = np.zeros(1)
            moved, _ = optimizer.update(at, np.array([size]), optimizer.init(at), 0)
            _demand(
                bool(np.isclose(-moved[0], first, rtol=1e-3)),
                f"the first step is {-moved[0]}, not first_step() = {first}",
            )


def _it_goes_down_a_bowl(optimizer: Optimizer) -> None:
    bowl = Quadratic(eigenvalues=(1.0, 0.3), start=(1.0, -2.0))
    race = Race(bowl, [Lane("it", with_settings(optimizer, {"learning_rate": 0.01}))], steps=500)
    race.seek(500)
    loss = race.history.loss[:, 0]
    _demand(bool(loss[-1] < loss[0]), "after 500 steps at a rate of 0.01 it is no lower in a bowl than at its start")


_OF_AN_OPTIMIZER = (
    _says_what_it_is,
    _settings_have_ranges_and_help,
    _states_have_the_axes_of_the_parameters,
    _a_step_is_pure,
    _a_row_does_not_see_its_batch,
    _numbers_may_be_arrays,
    _what_is_explained_is_what_was_done,
    _a_race_can_be_taken_back,
    _what_it_says_for_theory_is_true,
    _it_goes_down_a_bowl,
)


# objectives


def _starts_somewhere(made: Objective, bound: Objective) -> None:
    start = bound.initial(Noise(_SEED))
    _demand(start.shape == (bound.dim,), f"initial() gave shape {start.shape} for {bound.dim} parameters")
    _demand(start.dtype == np.float64, f"initial() gave {start.dtype}")
    _demand(bool(np.isfinite(start).all()), "initial() gave a number that is not finite")
    _demand(_same(start, bound.initial(Noise(_SEED))), "initial() gave another start for the same seed")
    _demand(bool(type(made).title), f"{type(made).__name__} needs a class attribute `title`")
    _demand(bool(made.formula), "`formula` must not be empty")
    _demand(bool(inspect.getdoc(type(made))), f"{type(made).__name__} needs a docstring: its formula")
    _demand(bound.has_data or bound.steps_per_epoch == 1, "without data an epoch is one step")


def _gradient_is_the_slope(made: Objective, bound: Objective) -> None:  # noqa: ARG001 all checks take both
    noise = Noise(_SEED)
    for number, sample in enumerate((None, *(bound.sample(noise, step) for step in (0, 1, 300)))):
        point = _point(bound, seed=number)
        loss, grad = bound.evaluate(point, sample)
        _demand(np.shape(loss) == () and grad.shape == point.shape, "evaluate() gave other shapes than () and (dim,)")
        far = np.abs(grad - _slopes(bound, point, sample)).max() / (1 + np.abs(grad).max())
        kind = "exact gradient" if sample is None else "gradient of a sample"
        _demand(bool(far < 1e-7), f"the {kind} is off the slope of the loss by {far:.1e} of its size")


def _a_batch_gives_the_bits_of_its_rows(made: Objective, bound: Objective) -> None:  # noqa: ARG001
    batch = _point(bound, (3, 5))
    for sample in (None, bound.sample(Noise(_SEED), 3)):
        losses, grads = bound.evaluate(batch, sample)
        _demand(
            losses.shape == (3, 5) and grads.shape == batch.shape, "evaluate() must take params of shape (..., dim)"
        )
        for place in np.ndindex(3, 5):
            row = tuple(map(np.asarray, bound.evaluate(batch[place], sample)))
            _demand(_same((losses[place], grads[place]), row), "a row has other bits in a batch than alone")
    _demand(
        bool(np.allclose(bound.loss(batch), bound.evaluate(batch)[0], rtol=1e-13)), "loss() is not that of evaluate()"
    )
    if bound.has_validation:
        alone = np.asarray(bound.validation_loss(batch[1, 2]))
        _demand(
            _same(bound.validation_loss(batch)[1, 2], alone), "a validation loss has other bits in a batch than alone"
        )


def _nothing_given_is_written_to(made: Objective, bound: Objective) -> None:  # noqa: ARG001
    batch = _point(bound, (4,))
    copy = batch.copy()
    bound.evaluate(batch, bound.sample(Noise(_SEED), 0))
    bound.evaluate(batch)
    bound.loss(batch)
    _demand(_same(batch, copy), "evaluate() or loss() has written to the parameters that it was given")


def _a_sample_depends_on_seed_and_step(made: Objective, bound: Objective) -> None:
    drawn = bound.sample(Noise(_SEED), 9)
    _demand(bound.stochastic == (drawn is not None), "`stochastic` must say whether sample() gives anything")
    if drawn is None:
        return
    again = made.bind(Noise(_SEED)).sample(Noise(_SEED), 9)
    _demand(
        _same(np.asarray(drawn).copy(), np.asarray(again)), "sample() gave something else for the same seed and step"
    )
    many = {np.asarray(bound.sample(Noise(seed), step)).tobytes() for seed in (4, 5) for step in (0, 1, 2)}
    _demand(len(many) > 1, "sample() gives the same for all seeds and steps")


def _samples_are_exact_on_average(made: Objective, bound: Objective) -> None:  # noqa: ARG001
    if not bound.stochastic:
        return
    noise, point, per_epoch = Noise(_SEED), _point(bound), bound.steps_per_epoch
    # whole epochs, so that every example counts as often
    steps = per_epoch * -(-_FEWEST_SAMPLES // per_epoch)
    exact = bound.evaluate(point)[1]
    apart = np.array([bound.evaluate(point, bound.sample(noise, step))[1] - exact for step in range(steps)])
    error = apart.std(axis=0) / np.sqrt(steps) + 1e-9 * (1 + np.abs(exact))
    far = np.abs(apart.mean(axis=0) / error).max()
    _demand(
        bool(far < _ERRORS), f"the mean of {steps} sampled gradients is {far:.0f} standard errors off the exact one"
    )


def _what_it_knows_of_itself_is_true(made: Objective, bound: Objective) -> None:  # noqa: ARG001
    for minimum in bound.minima:
        _, grad = bound.evaluate(np.array(minimum, dtype=np.float64))
        _demand(bool(np.abs(grad).max() < 1e-3), f"the slope at the minimum {minimum} is {np.abs(grad).max():.1e}")
    known = bound.curvature_range(_point(bound))
    _demand(known is None or known[0] <= known[1], f"curvature_range() gave {known}: the least comes first")
    largest, modes = bound.largest_curvature, bound.modes
    if largest is not None and known is not None:
        _demand(bool(np.isclose(largest, known[1], rtol=1e-6)), "largest_curvature is not that of curvature_range()")
    if modes is not None and modes.exact:
        point = _point(bound)
        loss = 0.5 * float((modes.curvatures * modes.distances(point) ** 2).sum())
        base = float(bound.loss(modes.center))
        _demand(
            bool(np.isclose(float(bound.loss(point)), loss + base, rtol=1e-9)), "the modes are not those of the loss"
        )


_OF_AN_OBJECTIVE = (
    _starts_somewhere,
    _a_batch_gives_the_bits_of_its_rows,
    _gradient_is_the_slope,
    _nothing_given_is_written_to,
    _a_sample_depends_on_seed_and_step,
    _samples_are_exact_on_average,
    _what_it_knows_of_itself_is_true,
)


def _demand(holds: bool, otherwise: str) -> None:  # noqa: FBT001 it is what is demanded
    if not holds:
        raise AssertionError(otherwise)


def _choices(each: Declared) -> tuple[Any, ...]:
    """What a setting can be, where that is a few words, or yes and no."""
    if get_origin(each.type) is Literal:
        return get_args(each.type)
    return (False, True) if each.type is bool else ()


def _some(shape: tuple[int, ...], seed: int = 0) -> Array:
    return np.random.default_rng(seed).standard_normal(shape)


def _point(objective: Objective, shape: tuple[int, ...] = (), seed: int = 0) -> Array:
    return np.random.default_rng(seed).uniform(-1.5, 1.5, (*shape, objective.dim))


def _slopes(objective: Objective, point: Array, sample: Any, h: float = 1e-5) -> Array:
    """The gradient by central differences of fourth order."""
    steps = h * np.eye(len(point))

    def difference(reach: int) -> Array:
        ahead, behind = (objective.evaluate(point + side * reach * steps, sample)[0] for side in (1, -1))
        return (ahead - behind) / (2 * reach * h)

    return (4 * difference(1) - difference(2)) / 3


def _walk(optimizer: Optimizer, params: Array, grads: Array) -> list[tuple[Array, Any]]:
    """Every point and state of a few steps; nothing of them may be written to."""
    params, state = _sealed(params), _sealed(optimizer.init(_sealed(params)))
    met = [(params, state)]
    for step, grad in enumerate(grads):
        _sealed(optimizer.query(params, state))
        params, state = (_sealed(each) for each in optimizer.update(params, _sealed(grad), state, step))
        met.append((params, state))
    return met


def _sealed(value: Any) -> Any:
    """The same arrays, but writing to them is an error."""
    for array in value if isinstance(value, tuple) else (value,):
        if isinstance(array, np.ndarray):
            array.flags.writeable = False
    return value


def _same(one: Any, other: Any) -> bool:
    """Whether two arrays, or tuples of them, are equal to the last bit."""
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(_same, one, other))
    left, right = np.asarray(one), np.asarray(other)
    return left.shape == right.shape and left.tobytes() == right.tobytes()
