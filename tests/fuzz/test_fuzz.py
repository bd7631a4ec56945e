"""A fixed part of what `.ci/long` tries: whatever stands in a file, there is a clear message or a fine race."""

from importlib import import_module

import pytest

from tests.fuzz.__main__ import KINDS
from tests.fuzz.harness import case, check_text, limited

_CASES = {"scenarios": 800, "casts": 1200, "recordings": 120, "app": 4, "formulas": 1200}
_FIRST = 1_000_000
_PARTS = 4


@pytest.mark.parametrize("part", range(_PARTS))
@pytest.mark.parametrize("kind", KINDS)
def test_no_input_breaks_anything(kind, part, tmp_path, whole):
    fuzz = getattr(import_module(f"tests.fuzz.{kind}"), kind.upper())
    count = _CASES[kind] // _PARTS
    first = _FIRST + part * count
    for number in range(first, first + (count if whole else -(-count // 2))):
        data = case(fuzz, number)
        assert data == case(fuzz, number)
        with limited(60):
            assert fuzz.tried(data, tmp_path), number


def test_the_oracle_sees_what_it_looks_for():
    with pytest.raises(AssertionError, match="U\\+202E"):
        check_text("a\u202eb")
    check_text("勾配 α − ½")
