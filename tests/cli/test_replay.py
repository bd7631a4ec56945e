"""Recordings at the command line: made, reported, verified, and how each of it ends."""

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from optsim.cli.group import cli
from optsim.engine.history.quantities import QUANTITIES, Quantity
from optsim.recording.format.versions import NEWEST
from optsim.recording.reader import read
from optsim.report import REPORT_FORMATS
from optsim.scenario import load
from optsim.scenario.dump import scenario_files
from tests.recording.support import noisy, session
from tests.recording.test_reader import line, setting
from tests.watching import until_changed

OPTSIM = [sys.executable, "-m", "optsim"]
SAMPLES = Path(__file__).parents[1] / "recording" / "samples"
linux = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")


def run(*args):
    return CliRunner().invoke(cli, [str(arg) for arg in args])


@pytest.fixture
def saddle(tmp_path):
    file = tmp_path / "saddle.jsonl"
    assert run("replay", "saddle", "--steps", "40", "--out", file).exit_code == 0
    return file


def test_the_ending_says_that_it_is_a_recording(tmp_path):
    file = tmp_path / "run.jsonl"
    done = run("replay", "saddle", "--steps", "7", "--seed", "3", "--out", file, "--params")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == f"optsim: 7 steps of saddle recorded in {file}\n"
    recording = read(file)
    assert (recording.complete, recording.budget, recording.seed, recording.every) == (True, 7, 3, 1)
    assert recording.params.shape == (8, 7, 2)


def test_it_goes_to_standard_output_too(saddle):
    done = subprocess.run(
        [*OPTSIM, "replay", "saddle", "--steps", "40", "--format", "jsonl"], capture_output=True, check=True, timeout=60
    )
    # but for the header: it says how many threads there were
    assert done.stdout.splitlines()[1:-1] == saddle.read_bytes().splitlines()[1:-1]


def test_it_can_be_thinned(tmp_path):
    file = tmp_path / "run.jsonl"
    assert run("replay", "saddle", "--steps", "25", "--every", "10", "--out", file).exit_code == 0
    assert read(file).steps.tolist() == [0, 10, 20, 25]


@pytest.mark.parametrize("name", ["saddle", "early-stopping", "noisy-quadratic", "nag-explodes"])
def test_what_it_reports_is_what_the_race_reports(tmp_path, name):
    file = tmp_path / "run.jsonl"
    run("replay", name, "--steps", "60", "--params", "--out", file)
    for form in ("csv", "text", "json"):
        live = run("replay", name, "--steps", "60", "--params", "--format", form).stdout
        told = run("replay", file, "--params", "--format", form).stdout
        if form == "csv":
            assert told == live
        elif form == "json":
            one, other = json.loads(live), json.loads(told)
            assert other.pop("recorded")["numerics"] in {"fast", "strict"}
            for lane in (*one["lanes"].values(), *other["lanes"].values()):
                # what hangs on states is not in a recording
                for key in ("early_stopping", "theory", "final_params"):
                    lane.pop(key)
            assert one == other
        else:
            table = live.partition("\n\n")[2].partition("\n\n")[0]
            assert len(table.splitlines()) > 2
            assert table in told
            chart = live[live.index("┌") : live.index("┘")]
            assert chart in told
    assert run("replay", file, "--format", "jsonl").stdout == file.read_text(encoding="utf-8")


def test_a_thinned_one_says_so_and_reports_what_it_has(tmp_path):
    file = tmp_path / "run.jsonl"
    run("replay", "ravine", "--every", "50", "--out", file)
    text = run("replay", file).stdout
    live = run("replay", "ravine").stdout
    assert "every 50 steps were recorded" in text.replace("\n", " ")
    # final and best values are not thinned
    table = live.partition("\n\n")[2].partition("\n\n")[0]
    assert table in text
    lines = list(csv.DictReader(io.StringIO(run("replay", file, "--format", "csv").stdout)))
    recording = read(file)
    assert [int(row["step"]) for row in lines if row["lane"] == "momentum"] == recording.steps.tolist()
    told = json.loads(run("replay", file, "--format", "json").stdout)
    assert told["steps"] == recording.steps.tolist()
    assert all(len(lane["loss"]) == len(told["steps"]) for lane in told["lanes"].values())


