"""A folder of files that are none, never end, or cannot be read, under names that would do something to a terminal."""

import os
import socket
from contextlib import suppress

from tests.hostile import HARMFUL

SPARSE = 2**30
GOOD = """
title = "Fine"
[objective]
kind = "quadratic"
eigenvalues = [1.0, 0.1]
[budget]
steps = 5
[lanes.a]
optimizer = "gd"
learning_rate = 0.1
"""


def fill(folder, ending=".toml", content=GOOD):
    """Make them in a folder; returns their paths."""
    made = []

    def place(name):
        made.append(folder / f"{name}{ending}")
        return made[-1]

    os.mkfifo(place("pipe"))
    place("device").symlink_to("/dev/zero")
    place("null").symlink_to("/dev/null")
    place("loop").symlink_to(folder / f"loop{ending}")
    place("nowhere").symlink_to(folder / "nothing")
    place("folder").mkdir()
    place("empty").touch()
    with place("sparse").open("wb") as file:
        file.truncate(SPARSE)
    with place("begins-well").open("wb") as file:
        file.write(content.encode())
        file.truncate(SPARSE)
    place("not-utf-8").write_bytes(b"[objective]\n\xff\xfe\x80" + content.encode())
    place("zeros").write_bytes(b"[objective]" + bytes(5000))
    place("one-line").write_text("[objective]" + "x" * 500_000)
    place("utf-16").write_text(content, encoding="utf-16")
    closed = place("closed")
    closed.write_text(content)
    closed.chmod(0)
    listening = socket.socket(socket.AF_UNIX)
    with suppress(OSError):
        listening.bind(str(place("socket")))
    listening.close()
    for number, text in enumerate(HARMFUL):
        with suppress(OSError, ValueError, UnicodeEncodeError):
            place(f"{number}{text}".replace("/", "_")).write_text(content)
    return [path for path in made if os.path.lexists(path)]
