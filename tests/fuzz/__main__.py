"""`python -m tests.fuzz scenarios 300000 [FIRST]`: tries so many broken inputs of a kind, from a number on."""

from __future__ import annotations

import sys
from importlib import import_module

from tests.fuzz.harness import run

KINDS = ("scenarios", "recordings", "casts", "app", "formulas")


def main(kind: str, count: str = "1000", first: str = "0") -> int:
    """Try so many; exit code 1 where anything failed."""
    if kind not in KINDS:
        sys.exit(f"there are: {', '.join(KINDS)}")
    fuzz = getattr(import_module(f"tests.fuzz.{kind}"), kind.upper())
    return 1 if run(kind, fuzz, int(count.replace("_", "")), int(first)) else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
