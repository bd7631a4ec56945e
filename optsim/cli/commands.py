"""The command line: the app, and the same races without it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from optsim.cli.failure import Failure, shown_safely
from optsim.cli.film import commands as film_commands
from optsim.cli.inputs import check_theme, files_of, is_recording, load_scenario, race_of, read_recording
from optsim.cli.outputs import check_output, put_lines
from optsim.cli.usage import Helped, show_version
from optsim.scenario import bundled
from optsim.suggest import meant
from optsim.system.limits import LARGEST_SEED, LARGEST_WHOLE, MOST_STEPS
from optsim.system.printable import printable_line
from optsim.system.signals import end_in_order

if TYPE_CHECKING:
    from optsim.recording.recording import Recording
    from optsim.scenario import Scenario
    from optsim.scenario.demo import Demo
    from optsim.system.preferences import Preferences
    from optsim.tui.session_recorder import RecordTarget

# the matrices here are small: more threads only burn another core, and how a sum is split among them can change its last
# bits; NumPy reads these when it is loaded, which the commands below do
for _threads in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")

_INTERRUPTED = 130
_STANDARD_STREAMS = (0, 1, 2)
_FORMATS = ("text", "csv", "json", "jsonl")
_LISTS = ("scenarios", "optimizers", "objectives", "schedules", "stopping")


class Commands(Helped, click.Group):
    """The commands; a first word that is none of them is a scenario to open."""

    command_class = Helped

    def make_context(self, *args: Any, **settings: Any) -> click.Context:
        """As in every group, with messages that can be shown."""
        try:
            return super().make_context(*args, **settings)
        except click.ClickException as error:
            raise shown_safely(error) from error

    def invoke(self, ctx: click.Context) -> Any:
        """As in every group, with messages that can be shown."""
        try:
            return super().invoke(ctx)
        except click.ClickException as error:
            raise shown_safely(error) from error

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command of a line, `open_app` where it begins with a scenario."""
        if self.get_command(ctx, args[0]) is not None:
            return super().resolve_command(ctx, args)
        if len(args) > 1 and not args[1].startswith("-"):
            ctx.fail(f"no command is named {args[0]!r}{meant(args[0], self.commands)}")
        return "", open_app, args


class _OutputFile(click.Path):
    """The name of a file; - is standard output, and ./- a file of that name."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path, None for standard output."""
        return None if value == "-" else super().convert(value, param, ctx)


def _no_dash(_ctx: click.Context, _param: click.Parameter, value: str | None) -> Path | None:
    """The path of a recording. Raises Failure for standard output, on which the app is."""
    if value == "-":
        raise Failure("--record -: the app itself is on standard output; give a file, for instance --record run.jsonl")
    return None if value is None else Path(value)


def _chooses_looks(command: Callable[..., None]) -> Callable[..., None]:
    """The options of the app, before or behind the scenario."""
    options = [
        click.option(
            "--record", type=click.Path(), callback=_no_dash, help="Record the race in a file (.jsonl) as it goes."
        ),
        click.option("--overwrite", is_flag=True, help="Record over what is in that file."),
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
    epilog="SCENARIO is the name of a scenario that comes with optsim, a file of your own ending in .toml, or a recording "
    "ending in .jsonl.",
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=show_version, help="Show the version."
)
@_chooses_looks
@click.option("--demo", "tour", is_flag=True, help="Play the scenario's tour; any key takes over.")
@click.pass_context
def cli(ctx: click.Context, /, **looks: Any) -> None:
    """Gradient-descent optimizers side by side: live, step by step, and back.

    Without a command the app opens: on a SCENARIO, or on the picker.
    """
    ctx.obj = looks
    if ctx.invoked_subcommand is None:
        ctx.invoke(open_app, scenario=None)


