"""The command line: what it prints, where, and how it ends."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import pytest
from click.testing import CliRunner

import optsim
from optsim.cli.group import cli
from optsim.scenario import names

INVALID = Path(__file__).parents[1] / "scenario" / "invalid"
VALID = Path(__file__).parents[1] / "scenario" / "valid"
OPTSIM = [sys.executable, "-m", "optsim"]
linux = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")


def run(*args):
    return CliRunner().invoke(cli, list(args))


def process(*args, **settings):
    return subprocess.run([*OPTSIM, *args], capture_output=True, text=True, check=False, timeout=60, **settings)


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_what_it_is(option):
    done = run(option)
    assert done.exit_code == 0
    assert {"--version": optsim.__version__, "--help": "replay"}[option] in done.stdout


def test_the_version_tells_the_compiled_kernel_where_there_is_one(monkeypatch):
    monkeypatch.delenv("OPTSIM_KERNEL", raising=False)
    own, *others = run("--version").stdout.splitlines()
    assert own == f"optsim {optsim.__version__}"
    assert [line.split()[0] for line in others] == (["numba"] if find_spec("numba") else [])
    monkeypatch.setenv("OPTSIM_KERNEL", "numpy")
    assert run("--version").stdout.splitlines() == [own]


def test_list_tells_all_there_is():
    done = run("list")
    assert done.exit_code == 0
    assert all(
        f"  {name}" in done.stdout for name in (*names(), *optsim.OPTIMIZERS, *optsim.OBJECTIVES, *optsim.SCHEDULES)
    )
    assert run("list", "scenarios").stdout.split()[0] == names()[0]
    assert "share of the velocity" in run("list", "optimizers").stdout
    assert run("list", "optimisers").exit_code == 2


def test_show_tells_of_a_scenario_or_a_file():
    assert "Saddle point\nf(x,y) = ½x²" in run("show", "saddle").stdout
    assert "勾配降下法" in run("show", str(VALID / "japanese-names.toml")).stdout


def test_show_and_check_tell_of_a_demo():
    file = str(VALID / "demo.toml")
    assert "demo       15 acts, written for 80×24 cells" in run("show", file).stdout
    assert run("check", file).stdout == f"{file}: fine, 2 lanes, 30 steps, a demo of 15 acts\n"
    done = run("check", str(INVALID / "demo.toml"))
    assert done.exit_code == 2
    assert "demo.toml: demo.do[2].press: no key is called 'spce'; did you mean 'space'?" in done.stderr


@pytest.mark.parametrize("arguments", [["--demo", "saddle"], ["saddle", "--demo"]])
def test_the_demo_is_asked_for_before_or_behind_the_scenario(arguments):
    done = run(*arguments)
    assert done.exit_code == 2
    assert "the app needs a terminal" in done.stderr


def test_a_tour_needs_a_scenario_that_can_be_used():
    assert "plays the tour of a scenario, for instance: optsim saddle --demo" in process("--demo").stderr
    assert "did you mean 'saddle'?" in process("sadle", "--demo").stderr
    assert "demo.do[3].press" in process(str(INVALID / "demo.toml"), "--demo").stderr


def test_check_tells_every_fault_of_every_file_and_goes_on():
    good, bad, worse = str(VALID / "smallest.toml"), str(INVALID / "no-lanes.toml"), str(INVALID / "unknown-keys.toml")
    done = run("check", bad, good, worse)
    assert done.exit_code == 2
    assert done.stdout == f"{good}: fine, 1 lane, 5 steps\n"
    faults = done.stderr.splitlines()
    assert len(faults) == 1 + 8
    assert faults[0].startswith(f"optsim: {bad}: lanes: there is none")
    assert f"optsim: {worse}: titel: is not known here; did you mean 'title'?" in faults
    assert run("check", good, "saddle").exit_code == 0
    assert run("check").exit_code == 2


def test_check_tells_of_lanes_that_end_where_they_start(tmp_path):
    file = tmp_path / "log.toml"
    objective = 'objective = { kind = "formula", f = "log(x)", start = [1.0] }'
    lanes = '[lanes.here]\noptimizer = "gd"\n[lanes.there]\noptimizer = "gd"\nstart = [-1.0]\n'
    file.write_text(f"{objective}\nbudget = {{ steps = 5 }}\n{lanes}", encoding="utf-8")
    fine, but = run("check", str(file)).stdout.splitlines()
    assert fine == f"{file}: fine, 2 lanes, 5 steps"
    assert but.startswith(f"{file}: but there cannot take a step: the loss is no number")


@pytest.mark.parametrize("command", [["show"], ["replay"], ["check"], []])
def test_an_unknown_scenario_is_suggested(command):
    done = run(*command, "sadle")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr.strip() == "optsim: sadle: no scenario has this name; did you mean 'saddle'?"


def test_a_mistyped_command_is_suggested():
    done = run("repaly", "saddle")
    assert done.exit_code == 2
    assert "no command is named 'repaly'; did you mean 'replay'?" in done.stderr
    assert "did you mean 'list'?" in run("lst").stderr


@pytest.mark.parametrize("args", [[], ["saddle"]])
def test_the_app_needs_a_terminal_and_says_the_way_out(args):
    done = run(*args)
    assert done.exit_code == 2
    assert done.stderr == "optsim: the app needs a terminal; without one there is: optsim replay saddle\n"


def test_a_wrong_file_is_told_before_the_app_opens():
    done = run(str(INVALID / "seven-wrong-values.toml"))
    assert done.exit_code == 2
    assert len(done.stderr.splitlines()) == 9
    assert "terminal" not in done.stderr


def test_replay_as_text():
    done = run("replay", "saddle", "--steps", "20", "--seed", "5")
    assert done.exit_code == 0
    assert done.stdout.startswith("Saddle point · seed 5 · 20 steps\n")
    assert done.stderr == ""
    assert "\x1b" not in done.stdout


def test_replay_as_csv_has_the_numbers_of_python():
    done = run("replay", "saddle", "--steps", "20", "--format", "csv", "--params")
    adam = [line for line in csv.DictReader(io.StringIO(done.stdout)) if line["lane"] == "adam"]
    expected = optsim.run("saddle", steps=20, params=True)["adam"]
    assert [float(line["loss"]) for line in adam] == expected.loss.tolist()
    assert [float(line["params.1"]) for line in adam] == expected.params[:, 1].tolist()


def test_replay_as_json_has_the_numbers_of_python():
    found = json.loads(run("replay", "noisy-quadratic", "--seed", "4", "--format", "json").stdout)
    expected = optsim.run("noisy-quadratic", seed=4)["nag"]
    assert found["seed"] == 4
    assert found["lanes"]["nag"]["loss"][: expected.end_step + 1] == expected.loss[: expected.end_step + 1].tolist()


@pytest.mark.parametrize(
    ("name", "options", "begins"),
    [
        ("a.csv", [], "step,lane"),
        ("a.JSON", [], "{"),
        ("a.txt", [], "Saddle"),
        ("a.csv", ["--format", "text"], "Saddle"),
    ],
)
def test_out_writes_a_file_and_says_so(tmp_path, name, options, begins):
    file = tmp_path / name
    done = run("replay", "saddle", "--steps", "3", "--out", str(file), *options)
    assert done.exit_code == 0
    assert done.stdout == ""
    assert done.stderr == f"optsim: 3 steps of saddle written to {file}\n"
    assert file.read_text(encoding="utf-8").startswith(begins)
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("out", ["no/such/folder.csv", "."])
def test_an_out_that_cannot_be_written_is_told(tmp_path, monkeypatch, out):
    monkeypatch.chdir(tmp_path)
    done = run("replay", "saddle", "--steps", "3", "--out", out)
    assert done.exit_code == 2
    assert done.stderr.startswith(f"optsim: {out}: cannot be written: ")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("option", ["--seed=-1", "--seed=x", "--steps=-1", "--steps=1.5", "--format=xml", "--verbose"])
def test_wrong_options_are_told(option):
    done = run("replay", "saddle", option)
    assert done.exit_code == 2
    assert "Error: " in done.stderr
    assert done.stdout == ""


def test_a_race_that_cannot_be_set_up_is_told(tmp_path):
    file = tmp_path / "huge.toml"
    file.write_text(
        '[objective]\nkind = "quadratic"\nspectrum = "inverse"\ndim = 1000000000000000000\n'
        '[budget]\nsteps = 1\n[lanes.gd]\noptimizer = "gd"\n',
        encoding="utf-8",
    )
    done = run("replay", str(file))
    assert done.exit_code == 2
    assert done.stderr.startswith(f"optsim: {file}: ")


def test_python_m_optsim_is_the_same():
    done = process("replay", "saddle", "--steps", "2", "--format", "csv")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == run("replay", "saddle", "--steps", "2", "--format", "csv").stdout


@pytest.mark.parametrize("args", [["saddle"], ["nothing"], ["replay", "saddle", "--steps=x"], ["show"]])
def test_a_process_ends_with_2_and_a_message(args):
    done = process(*args, stdin=subprocess.DEVNULL)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "args", [["replay", "saddle", "--format", "csv"], ["list"], ["replay", "saddle", "--steps", "3"]]
)
def test_a_closed_pipe_ends_quietly(args):
    with subprocess.Popen([*OPTSIM, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        child.stdout.close()
        assert child.stderr.read() == b""
        assert child.wait(timeout=60) == 0


@linux
def test_a_full_disk_is_told():
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*OPTSIM, "replay", "saddle"], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 2
    assert done.stderr == "optsim: standard output: cannot be written: No space left on device\n"
    done = process("replay", "saddle", "--out", "/dev/full")
    assert done.returncode == 2
    assert done.stderr == "optsim: /dev/full: cannot be written: No space left on device\n"


@linux
def test_ctrl_c_in_a_replay_ends_cleanly(tmp_path):
    out = tmp_path / "never.csv"
    args = [*OPTSIM, "replay", "saddle", "--steps", "10000000", "--out", str(out)]
    with subprocess.Popen(args, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        while not list(tmp_path.iterdir()):  # the file beside it is there as soon as the race runs
            assert child.poll() is None
        while child.poll() is None:  # a signal that comes in the middle of an import may be lost
            child.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                child.wait(timeout=2)
        out_text, error_text = child.communicate()
    assert child.returncode == 130
    assert (out_text, error_text.strip()) == ("", "")
    assert list(tmp_path.iterdir()) == []


INTERRUPTED = """
import optsim.cli.main as door
import optsim.console.standard_output  # as it is in every command: an import forgets it too

