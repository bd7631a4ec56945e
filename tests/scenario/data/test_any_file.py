"""Any table comes back in any dialect; any bytes are a table or a sentence."""

import csv
import io

import numpy as np
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from optsim.scenario import ScenarioError, load
from optsim.scenario.data.values import is_missing, looks_like_number
from optsim.system.printable import hidden_character
from tests.scenario.data.support import data_lines, read, write

ANYWHERE = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
NUMBERS = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**20), 10**20).map(float)
NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\n"), min_size=1, max_size=8).map(
    str.strip
) | st.sampled_from(["true", "False"])


def is_name(text):
    return bool(text) and not is_missing(text) and not looks_like_number(text)


@st.composite
def tables(draw):
    columns = draw(st.integers(2, 5))
    rows = draw(st.lists(st.lists(NUMBERS, min_size=columns, max_size=columns), min_size=2, max_size=6))
    names = draw(st.none() | st.lists(NAMES.filter(is_name), min_size=columns, max_size=columns))
    return np.array(rows), names


@st.composite
def dialects(draw):
    return {
        "delimiter": draw(st.sampled_from([",", ";", "\t", "|", " "])),
        "quoting": draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])),
        "lineterminator": draw(st.sampled_from(["\n", "\r\n", "\r"])),
    }


@ANYWHERE
@given(
    made=tables(),
    dialect=dialects(),
    decimal=st.sampled_from(".,"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    blank=st.booleans(),
)
def test_any_table_comes_back_from_any_dialect(tmp_path, made, dialect, decimal, encoding, blank):
    table, names = made
    text = io.StringIO(newline="")
    writer = csv.writer(text, **dialect)
    if names:
        writer.writerow(names)
    for row in table:
        if blank:
            text.write(dialect["lineterminator"])
        writer.writerow([repr(float(value)).replace(".", decimal) for value in row])
    scenario = read(tmp_path, text.getvalue().encode(encoding))
    assert scenario.objective.data.table.tobytes() == table.tobytes()
    assert scenario.reading.separator == dialect["delimiter"]
    if names:
        assert list(scenario.objective.data.names) == names


def told(folder, content, keys=""):
    """What a scenario with a data file of any content gives: facts and a race, or sentences of one line each."""
    file, problems = write(folder, content, keys), ()
    try:
        scenario = load(file)
    except ScenarioError as error:
        problems = error.problems
    if problems:
        assert not any(hidden_character(str(problem)) for problem in problems)
        return
    assert not any(hidden_character(fact) for _, fact in data_lines(scenario))
    race = scenario.race()
    race.advance(race.budget)


KEYS = st.sampled_from(["", 'missing = "mean"', 'text = "one-hot"', "target = 1", 'separator = ";"', "header = false"])


@ANYWHERE
@given(content=st.binary(max_size=80), keys=KEYS)
@example(content=b"\xff\xfe", keys="")
@example(content=b"\xef\xbb\xbf", keys="")
def test_any_bytes_are_a_table_or_a_sentence(tmp_path, content, keys):
    told(tmp_path, content, keys)


PIECES = [
    *'ab12,;\t"\n.-+e ',
    "\r\n",
    ",,",
    "NA",
    "1,2\n",
    "3;4\n",
    '"x"',
    "true",
    "1e308",
    "-1e308",
    "1e-320",
    "é",
    "\0",
]


@settings(ANYWHERE, max_examples=600)
@given(content=st.lists(st.sampled_from(PIECES), max_size=40).map("".join), keys=KEYS)
@example(content="a,b\n1,1e308\n2,-1e308\n3,1e308\n4,0\n", keys="")
@example(content="a,b\n1,1\n2,3\n1e308,2\n-1e308,1e308\n", keys="")
def test_nearly_tables_are_a_table_or_a_sentence(tmp_path, content, keys):
    told(tmp_path, content, keys)
