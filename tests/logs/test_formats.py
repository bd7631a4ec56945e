"""Formats of logs: the shipped ones keep to the rules, and event files read as TensorBoard itself reads them."""

# ruff: noqa: ARG005 what is wrong with them is the point

import json
import struct
from typing import ClassVar

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optsim.logs import LOG_FORMATS, LineFormat, LogError, LogFormat, Readings
from optsim.logs.tensorboard import TensorBoard
from optsim.logs.tensorboard.records import crc, masked, record
from optsim.logs.tensorboard.wire import scalar_event, version_event, written
from optsim.testing import check_log_format
from tests.logs.support import SAMPLES, curves, events_of

REFEREE = json.loads((SAMPLES / "referee.json").read_text(encoding="utf-8"))
SCALARS = st.lists(
    st.tuples(
        st.sampled_from(["loss", "val/loss", "学習率", "a" * 200]),
        st.integers(0, 2**40) | st.integers(0, 300),
        st.floats(width=32),
        st.floats(0, 1e10),
    ),
    max_size=60,
)


def read(data, size=None):
    """What an event file says: tag -> step, digits of the value, time."""
    log, columns = TensorBoard(), {}
    for at in range(0, len(data), size or max(1, len(data))):
        for each in log.read(data[at : at + (size or len(data))]):
            rows = zip(each.steps.tolist(), map(repr, each.values.tolist()), each.times.tolist(), strict=True)
            columns.setdefault(each.column, []).extend(map(list, rows))
    return columns


@pytest.mark.parametrize("name", LOG_FORMATS)
def test_every_format_keeps_to_the_rules(name):
    check_log_format(LOG_FORMATS[name])


@pytest.mark.parametrize("name", REFEREE)
def test_event_files_read_as_the_library_reads_them(name):
    assert read((SAMPLES / name).read_bytes()) == REFEREE[name]


def test_event_files_read_as_the_installed_library_reads_them(tmp_path):
    accumulator = pytest.importorskip("tensorboard.backend.event_processing.event_accumulator").EventAccumulator
    file = tmp_path / "events.tfevents"
    file.write_bytes(events_of(*(("loss", step, 1 / (step + 1)) for step in range(500))))
    events = accumulator(str(file), size_guidance={"scalars": 0})
    events.Reload()
    expected = [[each.step, repr(each.value), each.wall_time] for each in events.Scalars("loss")]
    assert read(file.read_bytes()) == {"loss": expected}


def test_the_checksum_is_castagnolis():
    # RFC 3720, B.4
    assert crc(b"123456789") == 0xE3069283
    assert crc(bytes(32)) == 0x8A9136AA
    assert masked(0) == 0xA282EAD8


@given(SCALARS, st.integers(1, 400))
def test_what_is_written_is_read_whatever_the_pieces(scalars, size):
    data = b"".join(map(record, (version_event(), *(scalar_event(*each[:3], time=each[3]) for each in scalars))))
    expected = {}
    for tag, step, value, time in scalars:
        expected.setdefault(tag, []).append([step, repr(float(np.float32(value))), time])
    assert read(data) == expected
    assert read(data, size) == expected


@pytest.mark.parametrize("at", [8, 20, -1])
def test_a_damaged_record_is_told_with_its_place(at):
    good = events_of(("loss", 0, 1.0))
    whole = bytearray(good + record(scalar_event("loss", 1, 2.0)))
    whole[len(good) + at if at >= 0 else at] ^= 1
    with pytest.raises(LogError, match=f"byte {len(good):,} "):
        read(bytes(whole))


@pytest.mark.parametrize("step", [-1, -(2**62)])
def test_steps_below_0_are_left_out_and_counted(step):
    log = TensorBoard()
    assert not [*log.read(record(scalar_event("loss", step % 2**64, 1.0)))]
    assert log.notes.unplaced == 1


@pytest.mark.parametrize(
    ("form", "number", "kind"),
    [("<f", 5, 1), ("<d", 6, 2)],
)
def test_tensors_of_one_number_are_scalars(form, number, kind):
    tensor = written(1, 0, bytes([kind])) + written(number, 2, struct.pack(form, 0.25))
    value = written(1, 2, b"loss") + written(8, 2, tensor)
    several = written(1, 2, b"many") + written(8, 2, written(number, 2, struct.pack(form, 0.25) * 2))
    data = record(written(1, 1, bytes(8)) + written(2, 0, b"\x07") + written(5, 2, written(1, 2, value)))
    assert read(data) == {"loss": [[7, "0.25", 0.0]]}
    assert read(record(written(1, 1, bytes(8)) + written(5, 2, written(1, 2, several)))) == {}


class Pairs(LineFormat):
    """Lines of words and numbers."""

    name: ClassVar[str] = "pairs"
    title: ClassVar[str] = "words and numbers"
    files: ClassVar[tuple[str, ...]] = ("*.pairs",)

    @classmethod
    def example(cls):
        return b"step 1 loss 2\nstep 2 loss 1\n"

    def rows(self, lines, first):
        for line in lines:
            words = line.split()
            yield dict(zip(words[::2], words[1::2], strict=False))


def test_a_format_of_ones_own_passes():
    check_log_format(Pairs)


class Marked(LogFormat):
    """Steps and losses, not in rows."""

    name: ClassVar[str] = "aaa"
    title: ClassVar[str] = "steps and losses"
    files: ClassVar[tuple[str, ...]] = ("*.jsonl",)

    @classmethod
    def example(cls):
        return b'{"aaa": 1}'

    def read(self, data):
        self.notes.add_texts("note", 2)
        self.notes.unplaced += 3
        yield Readings("loss", np.arange(len(data)), np.ones(len(data)))


@pytest.mark.parametrize(("rank", "name"), [(0, "jsonl"), (1, "aaa")])
def test_the_format_of_the_highest_rank_has_a_file_and_tells_what_it_left_out(tmp_path, monkeypatch, rank, name):
    form = type("Ranked", (Marked,), {"rank": rank, "__doc__": Marked.__doc__})
    monkeypatch.setattr("optsim.logs.LOG_FORMATS", {**{each: LOG_FORMATS[each] for each in LOG_FORMATS}, "aaa": form})
    (tmp_path / "a.jsonl").write_bytes(b'{"step": 1, "loss": 2}\n')
    facts = {fact.code: fact for _, fact in curves(tmp_path / "a.jsonl").about}
    assert facts["log.read"].format == name
    if rank:
        assert facts["log.values_unplaced"].count == 3
        assert facts["log.other_columns"].columns == ("note",)
    # only where rows are counted it is told by what
    assert ("log.axes_taken" in facts) is (rank == 0)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"name": "The pairs"}, "must be one word"),
        ({"title": ""}, "needs a title"),
        ({"__doc__": ""}, "needs a docstring"),
        ({"files": ()}, "needs `files`"),
        ({"example": classmethod(lambda _: b"")}, "must give the bytes"),
        ({"example": classmethod(lambda _: b"step 1 loss 2\n")}, "must give two values"),
        ({"recognizes": classmethod(lambda *_: False)}, "does not recognize its own"),
        ({"rows": lambda _, lines, first: iter([1 / 0])}, "division"),
        ({"read": lambda self, data: self._take(data.decode(errors="replace").splitlines(), 1)}, "in pieces of 1"),
        ({"settle": lambda _: iter([1])}, "must give Readings"),
    ],
)
def test_what_is_wrong_is_said(changes, fault):
    with pytest.raises((AssertionError, ZeroDivisionError), match=fault):
        check_log_format(type("Wrong", (Pairs,), {"__doc__": "Wrong.", **changes}))
