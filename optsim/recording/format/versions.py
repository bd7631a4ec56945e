"""The lines of a recording, of whatever format version: what is read, and by what."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import msgspec

from optsim.recording.format import version_1, version_2

Header = version_1.Header | version_2.Header
Said = version_1.Said | version_2.Said
LaneRow = version_1.LaneRow | version_2.LaneRow
RowLine = version_1.RowLine | version_2.RowLine
CommandLine = version_1.CommandLine | version_2.CommandLine
LaneSummary = version_1.LaneSummary | version_2.LaneSummary
Summary = version_1.Summary | version_2.Summary
SummaryLine = version_1.SummaryLine | version_2.SummaryLine
Line = RowLine | CommandLine | SummaryLine

#: the newest version, which is written
NEWEST = version_2.VERSION
#: the header of each version that is read
HEADERS: Mapping[int, type[Header]] = MappingProxyType(
    {version_1.VERSION: version_1.Header, version_2.VERSION: version_2.Header}
)


class Decoders(NamedTuple):
    """Decoders of the three kinds of lines of a recording."""

    rows: msgspec.json.Decoder[Any]
    commands: msgspec.json.Decoder[Any]
    summaries: msgspec.json.Decoder[Any]

    @classmethod
    def of(cls, header: Header) -> Decoders:
        """Return those of a header's version and quantities."""
        if isinstance(header, version_1.Header):
            return cls._of(version_1.RowLine, version_1.CommandLine, version_1.SummaryLine)
        return cls._of(version_2.line_type(header.quantities), version_2.CommandLine, version_2.SummaryLine)

    @classmethod
    def _of(cls, rows: Any, commands: Any, summaries: Any) -> Decoders:
        return cls(msgspec.json.Decoder(rows), msgspec.json.Decoder(commands), msgspec.json.Decoder(summaries))
