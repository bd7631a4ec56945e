"""Packets between the server and the process of a window: the wire format of Textual's web driver.

A packet is its kind (D: data of the terminal, M: JSON about it, P: binary), the length of its payload in four bytes, the most
significant first, and the payload.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping

DATA, META = b"D", b"M"
#: the line with which a process says that packets follow
_PRELUDE = b"__GANGLION__\n"
#: lines before it, such as warnings of a library
_MOST_LINES = 100


def packet(kind: bytes, payload: bytes) -> bytes:
    """Return a packet."""
    return kind + len(payload).to_bytes(4, "big") + payload


def about(**values: object) -> bytes:
    """Return the packet of a message about the terminal."""
    return packet(META, json.dumps(values).encode())


async def packets_follow(stream: asyncio.StreamReader) -> bool:
    """Wait until packets follow; False where the process ends before."""
    for _ in range(_MOST_LINES):
        line = await stream.readline()
        if line == _PRELUDE:
            return True
        if not line:
            break
    return False


async def read_packet(stream: asyncio.StreamReader) -> tuple[bytes, bytes]:
    """Read a packet: its kind and its payload. Raises asyncio.IncompleteReadError at the end of the stream."""
    kind = await stream.readexactly(1)
    size = int.from_bytes(await stream.readexactly(4), "big")
    return kind, await stream.readexactly(size)


def kind_of(payload: bytes) -> str:
    """Return what a message about the terminal is; empty where it cannot be read."""
    try:
        message: Mapping[str, object] = json.loads(payload)
        return str(message["type"])
    except (ValueError, KeyError, TypeError):
        return ""