def test_a_session_tells_its_commands(tmp_path):
    file = tmp_path / "run.jsonl"
    file.write_bytes(session(64, noisy(), commands=9)[1])
    assert "9 commands on the way: edit sgd at step 12, add 'adam 2' at step 37" in run("replay", file).stdout
    assert run("replay", "--verify", file).stdout.startswith(f"{file}: the same, bit for bit; ")


def test_a_session_of_version_1_tells_its_commands():
    told = run("replay", SAMPLES / "version-1-session.jsonl").stdout
    assert "9 commands on the way: tune at step 12, add at step 37" in told


def test_a_cut_one_is_reported_with_a_note(saddle):
    saddle.write_bytes(saddle.read_bytes()[:9000])
    done = run("replay", saddle)
    assert done.exit_code == 0
    assert done.stderr.startswith(f"optsim: {saddle} is cut off after step ")
    assert "the file is cut off after step" in done.stdout


def scenario_file(folder, scenario):
    for name, text in scenario_files(scenario, "mine").items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder / "mine.toml"


def test_verified_it_is_the_same(saddle, tmp_path):
    for args in (
        ("saddle", "--steps", "40"),
        (scenario_file(tmp_path, load("saddle")), "--steps", "40"),
        (),
        (saddle,),
        (Path(os.path.relpath(saddle)),),
    ):
        done = run("replay", *args, "--verify", saddle)
        assert (done.exit_code, done.stderr) == (0, "")
        assert done.stdout == f"{saddle}: the same, bit for bit; 41 recorded steps compared\n"


def test_verified_it_differs(saddle):
    saddle.write_bytes(line(12, setting("lanes", "adam", "loss", to=0.25))(saddle.read_bytes()))
    done = run("replay", "saddle", "--steps", "40", "--verify", saddle)
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    assert lines[0] == f"{saddle}: differs first at step 10, lane adam, loss"
    assert lines[1].startswith("  here: 1.")
    assert lines[2] == "  there: 0.25"
    assert lines[3] == "  the recording is changed by hand: its lines do not fit the hash in its summary"


def test_two_recordings_are_compared(saddle, tmp_path):
    other = tmp_path / "other.jsonl"
    other.write_bytes(saddle.read_bytes())
    assert run("replay", saddle, "--verify", other).exit_code == 0
    other.write_bytes(line(12, setting("lanes", "adam", "loss", to=0.25))(saddle.read_bytes()))
    done = run("replay", saddle, "--verify", other)
    assert (done.exit_code, done.stdout.splitlines()[0]) == (1, f"{other}: differs first at step 10, lane adam, loss")


@pytest.mark.parametrize("name", ["every-end", "session", "table"])
def test_samples_are_verified(name):
    done = run("replay", "--verify", SAMPLES / f"version-1-{name}.jsonl")
    assert done.exit_code == 0, done.output


NOT_COMPARABLE = {
    "steps": (("saddle", "--steps", "30"), "steps: 30 here, 40 there"),
    "seed": (("saddle", "--steps", "40", "--seed", "3"), "seed: 3 here, 7 there"),
    "scenario": (("ravine", "--steps", "40"), "objective.kind: quadratic here, saddle there"),
}


@pytest.mark.parametrize(("args", "told"), NOT_COMPARABLE.values(), ids=NOT_COMPARABLE)
def test_another_race_ends_with_three(saddle, args, told):
    done = run("replay", *args, "--verify", saddle)
    assert (done.exit_code, done.stdout) == (3, "")
    assert done.stderr.splitlines()[0] == f"optsim: {saddle}: is of another race:"
    assert f"optsim:   {told}" in done.stderr