@click.command(add_help_option=False)
@click.argument("scenario", required=False)
@_chooses_looks
@click.option("--demo", "tour", is_flag=True)
@click.pass_context
def open_app(ctx: click.Context, /, scenario: str | None = None, **looks: Any) -> None:
    """Open the app, on a scenario, a recording or the picker."""
    chosen_here = {key: looks.get(key) or ctx.obj[key] for key in ctx.obj}
    record, tour = _wish(scenario, chosen_here["record"], overwrite=chosen_here["overwrite"]), chosen_here["tour"]
    if tour and (scenario is None or is_recording(scenario)):
        raise Failure("--demo plays the tour of a scenario, for instance: optsim saddle --demo")
    # one of our own needs no check, and is loaded when the window is there; any other is checked before it opens
    found: Scenario | Recording | str | None = scenario
    if scenario is not None and is_recording(scenario):
        found = read_recording(scenario)
    elif scenario is not None and (tour or scenario not in bundled.names()):
        try:
            found = load_scenario(scenario)
        except Failure as failure:
            raise Failure(failure.message + meant(scenario, cli.commands)) from failure
    if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout)):
        raise Failure(f"the app needs a terminal; without one there is: optsim replay {scenario or 'saddle'}")
    from optsim.tui.app import run_app  # noqa: PLC0415

    chosen, file, warnings = _looks(chosen_here["theme"], chosen_here["glyphs"])
    demo = _demo(scenario, found) if tour else None
    run_app(found, chosen, file, warnings, record=record, demo=demo)


def _wish(scenario: str | None, path: Path | None, *, overwrite: bool) -> RecordTarget | None:
    """Where to record, after a look at whether that can be; the file is made when the race begins."""
    if path is None:
        if overwrite:
            raise Failure("--overwrite is about the file of --record, and there is none")
        return None
    if scenario is not None and is_recording(scenario):
        raise Failure(f"{scenario} is a recording already: --record is for a race")
    if os.path.isdir(path):  # noqa: PTH112 Path's own raises for a name that is too long
        raise Failure(f"{path} is a folder: give a file in it, as {path / 'run.jsonl'}")
    if not overwrite and os.path.isfile(path):  # noqa: PTH113
        raise Failure(f"{path} is there already: give another name, or --overwrite to record over it")
    if scenario is not None:
        check_output(path, files_of(scenario))
    if not os.path.isdir(path.parent):  # noqa: PTH112
        raise Failure(f"{path}: there is no folder {path.parent}")
    if not os.access(path if os.path.exists(path) else path.parent, os.W_OK):  # noqa: PTH110
        raise Failure(f"{path}: cannot be written: no permission")
    _check_free(path, overwrite=overwrite)
    from optsim.tui.session_recorder import RecordTarget  # noqa: PLC0415

    return RecordTarget(path, overwrite)


def _check_free(path: Path, *, overwrite: bool) -> None:
    """Raise Failure where something is in a recording's way."""
    from optsim.system.atomic_write import check_destination  # noqa: PLC0415

    try:
        check_destination(path, overwrite=overwrite)
    except FileExistsError as error:
        raise Failure(f"{error.strerror}: give another name, or --overwrite to record over it") from error
    except OSError as error:
        raise Failure(f"{path}: cannot be written: {error.strerror or error}") from error


def _demo(name: str | None, scenario: Any) -> Demo:
    """The scenario's own demo, or one of what happens in it."""
    from optsim.playback.default_demo import default_demo  # noqa: PLC0415

    try:
        return scenario.demo or default_demo(scenario)
    except (ValueError, OverflowError, MemoryError) as error:
        raise Failure(f"{name}: {str(error) or 'not enough memory'}") from error


def _looks(theme: str | None, glyphs: str | None) -> tuple[Preferences, Path, list[str]]:
    """What was remembered with what is chosen now, which is remembered from now on; and what went wrong with the file."""
    from optsim.system import preferences  # noqa: PLC0415

    file = preferences.preferences_file()
    remembered, warnings = preferences.read(file)
    chosen = remembered._replace(theme=theme or remembered.theme, glyphs=glyphs or remembered.glyphs)
    if theme is not None:
        check_theme(theme)
    if chosen.theme is not None:
        from textual.theme import BUILTIN_THEMES  # noqa: PLC0415

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
        return put_lines(describe.scenario_list(width=width, ink=ink))
    if what is not None:
        return put_lines(describe.settings_list(what, width=width, ink=ink))

    def lines() -> Iterator[str]:
        yield "scenarios"
        yield from (f"  {line}" for line in describe.scenario_list(width=width - 2, ink=ink))
        for kind in describe.KINDS:
            yield f"\n{kind}"
            yield from (f"  {line}" for line in describe.kind_list(kind, width=width - 2, ink=ink))

    return put_lines(lines())


