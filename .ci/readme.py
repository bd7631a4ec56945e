"""Runs the README's commands to the letter: `run` opens the app in a pseudo-terminal and leaves it, `test` runs the tests."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import time
from pathlib import Path

_OPEN_SECONDS = 300


def commands() -> dict[str, str]:
    """The commands of the README by the name in the comment above them."""
    text = Path("README.md").read_text(encoding="utf-8")
    found = re.findall(r"<!-- command: (\w+) -->\s*```sh\n(.+?)\n```", text, flags=re.DOTALL)
    return dict(found)


def open_app(command: str) -> None:
    """Run a command in a terminal until the picker is there, press q, and see that it ends well."""
    print(f"$ {command}", flush=True)
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ["TERM"] = "xterm-256color"
        os.execvp("sh", ["sh", "-c", command])
    seen, left = b"", False
    end = time.monotonic() + _OPEN_SECONDS
    while time.monotonic() < end:
        if not select.select([terminal], [], [], 1)[0]:
            continue
        try:
            seen += os.read(terminal, 1 << 16)
        except OSError:
            break
        if b"side by side" in seen and not left:
            left = True
            os.write(terminal, b"q")
    _, status = os.waitpid(pid, 0)
    if not left or os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"the app did not open and close; the last of what it said:\n{seen[-2000:].decode(errors='replace')}")
    print("the app opened on the picker and closed")


def main(name: str) -> None:
    """One of the commands."""
    command = commands()[name]
    if name == "run":
        open_app(command)
        return
    print(f"$ {command}", flush=True)
    sys.exit(subprocess.run(command, shell=True, check=False).returncode)


if __name__ == "__main__":
    main(*sys.argv[1:])
