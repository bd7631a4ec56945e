"""The file NAME.part beside NAME: what is written stands there until it is whole, held by one process alone."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

from optsim.signals import held

try:
    import fcntl
except ImportError:  # Windows: there is no lock that another program's move or delete would not break
    fcntl = None  # type: ignore[assignment]

_FLAGS = os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL}
#: a file system without hard links
_NO_LINKS = {errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP, errno.EMLINK, errno.EACCES}


def part_of(path: Path) -> Path:
    """Where a file is written before it is whole; links are followed. Raises OSError."""
    goal = Path(os.path.realpath(path))
    return goal.with_name(f"{goal.name}.part")


class Part:
    """NAME.part, made anew and locked, as is what stands at NAME: no other optsim writes them meanwhile.

    A NAME.part of a process that is gone is replaced. The locks end with the process. On Windows there are none.
    """

    def __init__(self, path: Path) -> None:
        self.goal, self.path = Path(os.path.realpath(path)), part_of(path)
        self._old: int | None = None
        self._own: int | None = None

    def begin(self) -> int:
        """Make it; returns what it is written by. Raises OSError where another process writes it, or it cannot be made."""
        with held():
            self._old = _locked(self.goal)
            mode = None if self._old is None else stat.S_IMODE(os.fstat(self._old).st_mode)
            _clear(self.path, self.goal)
            self._own = os.open(self.path, _FLAGS | os.O_CREAT | os.O_EXCL, 0o666)
            _lock(self._own, self.path)
            if mode is not None and hasattr(os, "fchmod"):
                os.fchmod(self._own, mode)
            return self._own

    def replace(self) -> None:
        """Move it to its goal, over what is there. Raises OSError."""
        with held():
            self._settle()
            self.path.replace(self.goal)
            _sync_folder(self.goal.parent)

    def place(self) -> None:
        """Move it to its goal. Raises OSError, a FileExistsError where something is there."""
        with held():
            self._settle()
            try:
                os.link(self.path, self.goal)
            except OSError as error:
                if error.errno not in _NO_LINKS:
                    raise
                if os.path.lexists(self.goal):
                    raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(self.goal)) from error
                self.path.rename(self.goal)
            else:
                self.path.unlink()
            _sync_folder(self.goal.parent)

    def drop(self) -> None:
        """Take it away, if it has not been moved, and let others write."""
        with held():
            if self._own is not None and _is_at(self._own, self.path):
                with suppress(OSError):
                    self.path.unlink()
            self.close()

    def close(self) -> None:
        """Let others write."""
        for handle in (self._own, self._old):
            if handle is not None:
                os.close(handle)
        self._own = self._old = None

    def _settle(self) -> None:
        """Let it be where a sudden end of the machine cannot reach it."""
        if self._own is not None:
            os.fsync(self._own)
            if os.name == "nt":  # what is open cannot be moved there
                self.close()


def _clear(path: Path, goal: Path) -> None:
    """Take away what a process has left that is gone. Raises OSError where it is not gone, or that is no such file."""
    if not os.path.lexists(path):
        return
    if not stat.S_ISREG(path.lstat().st_mode):
        raise FileExistsError(errno.EEXIST, f"{path.name} is in the way: it is no file", str(path))
    if goal.exists() and path.samefile(goal):
        # its process was ended between the two names
        path.unlink()
        return
    left = _locked(path)
    if left is not None:
        path.unlink()
        os.close(left)


def _locked(path: Path) -> int | None:
    """What is at a path, open and locked; None where nothing is. Raises OSError."""
    while True:
        try:
            handle = os.open(path, _FLAGS)
        except FileNotFoundError:
            return None
        try:
            _lock(handle, path)
            there = _is_at(handle, path)
        except OSError:
            os.close(handle)
            raise
        if there:
            return handle
        # another process has moved something there meanwhile
        os.close(handle)


def _lock(handle: int, path: Path) -> None:
    """Lock what is open. Raises OSError where another process has done so."""
    if fcntl is None:
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _NO_LOCKS:
            return
        raise OSError(errno.EBUSY, "another optsim is writing it", str(path)) from error


def _is_at(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), os.lstat(path))
    except OSError:
        return False


def _sync_folder(folder: Path) -> None:
    """Let a new name be where a sudden end of the machine cannot reach it, where a system knows that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
