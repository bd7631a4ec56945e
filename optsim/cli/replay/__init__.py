"""The command that runs races without the app, or reports and verifies recordings."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from optsim.cli.inputs import is_recording, load_scenario, read_recording
from optsim.cli.language import language, refusal
from optsim.cli.logs.inputs import is_log, judges_logs
from optsim.cli.options import OutputFile, another_seed, chooses_notation, imports_own
from optsim.cli.usage import Helped, TextOption, chooses_language, option
from optsim.report import REPORT_FORMATS, format_of
from optsim.system.limits import LARGEST_WHOLE, MOST_STEPS

if TYPE_CHECKING:
    from optsim.cli.replay.request import ReplayRequest


class _Format(click.ParamType):  # type: ignore[type-arg]
    """The name of a report format."""

    name = "format"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name where a format has it."""
        if value not in REPORT_FORMATS:
            from optsim.words.suggestions import nearest  # noqa: PLC0415 nearly nobody needs it

            suggestion = nearest(language(), value, REPORT_FORMATS)
            self.fail(language().text("failure.no_format", name=value, suggestion=suggestion), param, ctx)
        return str(value)


class _FormatOption(TextOption):
    """An option whose help names the formats that there are."""

    def make_metavar(self, ctx: click.Context) -> str:
        """Return the formats' names, as for a choice."""
        return click.Choice(list(REPORT_FORMATS)).get_metavar(self, ctx) or ""

    def fields(self) -> dict[str, Any]:
        """Return the formats with their titles."""
        titled = {name: language().of("report_format", each) for name, each in REPORT_FORMATS.items()}
        return {"titles": "; ".join(f"{name}: {title}" for name, title in titled.items())}


class _ColumnsOption(TextOption):
    """An option whose help names the quantities that can be requested."""

    def fields(self) -> dict[str, Any]:
        """Return the quantities, and the formats that have them."""
        on_request, in_csv = (", ".join(names) for names in _requestable())
        forms = ", ".join(name for name, each in REPORT_FORMATS.items() if each.has_columns)
        return {"forms": forms, "on_request": on_request, "in_csv": in_csv}


def _requestable() -> tuple[list[str], list[str]]:
    """Return the quantities that are recorded on request, and those that are always recorded but not in a CSV file."""
    from optsim.engine.history.quantities import QUANTITIES  # noqa: PLC0415 other help does not wait for NumPy

    on_request = [name for name, each in QUANTITIES.items() if not each.always]
    return on_request, [name for name, each in QUANTITIES.items() if each.always and not each.in_csv]


def _columns(_ctx: click.Context, _param: click.Parameter, value: str | None) -> tuple[str, ...]:
    """Return the names of a list."""
    return tuple(dict.fromkeys(part.strip() for part in value.split(","))) if value else ()


def _check_quantities(names: tuple[str, ...]) -> None:
    """Raise Failure for a quantity of a race that there is not, or that need not be requested."""
    from optsim.engine.history.quantities import QUANTITIES  # noqa: PLC0415 as above

    requestable = [name for part in _requestable() for name in part]
    for name in names:
        if name not in QUANTITIES:
            from optsim.words.suggestions import nearest  # noqa: PLC0415 as above

            raise refusal("failure.no_quantity", name=name, suggestion=nearest(language(), name, requestable))
        if name not in requestable:
            raise refusal("failure.quantity_there", name=name)


@click.command("replay", cls=Helped)
@click.argument("scenario", required=False)
@option("--steps", type=click.IntRange(0, MOST_STEPS), help="help.option.steps")
@another_seed
@option("--format", "form", cls=_FormatOption, type=_Format(), help="help.option.format")
@option("--params", is_flag=True, help="help.option.params")
@option("--columns", cls=_ColumnsOption, callback=_columns, metavar="NAME,…", help="help.option.columns")
@option("--every", type=click.IntRange(1, LARGEST_WHOLE), help="help.option.every")
@option("--out", type=OutputFile(path_type=Path), help="help.option.out")
@option("--overwrite", is_flag=True, help="help.option.overwrite")
@chooses_notation
@judges_logs
@option("--verify", type=click.Path(path_type=Path), help="help.option.verify")
@imports_own
@chooses_language
def replay_command(
    scenario: str | None,
    verify: Path | None,
    out: Path | None,
    take: tuple[str, ...],
    rules: tuple[str, ...],
    **options: Any,
) -> None:
    """Run a SCENARIO without the app and report what it measured, or report what a recording (.jsonl) or a log says."""
    from optsim.cli.replay.request import ReplayRequest  # noqa: PLC0415 not before it is used
    from optsim.system.allocator import keep_pages  # noqa: PLC0415

    keep_pages()
    form = REPORT_FORMATS[options.pop("form") or format_of(out)]
    request = ReplayRequest(form=form(), out=out, **options)
    if request.overwrite and out is None:
        raise refusal("failure.overwrite_without_out")
    of_log = scenario is not None and is_log(scenario)
    if of_log and verify is not None:
        raise refusal("failure.option_of_race", file=scenario, option="--verify")
    if not of_log:
        if take or rules:
            raise refusal("failure.for_log", option="--take" if take else "--rule")
        if request.columns:
            _check_quantities(request.columns)
    if verify is not None:
        from optsim.cli.replay.verify import verify as verified  # noqa: PLC0415

        sys.exit(verified(scenario, verify, request))
    if scenario is None:
        raise refusal("failure.nothing_to_replay")
    if of_log and scenario is not None:
        from optsim.cli.replay.report_log import report_log  # noqa: PLC0415 most of what is reported is no log

        report_log(scenario, request, take, rules)
        return
    _replay(scenario, request)


def _replay(scenario: str, request: ReplayRequest) -> None:
    """Report a recording, record a race, or run one and report it."""
    if is_recording(scenario):
        from optsim.cli.replay.report_recording import report_recording  # noqa: PLC0415 one of the three is used

        report_recording(read_recording(scenario), request)
    elif request.form.grows:
        from optsim.cli.replay.record import record  # noqa: PLC0415 as above

        record(scenario, load_scenario(scenario), request)
    else:
        from optsim.cli.replay.report import report  # noqa: PLC0415 as above

        report(scenario, load_scenario(scenario), request)
