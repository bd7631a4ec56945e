"""The command that serves the app to a browser."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from optsim.cli.inputs import check_theme, is_lesson, is_recording, load_scenario, read_recording
from optsim.cli.language import OPTION, language, refusal
from optsim.cli.logs.inputs import is_log, judges_logs, open_logs
from optsim.cli.options import FiniteRange, chooses_notation, chooses_theme, imported_again, imports_own
from optsim.cli.outputs import put_lines
from optsim.cli.usage import Helped, chooses_language, option
from optsim.system.glyph_names import GLYPHS

if TYPE_CHECKING:
    from optsim.serve.server import Settings

_MINUTE = 60.0
_MOST_PORT, _MOST_SESSIONS, _MOST_MINUTES = 65535, 64, 1440


@click.command("serve", cls=Helped)
@click.argument("what", required=False)
@option("--port", type=click.IntRange(0, _MOST_PORT), default=0, help="help.option.port")
@option("--read-only", is_flag=True, help="help.option.read_only")
@option("--sessions", type=click.IntRange(1, _MOST_SESSIONS), default=4, help="help.option.sessions")
@option(
    "--idle",
    type=FiniteRange(0, _MOST_MINUTES, min_open=True),
    default=15.0,
    metavar="MINUTES",
    help="help.option.idle",
)
@chooses_theme
@option("--glyphs", type=click.Choice(GLYPHS), help="help.option.glyphs")
@chooses_notation
@judges_logs
@imports_own
@chooses_language
def serve_command(what: str | None, port: int, sessions: int, idle: float, **looks: Any) -> None:
    """Serve the app on this machine."""
    if looks["theme"] is not None:
        from optsim.tui.colours.terminal import Depth  # noqa: PLC0415 it loads Textual

        check_theme(looks["theme"], Depth.ALL)
    command = window_command(what, looks)
    try:
        import aiohttp  # noqa: F401, PLC0415 it need not be there
        import textual_serve  # type: ignore[import-untyped, unused-ignore] # noqa: F401, PLC0415
    except ImportError as error:
        raise refusal("failure.serve_missing", module=error.name) from error
    from optsim.serve.server import Settings  # noqa: PLC0415 as above

    texts = {name: language().text(f"serve.page.{name}", sessions=sessions, minutes=f"{idle:g}") for name in _PAGE}
    _run(Settings(command, port, sessions, idle * _MINUTE, texts, language().name))


# the present folder is not searched for modules
_START = "import sys; sys.path.append(sys.argv.pop(1)); from optsim.cli.serve.child import run; run()"
_PAGE = ("opening", "ended", "idle", "full", "refused", "failed", "again")


def window_command(what: str | None, looks: dict[str, Any]) -> list[str]:
    """Return what a window is started with. Raises Failure for what cannot be opened."""
    options = [OPTION, language().name, "--width", "narrow"]
    options += [word for key in ("theme", "glyphs", "notation") if looks[key] for word in (f"--{key}", looks[key])]
    if _on_log(looks) and (what is None or not is_log(what)):
        raise refusal("failure.for_log", option=_on_log(looks)[0])
    options += ["--read-only"] if looks["read_only"] else []
    options += [word for module in imported_again() for word in ("--import", module)]
    if what is not None and is_lesson(what):
        options = ["learn", what, *options]
    elif what is not None and is_log(what):
        open_logs([what], live=False, columns=looks.get("take", ()), rules=looks.get("rules", ()))
        options = ["watch", what, *options, *_on_log(looks)]
    elif what is not None:
        (read_recording if is_recording(what) else load_scenario)(what)
        options = [what, *options]
    return [sys.executable, "-P", "-c", _START, str(Path(__file__).parents[3]), *options]


def _on_log(looks: dict[str, Any]) -> list[str]:
    """Return the options on columns and rules, as a window is given them."""
    given = (("--take", looks.get("take", ())), ("--rule", looks.get("rules", ())))
    return [word for option, texts in given for text in texts for word in (option, text)]


def _run(settings: Settings) -> None:
    """Serve until a signal ends it."""
    import asyncio  # noqa: PLC0415 not before it is used

    from optsim.serve.server import serve  # noqa: PLC0415

    def tell(address: str) -> None:
        put_lines([address])
        sys.stdout.flush()

    try:
        number = asyncio.run(serve(settings, tell))
    except OSError as error:
        # asyncio's own sentence repeats the address
        reason = os.strerror(error.errno) if error.errno else error
        raise refusal("failure.serve_port", port=settings.port, reason=reason) from error
    if number != signal.SIGINT:
        sys.exit(128 + number)
    raise KeyboardInterrupt
