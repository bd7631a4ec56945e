"""Options that several commands have, and the types of their values."""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from optsim.cli.language import language, refusal
from optsim.cli.usage import TextOption, option
from optsim.system.glyph_names import GLYPHS, NOTATIONS, WIDTHS
from optsim.system.limits import LARGEST_SEED

if TYPE_CHECKING:
    from pathlib import Path

#: of a scenario that is run or filmed
another_seed = option("--seed", type=click.IntRange(0, LARGEST_SEED), help="help.option.seed")
chooses_theme = option("--theme", metavar="NAME", help="help.option.theme")


class _GlyphsAlias(TextOption):
    """Option that is one of the values of another."""

    def fields(self) -> dict[str, Any]:
        """Return the value."""
        return {"kind": self.flag_value}


class FiniteRange(click.FloatRange):
    """A number in a range. In any range of Click's is NaN, and in an open one ∞."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the number. Raises click.BadParameter for one that is not in the range."""
        number: float = super().convert(value, param, ctx)
        if not math.isfinite(number):
            self.fail(language().text("click.not_in_range", value=value, range=self._describe_range()), param, ctx)
        return number


class OutputFile(click.Path):
    """The name of a file; - is standard output, and ./- a file of that name."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path, None for standard output."""
        return None if value == "-" else super().convert(value, param, ctx)


def _no_dash(_ctx: click.Context, _param: click.Parameter, value: str | None) -> Path | None:
    """Return the path of a recording. Raises Failure for standard output, on which the app is."""
    if value == "-":
        raise refusal("failure.record_dash")
    if value is None:
        return None
    from pathlib import Path  # noqa: PLC0415 a command that needs none does not wait for it

    return Path(value)


def _import(_ctx: click.Context, _param: click.Parameter, names: tuple[str, ...]) -> None:
    """Import modules of the person's own. Raises Failure."""
    if names:
        from optsim.cli.own_modules import import_modules  # noqa: PLC0415 most lines import nothing

        import_modules(names)


def imported_again() -> list[str]:
    """Return modules of the person's own that were imported, as another process can name them."""
    own = sys.modules.get("optsim.registry.own_modules")
    modules = () if own is None else own.OWN_MODULES.imported
    files = [os.path.join(each.folder, f"{each.name}.py") for each in modules]  # noqa: PTH118 pathlib takes its time
    return [file if os.path.isfile(file) else each.name for file, each in zip(files, modules, strict=True)]  # noqa: PTH113


#: for every command that reads scenario files; it may stand before a command and after it
imports_own = option(
    "--import",
    "own_modules",
    multiple=True,
    metavar="MODULE",
    expose_value=False,
    is_eager=True,
    callback=_import,
    help="help.option.import",
)
chooses_notation = option("--notation", type=click.Choice(NOTATIONS), help="help.option.notation")


def chooses_looks(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of the app, which stand before or after the scenario."""
    options = [
        option("--record", type=click.Path(), callback=_no_dash, help="help.option.app_record"),
        option("--overwrite", is_flag=True, help="help.option.app_overwrite"),
        chooses_theme,
        option("--glyphs", type=click.Choice(GLYPHS), help="help.option.glyphs"),
        *(
            option(f"--{kind}", "glyphs", cls=_GlyphsAlias, flag_value=kind, help="help.option.glyphs_alias")
            for kind in ("braille", "block", "ascii")
        ),
        option("--width", type=click.Choice(WIDTHS), help="help.option.width"),
        chooses_notation,
        option("--read-only", is_flag=True, help="help.option.read_only"),
        option("--demo", "tour", is_flag=True, help="help.option.demo"),
    ]
    for add in reversed(options):
        command = add(command)
    return command
