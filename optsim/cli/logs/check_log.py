"""The command that checks training logs, for people and for programs."""

from __future__ import annotations

import sys

import click

from optsim.cli.failure import Failure
from optsim.cli.language import language
from optsim.cli.logs.inputs import judges_logs, open_logs
from optsim.cli.options import imports_own
from optsim.cli.outputs import put_bytes, put_lines
from optsim.cli.usage import Helped, chooses_language, option


@click.command("check-log", cls=Helped)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@option("--format", "form", type=click.Choice(("text", "json")), default="text", help="help.option.check_log_format")
@judges_logs
@imports_own
@chooses_language
def check_log_command(paths: tuple[str, ...], form: str, take: tuple[str, ...], rules: tuple[str, ...]) -> None:
    """Check training logs: exit code 0 healthy, 1 something is wrong, 2 it cannot be read, 3 it is too short."""
    from optsim.console.log_check import document, findings, is_healthy, lines  # noqa: PLC0415 not before it is used

    curves = open_logs(paths, live=False, columns=take, rules=rules)
    insights = findings(curves)
    if form == "json":
        put_bytes([document(curves, insights)])
    else:
        from optsim.console import standard_output  # noqa: PLC0415 as above

        judges = curves.rules if rules else ()
        put_lines(lines(curves, insights, width=standard_output.width(), language=language(), rules=judges))
    faults = [f"{path}: {language().sentence(fault)}" for path, fault in curves.logs.faults]
    if faults:
        raise Failure("\n".join(faults))
    healthy = is_healthy([fact for each in insights for fact in each])
    sys.exit({True: 0, False: 1, None: 3}[healthy])
