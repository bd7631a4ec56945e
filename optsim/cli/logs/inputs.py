"""Logs of the command line: which names are logs, and their curves, or a message on why there are none."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from optsim.cli.failure import Failure
from optsim.cli.language import language
from optsim.cli.usage import option

if TYPE_CHECKING:
    from optsim.playback.logs.log_curves import LogCurves

#: what a recording of optsim begins with
_HEADER = b'{"format":"optsim-recording"'
#: names of columns, or parts of them, one of which every log has that is a table
_COLUMNS_OF_LOGS = re.compile(
    r"(?i)loss|(?<![a-z])(?:step|epoch|iter|iteration|accuracy|acc|val|validation|lr|learning_rate|reward|perplexity|mse|mae|rmse)"
    r"(?![a-z])"
)
_LONGEST_LINE = 2**16
#: files that are something else, by their endings
_OTHERS = (".toml", ".cast", ".part")


def is_log(name: str) -> bool:
    """Tell if a name is that of a file or a folder that can only be a training log: no scenario, recording, formula or film."""
    if name.lower().endswith(_OTHERS):
        return False
    if os.path.isdir(name):  # noqa: PTH112 Path's own raises for a name that is too long
        return not _is_scenario(name)
    if not os.path.isfile(name) or _is_scenario(name) or _has_examples(name):  # noqa: PTH113 as above
        return False
    return not _is_recording(name) if name.lower().endswith(".jsonl") else _has_format(name)


def _has_examples(name: str) -> bool:
    """Tell if a table has none of the columns that a log has: then networks can learn from it."""
    from optsim.scenario.find import is_table  # noqa: PLC0415 as below
    from optsim.system.regular_file import open_regular  # noqa: PLC0415

    if not is_table(name):
        return False
    try:
        with open_regular(name) as stream:
            heads = stream.readline(_LONGEST_LINE).decode("utf-8", "replace")
    except (OSError, ValueError):
        return False
    return not _COLUMNS_OF_LOGS.search(heads)


def _has_format(name: str) -> bool:
    """Tell if a format of logs has files of such a name that begin so."""
    from pathlib import Path  # noqa: PLC0415 as below

    from optsim.logs import format_named  # noqa: PLC0415
    from optsim.playback.logs.files.followed_file import beginning_of  # noqa: PLC0415

    try:
        return format_named(Path(name).name, beginning_of(Path(name))) is not None
    except (OSError, ValueError):
        return False


def _is_scenario(name: str) -> bool:
    """Tell if optsim has a scenario of a name, which goes before a file."""
    from optsim.scenario.bundled import SCENARIOS  # noqa: PLC0415 not before the app is seen

    return os.sep not in name and "." not in name and name in SCENARIOS


def _is_recording(name: str) -> bool:
    """Tell if a file is a recording, or what is left of one: then the reader of recordings says what is wrong."""
    from optsim.system.regular_file import open_regular  # noqa: PLC0415 as above

    try:
        with open_regular(name) as stream:
            beginning = b"".join(stream.read(2 * len(_HEADER)).split())[: len(_HEADER)]
    except (OSError, ValueError):
        return True
    return _HEADER.startswith(beginning) or not beginning.lstrip().startswith(b"{")


def open_logs(paths: Sequence[str], *, live: bool, columns: Iterable[str] = (), rules: Iterable[str] = ()) -> LogCurves:
    """Return the curves of some logs. Raises Failure.

    A live one that has no row yet is waited for, where the app can be shown then.
    """
    from optsim.console.standard_output import can_show_app  # noqa: PLC0415
    from optsim.logs import LogError  # noqa: PLC0415 as above
    from optsim.playback.logs.open_logs import open_logs as opened  # noqa: PLC0415

    if live and can_show_app():
        from optsim.cli.logs.waiting import wait_for_logs  # noqa: PLC0415
        from optsim.console.messages import tell  # noqa: PLC0415

        return wait_for_logs(
            paths,
            lambda: opened(paths, live=True, columns=columns, rules=rules),
            tell=lambda line: tell(f"optsim: {line}"),
        )
    try:
        return opened(paths, live=live, columns=columns, rules=rules)
    except LogError as error:
        raise Failure(error.told_in(language())) from error


def judges_logs(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options on columns and rules to a command."""
    for add in (
        option("--rule", "rules", multiple=True, metavar="RULE[:…]", help="help.option.rule"),
        option("--take", multiple=True, metavar="WHAT=COLUMN", help="help.option.take"),
    ):
        command = add(command)
    return command
