"""The command line: a group of commands, each in a file of its own, and the app."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from types import MappingProxyType
from typing import Any

import click
from click.core import ParameterSource

from optsim.cli.failure import shown_safely
from optsim.cli.language import language, read_ahead, refusal
from optsim.cli.options import chooses_looks, imports_own
from optsim.cli.usage import Helped, chooses_language, option, show_version

# the matrices here are small: more threads only burn another core, and how a sum is split among them can change its last
# bits; NumPy reads these when it is loaded, which the commands do
for _threads in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")

#: has made Click speak another language, where it is loaded
_TRANSLATION = "optsim.cli.click_messages"

#: name of a command -> its module, in which it has the same name; loaded when it is used or help lists it
COMMANDS = MappingProxyType(
    {
        "check": "optsim.cli.check",
        "check-log": "optsim.cli.logs.check_log",
        "compare": "optsim.cli.sweep.compare",
        "learn": "optsim.cli.learn",
        "list": "optsim.cli.list",
        "record": "optsim.cli.film.record",
        "render": "optsim.cli.film.render",
        "replay": "optsim.cli.replay",
        "serve": "optsim.cli.serve",
        "show": "optsim.cli.show",
        "sweep": "optsim.cli.sweep",
        "watch": "optsim.cli.logs.watch",
    }
)
#: commands that open the app, and take its options from before their name, too
_WITH_APP = ("learn", "watch")


class Commands(Helped, click.Group):
    """The commands; a first word that is none of them is a scenario to open."""

    command_class = Helped
    text_name = "optsim"

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name; None where no command has it."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(COMMANDS[cmd_name]), f"{cmd_name.replace('-', '_')}_command")
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Do as in every group, and say in the language of the line what is wrong with it."""
        chosen = read_ahead(ctx, args)
        if chosen.name != "en" or _TRANSLATION in sys.modules:
            from optsim.cli.click_messages import speak  # noqa: PLC0415 Click speaks English by itself

            speak(chosen)
        return super().parse_args(ctx, args)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what may stand in place of a command."""
        self.epilog = language().text("help.optsim.end")
        super().format_epilog(ctx, formatter)

    def make_context(self, *args: Any, **settings: Any) -> click.Context:
        """Do as in every group, with messages that can be shown."""
        try:
            return super().make_context(*args, **settings)
        except click.ClickException as error:
            raise shown_safely(error) from error

    def invoke(self, ctx: click.Context) -> Any:
        """Do as in every group, with messages that can be shown."""
        try:
            return super().invoke(ctx)
        except click.ClickException as error:
            raise shown_safely(error) from error

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command of a line, `open_app` where it begins with a scenario."""
        if self.get_command(ctx, args[0]) is not None:
            return super().resolve_command(ctx, args)
        from optsim.cli.logs.inputs import is_log  # noqa: PLC0415 other commands do not wait for it

        if is_log(args[0]):
            return "watch", self.get_command(ctx, "watch"), args
        if len(args) > 1 and not args[1].startswith("-"):
            from optsim.words.suggestions import meant  # noqa: PLC0415 nearly nobody needs it

            ctx.fail(language().text("failure.no_command", name=args[0]) + meant(language(), args[0], COMMANDS))
        return "", _open_app(), args


def _open_app() -> click.Command:
    """Return the command that opens the app; others do not wait for it."""
    from optsim.cli.open_app import open_app  # noqa: PLC0415

    return open_app


@click.group(
    cls=Commands,
    invoke_without_command=True,
    subcommand_metavar="[SCENARIO | COMMAND ...]",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@option("--version", is_flag=True, is_eager=True, expose_value=False, callback=show_version, help="help.option.version")
@imports_own
@chooses_language
@chooses_looks
@click.pass_context
def cli(ctx: click.Context, /, **looks: Any) -> None:
    """Open the app, or go on to a command."""
    ctx.obj = looks
    if ctx.invoked_subcommand in COMMANDS and ctx.invoked_subcommand not in _WITH_APP:
        for name in looks:
            if ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE:
                given = next(param.opts[0] for param in ctx.command.params if param.name == name)
                raise refusal("failure.app_option", option=given, command=ctx.invoked_subcommand)
    if ctx.invoked_subcommand is None:
        ctx.invoke(_open_app(), scenario=None)
