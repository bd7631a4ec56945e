"""Store of a sweep: a folder of blocks, each a file written beside and moved. The folder is all the state that there is."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np

from optsim.sweeps.document import document_of, hash_of, plan_of
from optsim.sweeps.plan import Plan
from optsim.sweeps.rows import BlockRows, FailedRun, Rows
from optsim.system.atomic_write import write_file
from optsim.system.limits import LARGEST_SESSION
from optsim.system.regular_file import read_regular

try:
    import fcntl
except ImportError:  # Windows: two coordinators are not told apart there
    fcntl = None  # type: ignore[assignment]

_PLAN, _LOCK, _BLOCKS = "plan.json", "lock", "blocks"
_DIGITS = 8


class StoreError(Exception):
    """A folder that cannot be used, with a way out."""


class Store:
    """The folder of a plan."""

    def __init__(self, folder: Path, plan: Plan, document: str) -> None:
        self.folder, self.plan, self.document = folder, plan, document
        self.hash = hash_of(document)

    @classmethod
    def create(cls, folder: Path, plan: Plan) -> Store:
        """A new folder with the plan in it, or one that has the same plan. Raises StoreError, OSError."""
        try:
            document = document_of(plan)
        except ValueError as error:
            raise StoreError(f"{folder}: cannot hold this sweep: {error}") from error
        if (folder / _PLAN).exists():
            store = cls.open(folder)
            if store.hash != hash_of(document):
                raise StoreError(
                    f"{folder}: holds a sweep of another plan; give another folder, or --resume {folder} to go on with that one"
                )
            return store
        if folder.exists() and any(folder.iterdir()):
            raise StoreError(f"{folder}: holds other files, and no sweep; give a new folder")
        (folder / _BLOCKS).mkdir(parents=True, exist_ok=True)
        write_file([document.encode()], folder / _PLAN)
        return cls(folder, plan, document)

    @classmethod
    def open(cls, folder: Path) -> Store:
        """The folder of a sweep that was begun. Raises StoreError; BadValueError for a plan that cannot be used."""
        try:
            document = read_regular(folder / _PLAN, LARGEST_SESSION).decode()
        except (OSError, ValueError) as error:
            raise StoreError(f"{folder}: holds no sweep; begin one: optsim sweep FILE --out {folder}") from error
        return cls(folder, plan_of(document, str(folder / _PLAN)), document)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder, so that nobody else writes to it. Raises StoreError where somebody does."""
        with (self.folder / _LOCK).open("wb") as lock:
            if fcntl is not None:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except OSError as error:
                    raise StoreError(
                        f"{self.folder}: another optsim is at work on it; wait for its end, or give this one a folder of its own"
                    ) from error
            yield

    def path(self, block: int) -> Path:
        """The file of a block."""
        return self.folder / _BLOCKS / f"{block:06d}-{self.hash[:_DIGITS]}.npz"

    def write(self, result: BlockRows) -> None:
        """Keep a block. Raises StoreError where it cannot be written."""
        try:
            write_file([self._bytes(result)], self.path(result.block))
        except OSError as error:
            raise StoreError(
                f"{self.folder}: cannot be written: {error.strerror or error}; what is done stays: --resume {self.folder}"
            ) from error

    def _bytes(self, result: BlockRows) -> bytes:
        """A block as the bytes of an .npz file, the same for the same rows."""
        about = json.dumps({"plan": self.hash, "failures": result.failures, "slow": result.slow})
        file = io.BytesIO()
        np.savez(file, about=np.frombuffer(about.encode(), np.uint8), **result.rows._asdict())
        return file.getvalue()

    def read(self, block: int) -> BlockRows | None:
        """A block that is there, whole and of this plan; None where it is not."""
        try:
            with np.load(io.BytesIO(self.path(block).read_bytes()), allow_pickle=False) as arrays:
                about = json.loads(bytes(arrays["about"]))
                rows = Rows(*(arrays[name] for name in Rows._fields))
            failures = tuple(FailedRun(*each) for each in about["failures"])
            slow = tuple((name, why) for name, why in about["slow"])
        except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):
            return None
        fits = about["plan"] == self.hash and len(rows) == self._length(block)
        return (
            BlockRows(block, rows, failures, slow)
            if fits and int(rows.cell.min()) == self.plan.first_cell(block)
            else None
        )

    def _length(self, block: int) -> int:
        rectangle = self.plan.rectangle(block)
        settings = (self.plan.setting(number) for number in range(rectangle.first, rectangle.last))
        return sum(len(each.family.lanes) for each in settings) * (rectangle.last_seed - rectangle.first_seed)

    def done(self, blocks: Iterable[int]) -> tuple[dict[int, BlockRows], list[int]]:
        """The blocks that are there and whole, and the numbers of those whose files are not, which are run again."""
        there, broken = {}, []
        for block in blocks:
            result = self.read(block)
            if result is not None:
                there[block] = result
            elif self.path(block).exists():
                broken.append(block)
        return there, broken

    def clear(self) -> None:
        """Take away what processes that are gone have left half written."""
        for file in (self.folder / _BLOCKS).glob("*.part"):
            with suppress(OSError):
                file.unlink()

    def take(self, other: Path) -> int:
        """Take over the blocks of another folder of the same plan; returns how many. Raises StoreError, OSError."""
        source = Store.open(other)
        if source.hash != self.hash:
            raise StoreError(
                f"{other}: holds a sweep of another plan than {self.folder}; only shards of one plan can be merged"
            )
        count = 0
        for block in range(self.plan.blocks):
            if not self.path(block).exists() and (result := source.read(block)) is not None:
                self.write(result)
                count += 1
        return count
