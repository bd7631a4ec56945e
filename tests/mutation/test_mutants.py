"""The mutants themselves: each is code, each is another, and what no test could notice is left alone."""

import ast
from pathlib import Path

from tests.mutation.covering import covering_tests
from tests.mutation.mutants import mutants

CODE = '''"""A docstring with 1 number."""
from __future__ import annotations
import typing
LIMIT: typing.Annotated[int, 7] = 3

def f(x: int = 1, *, flag: bool = False) -> int | None:
    """2."""
    if x < LIMIT and not flag:
        return min(x + 1, 4)
    log(x)
    for item in range(x):
        continue
    if x == 5:
        raise ValueError(f"{x + 1} is 5")
    return 1.5 if flag else -x
'''


def test_each_is_other_code(tmp_path):
    file = tmp_path / "code.py"
    file.write_text(CODE, encoding="utf-8")
    found = list(mutants(file))
    original = ast.dump(ast.parse(CODE))
    assert all(ast.dump(ast.parse(mutant.source)) != original for mutant in found)
    changes = {(mutant.first, mutant.after) for mutant in found}
    assert {
        (4, "(4)"), (6, "(2)"), (6, "(True)"), (8, "(x <= LIMIT)"), (8, "(x < LIMIT or not flag)"), (8, "(flag)"),
        (9, "(max(x + 1, 4))"), (9, "(x - 1)"), (9, "return None"), (10, "pass"), (12, "break"), (13, "(x != 5)"),
        (15, "(-x if flag else 1.5)"), (15, "(x)"), (15, "(3.0)"),
    } <= changes  # fmt: skip
    assert not {mutant.first for mutant in found} & {1, 2, 3, 7, 14}


def test_there_are_some_in_every_module_that_computes():
    engine = Path(__file__).resolve().parents[2] / "optsim" / "engine"
    assert len(list(mutants(engine / "stepping" / "kernel.py"))) > 50


def test_what_runs_on_import_is_noticed_by_any_test_of_the_file():
    by_line = {3: [], 7: ["test_b"], 8: ["test_b", "test_a"]}
    assert covering_tests(by_line, range(7, 8)) == ["test_b"]
    assert covering_tests(by_line, range(3, 4)) == ["test_a", "test_b"]
    assert covering_tests({}, range(3, 4)) == []
