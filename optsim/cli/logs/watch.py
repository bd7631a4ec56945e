"""The command that watches somebody else's training in the app."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import Any

import click

from optsim.cli.inputs import is_recording, read_recording
from optsim.cli.language import language, refusal
from optsim.cli.logs.inputs import is_log, judges_logs, open_logs
from optsim.cli.options import chooses_looks, imports_own
from optsim.cli.usage import Helped, chooses_language
from optsim.console.standard_output import can_show_app


@click.command("watch", cls=Helped)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@judges_logs
@chooses_looks
@imports_own
@chooses_language
@click.pass_context
def watch_command(
    ctx: click.Context, /, paths: tuple[str, ...], take: tuple[str, ...], rules: tuple[str, ...], **looks: Any
) -> None:
    """Watch trainings by their logs."""
    from optsim.cli.open_app import looks_of, the_course  # noqa: PLC0415 help does not wait for it

    chosen_here = {key: looks.get(key) or (ctx.obj or {}).get(key) for key in looks}
    for key, option in (("record", "--record"), ("overwrite", "--overwrite"), ("tour", "--demo")):
        if chosen_here[key]:
            raise refusal("failure.watch_only", option=option)
    only = paths[0] if len(paths) == 1 else ""
    opened: Any = None
    if only and is_recording(only) and _has_begun(only) and not is_log(only) and not take and not rules:
        recording = read_recording(only)
        # one that somebody still writes is followed
        opened = recording if recording.complete else None
    if opened is None:
        opened = open_logs(paths, live=True, columns=take, rules=rules)
    if not can_show_app():
        raise refusal("failure.watch_needs_terminal", path=paths[0])
    from optsim.system.allocator import keep_pages  # noqa: PLC0415
    from optsim.tui.start.run import run_app  # noqa: PLC0415

    keep_pages()
    chosen, file, warnings = looks_of(chosen_here)
    code = run_app(
        opened,
        chosen,
        file,
        warnings,
        language=language(),
        course=the_course,
        width=chosen_here["width"],
        keeps=not chosen_here["read_only"],
    )
    sys.exit(code)


def _has_begun(file: str) -> bool:
    """Tell if a file is there and has anything in it."""
    with suppress(OSError, ValueError):
        return os.stat(file).st_size > 0  # noqa: PTH116 a name may be too long for a Path
    return False
