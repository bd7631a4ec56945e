"""A recording's file: readable from its first moment, never over what is there, written by one process at a time."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from optsim.system.atomic_write import destination, write_file, write_new_file

#: as a recording begins
HEADER = b'{"format":"optsim-recording","version":1}\n'
posix = pytest.mark.skipif(os.name != "posix", reason="as on POSIX")


def begun(path, *, overwrite=False):
    sink = destination(path, overwrite=overwrite)
    sink.write(HEADER + b"step 0\n")
    sink.flush()
    return sink


def test_a_new_file_is_there_as_soon_as_there_is_something_to_read(tmp_path):
    file = tmp_path / "run.jsonl"
    sink = destination(file, overwrite=False)
    sink.write(HEADER + b"step 0\n")
    assert not file.exists()
    sink.flush()
    assert file.read_bytes() == HEADER + b"step 0\n"
    assert list(tmp_path.iterdir()) == [file]
    sink.write(b"step 1\n")
    sink.flush()
    assert file.read_bytes() == HEADER + b"step 0\nstep 1\n"
    sink.end()
    assert list(tmp_path.iterdir()) == [file]


def test_over_a_file_it_grows_beside_and_is_moved_at_its_end(tmp_path):
    file = tmp_path / "run.jsonl"
    file.write_bytes(b"old")
    file.chmod(0o640)
    sink = begun(file, overwrite=True)
    assert file.read_bytes() == b"old"
    assert file.with_name("run.jsonl.part").read_bytes() == HEADER + b"step 0\n"
    sink.end()
    assert file.read_bytes() == HEADER + b"step 0\n"
    assert file.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("through", ["file", "link", "broken link", "folder", "part"])
def test_what_is_there_is_not_written_over(tmp_path, through):
    file, path = tmp_path / "there.jsonl", tmp_path / "run.jsonl"
    match through:
        case "file":
            path.write_bytes(b"old")
        case "link":
            file.write_bytes(b"old")
            path.symlink_to(file)
        case "broken link":
            path.symlink_to(tmp_path / "none" / "run.jsonl")
        case "folder":
            path.mkdir()
        case "part":
            (tmp_path / "run.jsonl.part").write_bytes(b"old")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(OSError):
        begun(path)
    if through != "part":
        with pytest.raises(OSError):
            write_new_file([b"new"], path)
    assert sorted(tmp_path.iterdir()) == before
    assert all(found.read_bytes() == b"old" for found in before if found.is_file())


def test_a_link_to_nothing_yet_is_followed(tmp_path):
    file, link = tmp_path / "run.jsonl", tmp_path / "link.jsonl"
    link.symlink_to(file)
    begun(link).end()
    assert link.is_symlink()
    assert file.read_bytes() == HEADER + b"step 0\n"


@pytest.mark.parametrize("old", [None, b"old"])
def test_a_failure_keeps_the_old_file_and_whole_lines_of_the_new_one(tmp_path, old):
    file = tmp_path / "run.jsonl"
    if old:
        file.write_bytes(old)
    sink = begun(file, overwrite=bool(old))
    sink._file.write(b"half a li")
    kept = sink.leave()
    assert kept.read_bytes() == HEADER + b"step 0\n"
    assert kept == (tmp_path / "run.jsonl.part" if old else file)
    assert old is None or file.read_bytes() == old
    begun(file, overwrite=True).end()
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("old", [None, b"old"])
def test_of_one_that_has_nothing_nothing_stays(tmp_path, old):
    file = tmp_path / "run.jsonl"
    if old:
        file.write_bytes(old)
    sink = destination(file, overwrite=True)
    assert sink.leave() is None
    assert [path.read_bytes() for path in tmp_path.iterdir()] == ([old] if old else [])


@posix
@pytest.mark.parametrize("old", [None, b"old"])
def test_two_cannot_write_one_file(tmp_path, old):
    file, link = tmp_path / "run.jsonl", tmp_path / "link.jsonl"
    link.symlink_to(file)
    if old:
        file.write_bytes(old)
    sink = begun(file, overwrite=True)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    for path in (file, link):
        for write in (
            lambda path: destination(path, overwrite=True).write(HEADER),
            lambda path: write_file([b"report"], path),
        ):
            with pytest.raises(OSError, match="another optsim is writing it"):
                write(path)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before
    sink.end()
    write_file([b"report"], file)
    assert file.read_bytes() == b"report"


def test_what_comes_to_be_there_meanwhile_is_not_written_over(tmp_path):
    file = tmp_path / "run.jsonl"
    sink = destination(file, overwrite=False)
    sink.write(HEADER)
    file.write_bytes(b"of somebody else")
    with pytest.raises(FileExistsError):
        sink.flush()
    assert sink.leave() is None
    assert file.read_bytes() == b"of somebody else"
    assert list(tmp_path.iterdir()) == [file]


@posix
@pytest.mark.parametrize("kind", ["folder", "pipe", "link", "file", "empty"])
def test_what_bears_the_name_of_the_part_and_is_no_recording_stays(tmp_path, kind):
    part, other, file = tmp_path / "run.jsonl.part", tmp_path / "other", tmp_path / "run.jsonl"
    other.write_bytes(HEADER)
    make = {
        "folder": part.mkdir,
        "pipe": lambda: os.mkfifo(part),
        "link": lambda: part.symlink_to(other),
        "empty": part.touch,
    }
    make.get(kind, lambda: part.write_bytes(b"mine"))()
    before = part.lstat()
    file.write_bytes(b"old")
    with pytest.raises(OSError, match=r"run\.jsonl\.part is in the way"):
        destination(file, overwrite=True)
    assert write_file([b"new"], file) == []
    assert os.path.samestat(part.lstat(), before)
    assert other.read_bytes() == HEADER
    assert set(tmp_path.iterdir()) == {part, other, file}


@posix
def test_what_a_killed_process_has_left_is_cleared_and_said(tmp_path):
    file = tmp_path / "run.jsonl"
    left = tmp_path / ".run.jsonl.optsim-0123abcd.part"
    stay = [tmp_path / f".{name}.part" for name in ("run.jsonl", "run.jsonl.optsim-0123", "run.json.optsim-0123abcd")]
    for path in (left, *stay):
        path.write_bytes(b"half")
    assert write_file([b"new"], file) == [left]
    assert set(tmp_path.iterdir()) == {file, *stay}


@posix
def test_two_reports_cannot_write_one_file_that_is_not_there_yet(tmp_path):
    file = tmp_path / "run.csv"

    def pieces():
        yield b"one"
        with pytest.raises(OSError, match="another optsim is writing it"):
            write_file([b"two"], file)

    write_file(pieces(), file)
    assert file.read_bytes() == b"one"
    assert list(tmp_path.iterdir()) == [file]


def test_a_name_may_be_as_long_as_a_name_can_be(tmp_path):
    file = tmp_path / ("n" * 251 + ".csv")
    write_file([b"new"], file)
    assert list(tmp_path.iterdir()) == [file]


@posix
def test_a_pipe_takes_what_is_written(tmp_path):
    pipe, got = tmp_path / "pipe", []
    os.mkfifo(pipe)
    for write in (lambda: begun(pipe).end(), lambda: write_file([HEADER + b"step 0\n"], pipe)):
        reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
        reader.start()
        write()
        reader.join()
    assert got == [HEADER + b"step 0\n"] * 2
    assert list(tmp_path.iterdir()) == [pipe]


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="there is no /dev/fd")
def test_what_is_open_already_is_written_to_and_not_replaced(tmp_path):
    file = tmp_path / "out.csv"
    with file.open("wb") as stream:
        number = file.stat().st_ino
        write_file([b"report"], Path(f"/dev/fd/{stream.fileno()}"))
        begun(Path(f"/dev/fd/{stream.fileno()}")).end()
    assert file.stat().st_ino == number
    assert list(tmp_path.iterdir()) == [file]


#: writes a file and is killed at the n-th thing that it does to the file system; prints how many there were
_KILLED = (
    f"HEADER = {HEADER!r}"
    """
