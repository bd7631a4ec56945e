"""A scenario: lanes, objective, budget, early stopping, and the view that it opens with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from optsim.engine.history.quantities import measurable
from optsim.engine.lane import Lane
from optsim.engine.objective import Objective
from optsim.engine.optimizer import Optimizer
from optsim.engine.race import Race
from optsim.engine.settings import Setting
from optsim.engine.setup import steps_of
from optsim.engine.stopping_rule import StoppingRule
from optsim.scenario.demo.demo import Demo
from optsim.scenario.listing import Listing
from optsim.scenario.parse import scenario_fields
from optsim.scenario.texts import Texts
from optsim.scenario.view import View

if TYPE_CHECKING:
    from optsim.scenario.data.file import Files
    from optsim.scenario.data.reading import DataReading
    from optsim.scenario.sweep.sweep import Sweep


NumericsName = Annotated[
    Literal["fast", "strict"], Setting(help="strict: the same bits on every machine; fast: faster on networks")
]


@dataclass(frozen=True, kw_only=True, eq=False)
class Scenario:
    """A scenario: lanes, objective, budget; `race` makes its race.

    `steps` is the budget in updates; with `epochs` each lane has that many, and no lane more than `steps`. `demo` is what a tour of
    it does, `reading` what was read of its data file, `listing` where it is offered, `texts` its texts in other languages,
    `sweep` what it says of many runs. `name` is the file's name without its ending, empty for one made in Python.

    >>> import optsim
    >>> scenario = optsim.load("saddle")
    >>> scenario.title, scenario.steps, scenario.seed
    ('Saddle point', 400, 7)
    >>> list(optsim.load("x**2 + y**2").race().runs)
    ['gd', 'sgd', 'momentum', 'nag', 'adagrad', 'rmsprop', 'adam']
    """

    DEFAULT_SEED: ClassVar[int] = 0

    objective: Objective
    lanes: Mapping[str, Lane]
    steps: int
    seed: int = DEFAULT_SEED
    target_loss: float | None = None
    early_stopping: tuple[StoppingRule, ...] = ()
    numerics: NumericsName = "fast"
    view: View = field(default_factory=View)
    demo: Demo | None = None
    reading: DataReading | None = None
    epochs: int | None = None
    title: str = ""
    description: str = ""
    listing: Listing = field(default_factory=Listing)
    texts: Mapping[str, Texts] = field(default_factory=dict)
    sweep: Sweep | None = None
    name: str = ""

    def __post_init__(self) -> None:
        """Let lanes be given as bare optimizers, too."""
        lanes = {name: _as_lane(name, lane) for name, lane in self.lanes.items()}
        object.__setattr__(self, "lanes", MappingProxyType(lanes))

    @classmethod
    def from_dict(
        cls, table: Mapping[str, Any], source: str = "scenario", *, name: str = "", files: Files = None
    ) -> Scenario:
        """Return the scenario of a file's tables.

        Args:
            table: sections as in a file. Classes and instances of your own may stand where a file has names:
                `{"objective": MyObjective(), "lanes": {"mine": MyOptimizer(learning_rate=0.1)}}`.
            source: what problems are told of.
            name: the scenario's name.
            files: where data files are looked for.

        Raises:
            ScenarioError: with all problems.
        """
        return cls(**scenario_fields(table, source=source, name=name, files=files))

    def race(
        self,
        *,
        seed: int | None = None,
        steps: int | None = None,
        keep_params: bool | None = None,
        keep_rows: int | None = None,
        also: Iterable[str] = (),
    ) -> Race:
        """The race at step 0, with another seed or budget if they are given: steps that are given hold for all lanes.

        What is kept, and `also` measured, is as `Race` says; the quantity that the chart opens with is measured in any case.
        """
        there = measurable(self.objective, validation=True)
        charted = (self.view.y,) if self.view.y in there and not there[self.view.y].always else ()
        return Race(
            self.objective,
            self.lanes.values(),
            steps=self.steps if steps is None else steps,
            epochs=self.epochs if steps is None else None,
            seed=self.seed if seed is None else seed,
            target_loss=self.target_loss,
            early_stopping=self.early_stopping,
            numerics=self.numerics,
            keep_params=keep_params,
            keep_rows=keep_rows,
            also=(*also, *charted),
        )

    def with_lanes(self, lanes: Iterable[Lane]) -> Scenario:
        """The scenario with other lanes; a fork has the title of its lane in other languages, too."""
        named = {lane.name: lane for lane in lanes}
        sources = {
            name: name if name in self.lanes or not lane.fork else lane.fork.lane for name, lane in named.items()
        }
        texts = {language: each.of_lanes(sources) for language, each in self.texts.items()}
        steps = self.steps if self.epochs is None else steps_of(self.objective, [*named.values()], self.epochs)
        view = self.view.with_names({name: name for name in named})
        return replace(self, lanes=named, steps=steps, view=view, texts=texts)


def _as_lane(name: str, lane: Lane | Optimizer) -> Lane:
    return lane if isinstance(lane, Lane) else Lane(name, lane)
