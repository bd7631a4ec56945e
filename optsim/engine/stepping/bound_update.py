"""The updates of all lanes, recorded once and bound to arrays that stay."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from optsim.engine.lane import Group, Lane, with_settings
from optsim.engine.optimizer import Optimizer
from optsim.engine.settings import Array, Index, Mask
from optsim.engine.stepping.binding import Call, Scratch, bind
from optsim.engine.stepping.kernel import locked, state_like
from optsim.engine.stepping.layout import BY_ROW, Layout
from optsim.engine.stepping.sides import Part, Side, hold, parts_of, sides_of
from optsim.engine.stepping.surroundings import surroundings
from optsim.engine.stepping.tape import NotRecordableError, Recording, record


class ChangedStateError(TypeError):
    """An update gives arrays of another shape or type than before."""


class BoundUpdates:
    """The calls that lead from each of some sides to the next, for the settings of a stretch of steps without edits.

    `until` is the step of the next edit, `called` has by name the lanes whose update cannot be recorded, and why.
    """

    def __init__(
        self,
        groups: Sequence[Group],
        parts: Sequence[Part],
        sides: Sequence[Side],
        grad: Array,
        step: int,
        layout: Layout = BY_ROW,
    ) -> None:
        """Record and bind.

        Args:
            groups: those of all lanes.
            parts: what is updated at once.
            sides: the ring of states; the first one stands at the step.
            grad: the gradients of all lanes.
            step: where the stretch begins.
            layout: that of the sides.
        """
        begins = [begin for group in groups for begin in group.begins if begin > step]
        self.until: float = min(begins, default=np.inf)
        self.called: dict[str, str] = {}
        self._parts, self._sides, self._grad = parts, sides, grad
        self._active: Mask | None = None
        self._step, self._scratch, self._layout = np.asarray(step), Scratch(layout), layout
        self._rates: list[tuple[Array, list[Lane]]] = []
        self._queries: list[list[list[Call]]] = [[] for _ in sides]
        self._updates: list[list[list[Call]]] = [[] for _ in sides]
        for part in parts:
            self._bind(groups[part.number], part, step)
        #: by side: what writes the points of the lanes that look ahead
        self.queries = _flat(self._queries, range(len(parts)))
        #: by side: what writes parameters and states of the side after it
        self.updates = _flat(self._updates, range(len(parts)))

    def begin(self, step: int, active: Mask) -> None:
        """Set out on a step before `until`: with its number and its learning rates.

        Args:
            step: the number of the step.
            active: the lanes that have not ended; the updates of parts without any are left out.
        """
        if active is not self._active:
            chosen = [number for number, part in enumerate(self._parts) if active[part.places].any()]
            self.updates, self._active = _flat(self._updates, chosen), active
        self._step[()] = step
        for rates, lanes in self._rates:
            _set_rates(rates, lanes, step)

    def _bind(self, group: Group, part: Part, step: int) -> None:
        """Record query and update of a part, and bind them to all sides."""
        sides = self._sides
        shape = sides[0].params[part.places].shape
        optimizer = _of_rows(group.optimizer(step), part.rows, shape, self._layout)
        rates = self._scheduled(group, part, sides[0].params)
        functions = _Functions(optimizer, sides[0].memory[part.number], scheduled=bool(rates))
        query, update = (_Recorded(each, optimizer) for each in (functions.query, functions.update))
        for at, own in enumerate(sides):
            other = sides[(at + 1) % len(sides)]
            calls: list[Call] = []
            params, grad = (_rows_of(each, part.places, calls) for each in (own.params, self._grad))
            memory = [field[part.rows] for field in own.memory[part.number]]
            new_params, after = _rows_into(other.params, part.places)
            new = [new_params, *(field[part.rows] for field in other.memory[part.number])]
            calls += update.bound([params, grad, self._step, *rates, *memory], new, self._scratch)
            self._updates[at].append(calls + after)
            self._queries[at].append([])
            if part.ahead is not None:
                calls = self._queries[at][-1]
                params = _rows_of(own.params, part.places, calls)
                calls += query.bound([params, *memory], [own.points[part.ahead]], self._scratch)
        why = update.failure or query.failure
        self.called |= {lane.name: why for lane in group.lanes[part.rows]} if why else {}

    def _scheduled(self, group: Group, part: Part, params: Array) -> list[Array]:
        """An array for the learning rates of a part, if they follow a schedule: of one number where one will do."""
        if not group.scheduled:
            return []
        lanes = list(group.lanes[part.rows])
        between = [1] * (params.ndim - 2)
        rates = np.empty(() if len(lanes) == 1 else (len(lanes), *between, params.shape[-1]))
        _set_rates(rates, lanes, int(self._step))
        self._rates.append((rates, lanes))
        return [rates]


class Ring:
    """Two states of runs, from one to the other and back; `until` is the step up to which this goes, `called` as of `BoundUpdates`."""

    def __init__(
        self, groups: Sequence[Group], params: Array, memory: Sequence[Any], step: int, layout: Layout = BY_ROW
    ) -> None:
        """Stand at parameters (lanes, seeds, dim) and optimizer states of each group, before a step."""
        parts, ahead = parts_of(groups, params)
        self._groups, self._sides = groups, sides_of(params, memory, len(ahead), 2, layout)
        self._sides[0].load(params, memory)
        self._at = 0
        self.grad = layout.copy(np.zeros(params.shape))
        self._updates = BoundUpdates(groups, parts, self._sides, self.grad, step, layout)
        self.until, self.called = self._updates.until, self._updates.called
        #: by lane the row of the point where it wants its gradient; all as they are where none looks ahead
        self.own: Index = slice(0, len(params))
        if ahead:
            self.own = np.arange(len(params))
            self.own[ahead] = len(params) + np.arange(len(ahead))

    def query(self, step: int, alive: Mask) -> Array:
        """Return the points of all lanes, then those of lanes that look ahead; not to be written to."""
        self._updates.begin(step, alive)
        for function, arguments in self._updates.queries[self._at]:
            function(*arguments)
        return self._sides[self._at].shown

    def update(self, alive: Mask | None) -> tuple[Array, tuple[Any, ...]]:
        """Go on by the gradients `grad`, and return parameters and optimizer states; what is not alive stays as it is.

        Args:
            alive: the runs that go on, (lanes, seeds); None for all.
        """
        for function, arguments in self._updates.updates[self._at]:
            function(*arguments)
        own, other = self._sides[self._at], self._sides[1 - self._at]
        if alive is not None:
            hold(~alive, self._groups, own, other)
        self._at = 1 - self._at
        return other.shown[: len(self.grad)], other.memory


def _set_rates(rates: Array, lanes: Sequence[Lane], step: int) -> None:
    """Write the learning rates of a step."""
    numbers = [lane.learning_rate(step) for lane in lanes]
    rates.T[...] = numbers[0] if rates.ndim == 0 else numbers


def _flat(by_part: Sequence[list[list[Call]]], chosen: Sequence[int]) -> list[list[Call]]:
    """By side, the calls of some parts one after the other."""
    return [[call for number in chosen for call in calls[number]] for calls in by_part]


class _Functions:
    """Query and update of an optimizer as functions of arrays alone."""

    def __init__(self, optimizer: Optimizer, memory: Any, *, scheduled: bool) -> None:
        self._optimizer, self._like, self._scheduled = optimizer, memory, scheduled

    def query(self, params: Any, *memory: Any) -> Sequence[Any]:
        """Return the point where the gradient is wanted."""
        return [self._optimizer.query(params, state_like(self._like, memory))]

    def update(self, params: Any, grad: Any, step: Any, *others: Any) -> Sequence[Any]:
        """Return the new parameters and all fields of the new state; `others` are the learning rates, and the state."""
        optimizer, memory = self._optimizer, others
        if self._scheduled:
            optimizer, memory = with_settings(optimizer, {"learning_rate": others[0]}), others[1:]
        new_params, new = optimizer.update(params, grad, state_like(self._like, memory), step)
        if type(new) is not type(self._like):
            raise ChangedStateError(f"a state of another kind: {type(new).__name__}")
        return [new_params, *new]


class _Recorded:
    """A function of an optimizer, recorded when it is bound first; where it cannot be, `failure` is why, and it is called as it is."""

    def __init__(self, function: Callable[..., Sequence[Any]], optimizer: Optimizer) -> None:
        self._function, self._optimizer = function, optimizer
        self._recording: Recording | None = None
        self.failure = ""

    def bound(self, inputs: Sequence[Array], results: Sequence[Array], scratch: Scratch) -> list[Call]:
        """Return the calls that lead from some arrays to others."""
        if self._recording is None and not self.failure:
            try:
                self._recording = self._record(inputs)
            except Exception as error:  # noqa: BLE001 whatever it is, it comes again where it is called with arrays
                self.failure = str(error) or type(error).__name__
        if self._recording is None:
            return [(_call, (self._function, inputs, results))]
        return bind(self._recording, inputs, results, scratch)

    def _record(self, inputs: Sequence[Array]) -> Recording:
        before = surroundings(self._optimizer)
        recording = record(self._function, inputs)
        if surroundings(self._optimizer) != before:
            raise NotRecordableError("not pure")
        return recording


def _call(function: Callable[..., Sequence[Any]], inputs: Sequence[Array], results: Sequence[Array]) -> None:
    """Call a function with arrays of its own, for it may keep them. Raises ChangedStateError."""
    values = function(*(locked(each.copy()) if each.ndim else each.item() for each in inputs))
    for array, value in zip(results, map(np.asarray, values), strict=True):
        if (value.shape, value.dtype) != (array.shape, array.dtype):
            raise ChangedStateError(f"{value.dtype} {value.shape} where there was {array.dtype} {array.shape}")
        array[...] = value


def _of_rows(optimizer: Optimizer, rows: slice, shape: tuple[int, ...], layout: Layout) -> Optimizer:
    """The optimizer of some lanes of its group, for parameters of a shape: settings are (lanes, dim) with axes between."""
    between = (None,) * (len(shape) - 2)
    named = ((name, value) for name, value in vars(optimizer).items() if isinstance(value, np.ndarray))
    arrays = {name: layout.spread(value[(rows, *between)], shape) for name, value in named}
    return with_settings(optimizer, arrays) if arrays else optimizer


def _rows_of(source: Array, places: Index, calls: list[Call]) -> Array:
    """Some rows of an array; where they are not neighbours they are taken into one of their own by a call."""
    if isinstance(places, slice):
        return source[places]
    rows = np.zeros((len(places), *source.shape[1:]))
    calls.append((np.take, (source, places, 0, rows, "clip")))
    return rows


def _rows_into(target: Array, places: Index) -> tuple[Array, list[Call]]:
    """An array for some rows of another one, and the calls that put it there."""
    if isinstance(places, slice):
        return target[places], []
    rows = np.empty((len(places), *target.shape[1:]))
    return rows, [(operator.setitem, (target, places, rows))]
