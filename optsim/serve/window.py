"""A window of the app: a process of its own, and the websocket of the page that shows it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress

from aiohttp import WSMsgType, web

from optsim.serve.messages import BadMessageError, Focus, Keys, Message, Ping, Size, read_message
from optsim.serve.packets import DATA, META, about, kind_of, packet, packets_follow, read_packet

#: codes with which the server closes a websocket, for the page to say why
ENDED, IDLE, FULL, REFUSED, FAILED = 4000, 4001, 4002, 4003, 4004
#: seconds that a process has to end by itself
_PATIENCE = 3.0
_KEPT = (
    "PATH", "HOME", "USERPROFILE", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LANG", "LC_ALL", "LC_MESSAGES", "TZ",
    "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "NO_COLOR",
    "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV",
)  # fmt: skip
_SET = {
    "TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver",
    "TEXTUAL_COLOR_SYSTEM": "truecolor",
    "TERM": "xterm-256color",
    "COLORTERM": "truecolor",
    "PYTHONUTF8": "1",
}


class Window:
    """One page, and the process that it shows, which ends with it."""

    def __init__(self, socket: web.WebSocketResponse, command: Sequence[str], idle: float) -> None:
        """`command` is what is started; after `idle` seconds without a key or the mouse it is closed."""
        self._socket, self._command, self._idle = socket, command, idle
        self._process: asyncio.subprocess.Process | None = None
        #: nobody sees it any more, and its process has yet to end
        self.is_ending = False

    async def run(self, size: Size) -> int:
        """Show the app until it, or the page, has ended; returns the code with which the websocket is to be closed.

        Raises OSError where no process can be started. What a process says of its own failure is in the server's terminal.
        """
        self._process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env=environment(os.environ, size),
            start_new_session=True,
        )
        try:
            code = await self._relay(self._process)
        finally:
            self.is_ending = True
            await asyncio.shield(self._end(self._process))
        return FAILED if code == ENDED and self._process.returncode else code

    async def _relay(self, process: asyncio.subprocess.Process) -> int:
        """Hand on what both say until one of them has ended."""
        tasks = {asyncio.create_task(self._show(process)), asyncio.create_task(self._tell(process))}
        done, others = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in others:
            task.cancel()
            with suppress(asyncio.CancelledError, ConnectionError):
                await task
        return max(task.result() for task in done)

    async def _show(self, process: asyncio.subprocess.Process) -> int:
        """Send what the app shows."""
        stream = process.stdout
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            if stream is None or not await packets_follow(stream):
                return ENDED
            while True:
                kind, payload = await read_packet(stream)
                if kind == DATA:
                    await self._socket.send_bytes(payload)
                elif kind == META and kind_of(payload) == "exit":
                    break
        return ENDED

    async def _tell(self, process: asyncio.subprocess.Process) -> int:
        """Hand on what the page says; pings are no sign of a person."""
        clock = asyncio.get_running_loop().time
        last = clock()
        while True:
            try:
                message = await self._socket.receive(max(last + self._idle - clock(), 0.001))
            except TimeoutError:
                return IDLE
            if message.type is not WSMsgType.TEXT:
                return ENDED if message.type in (WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED) else REFUSED
            try:
                content = read_message(message.data)
            except BadMessageError:
                return REFUSED
            if isinstance(content, Keys | Size):
                last = clock()
            if not await self._hand_on(process, content):
                return ENDED

    async def _hand_on(self, process: asyncio.subprocess.Process, message: Message) -> bool:
        """Hand a message on, or answer it; False where nobody reads any more."""
        try:
            if isinstance(message, Ping):
                await self._socket.send_str(f'["pong", {message.token}]')
            elif process.stdin is not None:
                process.stdin.write(_packet_of(message))
                await process.stdin.drain()
        except (ConnectionError, RuntimeError):
            return False
        return True

    async def _end(self, process: asyncio.subprocess.Process) -> None:
        """Ask the process to end, and see that it does."""
        with suppress(ConnectionError, RuntimeError):
            if process.stdin is not None:
                process.stdin.write(about(type="quit"))
                process.stdin.close()
        with suppress(TimeoutError):
            await asyncio.wait_for(_drained(process), _PATIENCE)
        self.kill()
        await process.wait()

    def kill(self) -> None:
        """End the process at once, with all that it has started."""
        process = self._process
        if process is None or process.returncode is not None:
            return
        with suppress(ProcessLookupError, PermissionError):
            if sys.platform == "win32":
                process.kill()
            else:
                os.killpg(process.pid, signal.SIGKILL)


def _packet_of(message: Keys | Size | Focus) -> bytes:
    match message:
        case Keys(text):
            return packet(DATA, text.encode("utf-8", "replace"))
        case Size(columns, rows):
            return about(type="resize", width=columns, height=rows)
        case Focus(has):
            return about(type="focus" if has else "blur")


async def _drained(process: asyncio.subprocess.Process) -> None:
    """Read what nobody shows any more, so that the process does not wait, until it has ended."""
    if process.stdout is not None:
        while await process.stdout.read(1 << 16):
            pass
    await process.wait()


def environment(present: Mapping[str, str], size: Size) -> dict[str, str]:
    """Return the variables of a window's process."""
    inherited = {name: present[name] for name in _KEPT if name in present}
    return {**inherited, **_SET, "COLUMNS": str(size.columns), "ROWS": str(size.rows)}
