"""The app in a browser: keys, mouse, size, its end and a new beginning, and no request to anywhere else."""

import asyncio
import base64
import codecs
import json
import os
import subprocess
import sys
from contextlib import contextmanager

import pytest

from optsim.screencast.terminal.terminal import Terminal
from tests.screencast.browser import PROGRAM, Browser

aiohttp = pytest.importorskip("aiohttp")
pytestmark = [pytest.mark.system, pytest.mark.skipif(PROGRAM is None, reason="no Chromium")]

COLUMNS, ROWS = 300, 120
FRAME = "new Promise((done) => requestAnimationFrame(done))"
CTRL = 2
#: a text that one message cannot hold, with letters of two units, that no part may cut
PASTE = """
const pasted = new DataTransfer();
pasted.setData("text/plain", "é𝛼".repeat(30000));
document.querySelector(".xterm-helper-textarea").dispatchEvent(new ClipboardEvent("paste", { clipboardData: pasted, bubbles: true }));
0
"""


@contextmanager
def served(folder, *words):
    own = {**os.environ, **dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"), str(folder))}
    with subprocess.Popen(
        [sys.executable, "-m", "optsim", "serve", *words], stdout=subprocess.PIPE, text=True, env=own, cwd=folder
    ) as process:
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


class Page(Browser):
    """A page with the app, and what its terminal is sent."""

    def __init__(self):
        super().__init__(1100, 640, loopback=True)

    def frames(self, kind):
        name = f"Network.webSocketFrame{kind}"
        return [each["params"]["response"]["payloadData"] for each in self.events if each.get("method") == name]

    def shown(self):
        """The rows that its terminal shows."""
        terminal, decoder = Terminal(COLUMNS, ROWS), codecs.getincrementaldecoder("utf-8")("replace")
        for payload in self.frames("Received"):
            if not payload.startswith("["):
                terminal.feed(decoder.decode(base64.b64decode(payload)))
        return "\n".join("".join(cell.text for cell in row) for row in terminal.padded(COLUMNS, ROWS))

    def until(self, condition):
        """Let frames pass until a condition holds."""
        for _ in range(6000):
            if condition():
                return
            self.run(FRAME)
        raise AssertionError(self.shown())

    def until_shown(self, text):
        self.until(lambda: text in self.shown())

    def until_closed(self, reason):
        self.until(lambda: self.run("document.body.classList.contains('-closed')"))
        assert reason in self.run("document.getElementById('reason').innerText")

    def type(self, key):
        self.press(key, text=key)


def test_a_race_is_played_in_a_page(tmp_path):
    with served(tmp_path, "saddle", "--read-only") as address, Page() as page:
        page.open(address)
        page.until_shown("paused")
        # the page has the keyboard without a click
        page.type(" ")
        page.until_shown("playing")
        page.type(" ")
        page.until_shown("paused")
        page.send(
            "Input.dispatchKeyEvent", type="keyDown", key="c", code="KeyC", modifiers=CTRL, windowsVirtualKeyCode=67
        )
        page.type("w")
        page.until_shown("read-only")
        page.resize(700, 400)
        page.until(lambda: any('"resize"' in each for each in page.frames("Sent")[1:]))
        page.run(PASTE)
        page.until(lambda: sum('"stdin"' in each for each in page.frames("Sent")) > 20)
        page.type(" ")
        page.until_shown("playing")
        page.type("q")
        page.until_closed("The session has ended.")
        page.run("document.getElementById('again').click()")
        page.events.clear()
        page.until_shown("paused")
        asked = [
            each["params"]["request"]["url"]
            for each in page.events
            if each.get("method") == "Network.requestWillBeSent"
        ]
        assert all(each.startswith((address, "data:")) for each in asked)
        assert not [each for each in page.complaints() if each["method"] == "Runtime.exceptionThrown"]
    assert not [*tmp_path.rglob("*optsim*")]


def test_a_page_says_why_there_is_no_window(tmp_path):
    async def other_window(address):
        origin, token = address.rsplit("/", 2)[:2]
        async with aiohttp.ClientSession() as session:
            url = f"{origin}/{token}/ws?width=80&height=24"
            async with session.ws_connect(url, headers={"Origin": origin}) as socket:
                await socket.receive()
                await asyncio.to_thread(look, address)

    def look(address):
        with Page() as page:
            page.open(address)
            page.until_closed("すべて使用中")
            assert json.loads(page.run("JSON.stringify(document.documentElement.lang)")) == "ja"

    with served(tmp_path, "--lang", "ja", "--sessions", "1") as address:
        asyncio.run(other_window(address))
