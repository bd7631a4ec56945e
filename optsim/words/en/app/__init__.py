"""English of the app: its screens, panels, commands and messages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from optsim.words.en.app import commands, forms, help_page, messages, panels, picker, race_screen

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        key: text
        for module in (commands, forms, help_page, messages, panels, picker, race_screen)
        for key, text in module.TEXTS.items()
    }
)
TITLES: Mapping[str, str] = MappingProxyType({**commands.TITLES, **help_page.TITLES, **race_screen.TITLES})
