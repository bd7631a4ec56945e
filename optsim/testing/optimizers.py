"""Checks of an optimizer: what a class must keep to, and what it claims of itself."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import fields
from typing import Any

import numpy as np

from optsim.engine.lane import Lane, with_settings
from optsim.engine.objectives.quadratic import Quadratic
from optsim.engine.optimizer import Optimizer, meaning_of_state
from optsim.engine.race import Race
from optsim.engine.settings import Array, Declared, declared
from optsim.engine.trace.keys import GRADIENT, NEW_PARAMS, QUERY, STEP
from optsim.engine.trace.trace import Line
from optsim.engine.trace.update import explain
from optsim.engine.updates.elementwise import ElementwiseOptimizer
from optsim.testing.assertions import (
    SEED,
    check_declaration,
    check_fact,
    choices,
    demand,
    needed,
    same,
    sealed,
    some,
    tell,
)
from optsim.testing.notation import UnreadableError, assignments, value_of
from optsim.theory.quadratics import rates

#: steps that are compared with what is told of them
_TOLD = 50
_SHAPES = ((3,), (5, 3), (2, 4, 3), (1, 1))


def check_optimizer(optimizer: type[Optimizer] | Optimizer) -> None:
    """Check a class with all its choices, or one instance.

    It is a frozen dataclass that says what it is; its settings have ranges and help; a step is pure and does not see what
    stands beside it in a batch; what is explained is what was done, line by line, and the equation is that of the code where
    it can be read; a race can be taken back; what it claims for theory (limit, matrix, first step) is true; it goes down a bowl. An equation with ← that cannot be read is told by a warning.

    Raises:
        AssertionError: with what is wrong.
    """
    instances = list(variants(optimizer)) if isinstance(optimizer, type) else [optimizer]
    for instance in instances:
        for check in _CHECKS:
            with np.errstate(all="ignore"):
                check(instance)


def variants(cls: type[Optimizer]) -> Iterator[Optimizer]:
    """One optimizer for each combination of the choices (not the numbers) that a class declares; numbers at their defaults.

    With weight decay, of both kinds, and with the cautious mask there is one of each, where a class can have them.
    A setting without a default is 0.01, or 3 where it is a whole number.
    """
    options = {name: choices(each) for name, each in declared(cls).items() if choices(each) and not _common(each)}
    for values in itertools.product(*options.values()):
        yield cls(**{**needed(cls), **dict(zip(options, values, strict=True))})
    decays: dict[str, Any] = {"weight_decay": 0.1} if _common(declared(cls).get("weight_decay")) else {}
    if decays:
        yield cls(**{**needed(cls), **decays})
    if decays and issubclass(cls, ElementwiseOptimizer):
        yield cls(**{**needed(cls), **decays, "weight_decay_kind": "l2"})
        yield cls(**{**needed(cls), **decays, "cautious": True})
        yield cls(**{**needed(cls), "cautious": True})


def _common(each: Declared | None) -> bool:
    """Return whether it is a setting that many classes have."""
    return each is not None and each.setting is not None and each.setting.common


def _says_what_it_is(optimizer: Optimizer) -> None:
    cls = type(optimizer)
    check_declaration(cls, "name", "title", "formula")
    demand("learning_rate" in declared(cls), f"{cls.__name__} needs a setting learning_rate")
    demand(optimizer == with_settings(optimizer, {}), "two with the same settings must be equal")
    demand(isinstance(hash(optimizer), int), "it must be hashable")
    demand(bool(optimizer.equation), "`equation` must not be empty")
    meaning = meaning_of_state(optimizer)
    if meaning is not None:
        check_fact(meaning, "carried")
    for library, preset in cls.presets.items():
        unknown = set(preset) - set(declared(cls))
        demand(not unknown, f"the preset {library} names {sorted(unknown)}, which are no settings")


def _states_have_the_axes_of_the_parameters(optimizer: Optimizer) -> None:
    for shape in _SHAPES:
        for params, state in _walk(optimizer, some(shape), some((3, *shape), 1)):
            demand(params.shape == shape, f"parameters {shape} became {params.shape}")
            demand(params.dtype == np.float64, f"parameters became {params.dtype}")
            demand(isinstance(state, tuple), f"a state must be a named tuple of arrays, not {type(state).__name__}")
            for field in state:
                demand(isinstance(field, np.ndarray), f"a state holds arrays only, not {type(field).__name__}")
                fits = field.shape[:-1] == shape[:-1] and field.shape[-1] in (1, shape[-1])
                demand(fits, f"a field of the state has shape {field.shape} for parameters {shape}")


def _a_step_is_pure(optimizer: Optimizer) -> None:
    grads = some((4, 5, 3), 1)
    one, other = _walk(optimizer, some((5, 3)), grads), _walk(optimizer, some((5, 3)), grads)
    demand(all(map(same, one, other)), "the same steps gave other bits the second time: a step must be a pure function")


def _a_row_does_not_see_its_batch(optimizer: Optimizer) -> None:
    batch, grads = some((2, 9, 3)), some((6, 2, 9, 3), 1)
    together = _walk(optimizer, batch, grads)
    for place in ((0, 0), (1, 4), (1, 8)):
        alone = _walk(optimizer, batch[place], grads[:, *place])
        for (params, state), (one, own) in zip(together, alone, strict=True):
            rows = (params[place], *(field[place] for field in state))
            demand(same(rows, (one, *own)), "a run alone and the same run in a batch differ: let no row see another")


def _numbers_may_be_arrays(optimizer: Optimizer) -> None:
    shape = (5, 3)
    numbers = {
        field.name: getattr(optimizer, field.name)
        for field in fields(optimizer)  # type: ignore[arg-type]
        if isinstance(getattr(optimizer, field.name), float)
    }
    arrays = {name: np.full(shape, value) for name, value in numbers.items()}
    expected, actual = (
        _walk(each, some(shape), some((4, *shape), 1)) for each in (optimizer, with_settings(optimizer, arrays))
    )
    demand(
        all(map(same, expected, actual)),
        "settings as arrays of the shape of the parameters must give the same bits: lanes are stepped together",
    )


def _what_is_explained_is_what_was_done(optimizer: Optimizer) -> None:
    for step, params, grad, state in _steps(optimizer):
        new_params, _ = optimizer.update(params, grad, state, step)
        lines = explain(optimizer, params, grad, state, step)
        trace = {line.key: line.value for line in lines}
        demand(same(trace[NEW_PARAMS], new_params), "the explained update does not end where the update does")
        demand(same(params + trace[STEP], new_params), "what is told as the step is not what is subtracted")
        known: dict[str, Array] = {}
        for line in lines:
            _check_line(line, known)


def _check_line(line: Line, known: dict[str, Array]) -> None:
    """Demand that a line is what its formula makes of the lines above it, and take its value in."""
    name, _, right = (
        re.split("([←=])", line.formula, maxsplit=1) if re.search("[←=]", line.formula) else (line.formula, "", "")
    )
    if right and line.key != GRADIENT:
        with suppress(UnreadableError):
            value = value_of(right, known)
            # arrays are written out only where they are read
            if not np.allclose(value, line.value, rtol=1e-4, atol=1e-12, equal_nan=True):
                raise AssertionError(f"the explained line {line.formula!r} gives {value}, the update {line.value}")
    if line.key != QUERY:
        known[name.removesuffix(" before").strip()] = line.value


def _the_equation_is_that_of_the_code(optimizer: Optimizer) -> None:
    numbers = {
        each.setting.symbol: getattr(optimizer, name)
        for name, each in declared(type(optimizer)).items()
        if each.setting
    }
    equation = re.sub(r"∇L\([^()]*\)", "g", optimizer.equation.partition("   ")[0])
    for step, params, grad, state in _steps(optimizer):
        trace = explain(optimizer, params, grad, state, step)
        before = {
            line.formula.removesuffix(" before"): line.value for line in trace if line.formula.endswith(" before")
        }
        lines = {re.split("[←=]", line.formula)[0].strip(): line.value for line in trace if line.formula not in before}
        known = {**lines, **numbers, **before, "θ": params, "g": grad, "t": step + 1}
        try:
            for name, right in _defined(type(optimizer), equation):
                known[name] = value_of(right, known)
            for name, right in assignments(equation):
                known[name] = value_of(right, known)
        except UnreadableError:
            if "←" in equation:
                tell(f"the formula {optimizer.equation!r} cannot be read, so it was not checked")
            return
        else:
            new_params, _ = optimizer.update(params, grad, state, step)
            if not np.allclose(known["θ"], new_params, rtol=1e-9, atol=1e-12):
                raise AssertionError(
                    f"the equation {optimizer.equation!r} leads to {known['θ']}, update() to {new_params}"
                )


def _defined(cls: type[Optimizer], equation: str) -> list[tuple[str, str]]:
    """Names that change with the step in an equation, and what the docstring says they are: "αₜ = α√(1−β₂ᵗ)/(1−β₁ᵗ)"."""
    definitions = re.findall(r"(\wₜ) = (\S+?)[,.;]?(?:\s|$)", cls.__doc__ or "")
    return [(name, right) for name, right in definitions if name in equation]


def _steps(optimizer: Optimizer) -> Iterator[tuple[int, Array, Array, Any]]:
    """Number, parameters, gradient and state of some steps from a random start."""
    params, state = some((1, 3)), optimizer.init(some((1, 3)))
    for step, grad in enumerate(some((_TOLD, 1, 3), 1)):
        yield step, params, grad, state
        params, state = optimizer.update(params, grad, state, step)


def _a_race_can_be_taken_back(optimizer: Optimizer) -> None:
    bowl = Quadratic(eigenvalues=(1.0, 0.3), noise=0.1, start=(1.0, -2.0))
    straight, wandering = (Race(bowl, [Lane("it", optimizer)], steps=300, seed=SEED) for _ in range(2))
    straight.seek(300)
    for step in (150, 20, 300, 1, 299):
        wandering.seek(step)
    demand(
        same(straight.params_at(299), wandering.params_at(299))
        and same(straight.state_at(299), wandering.state_at(299)),
        "stepping back and forward again gave another path: all that it carries must be in its state",
    )


def _what_it_says_for_theory_is_true(optimizer: Optimizer) -> None:
    limit = optimizer.stability_limit()
    demand(limit is None or limit > 0, f"stability_limit() gave {limit}; it is a positive number, or None")
    curvatures = np.array([1.0, 0.3, 2.0])
    linear = optimizer.linear(curvatures)
    if linear is not None:
        x, v, xi = some((3, 3), 2)
        for which in range(3):
            state = optimizer.init(x[which : which + 1])
            state = type(state)(*(v[which : which + 1] for _ in state))
            query = optimizer.query(x[which : which + 1], state)
            new_params, after = optimizer.update(x[which : which + 1], curvatures[which] * query + xi[which], state, 0)
            memory = v[which] if state else 0.0
            expected = linear.matrix[which] @ (x[which], memory) + linear.push[which] * xi[which]
            actual = np.array([new_params[0], *(field[0] for field in after)])
            demand(
                bool(np.allclose(actual, expected[: len(actual)], rtol=1e-9)), "linear() is not the matrix of update()"
            )
    if limit is not None and linear is None:
        for share in (0.99, 1.01):
            stable = _stays(with_settings(optimizer, {"learning_rate": share * limit}))
            demand(stable == (share < 1), f"at {share} times stability_limit() it is {'' if stable else 'not '}stable")
    if linear is not None and limit is not None:
        for share in (1 - 1e-6, 1 + 1e-6):
            near = with_settings(optimizer, {"learning_rate": share * limit}).linear(np.ones(1))
            stable = near is not None and bool((rates(near) < 1).all())
            demand(stable == (share < 1), f"at {share} times stability_limit() it is {'' if stable else 'not '}stable")


def _stays(optimizer: Optimizer) -> bool:
    """Tell if it is no farther from the minimum of ½x² after some thousands of steps."""
    race = Race(Quadratic(eigenvalues=(1.0,), start=(1.0,)), [Lane("it", optimizer)], steps=3000)
    race.seek(3000)
    return bool(race.history.loss[-1, 0] <= race.history.loss[0, 0])


def _the_first_step_is_as_claimed(optimizer: Optimizer) -> None:
    first = optimizer.first_step()
    if first is None:
        return
    at = np.array([0.0, 1.0, -0.3, 12.0, -7.5])
    for size in (1e3, -1e3, 1e6, -1e6):
        new_params, _ = optimizer.update(at, np.full(at.shape, size), optimizer.init(at), 0)
        steps = np.sign(size) * (at - new_params)
        wrong = np.flatnonzero(~np.isclose(steps, first, rtol=1e-3))
        demand(
            not len(wrong),
            f"the first step is {steps[wrong[:1]]} from θ = {at[wrong[:1]]}, not first_step() = {first}",
        )


def _the_preconditioner_is_one(optimizer: Optimizer) -> None:
    at, grad = some((2, 3, 4))
    _, after = optimizer.update(at, grad, optimizer.init(at), 0)
    divisor = optimizer.preconditioner(after, 0)
    if divisor is None:
        return
    fits = np.shape(divisor) in {(), (3, 1), (3, 4)}
    demand(fits, f"preconditioner() gave an array of shape {np.shape(divisor)}, not that of the parameters, (3, 4)")
    demand(bool((np.isfinite(divisor) & (np.asarray(divisor) >= 0)).all()), f"preconditioner() gave {divisor}")


def _it_goes_down_a_bowl(optimizer: Optimizer) -> None:
    bowl = Quadratic(eigenvalues=(1.0, 0.3), start=(1.0, -2.0))
    race = Race(bowl, [Lane("it", with_settings(optimizer, {"learning_rate": 0.01}))], steps=500)
    race.seek(500)
    loss = race.history.loss[:, 0]
    demand(bool(loss[-1] < loss[0]), "after 500 steps at a rate of 0.01 it is no lower in a bowl than at its start")


_CHECKS = (
    _says_what_it_is,
    _states_have_the_axes_of_the_parameters,
    _a_step_is_pure,
    _a_row_does_not_see_its_batch,
    _numbers_may_be_arrays,
    _what_is_explained_is_what_was_done,
    _the_equation_is_that_of_the_code,
    _a_race_can_be_taken_back,
    _what_it_says_for_theory_is_true,
    _the_first_step_is_as_claimed,
    _the_preconditioner_is_one,
    _it_goes_down_a_bowl,
)


def _walk(optimizer: Optimizer, params: Array, grads: Array) -> list[tuple[Array, Any]]:
    """Every point and state of a few steps; nothing of them may be written to."""
    params, state = sealed(params), sealed(optimizer.init(sealed(params)))
    points = [(params, state)]
    for step, grad in enumerate(grads):
        sealed(optimizer.query(params, state))
        params, state = (sealed(each) for each in optimizer.update(params, sealed(grad), state, step))
        points.append((params, state))
    return points
