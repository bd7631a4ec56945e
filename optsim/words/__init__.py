"""Every sentence, label and title that a person reads: one folder a language, made of the facts of the floors below."""

from __future__ import annotations

from types import MappingProxyType

#: modules of a language's words, in the order in which a start needs them: each language has the same
SENTENCES = (
    "axes",
    "console.scenarios",
    "causes",
    "events",
    "insights",
    "console.logs",
    "failures",
    "console.data",
    "demo",
    "planes",
    "progress",
    "quantities",
    "recordings",
    "sweeps",
    "theory",
    "traced_lines",
)
TEXTS = (
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
    "console.logs",
    "app.lessons",
    "sweeps",
    "app.sweep_screen",
)
TITLES = ("app.race_screen", "app.commands", "app.help_page", "labels")
#: what the ids of a module begin with that is read for these alone, and none before it: help waits for no other text, and an
#: update that has no words for a line of its own does not wait for those of recordings
APART = MappingProxyType(
    {
        "help": "cli.help",
        "failure": "cli.failures",
        "suggest": "cli.failures",
        "click": "cli.click_messages",
        "trace": "traced_lines",
    }
)
