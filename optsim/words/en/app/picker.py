"""English texts of the picker and of the command palette."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "picker.head": "optsim   gradient-descent optimizers side by side: live, step by step, and back",
        "picker.short_head": "optsim   optimizers side by side, step by step",
        "picker.scenarios": "scenarios",
        "picker.search": "/ search: topic, optimizer, word",
        "picker.matches": "{count} of {all}",
        "picker.as_far": "step {step} of {steps}",
        "listing.start": "start here",
        "listing.learning-rate": "learning rate",
        "listing.saddle": "saddle and flat places",
        "listing.momentum": "momentum, NAG",
        "listing.adaptive": "AdaGrad, RMSProp, Adam",
        "listing.noise": "noise and batches",
        "listing.early-stopping": "early stopping",
        "listing.surprises": "surprises",
        "listing.conventions": "conventions",
        "listing.more": "more",
        "listing.here": "in this folder",
        "picker.lanes": "Lanes",
        "picker.data": "Data",
        "picker.budget": "{budget}, seed {seed}",
        "open.refused": "This file cannot be used",
        "open.no_memory": "not enough memory",
        "open.no_memory_for_race": "not enough memory for this race",
        "window.too_small": "optsim needs a window of at least {width}×{height}",
        "palette.search": "Search for commands…",
        "palette.themes": "Search for themes…",
        "palette.command": "{command} ({key})",
        "palette.theme": "Theme",
        "palette.theme.help": "Change the current theme",
        "palette.auto": "Draw in what the terminal has",
        "palette.auto.help": "Octants where they are certain to be drawn, else braille; remembered",
        "palette.octant": "Draw in octants",
        "palette.octant.help": "Closed lines, for terminals and fonts of Unicode 16; remembered",
        "palette.braille": "Draw in braille dots",
        "palette.braille.help": "The finest curves in nearly any font; remembered",
        "palette.block": "Draw in quarter blocks",
        "palette.block.help": "For fonts without braille; remembered",
        "palette.ascii": "Draw in ASCII alone",
        "palette.ascii.help": "For terminals that know nothing else; remembered",
        "palette.quit": "Quit",
        "palette.quit.help": "Quit the application as soon as possible",
        "palette.keys": "Keys",
        "palette.keys.show": "Show help for the focused widget and a summary of available keys",
        "palette.keys.hide": "Hide the keys and widget help panel",
        "palette.maximize": "Maximize",
        "palette.maximize.help": "Maximize the focused widget",
        "palette.minimize": "Minimize",
        "palette.minimize.help": "Minimize the widget and restore to normal size",
    }
)
