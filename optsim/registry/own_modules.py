"""Modules of a person's own, imported because that person has named them: they register classes that files can name.

A file never has anything imported.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
import traceback
from contextlib import redirect_stdout
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from types import ModuleType

Fault = Literal["no_name", "no_file", "not_found", "taken", "raises"]
_ENDING = ".py"


class OwnModuleError(Exception):
    """A module that cannot be imported: `fault` says why, `detail` what else is known of that."""

    def __init__(self, name: str, fault: Fault, detail: str = "") -> None:
        super().__init__(name, fault, detail)
        self.name, self.fault, self.detail = name, fault, detail

    def __str__(self) -> str:
        return f"{self.name}: {self.fault}: {self.detail}"


class OwnModule(NamedTuple):
    """A module by its name, and the folder in which it is looked for after all others."""

    name: str
    folder: str


class OwnModules:
    """The modules that were imported, so that other processes can do the same."""

    def __init__(self) -> None:
        self.imported: tuple[OwnModule, ...] = ()

    def load(self, named: str) -> ModuleType:
        """Import a module by its name, or by its file, which ends in .py. Raises OwnModuleError."""
        folder, name = os.getcwd(), named  # noqa: PTH109 pathlib takes its time to import
        if named.endswith(_ENDING):
            folder, file = os.path.split(os.path.abspath(named))  # noqa: PTH100 as above
            name = file.removesuffix(_ENDING)
            if not os.path.isfile(named):  # noqa: PTH113
                raise OwnModuleError(named, "no_file")
        if not all(part.isidentifier() for part in name.split(".")):
            raise OwnModuleError(named, "no_name")
        module = self.load_from(OwnModule(name, folder), named)
        if named.endswith(_ENDING) and not _is_file(module, named):
            raise OwnModuleError(named, "taken", str(getattr(module, "__file__", None) or name))
        return module

    def load_from(self, own: OwnModule, named: str = "") -> ModuleType:
        """Import a module that another process has imported; errors tell it as `named`. Raises OwnModuleError."""
        if own.folder not in sys.path:
            # at the end, so that it takes no other module's place
            sys.path.append(own.folder)
        try:
            # standard output is for data, and in a page for the app
            with redirect_stdout(sys.stderr):
                module = importlib.import_module(own.name)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # SystemExit is none of Exception, nor is what pytest.skip raises
            if isinstance(error, ModuleNotFoundError) and f"{own.name}.".startswith(f"{error.name}."):
                raise OwnModuleError(named or own.name, "not_found", own.folder) from error
            raise OwnModuleError(named or own.name, "raises", _in_a_line(error)) from error
        if own not in self.imported:
            self.imported = (*self.imported, own)
        return module


#: all that this process has imported in this way
OWN_MODULES = OwnModules()


def _is_file(module: ModuleType, file: str) -> bool:
    """Tell if a module was read from a file."""
    origin = getattr(module, "__file__", None)
    return origin is not None and os.path.samefile(origin, file)  # noqa: PTH121


def _in_a_line(error: BaseException) -> str:
    """Return an error on a line, with the place that has raised it."""
    text = " ".join(f"{type(error).__name__}: {error}".removesuffix(": ").split())
    frames = [each for each in traceback.extract_tb(error.__traceback__) if not _is_machinery(each.filename)]
    if isinstance(error, SyntaxError) or not frames:
        return text
    return f"{text} ({os.path.basename(frames[-1].filename)}, line {frames[-1].lineno})"  # noqa: PTH119


def _is_machinery(file: str) -> bool:
    return file == __file__ or "importlib" in file
