"""optsim: gradient-descent optimizers side by side, live in the terminal, step by step and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optsim.moved import install
from optsim.version import __version__

if TYPE_CHECKING:
    from optsim.api import (
        OBJECTIVES,
        OPTIMIZERS,
        SCHEDULES,
        STOPPING_RULES,
        Array,
        BadValueError,
        LaneOverSeeds,
        LearningRate,
        MissingLibraryError,
        NotebookPlayer,
        NoTerminalError,
        Objective,
        Optimizer,
        Race,
        Result,
        Run,
        RunResult,
        Scenario,
        ScenarioError,
        SeedsResult,
        Setting,
        Status,
        SweepResult,
        compare,
        load,
        player,
        run,
        show,
        sweep,
    )

install()

__all__ = [
    "OBJECTIVES",
    "OPTIMIZERS",
    "SCHEDULES",
    "STOPPING_RULES",
    "Array",
    "BadValueError",
    "LaneOverSeeds",
    "LearningRate",
    "MissingLibraryError",
    "NoTerminalError",
    "NotebookPlayer",
    "Objective",
    "Optimizer",
    "Race",
    "Result",
    "Run",
    "RunResult",
    "Scenario",
    "ScenarioError",
    "SeedsResult",
    "Setting",
    "Status",
    "SweepResult",
    "__version__",
    "compare",
    "load",
    "player",
    "run",
    "show",
    "sweep",
]

if not TYPE_CHECKING:
    # NumPy is loaded with the first name that needs it: `optsim --version` does not wait for it, and the command line can
    # set its threads before

    def __getattr__(name: str) -> object:
        """A public name, loaded when it is first used."""
        if name not in __all__:
            raise AttributeError(f"module 'optsim' has no attribute {name!r}")
        from optsim import api  # noqa: PLC0415

        value = globals()[name] = getattr(api, name)
        return value

    def __dir__() -> list[str]:
        return sorted(__all__)
