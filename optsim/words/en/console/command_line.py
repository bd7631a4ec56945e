"""English of the command line: lists, notes on what was written, progress."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "list.lessons": "lessons  (optsim learn --list)",
        "list.unusable": "cannot be used: {fault}",
        "list.required": "required",
        "list.or": " or ",
        "list.as_by_default": "is the same",
        "written.report": "{steps} steps of {name} written to {file}",
        "written.log": "the log {name} written to {file}",
        "written.and": " and ",
        "written.recording": "{steps} steps of {name} recorded in {file}",
        "written.interrupted": "interrupted; {steps} of {budget} steps of {name} recorded in {file}",
        "written.cleared": "{file} was left by a run that was killed; it is gone now",
        "film.acts": "acts",
        "film.chapters": "chapters",
        "film.stills": "stills",
        "film.no_font": (
            "no font here has: {characters}; give one that has them: --font FILE, or install one, for Japanese: "
            "apt install fonts-noto-cjk, or pip install matplotlib-fontja"
        ),
        "film.summary": "{seconds:.1f} s at {width}×{height}, {pictures}, {chapters}",
        "film.took": "{film}; filmed in {seconds:.1f} s, {times:.1f} times as fast as it plays",
        "count.picture": "{number} picture",
        "count.pictures": "{number} pictures",
        "count.chapter": "{number} chapter",
        "count.chapters": "{number} chapters",
        "progress.known": "{what} {bar} {done:,} of {total:,}",
        "progress.unknown": "{what} {done:,}",
        "progress.step": "step",
        "progress.characters": "characters written",
        "progress.act": "{seconds} s filmed · act",
        "progress.pictures": "writing {file}: pictures",
        "progress.read": "reading {file}: event",
    }
)
