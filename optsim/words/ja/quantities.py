"""Japanese of where a step lies."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from optsim.analysis.quantities import InEpoch
from optsim.languages import Language, Maker


def _in_epoch(_: Language, fact: InEpoch) -> str:
    return f"エポック{fact.epoch}" if fact.lane is None else f"{fact.lane}のエポック{fact.epoch}"


SENTENCES: Mapping[str, Maker] = MappingProxyType({InEpoch.code: _in_epoch})
