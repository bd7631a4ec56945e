"""Standard output and standard error that are full, closed, or read by nobody: told or quiet, never a traceback."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_cli import OPTSIM

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full"),
]
#: every command that writes to standard output, as short as can be
COMMANDS = [
    "--help", "--version", "list", "list optimizers", "show saddle", "check saddle", "replay --help", "record --help",
    "replay saddle --steps 2", "replay saddle --steps 2 --format csv", "replay saddle --steps 2 --format jsonl",
    "record saddle --dry-run --fps 1",
]  # fmt: skip
FULL = "optsim: standard output: cannot be written: No space left on device\n"


def shell(words, how):
    command = f"'{sys.executable}' -m optsim {words} {how}"
    return subprocess.run([shutil.which("sh"), "-c", command], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("words", COMMANDS)
def test_standard_output_that_cannot_be_written_is_told(words):
    done = shell(words, ">/dev/full")
    assert (done.returncode, done.stderr) == (2, FULL)
    done = shell(words, ">&-")
    assert (done.returncode, done.stderr) == (2, "optsim: standard output is closed\n")


@pytest.mark.parametrize("words", COMMANDS)
def test_where_nobody_reads_it_is_quiet(words):
    with subprocess.Popen([*OPTSIM, *words.split()], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        child.stdout.close()
        assert child.stderr.read() == b""
        assert child.wait() == 0


@pytest.mark.parametrize("how", ["2>/dev/full", "2>&-"])
@pytest.mark.parametrize(
    ("words", "code"),
    [("nonsense", 2), ("replay --steps=x", 2), ("replay saddle --steps 2 --out {file}", 0), ("list", 0)],
)
def test_where_nobody_can_be_told_the_exit_code_says_it(words, code, how, tmp_path):
    file = tmp_path / "run.csv"
    assert shell(words.format(file=file), how).returncode == code
    if "out" in words:
        assert file.read_text().startswith("step,lane")
        assert "optsim:" not in file.read_text()


def test_no_file_takes_the_place_of_a_closed_stream(tmp_path):
    file = tmp_path / "run.jsonl"
    assert shell(f"replay saddle --steps 2 --out {file}", "<&- >&- 2>&-").returncode == 0
    assert shell(f"replay --verify {file}", "").returncode == 0


@pytest.mark.parametrize(
    "words", ["list", "replay saddle --steps 2", "replay saddle --steps 2 --out run.csv", "show saddle"]
)
def test_where_the_present_folder_is_gone_it_is_told(words, tmp_path):
    command = f"mkdir gone; cd gone; rmdir ../gone; '{sys.executable}' -m optsim {words}"
    done = subprocess.run(
        [shutil.which("sh"), "-c", command], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert "Traceback" not in done.stderr
    assert done.returncode == (2 if "out" in words else 0), done.stderr
