"""The server against whoever has no business there, and windows that end with their pages. It talks to itself over loopback."""

import asyncio
import json
import os
import select
import subprocess
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from optsim.serve.guard import HOST, addresses
from optsim.serve.messages import LARGEST_MESSAGE
from optsim.serve.server import Server, Settings
from optsim.serve.window import ENDED, FAILED, FULL, IDLE, REFUSED

aiohttp = pytest.importorskip("aiohttp")
web = pytest.importorskip("aiohttp.web")
pytestmark = [pytest.mark.system, pytest.mark.skipif(sys.platform != "linux", reason="it looks for processes")]

PROCESS = [sys.executable, str(Path(__file__).with_name("window_process.py"))]
TEXTS = {name: name for name in ("opening", "ended", "idle", "full", "refused", "failed", "again")}
LIMIT = 60
SIZE = "?width=80&height=24"


@asynccontextmanager
async def serving(sessions=4, idle=600.0, command=PROCESS):
    """A server, its address without the token, and what asks it."""
    server = Server(Settings(command, 0, sessions, idle, TEXTS, "en"))
    runner = server.runner()
    await runner.setup()
    await web.TCPSite(runner, HOST, 0).start()
    try:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=LIMIT)) as session:
            yield server, f"http://{HOST}:{runner.addresses[0][1]}", session
    finally:
        await runner.cleanup()


def run(test, **settings):
    async def go():
        async with serving(**settings) as made:
            await test(*made)

    asyncio.run(go())


async def status(session, address, method="GET", **headers):
    async with session.request(method, address, headers=headers, allow_redirects=False) as answer:
        return answer.status, await answer.text()


async def open_window(session, server, address, query=SIZE, origin=None):
    """A websocket of a window."""
    headers = {} if origin is False else {"Origin": address if origin is None else origin}
    return await session.ws_connect(f"{address}/{server.token}/ws{query}", headers=headers)


async def first(socket):
    """What the process says first."""
    return json.loads((await socket.receive()).data)


async def code_of(socket):
    """The code with which the server closes a websocket."""
    while (await socket.receive()).type not in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED):
        pass
    return socket.close_code


def has_ended(number):
    """Whether a process ends, waited for."""
    try:
        handle = os.pidfd_open(number)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], LIMIT)[0])
    finally:
        os.close(handle)


async def ends(number):
    return await asyncio.to_thread(has_ended, number)


def test_without_the_token_there_is_nothing():
    async def attack(server, address, session):
        paths = [
            "", "/", "/ws", "/page.js", "/favicon.ico", "/static/", "/download/key", "/../..", "//", "/" + "x" * 32,
            f"/{server.token[:-1]}/", f"/{server.token}x/", f"/{server.token.swapcase()}/", f"//{server.token}/",
            f"/x/{server.token}/", f"/?{server.token}", f"/{server.token}",
        ]  # fmt: skip
        for path in paths:
            assert await status(session, address + path) == (404, "Not Found"), path

    run(attack)


def test_what_only_a_proxy_is_asked_is_not_there():
    async def attack(server, address, _):
        port = int(address.rpartition(":")[2])
        for target in ("OPTIONS *", "CONNECT evil:1", "GET http://evil", f"GET http://evil/{server.token}/"):
            reader, writer = await asyncio.open_connection(HOST, port)
            writer.write(f"{target} HTTP/1.1\r\nHost: {HOST}:{port}\r\nConnection: close\r\n\r\n".encode())
            assert (await reader.read())[9:12] == b"404", target
            writer.close()

    run(attack)


def test_with_it_there_is_the_page_and_its_files_and_nothing_else():
    async def ask(server, address, session):
        base = f"{address}/{server.token}"
        assert (await status(session, f"{base}/"))[0] == 200
        for name in ("page.js", "page.css", "textual.js", "xterm.css", "mono.ttf"):
            async with session.get(f"{base}/{name}") as answer:
                assert answer.status == 200
                assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
                assert answer.headers["Cache-Control"] == "no-store"
        for path in (
            "/static/",
            "/js/",
            "/server.py",
            "/%2e%2e/server.py",
            "/..%2fserver.py",
            "/mono.ttf/",
        ):
            assert (await status(session, base + path))[0] == 404, path
        for method in ("HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE"):
            assert (await status(session, f"{base}/", method))[0] in (404, 405), method

    run(ask)