def test_a_newer_format_ends_with_three(saddle):
    newer = NEWEST + 1
    saddle.write_bytes(saddle.read_bytes().replace(b'"version":%d' % NEWEST, b'"version":%d' % newer, 1))
    for args in ((saddle,), ("--verify", saddle), ("saddle", "--verify", saddle)):
        done = run("replay", *args)
        assert done.exit_code == 3
        assert f"format version {newer}, and this optsim knows versions up to {NEWEST}" in done.stderr


def test_a_changed_scenario_ends_with_one(saddle):
    saddle.write_bytes(line(1, setting("scenario", "title", to="Mine"))(saddle.read_bytes()))
    for args in ((saddle,), ("--verify", saddle)):
        done = run("replay", *args)
        assert done.exit_code == 1
        assert "does not fit its hash; take the change back" in done.stderr


USAGE = {
    "nothing": ((), "give a scenario or a recording"),
    "every of a report": (("saddle", "--every", "3"), "--every is for a recording"),
    "every of csv": (("saddle", "--every", "3", "--format", "csv"), "--every is for a recording"),
    "every nothing": (("saddle", "--every", "0", "--format", "jsonl"), "0 is not in the range"),
    "verify and a report": (("saddle", "--verify", "{file}", "--format", "csv"), "--verify writes no report"),
    "verify and a file": (("saddle", "--verify", "{file}", "--out", "x.csv"), "--verify writes no report"),
    "verify and params": (("saddle", "--verify", "{file}", "--params"), "--verify writes no report"),
    "verify and seed": (("--verify", "{file}", "--seed", "3"), "a recording has its own"),
    "verify nothing": (("saddle", "--verify", "none.jsonl"), "none.jsonl: cannot be read: No such file"),
    "verify a scenario": (("saddle", "--verify", "pyproject.toml"), "pyproject.toml: is no recording"),
    "seed of a recording": (("{file}", "--seed", "3"), "--steps, --seed and --every are for a race"),
    "params of a recording": (("{file}", "--params"), "was recorded without parameters"),
    "itself": (("{file}", "--out", "{file}"), "is read for this"),
    "over a recording": (("saddle", "--out", "{file}"), "is there already: give another name, or --overwrite"),
    "a copy over a recording": (("{file}", "--out", "{copy}"), "is there already: give another name, or --overwrite"),
    "a report over a recording": (("saddle", "--format", "csv", "--out", "{file}"), "is there already: give another"),
    "overwrite nothing": (("saddle", "--overwrite"), "--overwrite is about the file of --out"),
    "a recording of nothing": (("none.jsonl",), "none.jsonl: cannot be read: No such file"),
    "nowhere": (("saddle", "--out", "/nowhere/run.jsonl"), "/nowhere/run.jsonl: cannot be written: No such file"),
    "no scenario": (("sadle", "--format", "jsonl"), "did you mean 'saddle'?"),
}


@pytest.mark.parametrize(("args", "told"), USAGE.values(), ids=USAGE)
def test_what_cannot_be_is_told(saddle, args, told):
    before = saddle.read_bytes()
    copy = saddle.with_name("copy.jsonl")
    copy.write_bytes(b"mine")
    done = run("replay", *(arg.format(file=saddle, copy=copy) for arg in args))
    assert (done.exit_code, done.stdout) == (2, "")
    assert told in done.stderr
    assert saddle.read_bytes() == before
    assert copy.read_bytes() == b"mine"


