"""The server: a page, its files, and a websocket a window; nothing else, and nothing without the token."""

from __future__ import annotations

import asyncio
import html
import json
import logging
import signal
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from importlib.resources import files
from string import Template
from typing import NamedTuple

from aiohttp import web
from aiohttp.http import HttpProcessingError

from optsim.serve.guard import HOST, check_origin, guard, headers_of, new_token
from optsim.serve.messages import LARGEST_MESSAGE, BadMessageError, size_of
from optsim.serve.window import ENDED, FAILED, FULL, IDLE, REFUSED, Window

#: what textual-serve has for a browser: the terminal, its looks, its font
_TERMINAL = {
    "textual.js": ("js/textual.js", "text/javascript"),
    "xterm.css": ("css/xterm.css", "text/css"),
    "mono.ttf": ("fonts/RobotoMono-VariableFont_wght.ttf", "font/ttf"),
}
_OWN = {"page.js": "text/javascript", "page.css": "text/css"}
_LOG = logging.getLogger("optsim.serve")
#: what is no HTTP is answered and no fault of the server: its terminal is not filled by whoever sends it
_LOG.addFilter(lambda record: not (record.exc_info and isinstance(record.exc_info[1], HttpProcessingError)))
_HEARTBEAT = 30.0
#: seconds that a page has to read why it is closed
_FAREWELL = 10.0
#: seconds that windows have when the server ends
_SHUTDOWN = 0.5


class Settings(NamedTuple):
    """Settings of a server.

    `command` starts a window; `sessions` are open at most at once; after `idle` seconds without input a window is closed; `texts` are
    those of the page, `language` its language.
    """

    command: Sequence[str]
    port: int
    sessions: int
    idle: float
    texts: Mapping[str, str]
    language: str


class Server:
    """Windows of the app for whoever has the address."""

    def __init__(self, settings: Settings) -> None:
        self._settings, self.token = settings, new_token()
        self._windows: set[Window] = set()
        self._freed = asyncio.Event()

    def application(self) -> web.Application:
        """Return the application."""
        application = web.Application(middlewares=[guard(self.token)], client_max_size=1024)
        add = partial(application.router.add_get, allow_head=False)
        add(f"/{self.token}/", self._page)
        add(f"/{self.token}/ws", self._open_window)
        for name, kind in _OWN.items():
            add(f"/{self.token}/{name}", partial(_file, "optsim.serve", name, kind))
        for name, (path, kind) in _TERMINAL.items():
            add(f"/{self.token}/{name}", partial(_file, "textual_serve", f"static/{path}", kind))
        application.on_shutdown.append(self._kill_all)
        return application

    def runner(self) -> web.AppRunner:
        """Return what runs the application, and tells its errors in the terminal."""
        return web.AppRunner(self.application(), access_log=None, logger=_LOG, shutdown_timeout=_SHUTDOWN)

    async def _page(self, _: web.Request) -> web.Response:
        settings, template = self._settings, Template(files("optsim.serve").joinpath("page.html").read_text("utf-8"))
        texts = {name: html.escape(text) for name, text in settings.texts.items()}
        reasons = {ENDED: "ended", IDLE: "idle", FULL: "full", REFUSED: "refused", FAILED: "failed"}
        reasons_text = html.escape(json.dumps({code: settings.texts[name] for code, name in reasons.items()}))
        text = template.substitute(texts, language=settings.language, reasons=reasons_text, token=self.token)
        return web.Response(text=text, content_type="text/html")

    async def _open_window(self, request: web.Request) -> web.WebSocketResponse:
        check_origin(request)
        try:
            size = size_of(*(int(request.query[name]) for name in ("width", "height")))
        except (KeyError, ValueError, BadMessageError):
            raise web.HTTPBadRequest from None
        socket = web.WebSocketResponse(
            timeout=_FAREWELL, heartbeat=_HEARTBEAT, compress=False, max_msg_size=LARGEST_MESSAGE
        )
        socket.headers.update(headers_of(request))
        await socket.prepare(request)
        if not await self._has_room():
            await socket.close(code=FULL)
            return socket
        window = Window(socket, self._settings.command, self._settings.idle)
        self._windows.add(window)
        try:
            code = await window.run(size)
        except OSError:
            _LOG.exception("no process for a window")
            code = FAILED
        finally:
            self._windows.discard(window)
            self._freed.set()
        await socket.close(code=code)
        return socket

    async def _has_room(self) -> bool:
        """Tell if a window may be opened, once those have ended that are ending: a page that is loaded again comes before."""
        while len(self._windows) >= self._settings.sessions:
            if not any(window.is_ending for window in self._windows):
                return False
            self._freed.clear()
            await self._freed.wait()
        return True

    async def _kill_all(self, _: web.Application) -> None:
        """End all windows before their handlers are cancelled, which would leave their processes alone."""
        for window in self._windows:
            window.kill()


async def _file(package: str, path: str, kind: str, _: web.Request) -> web.Response:
    return web.Response(body=files(package).joinpath(path).read_bytes(), content_type=kind)


async def serve(settings: Settings, tell: Callable[[str], None]) -> int:
    """Serve until a signal ends it, whose number is returned; `tell` is told the address. Raises OSError where the port is taken."""
    server = Server(settings)
    runner = server.runner()
    ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(number, _end, ended, number)
    try:
        await runner.setup()
        await web.TCPSite(runner, HOST, settings.port).start()
        tell(f"http://{HOST}:{runner.addresses[0][1]}/{server.token}/")
        return await ended
    finally:
        await runner.cleanup()


def _end(ended: asyncio.Future[int], number: int) -> None:
    if not ended.done():
        ended.set_result(number)
