"""Lines of JSON: an object a line, as most loggers of one's own write them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from optsim.logs import LineFormat, LogError
from optsim.logs.reading.problems import json_fault


class JSONLines(LineFormat):
    """An object a line, its numbers by name; objects in it are looked into, lists and texts are passed over."""

    name: ClassVar[str] = "jsonl"
    title: ClassVar[str] = "an object a line"
    files: ClassVar[tuple[str, ...]] = ("*.jsonl", "*.ndjson", "*.log")
    shared: ClassVar[tuple[str, ...]] = ("*.json",)

    @classmethod
    def example(cls) -> bytes:
        """Return three rows, one of which has a NaN."""
        return b'{"step": 0, "loss": 2.5, "note": "a"}\n{"step": 5, "loss": NaN}\n{"step": 9, "train": {"lr": 0.1}, "loss": 1}\n'

    @classmethod
    def recognizes(cls, beginning: bytes) -> bool:
        """Tell if the first line begins an object and does not end with a bracket that it has opened."""
        first, end, _ = beginning.lstrip(b"\xef\xbb\xbf \r\n").partition(b"\n")
        return first.startswith(b"{") and (not end or first.rstrip().endswith(b"}"))

    @classmethod
    def claims(cls, beginning: bytes, *, in_folder: bool) -> bool:
        """Tell if it has objects line by line: in a folder two at least, since many a setting is one object in one line."""
        _, _, second = beginning.lstrip(b"\xef\xbb\xbf \r\n").partition(b"\n")
        return cls.recognizes(beginning) and (not in_folder or second.startswith(b"{"))

    def rows(self, lines: Sequence[str], first: int) -> Iterator[Mapping[str, object]]:
        """Return the object of each line that is not blank. Raises LogError for one that has none."""
        import msgspec  # noqa: PLC0415 a list of formats does not wait for it

        decode = msgspec.json.Decoder().decode
        for number, line in enumerate(lines, start=first):
            if not line.strip():
                continue
            try:
                row = decode(line)
            except (msgspec.DecodeError, RecursionError):
                # NaN and Infinity are no JSON, but Python writes them
                row = _lenient(line, number)
            if not isinstance(row, dict):
                kind = type(row).__name__
                raise LogError(
                    "line {number} is no object but {kind}; a log has {{…}} in every line", number=number, kind=kind
                )
            yield row


def _lenient(line: str, number: int) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        message = "line {number} {why}; take it out, or end the log before it"
        raise LogError(message, number=number, why=json_fault(error)) from error
