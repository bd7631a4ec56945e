"""A scenario over a data file that is saved, or recorded, means the same when it is read again."""

import pytest

from optsim.recording import reader, recorder
from optsim.recording.resolved_setup import Resolved, differing
from optsim.recording.verification.verify import verify
from optsim.scenario import load
from optsim.scenario.dump import resolved, scenario_files
from tests.scenario.data.support import read

CONTENTS = {
    "names": ("a,b,y\n" + "".join(f"{i},{i * i % 7},{i % 4}\n" for i in range(12)), ""),
    "no names": ("".join(f"{i}.5,{i * i % 7},{i % 4}\n" for i in range(12)), ""),
    "texts": ("k;x;y\n" + "".join(f'"t;{i % 3}";{i},5;{i % 4}\n' for i in range(12)), "validation = 0.25"),
    "holes": (",k,1\n" + "".join(f"{'' if i % 5 == 0 else i},{'' if i == 2 else 'uv'[i % 2]},{i % 4}\n" for i in range(12)),
              'missing = "mean"'),
    "names that are numbers": ("1,2\n" + "".join(f"{'' if i == 0 else i},{i % 4}\n" for i in range(12)),
                               'header = true\nmissing = "mean"\ntarget = "2"'),
    "row numbers": (",0,1\n" + "".join(f"{i},{i * i % 7},{i % 4}\n" for i in range(12)), "target = 2"),
    "an input that does not vary": ("a,b,y\n" + "".join(f"{i},0.1,{i % 4}\n" for i in range(12)), ""),
    "odd names": ('"a\nb","é,\u202e",true\n' + "".join(f"{i},{i * i % 7},{i % 4}\n" for i in range(12)), ""),
}  # fmt: skip


@pytest.fixture(params=CONTENTS)
def scenario(request, tmp_path):
    return read(tmp_path, *CONTENTS[request.param])


def same(one, other, *, names):
    assert one.table.tobytes() == other.table.tobytes()
    assert (one.validation, one.missing) == (other.validation, other.missing)
    assert not names or one.names == other.names


def test_saved_it_is_the_same(scenario, tmp_path):
    for name, text in scenario_files(scenario, "saved").items():
        (tmp_path / name).write_text(text, encoding="utf-8", newline="")
    again = load(tmp_path / "saved.toml")
    same(again.objective.data, scenario.objective.data, names=True)
    one, other = scenario.race(), again.race()
    one.advance(4), other.advance(4)
    assert one.history.validation_loss.tobytes() == other.history.validation_loss.tobytes()


def test_recorded_it_is_the_same(scenario, tmp_path):
    race = scenario.race()
    race.advance(4)
    file = tmp_path / "run.jsonl"
    file.write_bytes(b"".join(recorder.lines(scenario, race)))
    same(reader.read(file).scenario.objective.data, scenario.objective.data, names=False)
    assert verify(file, Resolved.of(scenario, race)).same


def test_a_table_of_numbers_is_recorded_as_it_was(tmp_path):
    """Numbers alone: a recording from before is of the same race as one of today."""
    scenario = read(tmp_path, "a,y\n1,2\n2,4.5\n3,7\n4,1\n5,0\n6,9\n", "validation = 0.25")
    tables, files = resolved(scenario)
    assert tables["objective"]["data"] == {"path": "data.csv", "validation": 0.25}
    assert files == {"data.csv": "1.0,2.0\n2.0,4.5\n3.0,7.0\n4.0,1.0\n5.0,0.0\n6.0,9.0\n"}


def test_a_recording_that_does_not_say_what_becomes_of_constants_is_of_a_race_that_can_be_verified(tmp_path):
    """As those are that were made before it was asked."""
    scenario = read(tmp_path, *CONTENTS["an input that does not vary"])
    race = scenario.race()
    here = Resolved.of(scenario, race)
    assert here.tables["objective"]["data"]["constants"] == "zero"
    del here.tables["objective"]["data"]["constants"]
    assert differing(Resolved.of(scenario, race), here) == []
