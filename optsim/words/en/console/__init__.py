"""English of what is printed: scenarios and their data, lists, reports, notes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from optsim.languages import Maker
from optsim.words.en.console import command_line, data, scenarios, text_report

SENTENCES: Mapping[str, Maker] = MappingProxyType({**data.SENTENCES, **scenarios.SENTENCES})
TEXTS: Mapping[str, str] = MappingProxyType(
    {**command_line.TEXTS, **data.TEXTS, **scenarios.TEXTS, **text_report.TEXTS}
)
