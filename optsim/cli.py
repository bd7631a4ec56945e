"""The command line: the app, and the same races without it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from optsim import __version__, shipped
from optsim.failure import Failure, meant
from optsim.screencast import commands as films

if TYPE_CHECKING:
    from optsim.engine.race import Race
    from optsim.preferences import Preferences
    from optsim.report.progress import Progress
    from optsim.scenario import Scenario
    from optsim.scenario.demo import Demo

# the matrices here are small: more threads only burn another core, and how a sum is split among them can change its last
# bits; NumPy reads these when it is loaded, which the commands below do
for _threads in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")

_SLICE_SECONDS = 0.05
_INTERRUPTED = 130
_FORMATS = ("text", "csv", "json")
_LISTS = ("scenarios", "optimizers", "objectives", "schedules", "stopping")


class Commands(click.Group):
    """The commands; a first word that is none of them is a scenario to open."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command of a line, `open_app` where it begins with a scenario."""
        if self.get_command(ctx, args[0]) is not None:
            return super().resolve_command(ctx, args)
        if len(args) > 1 and not args[1].startswith("-"):
            ctx.fail(f"no command is named {args[0]!r}{meant(args[0], self.commands)}")
        return "", open_app, args


def _chooses_looks(command: Callable[..., None]) -> Callable[..., None]:
    """The options of the app, before or behind the scenario."""
    options = [
        click.option(
            "--theme", metavar="NAME", help="The app's colours, as its palette (ctrl+p) lists them; remembered."
        ),
        *(
            click.option(f"--{kind}", "glyphs", flag_value=kind, help=f"Draw curves in {what}; remembered.")
            for kind, what in (("braille", "braille dots"), ("block", "quarter blocks"), ("ascii", "ASCII alone"))
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


@click.group(
    cls=Commands,
    invoke_without_command=True,
    subcommand_metavar="[SCENARIO | COMMAND ...]",
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="SCENARIO is the name of a scenario that comes with optsim, or a file of your own ending in .toml.",
)
@click.version_option(__version__, message="optsim %(version)s")
@_chooses_looks
@click.option("--demo", "tour", is_flag=True, help="Play the scenario's tour; any key takes over.")
@click.pass_context
def cli(ctx: click.Context, theme: str | None, glyphs: str | None, *, tour: bool) -> None:
    """Gradient-descent optimizers side by side: live, step by step, and back.

    Without a command the app opens: on a SCENARIO, or on the picker.
    """
    ctx.obj = {"theme": theme, "glyphs": glyphs, "tour": tour}
    if ctx.invoked_subcommand is None:
        ctx.invoke(open_app)


@click.command(add_help_option=False)
@click.argument("scenario", required=False)
@_chooses_looks
@click.option("--demo", "tour", is_flag=True)
@click.pass_context
def open_app(
    ctx: click.Context,
    scenario: str | None = None,
    theme: str | None = None,
    glyphs: str | None = None,
    *,
    tour: bool = False,
) -> None:
    """Open the app, on a scenario or on the picker."""
    tour = tour or ctx.obj["tour"]
    if tour and scenario is None:
        raise Failure("--demo plays the tour of a scenario, for instance: optsim saddle --demo")
    # one of our own needs no check, and is loaded when the window is there; any other is checked before it opens
    found: Scenario | str | None = scenario
    if scenario is not None and (tour or scenario not in shipped.names()):
        try:
            found = _load(scenario)
        except Failure as failure:
            raise Failure(failure.message + meant(scenario, cli.commands)) from failure
    if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout)):
        raise Failure(f"the app needs a terminal; without one there is: optsim replay {scenario or 'saddle'}")
    from optsim.tui.app import run_app  # noqa: PLC0415

    chosen, file, warnings = _looks(theme or ctx.obj["theme"], glyphs or ctx.obj["glyphs"])
    run_app(found, chosen, file, warnings, _demo(scenario, found) if tour else None)


