"""Japanese for planes that a map shows."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from optsim.analysis.parameter_plane import TwoParameters
from optsim.analysis.pca_plane import MainDirections
from optsim.languages import Language, Maker


def _two_parameters(_: Language, _fact: TwoParameters) -> str:
    return "地図"


def _main_directions(_: Language, fact: MainDirections) -> str:
    return f"主平面、分散の {100 * fact.share:.0f} %"


SENTENCES: Mapping[str, Maker] = MappingProxyType(
    {TwoParameters.code: _two_parameters, MainDirections.code: _main_directions}
)
