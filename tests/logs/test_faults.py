"""Faults within logs: what stands before one is read, and it is told with its place, wherever the pieces end in which a file comes."""

import json
import struct
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import optsim.logs.trainer_state
from optsim.logs import LOG_FORMATS, LogError
from optsim.logs.reading.axes import Axes
from optsim.logs.reading.cells import MOST_COLUMNS
from optsim.logs.reading.line_cutter import LONGEST_LINE
from optsim.logs.reading.problems import ReadAgain
from optsim.logs.tensorboard.records import LONGEST_RECORD, crc, masked, record
from optsim.logs.tensorboard.wire import scalar_event, version_event, written
from tests.logs.support import curves

CUTS = st.lists(st.floats(0, 1), max_size=12)
NUMBERS = st.sampled_from(
    ["0", "1", "2", "3", "4", "0.5", "-1", "nan", "1e999", "", "none", "text", "3/100", '"1,000"']
)
VALUES = st.sampled_from([0, 1, 2, 3, 4, 0.5, -1, None, "text", "3/100", "1,000", float("nan"), {"x": 1}, [1], 10**400])
CSV_HEADS = st.sampled_from(["step,loss,val_loss", "run,epoch,loss", "loss,time,iter", "seed,step,epoch,loss,acc"])
#: lines that are no rows of their tables, or go over several lines
CSV_LINES = st.sampled_from(
    [
        "0,1,2,3,4,5,6",
        "",
        '0,"a',
        '1,"b, c"',
        'x" y,2',
        '"',
        "step,loss,val_loss",
        "val_loss,loss,step",
        "loss,run,epoch",
        "0,1\r2",
        ",,",
    ]
)
JSON_LINES = st.sampled_from(["[1]", "{", "", "12", '{"loss": 1e5, "lr": [1]}', '{"a": {"b": {"c": 1}}}'])


def said(form, data, cuts=(), notes=None):
    """What a format says of bytes that come in pieces: values with their steps, epochs and times by run and column, and the fault.

    `notes` is a list that takes what it says beside them.
    """
    ends = [0, *sorted(int(cut * len(data)) for cut in cuts), len(data)]
    pieces, axes = [data[start:end] for start, end in pairwise(ends)], Axes()
    while True:
        log, columns = LOG_FORMATS[form](axes), {}
        if notes is not None:
            notes[:] = [log.notes]
        try:
            for piece in (*pieces, None):
                for each in log.settle() if piece is None else log.read(piece):
                    rows = zip(
                        each.steps.tolist(),
                        *(_texts(each, of) for of in (each.values, each.epochs, each.times)),
                        strict=True,
                    )
                    columns.setdefault((each.run, each.column), []).extend(rows)
        except ReadAgain as again:
            axes = again.otherwise(axes)
        except LogError as error:
            return [*columns.items()], str(error)
        else:
            return [*columns.items()], ""


def _texts(each, numbers):
    return ["nan"] * len(each.steps) if numbers is None else [*map(repr, numbers.tolist())]


@st.composite
def tables(draw):
    head = draw(CSV_HEADS)
    row = st.lists(NUMBERS, min_size=1, max_size=head.count(",") + 1).map(",".join)
    lines = draw(st.lists(row | row | row | CSV_LINES, max_size=12))
    return "\n".join([head, *lines]).encode() + draw(st.sampled_from([b"", b"\n"]))


@st.composite
def objects(draw):
    names = st.sampled_from(["step", "iter", "epoch", "loss", "val", "run", "time"])
    row = st.dictionaries(names, VALUES, max_size=4).map(json.dumps)
    return "\n".join(draw(st.lists(row | row | row | JSON_LINES, max_size=12))).encode() + draw(
        st.sampled_from([b"", b"\n"])
    )


@st.composite
def recordings(draw):
    values = st.dictionaries(st.sampled_from(["loss", "grad_norm"]), VALUES, max_size=2)
    row = st.builds(
        lambda step, lanes: json.dumps({"step": step, "lanes": lanes}),
        st.integers(-1, 9) | st.just(2**80),
        st.dictionaries(st.sampled_from(["gd", "adam"]), values, max_size=2),
    )
    lines = draw(st.lists(row | row | JSON_LINES, max_size=8))
    return "\n".join(['{"format":"optsim-recording","version":2}', *lines, ""]).encode()


@st.composite
def events(draw):
    data = bytearray(record(version_event()))
    for number in range(draw(st.integers(0, 12))):
        kind = draw(st.integers(0, 9))
        if kind == 0:
            data += record(b"\xff" * draw(st.integers(1, 40)))
        elif kind == 1:
            data += record(written(1, 1, bytes(8)) + written(9, 2, bytes(draw(st.integers(4000, 6000)))))
        else:
            data += record(
                scalar_event(draw(st.sampled_from(["loss", "lr", "val/loss"])), number * kind, 0.5, float(number))
            )
    for at in draw(st.lists(st.floats(0, 0.999), max_size=2)):
        data[int(at * len(data))] ^= 1 << draw(st.integers(0, 7))
    return bytes(data)


