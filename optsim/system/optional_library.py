"""Libraries that need not be installed, asked for when they are used."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl


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


class DataFrames:
    """Base of what has a table, `columns` by name."""

    @property
    def columns(self) -> Mapping[str, Any]:
        """The table, by column."""
        raise NotImplementedError

    def to_pandas(self) -> pd.DataFrame:
        """The table as a pandas data frame. Raises MissingLibraryError (an ImportError) where pandas is not installed."""
        frame: pd.DataFrame = library("pandas", needed_for="to_pandas()").DataFrame(self.columns)
        return frame

    def to_polars(self) -> pl.DataFrame:
        """The table as a polars data frame. Raises MissingLibraryError (an ImportError) where polars is not installed."""
        frame: pl.DataFrame = library("polars", needed_for="to_polars()").DataFrame(self.columns)
        return frame
