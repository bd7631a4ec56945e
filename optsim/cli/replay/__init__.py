"""The command that runs races without the app, or reports and verifies recordings."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from optsim.cli.failure import Failure
from optsim.cli.inputs import is_recording, load_scenario, read_recording
from optsim.cli.language import chooses_language
from optsim.cli.options import OutputFile, another_seed
from optsim.cli.usage import Helped
from optsim.report import REPORT_FORMATS, format_of
from optsim.suggest import nearest
from optsim.system.limits import LARGEST_WHOLE, MOST_STEPS

if TYPE_CHECKING:
    from optsim.cli.replay.request import ReplayRequest


class _Format(click.ParamType):  # type: ignore[type-arg]
    """The name of a report format."""

    name = "format"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name where a format has it."""
        if value not in REPORT_FORMATS:
            self.fail(f"no report format is named {value!r}; {REPORT_FORMATS.suggest(value)}", param, ctx)
        return str(value)


class _FormatOption(click.Option):
    """An option whose help names the formats that there are when it is shown."""

    def make_metavar(self, ctx: click.Context) -> str:
        """Return the formats' names, as for a choice."""
        return click.Choice(list(REPORT_FORMATS)).get_metavar(self, ctx) or ""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return names and help."""
        titles = "; ".join(f"{name}: {each.title}" for name, each in REPORT_FORMATS.items())
        self.help = f"{titles}. By default what the ending of --out says, else text."
        return super().get_help_record(ctx)


class _ColumnsOption(click.Option):
    """An option whose help names the quantities that can be requested when it is shown."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option and its help."""
        on_request, in_csv = (", ".join(names) for names in _requestable())
        forms = ", ".join(name for name, each in REPORT_FORMATS.items() if each.has_columns)
        self.help = f"Quantities that are recorded on request, for {forms}: {on_request}; for tables: {in_csv}."
        return super().get_help_record(ctx)


def _requestable() -> tuple[list[str], list[str]]:
    """Return the quantities that are recorded on request, and those that are always recorded but not in a CSV file."""
    from optsim.engine.history.quantities import QUANTITIES  # noqa: PLC0415 other help does not wait for NumPy

    on_request = [name for name, each in QUANTITIES.items() if not each.always]
    return on_request, [name for name, each in QUANTITIES.items() if each.always and not each.in_csv]


def _columns(_ctx: click.Context, _param: click.Parameter, value: str | None) -> tuple[str, ...]:
    """Return the quantities of a list. Raises Failure for one that there is not, or that need not be requested."""
    from optsim.engine.history.quantities import QUANTITIES  # noqa: PLC0415 as above

    names = tuple(dict.fromkeys(part.strip() for part in value.split(","))) if value else ()
    requestable = [name for part in _requestable() for name in part]
    for name in names:
        if name not in QUANTITIES:
            raise Failure(f"--columns: no quantity is named {name!r}; {nearest(name, requestable)}")
        if name not in requestable:
            raise Failure(f"--columns: {name} is there without being requested")
    return names


@click.command("replay", cls=Helped)
@click.argument("scenario", required=False)
@click.option("--steps", type=click.IntRange(0, MOST_STEPS), help="Another budget than the scenario's.")
@another_seed
@click.option("--format", "form", cls=_FormatOption, type=_Format())
@click.option("--params", is_flag=True, help="The parameters as well.")
@click.option("--columns", cls=_ColumnsOption, callback=_columns, metavar="NAME,…")
@click.option("--every", type=click.IntRange(1, LARGEST_WHOLE), help="Record every N-th step only.")
@click.option(
    "--out",
    type=OutputFile(path_type=Path),
    help="A file instead of standard output (-). A recording grows in it as the race goes on; any other is there as a whole or not "
    "at all.",
)
@click.option("--overwrite", is_flag=True, help="Write over a recording that is in that file.")
@click.option(
    "--verify",
    type=click.Path(path_type=Path),
    help="Check that this is what a recording says, which may be SCENARIO itself: exit code 0 the same, 1 not the same, 3 of "
    "another race.",
)
@chooses_language
def replay_command(scenario: str | None, verify: Path | None, out: Path | None, **options: Any) -> None:
    """Run a SCENARIO without the app and report what it measured, or report what a recording (.jsonl) says."""
    from optsim.cli.replay.request import ReplayRequest  # noqa: PLC0415 not before it is used
    from optsim.system.allocator import keep_pages  # noqa: PLC0415

    keep_pages()
    form = REPORT_FORMATS[options.pop("form") or format_of(out)]
    request = ReplayRequest(form=form(), out=out, **options)
    if request.overwrite and out is None:
        raise Failure("--overwrite is about the file of --out, and there is none")
    if verify is not None:
        from optsim.cli.replay.verify import verify as verified  # noqa: PLC0415

        sys.exit(verified(scenario, verify, request))
    if scenario is None:
        raise Failure("give a scenario or a recording, for instance: optsim replay saddle")
    _replay(scenario, request)


def _replay(scenario: str, request: ReplayRequest) -> None:
    """Report a recording, record a race, or run one and report it."""
    from optsim.cli.replay.record import record  # noqa: PLC0415 as above
    from optsim.cli.replay.report import report, report_recording  # noqa: PLC0415

    if is_recording(scenario):
        report_recording(read_recording(scenario), request)
    elif request.form.grows:
        record(scenario, load_scenario(scenario), request)
    else:
        report(scenario, load_scenario(scenario), request)