def states():
    rows = st.lists(
        st.dictionaries(st.sampled_from(["step", "loss", "eval_loss"]), VALUES, max_size=3) | st.just([1]), max_size=6
    )
    whole = rows.map(lambda each: json.dumps({"log_history": each}, indent=1).encode())
    return st.tuples(whole, st.floats(0, 1)).map(lambda each: each[0][: int(each[1] * len(each[0])) + 1])


FILES = {
    "csv": tables(),
    "jsonl": objects(),
    "recording": recordings(),
    "tensorboard": events(),
    "trainer_state": states(),
}


@pytest.mark.parametrize("form", FILES)
@given(st.data(), CUTS)
def test_rows_and_faults_are_the_same_in_whatever_pieces_a_file_comes(form, data, cuts):
    whole = data.draw(FILES[form])
    notes, of_pieces = [], []
    assert said(form, whole, cuts, of_pieces) == said(form, whole, notes=notes)
    assert of_pieces == notes


ROWS = 40
GOOD = {
    "csv": (b"step,loss\n", [b"%d,0.5\n" % step for step in range(ROWS)]),
    "jsonl": (b"", [b'{"step": %d, "loss": 0.5}\n' % step for step in range(ROWS)]),
    "recording": (
        b'{"format":"optsim-recording","version":2}\n',
        [b'{"step":%d,"lanes":{"gd":{"loss":0.5}}}\n' % step for step in range(ROWS)],
    ),
    "tensorboard": (record(version_event()), [record(scalar_event("loss", step, 0.5)) for step in range(ROWS)]),
    "trainer_state": (b'{"log_history": [\n', [b'{"step": %d, "loss": 0.5},\n' % step for step in range(ROWS)]),
}
OTHER_COLUMNS = json.dumps({str(number): 1 for number in range(MOST_COLUMNS)}).encode() + b"\n"
BAD = [
    ("csv", b"1,2,3\n", "line {line} has 3 cells"),
    ("csv", b'1,"2\n', "line {line} has a quotation mark that nothing closes"),
    ("csv", b"1,2\r3\n", "line {line} is no row"),
    ("csv", b"1," + b"2" * 200_000 + b"\n", "line {line} is no row"),
    ("csv", b"1," + b"2" * LONGEST_LINE + b"\n", "line {line} has more than 16 MB"),
    ("jsonl", b"{\n", "line {line} is no JSON"),
    ("jsonl", b"[1]\n", "line {line} is no object"),
    ("jsonl", b"[" + b"1" * LONGEST_LINE, "line {line} has more than 16 MB"),
    ("jsonl", OTHER_COLUMNS, "more than 10,000 columns"),
    ("recording", b"{\n", "line {line} is no JSON"),
    ("tensorboard", b"\x01" * 40, "at byte {byte:,} is damaged"),
    ("tensorboard", record(b"\xff"), "at byte {byte:,} holds no event"),
    ("trainer_state", b"}", "line {line}"),
    ("trainer_state", b"1,", "row 41 of log_history is no object"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "bad", "fault"), BAD, ids=[f"{form}-{number}" for number, (form, *_) in enumerate(BAD)]
)
def test_what_stands_before_a_fault_is_read(form, bad, fault):
    head, rows = GOOD[form]
    before = head + b"".join(rows)
    after = b"".join(rows[-3:]) if form != "trainer_state" else b'{"step": 99}]}'
    columns, told = said(form, before + bad + after)
    place = fault.format(line=before.count(b"\n") + 1, byte=len(before))
    assert place in told
    ((_, values),) = columns
    assert [step for step, *_ in values] == [*range(ROWS)]


def test_a_state_that_is_too_large_is_not_held(monkeypatch):
    monkeypatch.setattr(optsim.logs.trainer_state, "LONGEST_STATE", 2**20)
    head, rows = GOOD["trainer_state"]
    columns, fault = said("trainer_state", head + b"".join(rows) + b" " * 2**20, (0.5, 0.9))
    assert (columns, fault.partition(";")[0]) == ([], "has more than 1 MB")


def test_a_picture_in_an_event_file_is_passed_over():
    scalars = [record(scalar_event("loss", step, 0.5)) for step in range(4)]
    length = struct.pack("<Q", LONGEST_RECORD + 1)
    picture = length + struct.pack("<I", masked(crc(length))) + bytes(LONGEST_RECORD + 5)
    whole = record(version_event()) + scalars[0] + picture + scalars[1]
    columns, fault = said("tensorboard", whole, (0.3, 0.6, 0.99))
    assert (len(columns[0][1]), fault) == (2, "")
    damaged = whole + b"\x01" * 40
    assert said("tensorboard", damaged, (0.3, 0.6, 0.99)) == said("tensorboard", damaged)


def test_a_file_with_a_fault_is_opened_and_told(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(b"".join(GOOD["jsonl"][1]) + b"{\n")
    race = curves(tmp_path / "a.jsonl")
    assert race.head == ROWS - 1
    assert [str(fault).split(" is no")[0] for _, fault in race.logs.faults] == ["line 41"]