import os, signal, sys
from pathlib import Path
from optsim.system import atomic_write
from optsim.system import part_file

path, how, last = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
seen = 0

def count(event, arguments):
    global seen
    if event in {"open", "os.link", "os.remove", "os.rename", "fcntl.flock"} and armed:
        seen += 1
        if seen == last:
            os.kill(os.getpid(), signal.SIGKILL)

armed = False
sys.addaudithook(count)
armed = True
try:
    if how == "report":
        atomic_write.write_file([HEADER, b"step 0\\n", b"step 1\\n"], path)
    else:
        sink = atomic_write.destination(path, overwrite=True)
        sink.write(HEADER + b"step 0\\n")
        sink.flush()
        sink.write(b"step 1\\n")
        sink.flush()
        sink.end()
finally:
    armed = False
print(seen)
"""
)


def ended_at(path, how, moment):
    return subprocess.run([sys.executable, "-c", _KILLED, path, how, str(moment)], capture_output=True, check=False)


@pytest.mark.system
@posix
@pytest.mark.parametrize("old", [None, b"old\n"])
@pytest.mark.parametrize("how", ["report", "recording"])
def test_wherever_it_is_killed_what_is_there_is_whole(tmp_path, how, old):
    file, part = tmp_path / "run.jsonl", tmp_path / "run.jsonl.part"
    moments = int(ended_at(file, how, 0).stdout)
    assert moments > 4
    whole = {HEADER + b"step 0\nstep 1\n", old} | ({HEADER + b"step 0\n"} if how == "recording" and not old else set())
    for moment in range(1, moments + 20):
        for path in tmp_path.iterdir():
            path.unlink()
        if old:
            file.write_bytes(old)
        done = ended_at(file, how, moment)
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL
        left = set(tmp_path.iterdir()) - {file}
        assert len(left) <= 1
        assert all(path.name.startswith(".run.jsonl.optsim-") for path in left - {part})
        assert not part.exists() or part.read_bytes().startswith(HEADER)
        assert (file.read_bytes() if file.exists() else None) in whole
        assert ended_at(file, how, 0).returncode == 0
        assert file.read_bytes() == HEADER + b"step 0\nstep 1\n"
        assert list(tmp_path.iterdir()) == [file]
    else:
        pytest.fail("it was killed each time")


@pytest.mark.skipif(getattr(os, "geteuid", lambda: 0)() == 0, reason="root may write to everything")
def test_a_file_that_may_not_be_written_stays(tmp_path):
    file = tmp_path / "run.jsonl"
    file.write_bytes(b"old")
    file.chmod(0o444)
    with pytest.raises(PermissionError):
        write_file([b"new"], file)
    with pytest.raises(PermissionError):
        begun(file, overwrite=True)
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]
