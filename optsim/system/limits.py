"""The largest of everything that a file or a command line can ask for, all in one place; docs/scenarios.md tells them.

What is larger is refused while it is read, with its key: nobody should wait, or run out of memory, to learn that a number was
mistyped. It imports nothing of the program.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from optsim.faults import Fault

#: whole numbers up to here are exact in every program that reads JSON
LARGEST_WHOLE = 2**53
#: the seed is the one number that has all 64 bits
LARGEST_SEED = 2**64 - 1

#: updates of a race: hours
MOST_STEPS = 10**9
MOST_LANES = 1000
MOST_RULES = 20
#: of one lane
MOST_EDITS, MOST_PHASES = 1000, 100
#: parameters of an objective
MOST_PARAMS = 10**7
#: parameters that a random rotation turns: it takes their third power
MOST_TURNED = 1000
MOST_LAYERS, MOST_UNITS, MOST_CLASSES = 100, 10_000, 100
MOST_EXAMPLES = 10**7
#: numbers that all lanes together have at once, parameters or units at examples: some seconds a step in strict numerics
MOST_NUMBERS = 10_000_000

#: runs of a sweep, cells and lanes counted, and values of one axis
MOST_RUNS, MOST_POINTS = 10_000_000, 100_000

#: bytes of a scenario file, its data, and the settings
LARGEST_SCENARIO, LARGEST_DATA, LARGEST_SETTINGS = 2**20, 2**26, 2**16
#: bytes of the last session, which has its scenario and data in it
LARGEST_SESSION = 2**22
#: bytes of what a person has done in the course: some hundred thousand answers
LARGEST_PROGRESS = 2**24
#: bytes of a recording's line: its header holds the data, a row may hold all parameters
LARGEST_LINE = 2**28
#: a cast: bytes, seconds, cells; how many of its events are read is told while it lasts
LARGEST_CAST, LONGEST_CAST, MOST_CELLS = 2**28, 24 * 3600, 100_000

#: scenario files of a folder that the app lists, and characters and lines of a description that it shows
MOST_LISTED, LONGEST_SHOWN, MOST_LINES = 500, 20_000, 200

#: tables in tables, and keys and items in all
DEEPEST, MOST_VALUES = 16, 200_000

#: whole numbers with more cannot be written, or be made floats; what a smaller one may be its key says
_MOST_BITS = 128

#: the faults of one file that are told
MOST_FAULTS = 100


def shape_faults(table: Mapping[str, Any]) -> Iterator[tuple[str, Fault]]:
    """Key and fault of what no reader of tables should be given: too deep, too many, or numbers that are none any more."""
    from optsim.faults import Fault  # noqa: PLC0415 most modules want the limits alone

    waiting: list[tuple[str, Any, int]] = [("", table, 0)]
    count = 0
    while waiting:
        key, value, depth = waiting.pop()
        count += 1
        if count > MOST_VALUES:
            yield "", Fault("has more than {most:,} keys and values", most=MOST_VALUES)
            return
        if depth > DEEPEST:
            yield key, Fault("is nested more than {most} tables or lists deep", most=DEEPEST)
        elif isinstance(value, int) and value.bit_length() > _MOST_BITS:
            message = "is a number of {digits} digits: no number here is so large"
            yield key, Fault(message, digits=_digits(value))
        elif isinstance(value, Mapping):
            waiting += [(_joined(key, str(name)), item, depth + 1) for name, item in value.items()]
        elif isinstance(value, list | tuple):
            waiting += [(key, item, depth + 1) for item in value]


def _joined(at: str, key: str) -> str:
    return f"{at}.{key}" if at else key


def _digits(value: int) -> int:
    """About how many digits a number has; Python itself writes at most 4300 of them."""
    return int(value.bit_length() * 0.30103) + 1
