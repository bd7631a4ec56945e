"""The file beside NAME that it is written in until it is whole: hidden, with a name of its own, held by one process alone."""

from __future__ import annotations

import errno
import os
import re
import stat
from contextlib import suppress
from pathlib import Path

from optsim.system.signals import deferred

try:
    import fcntl
except ImportError:  # Windows: there is no lock that another program's move or delete would not break
    fcntl = None  # type: ignore[assignment]

#: the first value of every recording: what begins so may be replaced
FORMAT = "optsim-recording"
_FLAGS = os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL}
#: a file system without hard links
_NO_LINKS = {errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP, errno.EMLINK, errno.EACCES}
#: bytes of a name to which as much can be added as is here
_LONG = 220


def part_of(path: Path) -> Path:
    """Return where a recording over an old one grows; links are followed. Raises OSError."""
    goal = Path(os.path.realpath(path))
    return goal.with_name(f"{goal.name}.part")


def check_part(path: Path) -> None:
    """Raise OSError where NAME.part is anything but a recording that a process has left that is gone."""
    leftover = _left_recording(part_of(path), Path(os.path.realpath(path)))
    if leftover is not None:
        os.close(leftover)


class Part:
    """A hidden file beside NAME, made anew and locked, as is what stands at NAME: no other optsim writes them meanwhile.

    Hidden files of processes that are gone are taken away: they are in `cleared`. The locks end with the process. On Windows
    there are none.
    """

    def __init__(self, path: Path) -> None:
        self.goal = Path(os.path.realpath(path))
        self.path = self.goal.with_name(f"{_stem(self.goal)}{os.urandom(4).hex()}.part")
        self.cleared: list[Path] = []
        self._old: int | None = None
        self._own: int | None = None

    def begin(self) -> int:
        """Make it; returns what it is written by. Raises OSError where another process writes it, or it cannot be made."""
        with deferred():
            self._old = _locked(self.goal)
            mode = None if self._old is None else stat.S_IMODE(os.fstat(self._old).st_mode)
            self._own = os.open(self.path, _FLAGS | os.O_CREAT | os.O_EXCL, 0o666)
            _lock(self._own, self.path)
            if not _is_at(self._own, self.path):
                raise _busy(self.path)
            # not before this one is there: of two that begin at once, one sees the other
            self._clear()
            if mode is not None and hasattr(os, "fchmod"):
                os.fchmod(self._own, mode)
            return self._own

    def show(self) -> None:
        """Move it to NAME.part, over a recording that a process has left there that is gone. Raises OSError."""
        with deferred():
            self._settle()
            self.clear_shown()
            # a link first would leave two names where the process ends between them
            self.path = self.path.rename(part_of(self.goal))
            _sync_folder(self.goal.parent)

    def clear_shown(self) -> None:
        """Take away the recording at NAME.part. Raises OSError where that is anything else."""
        shown = part_of(self.goal)
        leftover = _left_recording(shown, self.goal)
        if leftover is None:
            return
        if os.name == "nt":  # what is open cannot be taken away there
            os.close(leftover)
            shown.unlink()
        else:
            shown.unlink()
            os.close(leftover)
        self.cleared.append(shown)

    def replace(self) -> None:
        """Move it to its goal, over what is there. Raises OSError."""
        with deferred():
            self._settle()
            self.path.replace(self.goal)
            _sync_folder(self.goal.parent)

    def place(self) -> None:
        """Move it to its goal. Raises OSError, a FileExistsError where something is there."""
        with deferred():
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
        with deferred():
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

    def _clear(self) -> None:
        """Take away hidden files that processes have left that are gone. Raises OSError where one is not gone."""
        for path in _hidden(self.goal):
            if path != self.path and _cleared(path, self.goal):
                self.cleared.append(path)


def _stem(goal: Path) -> str:
    """Return what the names of hidden files for a goal begin with."""
    name = goal.name
    if len(os.fsencode(name)) > _LONG:
        from hashlib import sha256  # noqa: PLC0415 it takes its time, and nearly no name is so long

        name = sha256(os.fsencode(name)).hexdigest()
    return f".{name}.optsim-"


def _hidden(goal: Path) -> list[Path]:
    """The hidden files for a goal, by their names."""
    own = re.compile(re.escape(_stem(goal)) + r"[0-9a-f]{8}\.part")
    try:
        names = os.listdir(goal.parent)  # noqa: PTH208 there may be many, and few are wanted
    except OSError:
        return []
    return [goal.with_name(name) for name in sorted(names) if own.fullmatch(name)]


def _cleared(path: Path, goal: Path) -> bool:
    """Take a hidden file away where its process is gone; whether it was. Raises OSError where it is at work."""
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return False
        if goal.exists() and path.samefile(goal):
            # its process was ended between the two names; the goal is locked already
            path.unlink()
            return True
        handle = os.open(path, _FLAGS)
    except OSError:
        return False
    try:
        # where nothing can be locked, nothing says that its process is gone
        if not _lock(handle, path) or not _is_at(handle, path):
            return False
        with suppress(OSError):
            path.unlink()
        return not os.path.lexists(path)
    finally:
        os.close(handle)


def _left_recording(path: Path, goal: Path) -> int | None:
    """The recording at NAME.part, open and locked; None where nothing is. Raises OSError where it is none, or at work."""
    if not os.path.lexists(path):
        return None
    if not _is_recording(path):
        message = f"{path} is in the way, and is no recording that can be replaced: move it away, or give another name"
        raise OSError(errno.EINVAL, message, str(path))
    if goal.exists() and path.samefile(goal):
        return os.open(path, _FLAGS)
    return _locked(path)


def _is_recording(path: Path) -> bool:
    """Tell if a file begins as our recordings do."""
    head = f'{{"format":"{FORMAT}",'.encode()
    if not stat.S_ISREG(path.lstat().st_mode):
        return False
    with path.open("rb") as file:
        return file.read(len(head)) == head


def _locked(path: Path) -> int | None:
    """Open and lock what is at a path; None where nothing is. Raises OSError."""
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


def _lock(handle: int, path: Path) -> bool:
    """Lock what is open; whether that can be done here. Raises OSError where another process has done so."""
    if fcntl is None:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _NO_LOCKS:
            return False
        raise _busy(path) from error
    return True


def _busy(path: Path) -> OSError:
    return OSError(errno.EBUSY, "another optsim is writing it", str(path))


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