@linux
def test_a_full_disk_ends_it():
    done = subprocess.run(
        [*OPTSIM, "replay", "saddle", "--format", "jsonl", "--out", "/dev/full"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert done.stderr == "optsim: /dev/full: cannot be written: No space left on device\n"
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*OPTSIM, "replay", "saddle", "--format", "jsonl"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=60,
        )
    assert done.returncode == 2
    assert done.stderr == "optsim: standard output: cannot be written: No space left on device\n"


@linux
def test_where_nobody_reads_on_it_ends():
    with subprocess.Popen(
        [*OPTSIM, "replay", "saddle", "--steps", "100000", "--format", "jsonl"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as child:
        assert child.stdout.readline().startswith(b'{"format":"optsim-recording"')
        child.stdout.close()
        assert child.wait(60) == 0
        assert child.stderr.read() == b""


@pytest.mark.parametrize("form", ["jsonl", "csv", "json", "text"])
@pytest.mark.parametrize("read_for_it", ["scenario", "data", "hard link", "link"])
def test_nothing_is_written_over_what_is_read_for_it(tmp_path, form, read_for_it):
    scenario, data, out = tmp_path / "mine.toml", tmp_path / "data.csv", tmp_path / "out"
    scenario.write_text(
        '[objective]\nkind = "mlp"\nhidden = [2]\nbatch_size = 2\ndata = {path = "data.csv"}\n[budget]\nsteps = 3\n'
        '[lanes.gd]\noptimizer = "gd"\n'
    )
    data.write_text("x,y\n1,2\n2,3\n3,5\n4,4\n")
    match read_for_it:
        case "scenario":
            out = scenario
        case "data":
            out = data
        case "hard link":
            out.hardlink_to(data)
        case "link":
            out.symlink_to(scenario)
    before = scenario.read_text(), data.read_text()
    done = run("replay", scenario, "--format", form, "--out", out, "--overwrite")
    assert done.exit_code == 2
    assert f"{out} is read for this" in done.stderr
    assert (scenario.read_text(), data.read_text()) == before


def test_over_a_recording_where_that_is_wished(saddle):
    part = saddle.with_name(f"{saddle.name}.part")
    part.write_bytes(saddle.read_bytes()[:9000])
    assert run("replay", part).exit_code == 0
    refused = run("replay", "ravine", "--steps", "9", "--out", saddle)
    assert refused.exit_code == 2
    done = run("replay", "ravine", "--steps", "9", "--out", saddle, "--overwrite")
    assert done.exit_code == 0
    assert f"optsim: {part} was left by a run that was killed; it is gone now\n" in done.stderr
    assert (read(saddle).scenario.name, read(saddle).head) == ("ravine", 9)
    assert not part.exists()


@pytest.mark.parametrize("name", ["out.csv.part", ".out.csv.part", ".out.csv.optsim-mine.part"])
@pytest.mark.parametrize("form", ["csv", "json", "text"])
def test_a_report_leaves_what_is_not_its_own(tmp_path, name, form):
    mine = tmp_path / name
    mine.write_bytes(b"precious")
    done = run("replay", "saddle", "--steps", "2", "--format", form, "--out", tmp_path / "out.csv")
    assert done.exit_code == 0
    assert "gone" not in done.stderr
    assert mine.read_bytes() == b"precious"
    assert sorted(tmp_path.iterdir()) == sorted([mine, tmp_path / "out.csv"])


@pytest.mark.parametrize("content", [b"", b"precious", b'{"format":"mine"}\n'])
@pytest.mark.parametrize("old", [None, b"old"])
def test_a_recording_is_refused_where_its_part_is_somebody_elses(tmp_path, content, old):
    file, part = tmp_path / "run.jsonl", tmp_path / "run.jsonl.part"
    part.write_bytes(content)
    if old:
        file.write_bytes(old)
    for words in (["replay", "saddle", "--steps", "2", "--out", file], ["saddle", "--record", file]):
        done = run(*words, "--overwrite")
        assert done.exit_code == 2
        assert f"{part} is in the way" in done.stderr
        assert "move it away, or give another name" in done.stderr
        assert part.read_bytes() == content
        assert sorted(tmp_path.iterdir()) == ([file, part] if old else [part])


def test_a_dash_is_standard_output(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for form in ("text", "csv", "json", "jsonl"):
        words = ["replay", "saddle", "--steps", "2", "--format", form]
        assert run(*words, "--out", "-").stdout == run(*words).stdout
    assert list(tmp_path.iterdir()) == []
    for words in (["saddle", "--record", "-"], ["record", "saddle", "-o", "-"]):
        done = run(*words)
        assert (done.exit_code, "standard output" in done.stderr) == (2, True)
        assert "give a file, for instance" in done.stderr
    assert run("replay", "saddle", "--steps", "2", "--out", "./-").exit_code == 0
    assert [file.name for file in tmp_path.iterdir()] == ["-"]


def test_a_report_tells_what_a_killed_one_has_left(tmp_path):
    part = tmp_path / ".out.csv.optsim-0123abcd.part"
    part.write_text("step,la")
    done = run("replay", "saddle", "--steps", "2", "--out", tmp_path / "out.csv")
    assert done.exit_code == 0
    assert f"{part} was left by a run that was killed; it is gone now" in done.stderr
    assert list(tmp_path.iterdir()) == [tmp_path / "out.csv"]


#: fails to write beyond so many bytes, as on a full disk
_FULL = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (200000, 200000))
from optsim.cli.main import main
sys.argv = ["optsim", *sys.argv[1:]]
main()
"""


@pytest.mark.system
@linux
@pytest.mark.parametrize("ending", ["jsonl", "csv", "json"])
@pytest.mark.parametrize("old", [None, b"good"])
def test_on_a_full_disk_the_good_file_is_still_there(tmp_path, ending, old):
    file = tmp_path / f"run.{ending}"
    if old:
        file.write_bytes(old)
    done = subprocess.run(
        [sys.executable, "-c", _FULL, "replay", "saddle", "--out", file, *(["--overwrite"] if old else [])],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith(f"optsim: {file}: cannot be written: File too large")
    assert "Traceback" not in done.stderr
    if old:
        assert file.read_bytes() == old
    if ending == "jsonl":
        kept = tmp_path / "run.jsonl.part" if old else file
        assert f"what was recorded is in {kept}" in done.stderr
        assert kept.read_bytes().endswith(b"\n")
        assert len(read(kept).steps) > 5
    else:
        assert [path.read_bytes() for path in tmp_path.iterdir()] == ([old] if old else [])


@pytest.mark.system
@linux
@pytest.mark.parametrize("old", [None, b"old"])
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_however_it_is_ended_the_file_can_be_read(tmp_path, end, old):
    file, part = tmp_path / "run.jsonl", tmp_path / "run.jsonl.part"
    if old:
        file.write_bytes(old)
    growing = part if old else file
    args = [*OPTSIM, "replay", "saddle", "--steps", "100000000", "--out", file, "--overwrite"]
    with subprocess.Popen(args, stderr=subprocess.PIPE, text=True) as child:
        until_changed(tmp_path, child, lambda: growing.exists() and growing.stat().st_size > 20000)
        child.send_signal(end)
        said = child.communicate()[1]
    killed = end is signal.SIGKILL
    assert child.returncode == (-end if killed else 128 + end)
    assert sorted(tmp_path.iterdir()) == ([file, part] if old and killed else [file])
    if killed:
        assert old is None or file.read_bytes() == old
    else:
        assert said.startswith("optsim: interrupted; ")
        assert said.rstrip().endswith(f" of 100000000 steps of saddle recorded in {file}")
        growing = file
    recording = read(growing)
    assert recording.complete is not killed
    assert recording.steps.tolist() == list(range(len(recording.steps)))
    assert len(recording.steps) > 5
    if not killed:
        assert f"; {recording.head} of 1" in said
    # of what is there every step is right
    lines = growing.read_bytes().splitlines(keepends=True)
    growing.write_bytes(b"".join(lines[:300]))
    assert run("replay", "--verify", growing).exit_code == 0


@pytest.mark.system
@linux
@pytest.mark.parametrize("ending", ["csv", "json", "txt"])
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_report_that_is_ended_leaves_what_was_there(tmp_path, end, ending):
    file = tmp_path / f"out.{ending}"
    file.write_bytes(b"old")
    args = [*OPTSIM, "replay", "saddle", "--steps", "100000000", "--out", file]
    with subprocess.Popen(args, stderr=subprocess.PIPE, text=True) as child:
        until_changed(tmp_path, child, lambda: any(tmp_path.glob(f".{file.name}.optsim-*.part")))
        child.send_signal(end)
        said = child.communicate()[1]
    assert (child.returncode, said.strip()) == (128 + end, "")
    assert list(tmp_path.iterdir()) == [file]
    assert file.read_bytes() == b"old"


@pytest.mark.system
@linux
def test_two_at_once_are_refused(tmp_path):
    file = tmp_path / "run.jsonl"
    args = [*OPTSIM, "replay", "saddle", "--steps", "100000000", "--out", file]
    with subprocess.Popen(args, stderr=subprocess.DEVNULL) as child:
        until_changed(tmp_path, child, file.exists)
        done = run("replay", "saddle", "--steps", "3", "--out", file, "--overwrite")
        child.kill()
    assert done.exit_code == 2
    assert done.stderr == f"optsim: {file}: cannot be written: another optsim is writing it\n"
    assert run("replay", "saddle", "--steps", "3", "--out", file, "--overwrite").exit_code == 0


def test_columns_are_those_of_the_table_of_quantities():
    row = QUANTITIES.register(Quantity(name="largest", measure=lambda known: known["grad"].max(axis=-1), of=("grad",)))
    try:
        asked = run("replay", "saddle", "--steps", 2, "--format", "csv", "--columns", row.name)
        assert asked.stdout.split()[0].endswith(",status,largest")
        for words in (run("replay", "--help").stdout, run("replay", "saddle", "--columns", "?").stderr):
            offered = set(re.findall(r"\w+", words[words.rindex("--columns") :].split("--every")[0]))
            assert {"largest", "cosine", "batch_loss"} <= offered
            assert "grad_norm" not in offered
    finally:
        QUANTITIES.remove(row.name)
    refused = run("replay", "saddle", "--columns", "grad_norm")
    assert (refused.exit_code, refused.stderr) == (
        2,
        "optsim: --columns: grad_norm is there without being requested\n",
    )


@pytest.mark.parametrize(
    ("option", "name"), [("--params", "markdown"), ("--columns", "markdown"), ("--columns", "text")]
)
def test_what_a_format_does_not_have_is_refused_and_not_left_out(saddle, option, name):
    asked = [option] if option == "--params" else [option, "cosine"]
    for subject in ("saddle", saddle):
        refused = run("replay", subject, "--format", name, *asked)
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert refused.stderr.startswith(f"optsim: {option}")
        assert name in refused.stderr


@pytest.mark.parametrize("name", REPORT_FORMATS)
def test_parameters_are_in_a_report_or_refused(tmp_path, name):
    if not REPORT_FORMATS[name].can_write():
        pytest.skip(f"what {name} needs is not installed")
    out = tmp_path / f"with{REPORT_FORMATS[name].ending}"
    done = run("replay", "saddle", "--steps", 3, "--params", "--out", out)
    assert (done.exit_code == 0, out.exists()) == (REPORT_FORMATS[name].has_params,) * 2


def test_a_report_is_written_in_a_notation():
    page = run("replay", "saddle", "--steps", "5", "--format", "markdown", "--notation", "torch").stdout
    assert "`v ← μv + γg ; θ ← θ − v`" in page
    assert "γ = 0.05" in page
    assert "--notation torch" in page
    # data are the same in every one
    refused = run("replay", "saddle", "--steps", "5", "--format", "json", "--notation", "torch")
    assert refused.exit_code == 2
    assert "--notation: the format json has no formulas" in refused.stderr
