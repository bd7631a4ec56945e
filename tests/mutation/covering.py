"""Which tests run the lines of a mutant."""

from collections.abc import Iterable, Mapping, Sequence


def covering_tests(by_line: Mapping[int, Sequence[str]], lines: Iterable[int]) -> list[str]:
    """Return the tests that run some lines of a file; of lines that run when it is imported, all that run any of it."""
    own = {test for line in lines for test in by_line.get(line, ())}
    return sorted(own or {test for tests in by_line.values() for test in tests})
