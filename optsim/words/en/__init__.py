"""English."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from optsim.languages import Language, Maker
from optsim.words.en import (
    app,
    axes,
    causes,
    console,
    demo,
    events,
    failures,
    insights,
    labels,
    planes,
    quantities,
    recordings,
    theory,
    traced_lines,
)

_SENTENCES = (axes, causes, console, demo, events, failures, insights, planes, quantities, recordings, theory)
_TEXTS = (app, console, demo, labels, recordings, traced_lines)


class English(Language):
    """English: the language that has everything."""

    name: ClassVar[str] = "en"
    title: ClassVar[str] = "English"
    sentences: ClassVar[Mapping[str, Maker]] = MappingProxyType(
        {code: make for module in _SENTENCES for code, make in module.SENTENCES.items()}
    )
    texts: ClassVar[Mapping[str, str]] = MappingProxyType(
        {key: text for module in _TEXTS for key, text in module.TEXTS.items()}
    )
    titles: ClassVar[Mapping[str, str]] = MappingProxyType({**app.TITLES, **quantities.TITLES})
