"""A process as a window has it, without the app: it tells its number and size, and says back what it is told.

With the word `stubborn` it does not end when it is asked to.
"""

import json
import os
import signal
import sys


def say(text):
    payload = text.encode()
    sys.stdout.buffer.write(b"D" + len(payload).to_bytes(4, "big") + payload)
    sys.stdout.buffer.flush()


def packets(stream):
    while head := stream.read(5):
        yield head[:1], stream.read(int.from_bytes(head[1:], "big"))


def run():
    stubborn = "stubborn" in sys.argv
    if stubborn:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.stdout.buffer.write(b"a warning\n__GANGLION__\n")
    say(json.dumps({"pid": os.getpid(), "size": [os.environ["COLUMNS"], os.environ["ROWS"]]}))
    for kind, payload in packets(sys.stdin.buffer):
        if kind == b"M" and json.loads(payload)["type"] == "quit" and not stubborn:
            return
        say(f"{kind.decode()} {payload.decode()}")
        if payload == b"q":
            return
    while stubborn:
        signal.pause()


if __name__ == "__main__":
    run()