@cli.command()
@click.argument("scenario")
def show(scenario: str) -> None:
    """Show what a scenario is about: formula, lanes, budget."""
    from optsim.report import console  # noqa: PLC0415
    from optsim.report.describe import scenario_text  # noqa: PLC0415

    put_lines(scenario_text(load_scenario(scenario), width=console.width(), ink=console.ink()))


@cli.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
def check(files: tuple[str, ...]) -> None:
    """Check scenario files and recordings: every fault, where it is, a way out."""
    faults = []
    for file in files:
        try:
            put_lines(_checked(file))
        except Failure as failure:
            faults.append(failure)
    if faults:
        raise Failure("\n".join(fault.message for fault in faults), min(fault.exit_code for fault in faults))


def _checked(file: str) -> Iterator[str]:
    """What a file is, where nothing is wrong with it; and what was read of its data file."""
    if not is_recording(file):
        from optsim.scenario.describe import budget_text  # noqa: PLC0415

        scenario = load_scenario(file)
        race = race_of(file, scenario)
        demo = f", a demo of {len(scenario.demo.do)} acts" if scenario.demo is not None else ""
        yield f"{printable_line(file)}: fine, {_lanes(len(race.lanes))}, {budget_text(scenario)}{demo}"
        from optsim.report.console import width  # noqa: PLC0415
        from optsim.report.describe import data_text  # noqa: PLC0415

        yield from data_text(scenario, width=width())
        return
    recording = read_recording(file)
    last = int(recording.steps[-1])
    told = f"{printable_line(file)}: a recording, {_lanes(len(recording.scenario.lanes))}, steps 0 to {last} of {recording.budget}"
    yield f"{told}; {recording.note}" if recording.note else told


def _lanes(lanes: int) -> str:
    return f"{lanes} lane{'s' * (lanes > 1)}"


@cli.command()
@click.argument("scenario", required=False)
@click.option("--steps", type=click.IntRange(0, MOST_STEPS), help="Another budget than the scenario's.")
@click.option("--seed", type=click.IntRange(0, LARGEST_SEED), help="Another seed than the scenario's.")
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    help="A summary with charts, every step with all digits (csv, json), or a recording (jsonl). By default what the ending of "
    "--out says, else text.",
)
@click.option("--params", is_flag=True, help="The parameters as well.")
@click.option("--every", type=click.IntRange(1, LARGEST_WHOLE), help="Record every N-th step only.")
@click.option(
    "--out",
    type=_OutputFile(path_type=Path),
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
def replay(scenario: str | None, verify: Path | None, out: Path | None, **options: Any) -> None:
    """Run a SCENARIO without the app and report what it measured, or report what a recording (.jsonl) says."""
    from optsim.cli import replay as replaying  # noqa: PLC0415

    wish = replaying.ReplayRequest(form=options.pop("form") or _form_of(out), out=out, **options)
    if wish.overwrite and out is None:
        raise Failure("--overwrite is about the file of --out, and there is none")
    if verify is not None:
        sys.exit(replaying.verify(scenario, verify, wish))
    if scenario is None:
        raise Failure("give a scenario or a recording, for instance: optsim replay saddle")
    if is_recording(scenario):
        replaying.report_recording(read_recording(scenario), wish)
    elif wish.form == "jsonl":
        replaying.record(scenario, load_scenario(scenario), wish)
    else:
        replaying.report(scenario, load_scenario(scenario), wish)


cli.add_command(film_commands.record)
cli.add_command(film_commands.render)


def _form_of(out: Path | None) -> str:
    ending = "" if out is None else out.suffix.lower().removeprefix(".")
    return ending if ending in _FORMATS else "text"


def main() -> None:
    """Run the command line; its exit codes are told in docs/exit-codes.md."""
    _fill_standard_streams()
    end_in_order()
    try:
        code = cli(prog_name="optsim", standalone_mode=False)
    except click.ClickException as error:
        code = error.exit_code
        with suppress(OSError):  # nobody can be told
            error.show()
    except (click.Abort, KeyboardInterrupt):  # Click makes one of the other, but not everywhere
        from optsim.report.console import hush  # noqa: PLC0415

        hush()
        code = _INTERRUPTED
    sys.exit(code if isinstance(code, int) else 0)


def _fill_standard_streams() -> None:
    """Let no file that is opened take the number of a standard stream that is closed: messages would go into it."""
    for number in _STANDARD_STREAMS:
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)
