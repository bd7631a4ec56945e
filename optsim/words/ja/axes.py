"""Japanese on values that a chart does not show."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from optsim.languages import Language, Maker
from optsim.plot.axis import OutsideOfAxis


def _outside_of_axis(_: Language, fact: OutsideOfAxis) -> str:
    parts = [
        (f"↓ {fact.below}レーンが{fact.low}より下", fact.below),
        (f"↑ {fact.above}レーンが{fact.high}より上", fact.above),
    ]
    least = "0以下（対数目盛にない）" if fact.least == 0 else "最小値ちょうど（差が0）"
    parts.append((f"{fact.unplaced}レーンが{least}", fact.unplaced))
    return "、".join(text for text, count in parts if count)


SENTENCES: Mapping[str, Maker] = MappingProxyType({OutsideOfAxis.code: _outside_of_axis})
