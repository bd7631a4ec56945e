"""Measures what the tests notice: small changes of the code, each run against the tests that cover its lines.

    python -m tests.mutation optsim/engine optsim/plot --number 200 --seed 0 [--tests tests/engine tests/plot]

The first run measures which test covers which line (the whole suite, slower, or only the tests that are named: a mutant that
those do not notice may still be noticed by others); its figures are used again as long as the code stays the same. The mutants are drawn by a seed. Printed are those that no test noticed, and the share that was.
Needs pytest-cov (it is in `optsim[dev]`).
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from queue import Queue

from coverage import CoverageData

from tests.mutation.covering import covering_tests
from tests.mutation.mutants import Mutant, mutants

_ROOT = Path(__file__).resolve().parents[2]
_CACHE = Path(tempfile.gettempdir()) / "optsim-mutation"
#: seconds for the tests of a mutant: one that runs for ever is noticed
_LIMIT = 900
_PYTEST = (
    sys.executable,
    "-B",
    "-m",
    "pytest",
    "-q",
    "-p",
    "no:cacheprovider",
    "-o",
    "addopts=--import-mode=importlib",
)


def main() -> None:
    """Draw, run and count."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__.partition("\n")[0])
    parser.add_argument(
        "paths", nargs="+", type=Path, help="files or folders of the code, from the root of the project"
    )
    parser.add_argument("--number", type=int, default=100, help="mutants (default 100)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--tests", nargs="+", default=[], help="the tests to run (default the whole suite)")
    parser.add_argument("--jobs", type=int, default=2, help="mutants at a time (default 2)")
    asked = parser.parse_args()
    covering = _tests_by_line(_coverage(asked.tests))
    drawn = _drawn(asked.paths, asked.number, asked.seed)
    copies: Queue[Path] = Queue()
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(asked.jobs) as pool:
        for job in range(asked.jobs):
            copies.put(_copy(Path(folder) / str(job)))
        verdicts = list(pool.map(lambda mutant: _told(mutant, covering, copies), drawn))
    noticed = sum(verdicts)
    print(f"{noticed} of {len(drawn)} mutants noticed: {100 * noticed / len(drawn):.1f} %")


def _drawn(paths: Iterable[Path], number: int, seed: int) -> list[Mutant]:
    """Mutants of the files, drawn without a memory of earlier runs."""
    files = [
        file
        for path in paths
        for file in (sorted((_ROOT / path).rglob("*.py")) if (_ROOT / path).is_dir() else [_ROOT / path])
    ]
    found = [mutant for file in files for mutant in mutants(file)]
    return random.Random(seed).sample(found, min(number, len(found)))


def _copy(folder: Path) -> Path:
    """A copy of what git knows and of what is new, without what it ignores."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=_ROOT,
        capture_output=True,
        check=True,
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (_ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(_ROOT / name, folder / name)
    return folder


def _environment(copy: Path) -> dict[str, str]:
    """Let processes that tests start import the copy, and keep no byte code: a mutant may be as old and as long as the original."""
    return os.environ | {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}


def _coverage(tests: list[str]) -> Path:
    """Measure which test covers which line of the code as it is now, if that was not done."""
    digest = sha256(" ".join(tests).encode())
    for file in sorted([*(_ROOT / "optsim").rglob("*.py"), *(_ROOT / "tests").rglob("*.py")]):
        digest.update(file.read_bytes())
    kept = _CACHE / f"{digest.hexdigest()[:16]}.coverage"
    if not kept.exists():
        print(
            f"measuring which test covers which line: {' '.join(tests) or 'the whole suite'}, slower than usual",
            flush=True,
        )
        _CACHE.mkdir(parents=True, exist_ok=True)
        command = [*_PYTEST, "-n", "auto", "--cov=optsim", "--cov-context=test", "--cov-report=", *tests]
        with tempfile.TemporaryDirectory() as folder:
            copy = _copy(Path(folder))
            subprocess.run(command, cwd=copy, env=_environment(copy), check=False)
            shutil.copyfile(copy / ".coverage", kept)
    return kept


def _tests_by_line(file: Path) -> dict[str, dict[int, list[str]]]:
    """By the path in the project and the line: the tests that run it."""
    data = CoverageData(str(file))
    data.read()
    found = {}
    for path in data.measured_files():
        tests = {line: sorted({name.rpartition("|")[0] for name in names} - {""}) for line, names in
                 data.contexts_by_lineno(path).items()}  # fmt: skip
        found["optsim/" + path.rpartition("/optsim/")[2]] = tests
    return found


def _told(mutant: Mutant, covering: dict[str, dict[int, list[str]]], copies: Queue[Path]) -> bool:
    """Run a mutant's tests in a free copy, print it if none fails, and say whether one did."""
    path = mutant.path.relative_to(_ROOT)
    lines = covering.get(str(path), {})
    tests = covering_tests(lines, range(mutant.first, mutant.last + 1))
    copy = copies.get()
    try:
        noticed = bool(tests) and _fails(copy, path, mutant, tests)
    finally:
        copies.put(copy)
    if not noticed:
        change = f"{' '.join(mutant.before.split())} -> {mutant.after}"
        print(f"{path}:{mutant.first}: {change[:150]}  [{len(tests)} tests]", flush=True)
    return noticed


def _fails(copy: Path, path: Path, mutant: Mutant, tests: list[str]) -> bool:
    """Run tests on a changed copy."""
    whole = (copy / path).read_text(encoding="utf-8")
    (copy / path).write_text(mutant.source, encoding="utf-8")
    (copy / "chosen.txt").write_text("\n".join(tests), encoding="utf-8")
    try:
        done = subprocess.run(
            [*_PYTEST, "-x", "-n0", "@chosen.txt"],
            cwd=copy,
            env=_environment(copy),
            capture_output=True,
            timeout=_LIMIT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return True
    finally:
        (copy / path).write_text(whole, encoding="utf-8")
    return done.returncode != 0


if __name__ == "__main__":
    main()
