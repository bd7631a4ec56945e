"""Provenance of a recording's numbers, in words."""

from __future__ import annotations

from collections.abc import Iterator

from optsim.languages import Language
from optsim.recording.recording import Recording

_KNOWN = ("optsim", "numpy", "numba", "machine")


def provenance(recording: Recording, language: Language) -> Iterator[str]:
    """Return sentences about a recording: what computed it, what of it was recorded, what a person did, what is missing."""
    there = [f"{name} {recording.environment[name]}" for name in _KNOWN if name in recording.environment]
    recorded = "provenance.recorded_by" if there else "provenance.recorded"
    yield language.text(recorded, numerics=recording.numerics, environment=", ".join(there))
    if recording.every > 1:
        yield language.text("provenance.thinned", every=recording.every)
    if recording.commands:
        commands = (
            language.text("provenance.command", what=language.sentence(command.done), step=command.step)
            for command in recording.commands
        )
        number = len(recording.commands)
        some = "provenance.one_command" if number == 1 else "provenance.commands"
        yield language.text(some, number=number, commands=", ".join(commands))
    if recording.note:
        yield language.text("recording.file_is", note=language.sentence(recording.note))