def test_another_name_of_this_machine_is_refused():
    async def attack(server, address, session):
        page, port = f"{address}/{server.token}/", address.rpartition(":")[2]
        for host in (
            f"localhost:{port}",
            f"evil.example:{port}",
            HOST,
            f"{HOST}:1",
            "",
            f"{HOST}.:{port}",
            f"0x7f000001:{port}",
        ):
            assert (await status(session, page, Host=host))[0] in (400, 403), host
        # two of them, of which a proxy and a server may take one each
        reader, writer = await asyncio.open_connection(HOST, int(port))
        request = (
            f"GET /{server.token}/ HTTP/1.1\r\nHost: {HOST}:{port}\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
        )
        writer.write(request.encode())
        assert (await reader.read())[9:12] in (b"400", b"403")
        writer.close()
        for site in ("cross-site", "same-site"):
            assert (await status(session, page, **{"Sec-Fetch-Site": site}))[0] == 403

    run(attack)


def test_a_page_of_elsewhere_opens_no_window():
    async def attack(server, address, session):
        port = address.rpartition(":")[2]
        origins = [
            "http://evil.example", "null", "", f"http://localhost:{port}", f"https://{HOST}:{port}", f"http://{HOST}:1",
            f"http://{HOST}", f"{address}.evil.example", address.upper(), False,
        ]  # fmt: skip
        for origin in origins:
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                await open_window(session, server, address, origin=origin)
            assert refused.value.status == 403, origin
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await session.ws_connect(f"{address}/wrong/ws{SIZE}", headers={"Origin": address})
        assert refused.value.status == 404

    run(attack)


@pytest.mark.parametrize("query", ["", "?width=80", "?width=a&height=2", "?width=1e3&height=2", "?width=&height="])
def test_a_window_without_a_size_is_refused(query):
    async def attack(server, address, session):
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await open_window(session, server, address, query)
        assert refused.value.status == 400

    run(attack)


def test_a_window_says_what_its_process_says_and_the_other_way_round():
    async def use(server, address, session):
        socket = await open_window(session, server, address, "?width=5000&height=7")
        assert (await first(socket))["size"] == ["500", "7"]
        await socket.send_str('["stdin", "é\\u001b[A"]')
        assert (await socket.receive()).data.decode() == "D é\x1b[A"
        await socket.send_str('["resize", {"width": 9000, "height": 24}]')
        assert json.loads((await socket.receive()).data[2:]) == {"type": "resize", "width": 500, "height": 24}
        await socket.send_str('["ping", 12]')
        assert (await socket.receive()).data == '["pong", 12]'
        await socket.send_str('["stdin", "q"]')
        assert await code_of(socket) == ENDED

    run(use)


@pytest.mark.parametrize(
    ("program", "told"),
    [
        ("raise SystemExit('no start')", "no start"),
        (r"import os; os.write(1, b'__GANGLION__\n'); raise SystemExit('no more')", "no more"),
        (None, "no process for a window"),
    ],
)
def test_a_process_that_fails_is_told_to_the_page_and_why_in_the_terminal(program, told, capfd, caplog):
    async def use(server, address, session):
        assert await code_of(await open_window(session, server, address)) == FAILED
        # the place is free again
        assert await code_of(await open_window(session, server, address)) == FAILED

    run(use, sessions=1, command=["/no/such/program"] if program is None else [sys.executable, "-c", program])
    assert told in capfd.readouterr().err + caplog.text


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /" + b"a" * 20000 + b" HTTP/1.1\r\n\r\n",
        b"\x1b[2J\r\n\r\n",
    ],
    ids=["https", "version", "long", "escape"],
)
def test_what_is_no_http_is_refused_and_leaves_the_terminal_alone(sent, capfd, caplog):
    async def attack(_server, address, _session):
        reader, writer = await asyncio.open_connection(HOST, int(address.rpartition(":")[2]))
        writer.write(sent)
        assert (await asyncio.wait_for(reader.readline(), LIMIT)).split()[1] == b"400"
        writer.close()

    run(attack)
    assert capfd.readouterr().err + caplog.text == ""


