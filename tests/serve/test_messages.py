"""Messages of a page, and packets of a window: what is none is refused."""

import asyncio
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optsim.serve.messages import (
    MOST_COLUMNS,
    MOST_ROWS,
    BadMessageError,
    Focus,
    Keys,
    Ping,
    Size,
    read_message,
    size_of,
)
from optsim.serve.packets import META, about, kind_of, packet, packets_follow, read_packet

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('["stdin", "abc"]', Keys("abc")),
        ('["resize", {"width": 80, "height": 24}]', Size(80, 24)),
        ('["resize", {"width": 100000, "height": 0}]', Size(MOST_COLUMNS, 1)),
        ('["focus"]', Focus(True)),
        ('["blur"]', Focus(False)),
        ('["ping", 12.5]', Ping("12.5")),
    ],
)
def test_a_message_is_read(text, message):
    assert read_message(text) == message


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[",
        "[]",
        "null",
        '["stdin"]',
        '["stdin", 3]',
        '["resize", {"width": "80", "height": 24}]',
        '["resize", {"width": true, "height": 24}]',
        '["resize", {"width": 1e3, "height": 24}]',
        '["quit"]',
        '["deliver_file_start", "key"]',
        "[" * 100_000,
    ],
)
def test_what_is_none_is_refused(text):
    with pytest.raises(BadMessageError):
        read_message(text)


@given(VALUES)
def test_anything_is_read_or_refused(value):
    try:
        message = read_message(json.dumps(value))
    except BadMessageError:
        return
    assert isinstance(message, Keys | Size | Focus | Ping)


@given(st.integers(), st.integers())
def test_a_size_is_one_that_a_window_may_have(columns, rows):
    size = size_of(columns, rows)
    assert 1 <= size.columns <= MOST_COLUMNS
    assert 1 <= size.rows <= MOST_ROWS


def read(data, count):
    async def go():
        stream = asyncio.StreamReader()
        stream.feed_data(data)
        stream.feed_eof()
        return await packets_follow(stream), [await read_packet(stream) for _ in range(count)]

    return asyncio.run(go())


@given(st.lists(st.tuples(st.sampled_from([b"D", b"M", b"P"]), st.binary()), max_size=5))
def test_packets_come_back(packets):
    data = b"a warning\n__GANGLION__\n" + b"".join(packet(*each) for each in packets)
    assert read(data, len(packets)) == (True, packets)


def test_a_process_that_ends_before_is_no_window():
    assert read(b"Traceback\n", 0) == (False, [])
    assert read(b"x\n" * 1000, 0) == (False, [])


def test_what_a_message_about_the_terminal_is():
    (_, payload) = read(b"__GANGLION__\n" + about(type="exit"), 1)[1][0]
    assert kind_of(payload) == "exit"
    assert about(type="exit")[:1] == META
    assert [kind_of(each) for each in (b"", b"[]", b"3", b"{", b"\xff")] == [""] * 5
