"""Japanese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from optsim.languages import Gathered, Language, Maker

# modules in the order in which a start needs them
_SENTENCES = (
    "axes",
    "console.scenarios",
    "causes",
    "events",
    "insights",
    "failures",
    "console.data",
    "demo",
    "planes",
    "quantities",
    "recordings",
    "theory",
    "traced_lines",
    "registered.facts",
)
_TEXTS = (
    "labels",
    "app.race_screen",
    "app.panels",
    "app.commands",
    "app.messages",
    "app.forms",
    "app.help_page",
    "app.glossary",
    "app.picker",
    "console.command_line",
    "console.scenarios",
    "console.data",
    "console.text_report",
    "demo",
    "recordings",
    "traced_lines",
)
_TITLES = (
    "app.race_screen",
    "app.commands",
    "app.help_page",
    "labels",
    "registered.titles",
    "registered.settings",
)


class Japanese(Language):
    """Japanese: the language of the study note that this began with."""

    name: ClassVar[str] = "ja"
    title: ClassVar[str] = "日本語"
    sentences: ClassVar[Mapping[str, Maker]] = Gathered(__name__, _SENTENCES, "SENTENCES")
    texts: ClassVar[Mapping[str, str]] = Gathered(__name__, _TEXTS, "TEXTS")
    titles: ClassVar[Mapping[str, str]] = Gathered(__name__, _TITLES, "TITLES")