door.cli = lambda **_: exec("import signal; signal.raise_signal(signal.SIGINT)")
door.main()
"""


@linux
def test_ctrl_c_while_python_runs_a_text_ends_with_the_same_code(tmp_path):
    (tmp_path / "interrupted.py").write_text(INTERRUPTED)
    done = subprocess.run(
        [sys.executable, "-m", "interrupted"], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout, done.stderr.strip()) == (130, "", "")


@linux
def test_colour_in_a_terminal_and_none_where_it_is_not_wanted():
    def shown(**environment):
        parent, child = os.openpty()
        wanted = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "TERM")}
        with subprocess.Popen(
            [*OPTSIM, "show", "saddle"], stdout=child, stderr=child, env=wanted | {"TERM": "xterm"} | environment
        ) as running:
            os.close(child)
            text = b""
            while piece := _read(parent):
                text += piece
            os.close(parent)
            assert running.wait(timeout=60) == 0
        return text.decode()

    assert "\x1b[1mSaddle point\x1b[0m" in shown()
    assert "\x1b" not in shown(NO_COLOR="1")
    assert "\x1b" not in shown(TERM="dumb")


def _read(descriptor):
    try:
        return os.read(descriptor, 65536)
    except OSError:  # how a terminal says that its other end is closed
        return b""


def test_text_for_an_old_terminal_is_still_text():
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    done = process("replay", str(VALID / "japanese-names.toml"), env=environment)
    assert done.returncode == 0
    assert "out of steps" in done.stdout
    data = subprocess.run(
        [*OPTSIM, "replay", str(VALID / "japanese-names.toml"), "--format", "csv"],
        capture_output=True,
        check=True,
        env=environment,
    )
    assert "勾配降下法" in data.stdout.decode()


@pytest.mark.parametrize(
    "args", [["list"], ["show", "saddle"], ["replay", "saddle", "--format", "csv", "--steps", "1"]]
)
def test_the_commands_load_neither_textual_nor_plotext(args):
    code = f"""
import sys
from optsim.cli.group import cli
try:
    cli({args!r}, standalone_mode=False)
finally:
    print(*({{"textual", "rich", "plotext"}} & set(sys.modules)), file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == ""


def test_the_distance_is_charted_of_many_parameters_too(tmp_path):
    file = tmp_path / "many.toml"
    file.write_text(
        '[objective]\nkind = "quadratic"\nspectrum = "inverse"\ndim = 12\n[budget]\nsteps = 30\n'
        '[lanes.adam]\noptimizer = "adam"\n[view]\ny = "distance"\n',
        encoding="utf-8",
    )
    done = run("replay", str(file))
    assert done.exit_code == 0
    assert "distance to the nearest minimum" in done.stdout


@pytest.mark.parametrize("value", ["nan", "inf", "-inf"])
@pytest.mark.parametrize("line", [("serve", "--idle"), ("sweep", "saddle", "--timeout")])
def test_what_is_no_finite_number_is_in_no_range(line, value):
    outcome = CliRunner().invoke(cli, [*line, value])
    assert outcome.exit_code == 2
    assert f"{value} is not in the range" in outcome.output