@pytest.mark.parametrize("message", ["{", '["quit"]', '["resize", {"width": -1}]', b"\x00\x01"])
def test_what_no_page_sends_ends_the_window(message):
    async def attack(server, address, session):
        socket = await open_window(session, server, address)
        number = (await first(socket))["pid"]
        await (socket.send_bytes(message) if isinstance(message, bytes) else socket.send_str(message))
        assert await code_of(socket) == REFUSED
        assert await ends(number)

    run(attack)


def test_a_message_that_is_too_large_ends_the_window():
    async def attack(server, address, session):
        socket = await open_window(session, server, address)
        number = (await first(socket))["pid"]
        await socket.send_str(json.dumps(["stdin", "x" * LARGEST_MESSAGE]))
        assert await code_of(socket) in (aiohttp.WSCloseCode.MESSAGE_TOO_BIG, REFUSED)
        assert await ends(number)

    run(attack)


def test_of_a_hundred_windows_as_many_are_opened_as_there_may_be():
    async def attack(server, address, session):
        sockets = [await open_window(session, server, address) for _ in range(100)]
        numbers = [(await first(socket))["pid"] for socket in sockets[:3]]
        assert len({*numbers}) == 3
        assert [await code_of(socket) for socket in sockets[3:]] == [FULL] * 97
        await sockets[0].close()
        assert await ends(numbers[0])
        # there is room again when the process has ended
        socket = await open_window(session, server, address)
        while socket.closed or not (message := await socket.receive()).data or message.type is aiohttp.WSMsgType.CLOSE:
            socket = await open_window(session, server, address)

    run(attack, sessions=3)


def test_a_browser_leaves_out_the_usual_port():
    assert addresses(80) == (f"{HOST}:80", HOST)
    assert addresses(8080) == (f"{HOST}:8080",)


def test_who_touches_nothing_is_closed():
    async def use(server, address, session):
        socket = await open_window(session, server, address)
        number = (await first(socket))["pid"]
        # pings come from the page by themselves
        await socket.send_str('["ping", 1]')
        assert await code_of(socket) == IDLE
        assert await ends(number)

    run(use, idle=0.3)


def test_a_page_that_is_loaded_again_has_its_place():
    async def use(server, address, session):
        for _ in range(3):
            socket = await open_window(session, server, address)
            assert (await first(socket))["pid"]
            await socket.close()

    run(use, sessions=1, command=[*PROCESS, "stubborn"])


@pytest.mark.parametrize("how", ["closed", "cut"])
@pytest.mark.parametrize("kind", ["", "stubborn"])
def test_a_process_ends_with_its_page(how, kind):
    async def use(server, address, session):
        socket = await open_window(session, server, address)
        number = (await first(socket))["pid"]
        if how == "closed":
            await socket.close()
        else:
            socket._response.connection.transport.abort()
        assert await ends(number)

    run(use, command=[*PROCESS, kind])


def test_all_processes_end_with_the_server():
    numbers = []

    async def use(server, address, session):
        numbers.extend([(await first(await open_window(session, server, address)))["pid"] for _ in range(2)])

    run(use, command=[*PROCESS, "stubborn"])
    assert all(map(has_ended, numbers))


def children_of(number):
    return [int(each) for each in Path(f"/proc/{number}/task/{number}/children").read_text().split()]


@pytest.mark.parametrize("end", ["terminate", "kill"])
def test_the_app_ends_with_its_server_however_that_ends(tmp_path, end):
    async def window(address):
        origin, token = address.rsplit("/", 2)[:2]
        async with aiohttp.ClientSession() as session:
            socket = await session.ws_connect(f"{origin}/{token}/ws{SIZE}", headers={"Origin": origin})
            await socket.receive()
            children = await asyncio.to_thread(children_of, process.pid)
            getattr(process, end)()
            return children

    own = {**os.environ, "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    with subprocess.Popen(
        [sys.executable, "-m", "optsim", "serve", "saddle"], stdout=subprocess.PIPE, text=True, env=own
    ) as process:
        children = asyncio.run(window(process.stdout.readline().strip()))
        assert process.wait(LIMIT) == (143 if end == "terminate" else -9)
    assert children
    assert all(map(has_ended, children))
