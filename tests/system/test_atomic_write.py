import errno
import os
import stat
import sys
from pathlib import Path

import pytest

from optsim.system.atomic_write import write_file


def failing():
    yield b"half of it"
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_file_is_written_as_a_whole(tmp_path):
    file = tmp_path / "out.csv"
    write_file(iter([b"one ", b"two"]), file)
    assert file.read_bytes() == b"one two"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt, MemoryError])
def test_a_failure_leaves_the_old_file_and_nothing_beside_it(tmp_path, error):
    file = tmp_path / "out.csv"
    file.write_bytes(b"old")

    def pieces():
        yield b"half of it"
        raise error

    with pytest.raises(error):
        write_file(pieces(), file)
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


def test_a_failure_leaves_no_half_file(tmp_path):
    with pytest.raises(OSError, match="No space"):
        write_file(failing(), tmp_path / "out.csv")
    assert list(tmp_path.iterdir()) == []


def test_an_old_file_keeps_its_permissions_and_a_link_stays_a_link(tmp_path):
    file, link = tmp_path / "out.csv", tmp_path / "link.csv"
    file.write_bytes(b"old")
    file.chmod(0o640)
    link.symlink_to(file)
    write_file(iter([b"new"]), link)
    assert link.is_symlink()
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_a_new_file_has_the_usual_permissions(tmp_path):
    mask = os.umask(0o027)
    try:
        write_file(iter([b"new"]), tmp_path / "out.csv")
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "out.csv").stat().st_mode) == 0o640


@pytest.mark.skipif(sys.platform != "linux", reason="needs /dev/full")
def test_a_device_is_written_to_and_its_failure_told():
    with pytest.raises(OSError, match="No space left"):
        write_file(iter([b"x"]), Path("/dev/full"))
    write_file(iter([b"x"]), Path(os.devnull))


def test_a_folder_cannot_be_written(tmp_path):
    with pytest.raises(OSError):
        write_file(iter([b"x"]), tmp_path)
    with pytest.raises(OSError):
        write_file(iter([b"x"]), tmp_path / "no" / "such.csv")
