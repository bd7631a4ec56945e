"""Logs of the command line, reported: read to their ends."""

from __future__ import annotations

import shlex

from optsim.cli.language import language, language_of_files, refusal
from optsim.cli.logs.inputs import open_logs
from optsim.cli.outputs import put_bytes
from optsim.cli.replay.report import check_files, check_form, write_report
from optsim.cli.replay.request import ReplayRequest
from optsim.console import standard_output
from optsim.console.ansi_style import PLAIN
from optsim.console.messages import tell
from optsim.playback.logs.facts import LanesLeftOut, NoLoss, RowsThinned
from optsim.playback.logs.log_curves import LogCurves
from optsim.playback.logs.roles import is_loss
from optsim.report import REPORT_FORMATS, LogSubject
from optsim.words.suggestions import nearest


def report_log(path: str, request: ReplayRequest, columns: tuple[str, ...], rules: tuple[str, ...]) -> None:
    """Report what a log says."""
    form = request.form
    for name in ("steps", "seed", "every", "params", "notation"):
        if getattr(request, name) not in (None, False):
            raise refusal("failure.option_of_race", file=path, option=f"--{name}")
    if not form.has_logs:
        known = ", ".join(name for name, each in REPORT_FORMATS.items() if each.has_logs)
        raise refusal("failure.no_format_of_log", form=form.name, known=known)
    if rules and not form.has_rules:
        known = ", ".join(name for name, each in REPORT_FORMATS.items() if each.has_rules)
        raise refusal("failure.no_rules", form=form.name, known=known)
    check_form(request)
    curves = open_logs([path], live=False, columns=columns, rules=rules)
    check_files(request, curves.logs.files)
    to_terminal = request.out is None
    subject = LogSubject(
        curves,
        width=standard_output.width() if to_terminal else standard_output.WIDTH_WITHOUT_TERMINAL,
        style=standard_output.ink() if to_terminal else PLAIN,
        language=language() if to_terminal else language_of_files(),
        columns=_quantities(curves, request.columns, path),
        command=_command(path, request, columns, rules),
    )
    if not form.for_people:
        # a table cannot say so itself
        for name, fact in curves.about:
            if isinstance(fact, RowsThinned | NoLoss | LanesLeftOut):
                tell(f"optsim: {name}: {language().sentence(fact)}")
    pieces = form.pieces_of_log(subject)
    if request.out is None:
        put_bytes(standard_output.encoded(pieces, for_people=form.for_people))
        return
    write_report(request.out, pieces, request)
    text = language().text("written.log", name=path, file=request.out)
    tell(f"optsim: {text}")


def _quantities(curves: LogCurves, names: tuple[str, ...], path: str) -> tuple[str, ...]:
    """Return the quantities of a log, of those besides the losses the ones of some names, if any is given. Raises Failure."""
    roles = curves.roles
    if not names:
        return tuple(roles)
    known = {column: role for lane in curves.logs.lanes for role, column in lane.roles.items()} | {
        role: role for role in roles
    }
    for name in names:
        if name not in known:
            suggestion = nearest(language(), name, known)
            raise refusal("failure.no_column_of_log", file=path, name=name, suggestion=suggestion)
    return tuple(dict.fromkeys((*(role for role in roles if is_loss(role)), *(known[name] for name in names))))


def _command(path: str, request: ReplayRequest, columns: tuple[str, ...], rules: tuple[str, ...]) -> str:
    """Return the command line that gives the report again."""
    own = [part for text in columns for part in ("--take", text)] + [
        part for text in rules for part in ("--rule", text)
    ]
    own += ["--columns", ",".join(request.columns)] if request.columns else []
    return shlex.join(["optsim", "replay", path, *own, "--format", request.form.name])
