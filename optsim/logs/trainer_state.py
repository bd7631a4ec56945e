"""The state of Hugging Face's Trainer: trainer_state.json, written anew with every checkpoint."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import takewhile
from typing import Any, ClassVar

from optsim.logs import LogError, LogFormat, Readings
from optsim.logs.reading.axes import Axes
from optsim.logs.reading.problems import json_fault
from optsim.logs.reading.row_table import RowTable

_HISTORY, _BETWEEN = re.compile(r'"log_history"\s*:\s*\[\s*'), re.compile(r"\s*,?\s*")

#: bytes of a file: a row takes about 150
LONGEST_STATE = 2**27


class TrainerState(LogFormat):
    """One object whose `log_history` is a list of rows; training and evaluation have rows of their own."""

    name: ClassVar[str] = "trainer_state"
    title: ClassVar[str] = "trainer_state.json of Hugging Face"
    files: ClassVar[tuple[str, ...]] = ("trainer_state*.json",)
    rank: ClassVar[int] = 1
    shared: ClassVar[tuple[str, ...]] = ("*.json",)
    rewritten: ClassVar[bool] = True

    def __init__(self, axes: Axes | None = None) -> None:
        super().__init__(axes)
        self._text, self._table = bytearray(), RowTable(self.notes)

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

    @classmethod
    def claims(cls, beginning: bytes, *, in_folder: bool) -> bool:
        """Tell if a file that a person has named has a history; of the files beside checkpoints their names say what they are."""
        return not in_folder and _HISTORY.search(beginning.decode("utf-8", "replace")) is not None

    def read(self, data: bytes) -> Iterator[Readings]:
        """Wait for the end: there is nothing before it."""
        self._text += data
        if len(self._text) > LONGEST_STATE:
            self._text.clear()
            raise LogError(
                "has more than {most} MB; a log of so many rows is better a file of a row a line",
                most=LONGEST_STATE >> 20,
            )
        yield from ()

    def settle(self) -> Iterator[Readings]:
        """Return all rows. Raises LogError where the file is none of these."""
        fault = None
        try:
            table = json.loads(self._text)
        except (ValueError, RecursionError) as error:
            fault = LogError("{why}; a checkpoint that is whole has JSON", why=json_fault(error))
            table = {"log_history": _rows_before_fault(self._text)}
        history: Any = table.get("log_history") if isinstance(table, dict) else None
        if not isinstance(history, list):
            raise LogError(
                "has no log_history, a list of rows; the Trainer writes it to checkpoint-N/trainer_state.json"
            )
        rows = [*takewhile(lambda row: isinstance(row, dict), history)]
        yield from self._table.take_rows(rows)
        if len(rows) < len(history):
            fault = LogError("row {number} of log_history is no object; the Trainer writes {{…}}", number=len(rows) + 1)
        if fault is not None:
            raise fault


def _rows_before_fault(text: bytes | bytearray) -> list[object]:
    """Return the rows of a history that stand before the place where it is no JSON any more."""
    whole = text.decode("utf-8", "replace")
    rows: list[object] = []
    begins = _HISTORY.search(whole)
    at = begins.end() if begins else len(whole)
    decode = json.JSONDecoder().raw_decode
    try:
        while whole[at : at + 1] == "{":
            row, at = decode(whole, at)
            rows.append(row)
            # only what is between two rows: a torn row may be any
            at = _BETWEEN.match(whole, at).end()  # type: ignore[union-attr]  # it fits nothing, too
    except (ValueError, RecursionError):
        return rows
    return rows
