"""The state of Hugging Face's Trainer: trainer_state.json, written anew with every checkpoint."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, ClassVar

from optsim.logs import LogError, LogFormat, Readings
from optsim.logs.reading.axes import Axes
from optsim.logs.reading.cells import columns_of
from optsim.logs.reading.problems import json_fault
from optsim.logs.reading.row_table import RowTable


class TrainerState(LogFormat):
    """One object whose `log_history` is a list of rows; training and evaluation have rows of their own."""

    name: ClassVar[str] = "trainer_state"
    title: ClassVar[str] = "trainer_state.json of Hugging Face"
    files: ClassVar[tuple[str, ...]] = ("trainer_state.json", "trainer_state*.json", "*.json")
    rewritten: ClassVar[bool] = True

    def __init__(self, axes: Axes | None = None) -> None:
        super().__init__(axes)
        self._text, self._table = bytearray(), RowTable(self.axes)

    @classmethod
    def example(cls) -> bytes:
        """Return two rows of training and one of evaluation."""
        rows = [{"loss": 2.5, "step": 10, "epoch": 0.5}, {"loss": 2.0, "step": 20}, {"eval_loss": 2.25, "step": 20}]
        return json.dumps({"global_step": 20, "log_history": rows}, indent=2).encode()

    @classmethod
    def recognizes(cls, beginning: bytes) -> bool:
        """Tell if an object begins that is no line of many."""
        first, end, _ = beginning.lstrip(b"\xef\xbb\xbf \r\n").partition(b"\n")
        return first.startswith(b"{") and (not end or not first.rstrip().endswith(b"}"))

    def read(self, data: bytes) -> Iterator[Readings]:
        """Wait for the end: there is nothing before it."""
        self._text += data
        yield from ()

    def settle(self) -> Iterator[Readings]:
        """Return all rows. Raises LogError where the file is none of these."""
        try:
            table = json.loads(self._text)
        except (ValueError, RecursionError) as error:
            raise LogError("{why}; a checkpoint that is whole has JSON", why=json_fault(error)) from error
        history: Any = table.get("log_history") if isinstance(table, dict) else None
        if not isinstance(history, list) or not all(isinstance(row, dict) for row in history):
            raise LogError(
                "has no log_history, a list of rows; the Trainer writes it to checkpoint-N/trainer_state.json"
            )
        yield from self._table.take(len(history), columns_of(history))