def _demo(name: str | None, scenario: Any) -> Demo:
    """The scenario's own demo, or one of what happens in it."""
    from optsim.playback.default_demo import default_demo  # noqa: PLC0415

    try:
        return scenario.demo or default_demo(scenario)
    except (ValueError, OverflowError, MemoryError) as error:
        raise Failure(f"{name}: {error or 'not enough memory'}") from error


def _looks(theme: str | None, glyphs: str | None) -> tuple[Preferences, Path, list[str]]:
    """What was remembered with what is chosen now, which is remembered from now on; and what went wrong with the file."""
    from optsim import preferences  # noqa: PLC0415

    file = preferences.preferences_file()
    remembered, warnings = preferences.read(file)
    chosen = remembered._replace(theme=theme or remembered.theme, glyphs=glyphs or remembered.glyphs)
    if chosen.theme is not None:
        from textual.theme import BUILTIN_THEMES  # noqa: PLC0415

        if theme is not None and theme not in BUILTIN_THEMES:
            known = ", ".join(sorted(BUILTIN_THEMES))
            raise Failure(f"no theme is named {theme!r}{meant(theme, BUILTIN_THEMES) or f'; there are: {known}'}")
        if chosen.theme not in BUILTIN_THEMES:
            warnings.append(f"{file}: no theme is named {chosen.theme!r}; the default one is used")
            chosen = chosen._replace(theme=None)
    if theme or glyphs:
        fault = preferences.write(file, chosen)
        warnings += [fault] if fault else []
    return chosen, file, warnings


@cli.command("list")
@click.argument("what", type=click.Choice(_LISTS), required=False)
def list_command(what: str | None) -> None:
    """List the scenarios, and what a scenario file can name.

    With WHAT also the settings of each optimizer, objective, schedule or stopping rule.
    """
    from optsim.report import console, describe  # noqa: PLC0415

    width, ink = console.width(), console.ink()
    if what == "scenarios":
        return _put(describe.scenario_list(width=width, ink=ink))
    if what is not None:
        return _put(describe.settings_list(what, width=width, ink=ink))

    def lines() -> Iterator[str]:
        yield "scenarios"
        yield from (f"  {line}" for line in describe.scenario_list(width=width - 2, ink=ink))
        for kind in describe.KINDS:
            yield f"\n{kind}"
            yield from (f"  {line}" for line in describe.kind_list(kind, width=width - 2, ink=ink))

    return _put(lines())


@cli.command()
@click.argument("scenario")
def show(scenario: str) -> None:
    """Show what a scenario is about: formula, lanes, budget."""
    from optsim.report import console  # noqa: PLC0415
    from optsim.report.describe import scenario_text  # noqa: PLC0415

    _put(scenario_text(_load(scenario), width=console.width(), ink=console.ink()))


@cli.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
def check(files: tuple[str, ...]) -> None:
    """Check scenario files: every fault, where it is, a way out."""
    faults = []
    for file in files:
        try:
            scenario = _load(file)
            race = _race(file, scenario)
        except Failure as failure:
            faults.append(failure.message)
        else:
            demo = f", a demo of {len(scenario.demo.do)} acts" if scenario.demo is not None else ""
            _put([f"{file}: fine, {len(race.lanes)} lane{'s' * (len(race.lanes) > 1)}, {race.budget} steps{demo}"])
    if faults:
        raise Failure("\n".join(faults))


