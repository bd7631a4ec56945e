"""English."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from optsim.languages import Language, Maker
from optsim.words.en import causes, events, failures, labels, race_screen, text_report, theory, traced_lines


class English(Language):
    """English: the language that has everything."""

    name: ClassVar[str] = "en"
    title: ClassVar[str] = "English"
    sentences: ClassVar[Mapping[str, Maker]] = MappingProxyType(
        {**causes.SENTENCES, **events.SENTENCES, **failures.SENTENCES, **theory.SENTENCES}
    )
    texts: ClassVar[Mapping[str, str]] = MappingProxyType(
        {**labels.TEXTS, **race_screen.TEXTS, **text_report.TEXTS, **traced_lines.TEXTS}
    )
