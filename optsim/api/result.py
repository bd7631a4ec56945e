"""Result of a run: its lanes by name, as a table, a picture, data frames, files, and as a film."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from optsim.api.by_lane import ByLane
from optsim.api.raced import Raced
from optsim.engine.race import Race
from optsim.engine.result import RunResult
from optsim.languages import english
from optsim.scenario import Scenario
from optsim.system.optional_library import DataFrames

if TYPE_CHECKING:
    from optsim.api.notebook_player import NotebookPlayer

#: cells of a table of text
_WIDTH = 100


class Result(Raced, ByLane[RunResult], DataFrames):
    """All lanes of a run by name; shown as a table, in a notebook with a picture above it.

    `scenario` is what was run, with the seed and the steps that it had; `race` is the race at its end.

    >>> import optsim
    >>> result = optsim.run("saddle", steps=20)
    >>> result["adam"].loss.shape
    (21,)
    >>> result["adm"]
    Traceback (most recent call last):
        ...
    KeyError: "no lane is named 'adm'; did you mean 'adam'?"
    >>> print(result)  # doctest: +ELLIPSIS
    Saddle point · seed 7 · 20 steps
       lane      optimizer  rate  final loss     best  @ step  status
    a  gd        gd         0.05         0.2      0.2      20  out of steps
    ...
    """

    def __init__(self, scenario: Scenario, race: Race) -> None:
        """Take the lanes of a race at its head."""
        super().__init__(scenario, race)
        self._lanes = race.result()

    def __repr__(self) -> str:
        """Return the table: how each lane did."""
        from optsim.console.ansi_style import PLAIN  # noqa: PLC0415 not before it is shown
        from optsim.report.text.lane_table import lane_table  # noqa: PLC0415

        table = lane_table(self.race, None, _WIDTH, PLAIN, english())
        return f"{self.heading}\n{table}".rstrip()

    def _repr_html_(self) -> str:
        """Return the picture and the table, for notebooks."""
        from optsim.api.html import result_html  # noqa: PLC0415 as above

        return result_html(self)

    @cached_property
    def columns(self) -> dict[str, Any]:
        """All that was measured as one table, a row a step and lane, by column: the rows and columns of CSV.

        Steps and epochs are integers, lanes and statuses texts, quantities floats: NaN where nothing was measured.

        >>> import optsim
        >>> list(optsim.run("saddle", steps=5).columns)[:5]
        ['step', 'lane', 'epoch', 'loss', 'validation_loss']
        """
        from optsim.api.long_table import long_table  # noqa: PLC0415 as above

        return long_table(self.race)

    def to_csv(self, path: str | Path | None = None, *, params: bool = False) -> str | None:
        """The table as CSV with all digits, as `optsim replay --format csv` has it; written to a file where one is named.

        >>> import optsim
        >>> optsim.run("saddle", steps=5).to_csv().splitlines()[1]
        '0,gd,0,2.31999975000002,,2.6400000473484693,0.13200000236742357,0.05,0,running'

        Args:
            path: a file, which is replaced as a whole; None to return the text.
            params: True for a column for each parameter.

        Raises:
            OSError: where it cannot be written.
        """
        from optsim.api.files import text_or_file  # noqa: PLC0415 as above
        from optsim.report.csv.table import as_csv  # noqa: PLC0415

        return text_or_file(as_csv(self.race, with_params=params), path)

    def plot(self, quantity: str | None = None, *, ax: Any = None) -> Any:
        """Draw a quantity of all lanes, by default what the scenario's chart shows.

        Returns:
            matplotlib's axes; a text that is the chart where matplotlib is not installed.

        Args:
            quantity: "loss", "grad_norm" or another one that was measured.
            ax: matplotlib's axes to draw into.

        Raises:
            KeyError: for a quantity that was not measured.
        """
        from optsim.api.plot import plot_result  # noqa: PLC0415 as above

        return plot_result(self, quantity, ax)

    def record(self, path: str | Path, *, every: int = 1, params: bool = False, overwrite: bool = False) -> Path:
        """Write a recording, which `optsim FILE` plays and `optsim replay --verify FILE` verifies; returns its path.

        Args:
            path: the file, ending in .jsonl.
            every: N to record each N-th step.
            params: True to record the parameters, too.
            overwrite: True to write over what is there.

        Raises:
            BadValueError: for another `every`.
            ValueError: for a name that does not end in .jsonl, or for a class of your own without a name: no file can say it.
            FileExistsError, OSError: where it cannot be written.
        """
        from optsim.api.files import write_recording  # noqa: PLC0415 as above

        return write_recording(self, Path(path), every=every, params=params, overwrite=overwrite)

    def player(self, **looks: Any) -> NotebookPlayer:
        """The race as a film that plays in a cell of a notebook: see `optsim.player`."""
        from optsim.api.notebook_player import player  # noqa: PLC0415 as above

        return player(self, **looks)

    def show(self) -> None:
        """Open it in the app: see `optsim.show`."""
        from optsim.api.show import show  # noqa: PLC0415 as above

        show(self)
