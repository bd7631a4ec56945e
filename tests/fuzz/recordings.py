"""Recordings with something wrong in them."""

from __future__ import annotations

import functools
import random
from pathlib import Path

from tests.fuzz.harness import Fuzz
from tests.recording.fuzz import mutated, samples
from tests.recording.fuzz import tried as read_and_compared


@functools.cache
def _known() -> list[bytes]:
    return samples()


def made(dice: random.Random) -> bytes:
    """A recording with some things changed."""
    return mutated(dice.randrange(2**63), _known())


def tried(made: bytes, folder: Path) -> str:
    """Read it, verify it, compare it with a good one, report it."""
    file, whole = folder / "run.jsonl", folder / "whole.jsonl"
    if not whole.exists():
        whole.write_bytes(_known()[0])
    file.write_bytes(made)
    return read_and_compared(file, whole)


RECORDINGS = Fuzz(made, tried, ".jsonl")
