"""The allocator's settings: asked for where they are known, passed over elsewhere, by the command line only."""

from __future__ import annotations

import ctypes
import re
from pathlib import Path

import pytest

import optsim
from optsim.system.allocator import keep_pages


class _Library:
    """A C library that grants what it is asked, or does not know the question."""

    def __init__(self, answer: int | None) -> None:
        self.asked: list[tuple[int, int]] = []
        if answer is not None:
            self.mallopt = lambda *setting: self.asked.append(setting) or answer


@pytest.mark.parametrize(("answer", "granted"), [(1, True), (0, False), (None, False)])
def test_what_the_library_answers_is_told(answer, granted, monkeypatch):
    library = _Library(answer)
    monkeypatch.setattr(ctypes, "CDLL", lambda _: library)
    assert keep_pages() is granted
    assert len(library.asked) == (0 if answer is None else 3)


@pytest.mark.parametrize("error", [OSError, TypeError])
def test_where_there_is_no_library_nothing_happens(error, monkeypatch):
    def fails(_):
        raise error

    monkeypatch.setattr(ctypes, "CDLL", fails)
    assert keep_pages() is False


def test_only_the_command_line_asks():
    package = Path(optsim.__file__).parent
    users = [
        path for path in package.rglob("*.py") if re.search(r"\bkeep_pages\(\)$", path.read_text("utf-8"), re.MULTILINE)
    ]
    assert {path.relative_to(package).parts[0] for path in users} == {"cli"}
