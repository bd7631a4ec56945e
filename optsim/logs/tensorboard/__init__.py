"""Event files of TensorBoard, as torch, tensorboardX, Keras, JAX and others write them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from optsim.logs import LogFormat, Readings, TornEnd
from optsim.logs.reading.axes import Axes
from optsim.system.limits import LARGEST_WHOLE

if TYPE_CHECKING:
    from optsim.logs.tensorboard.many import Scalars


class TensorBoard(LogFormat):
    """Records with a checksum each; scalars of both kinds, by their tags. The newest record may be torn."""

    name: ClassVar[str] = "tensorboard"
    title: ClassVar[str] = "event files"
    files: ClassVar[tuple[str, ...]] = ("*tfevents*",)
    rank: ClassVar[int] = 1
    continued: ClassVar[bool] = True
    is_text: ClassVar[bool] = False

    def __init__(self, axes: Axes | None = None) -> None:
        super().__init__(axes)
        self._waiting = bytearray()
        #: bytes before those that wait
        self._offset = 0
        #: bytes of the record that waits, and those that are passed over
        self._needed = self._passed_over = 0

    @classmethod
    def example(cls) -> bytes:
        """Return a version and two scalars."""
        from optsim.logs.tensorboard.records import record  # noqa: PLC0415 as below
        from optsim.logs.tensorboard.wire import scalar_event, version_event  # noqa: PLC0415

        events = (scalar_event("loss", step, 2.0 - step) for step in range(2))
        return b"".join(map(record, (version_event(), *events)))

    @classmethod
    def recognizes(cls, beginning: bytes) -> bool:
        """Tell by the first record, which says so."""
        return not beginning or b"brain.Event" in beginning[:128] or len(beginning) < 24

    def read(self, data: bytes) -> Iterator[Readings]:
        """Return what the next whole records say."""
        from optsim.logs.tensorboard.many import scalars_of  # noqa: PLC0415 a list of formats does not wait for it
        from optsim.logs.tensorboard.records import LONGEST_RECORD, DamagedRecord, size_of_record  # noqa: PLC0415

        self._keep(data)
        if len(self._waiting) < self._needed:
            return
        whole, damage = bytes(self._waiting), None
        while True:
            try:
                scalars, end = scalars_of(whole)
                break
            except DamagedRecord as error:
                # what is before it stands
                whole, damage = whole[: error.at], error
        self._drop(end)
        yield from self._placed(scalars)
        if damage is not None:
            raise DamagedRecord(self._offset - end + damage.at, is_event=damage.is_event)
        self._needed = size_of_record(self._waiting)
        if self._needed > LONGEST_RECORD:
            # there is no scalar in it: it need not be held
            self._passed_over, self._needed = self._needed - len(self._waiting), 0
            self._drop(len(self._waiting))

    def settle(self) -> Iterator[Readings]:
        """Return nothing. Raises TornEnd for a record that has no end."""
        yield from ()
        if self._waiting or self._passed_over:
            raise TornEnd("the record at byte {at:,} has no end", at=self._offset)

    def _keep(self, data: bytes) -> None:
        """Take in bytes, but for those of a record that is passed over."""
        passed = min(self._passed_over, len(data))
        self._passed_over -= passed
        self._offset += passed
        self._waiting += data[passed:]

    def _drop(self, size: int) -> None:
        del self._waiting[:size]
        self._offset += size

    def _placed(self, scalars: Sequence[Scalars]) -> Iterator[Readings]:
        """Yield the scalars whose step is one."""
        for each in scalars:
            placed = (each.steps >= 0) & (each.steps <= LARGEST_WHOLE)
            self.notes.unplaced += int((~placed).sum())
            if placed.any():
                yield Readings(each.tag, each.steps[placed], each.values[placed], times=each.times[placed])
