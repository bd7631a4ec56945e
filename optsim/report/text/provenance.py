"""Provenance of a recording's numbers, in words."""

from __future__ import annotations

from collections.abc import Iterator

from optsim.recording.recording import Recording

_KNOWN = ("optsim", "numpy", "machine")


def provenance(recording: Recording) -> Iterator[str]:
    """Sentences about a recording: what computed it, what of it was recorded, what a person did, what is missing."""
    there = [f"{name} {recording.environment[name]}" for name in _KNOWN if name in recording.environment]
    yield f"recorded, {recording.numerics} numerics" + (f": {', '.join(there)}" if there else "")
    if recording.every > 1:
        yield (
            f"every {recording.every} steps were recorded, and the steps at which something happened: "
            "charts and what is measured here are of those alone"
        )
    if recording.commands:
        done = ", ".join(f"{command.what} at step {command.step}" for command in recording.commands)
        yield f"{len(recording.commands)} command{'s' * (len(recording.commands) > 1)} on the way: {done}"
    if recording.note:
        yield f"the file is {recording.note}"