@cli.command()
@click.argument("scenario")
@click.option("--steps", type=click.IntRange(min=0), help="Another budget than the scenario's.")
@click.option("--seed", type=click.IntRange(0, 2**64 - 1), help="Another seed than the scenario's.")
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    help="A summary with charts, or every step with all digits. By default what the ending of --out says, else text.",
)
@click.option("--params", is_flag=True, help="The parameters as well.")
@click.option("--out", type=click.Path(path_type=Path), help="A file instead of standard output.")
def replay(
    scenario: str, steps: int | None, seed: int | None, form: str | None, *, params: bool, out: Path | None
) -> None:
    """Run a scenario without the app and report what it measured."""
    # all of it before the race starts: an interrupt in the middle of an import can get lost
    from optsim.recording import as_csv  # noqa: F401, PLC0415
    from optsim.recording.destination import write_file  # noqa: PLC0415
    from optsim.report import as_json, as_text, console  # noqa: F401, PLC0415
    from optsim.report.progress import Progress  # noqa: PLC0415

    found = _load(scenario)
    race = _race(scenario, found, steps, seed, keep_params=params or None)
    form = form or _form_of(out)
    progress = Progress(sys.stderr if console.is_terminal(sys.stderr) else None, time.monotonic)
    pieces = _report(found, race, form, progress, with_params=params, to_file=out is not None)
    try:
        if out is None:
            _put_bytes(console.encoded(pieces, for_people=form == "text"))
            return
        write_file((piece.encode() for piece in pieces), out)
    except MemoryError as error:
        raise Failure(f"{scenario}: not enough memory for {race.budget} steps") from error
    except OSError as error:
        raise Failure(f"{out}: cannot be written: {error.strerror or error}") from error
    finally:
        progress.clear()
    click.echo(f"optsim: {race.head} steps of {scenario} written to {out}", err=True)


cli.add_command(films.record)
cli.add_command(films.render)


def _report(
    found: Scenario, race: Race, form: str, progress: Progress, *, with_params: bool, to_file: bool
) -> Iterator[str]:
    """Run the race, then give its report piece by piece."""
    from optsim.recording import as_csv  # noqa: PLC0415
    from optsim.report import as_json, as_text, console, ink  # noqa: PLC0415

    _run(race, progress)
    match form:
        case "csv":
            pieces = as_csv.as_csv(race, with_params=with_params)
        case "json":
            pieces = as_json.as_json(found, race, with_params=with_params)
        case _:
            width, dress = (console.WIDTH_WITHOUT_TERMINAL, ink.PLAIN) if to_file else (console.width(), console.ink())
            pieces = as_text.as_text(found, race, width=width, ink=dress, with_params=with_params)
    if not to_file and console.is_terminal(sys.stdout):
        progress.clear()
        yield from pieces
        return
    written = 0
    for piece in pieces:
        written += len(piece)
        progress.show("characters written", written)
        yield piece


def _run(race: Race, progress: Progress) -> None:
    """Take the race to its end, in slices short enough to tell how far it is."""
    steps = 1
    while not race.over:
        began = time.monotonic()
        race.advance(steps)
        if time.monotonic() - began < _SLICE_SECONDS:
            steps *= 2
        progress.show("step", race.head, race.budget)


def _load(name_or_path: str) -> Scenario:
    from optsim.scenario import ScenarioError, load  # noqa: PLC0415

    try:
        return load(name_or_path)
    except ScenarioError as error:
        raise Failure(str(error)) from error


def _race(
    name: str, scenario: Scenario, steps: int | None = None, seed: int | None = None, *, keep_params: bool | None = None
) -> Race:
    try:
        return scenario.race(steps=steps, seed=seed, keep_params=keep_params)
    except (ValueError, OverflowError, MemoryError) as error:
        raise Failure(f"{name}: {error or 'not enough memory'}") from error


def _form_of(out: Path | None) -> str:
    ending = "" if out is None else out.suffix.lower().removeprefix(".")
    return ending if ending in _FORMATS else "text"


def _put(lines: Iterable[str]) -> None:
    """Lines on standard output."""
    from optsim.report.console import encoded  # noqa: PLC0415

    _put_bytes(encoded((f"{line}\n" for line in lines), for_people=True))


def _put_bytes(pieces: Iterable[bytes]) -> None:
    from optsim.report.console import put  # noqa: PLC0415

    if sys.stdout is None:
        raise Failure("standard output is closed")
    try:
        put(pieces, sys.stdout.buffer)
    except OSError as error:
        raise Failure(f"standard output: cannot be written: {error.strerror or error}") from error


def main() -> None:
    """Run the command line; exit code 0 done, 2 a usage or scenario error, 130 interrupted."""
    try:
        code = cli(prog_name="optsim", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except click.Abort:
        from optsim.report.console import hush  # noqa: PLC0415

        hush()
        code = _INTERRUPTED
    sys.exit(code if isinstance(code, int) else 0)
