"""English of where a step lies."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from optsim.analysis.quantities import InEpoch
from optsim.languages import Language, Maker


def _in_epoch(_: Language, fact: InEpoch) -> str:
    return f"epoch {fact.epoch}" if fact.lane is None else f"epoch {fact.epoch} of {fact.lane}"


SENTENCES: Mapping[str, Maker] = MappingProxyType({InEpoch.code: _in_epoch})
