"""Libraries that need not be installed, asked for when they are used."""

from __future__ import annotations

from importlib import import_module
from typing import Any


class MissingLibraryError(ImportError):
    """A library that is needed here, and is not installed.

    >>> import optsim
    >>> try:
    ...     frame = optsim.run("saddle", steps=5).to_polars()
    ... except optsim.MissingLibraryError as error:
    ...     frame = str(error)  # 'to_polars() needs polars: pip install polars'
    """


def library(name: str, *, needed_for: str) -> Any:
    """Return a library that need not be there. Raises MissingLibraryError, which says how to install it."""
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        package = name.partition(".")[0]
        if error.name != package:
            raise
        raise MissingLibraryError(f"{needed_for} needs {package}: pip install {package}", name=package) from error
