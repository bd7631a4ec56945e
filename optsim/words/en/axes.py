"""English on values that a chart does not show."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from optsim.languages import Language, Maker
from optsim.plot.axis import OutsideOfAxis


def _outside_of_axis(_: Language, fact: OutsideOfAxis) -> str:
    parts = [
        (f"↓ {_lanes(fact.below)} below {fact.low}".rstrip(), fact.below),
        (f"↑ {_lanes(fact.above)} above {fact.high}".rstrip(), fact.above),
    ]
    least = "0 or less, which no log scale has" if fact.least == 0 else "the minimum: the gap is 0"
    parts.append((f"{_lanes(fact.unplaced)} at {least}", fact.unplaced))
    return ", ".join(text for text, count in parts if count)


def _lanes(count: int) -> str:
    return f"{count} lane{'s' * (count != 1)}"


SENTENCES: Mapping[str, Maker] = MappingProxyType({OutsideOfAxis.code: _outside_of_axis})
