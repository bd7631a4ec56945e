"""The request of `optsim replay`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from optsim.report import ReportFormat


@dataclass(frozen=True, kw_only=True)
class ReplayRequest:
    """Options of the command line; None for what was not given."""

    form: ReportFormat
    params: bool = False
    columns: tuple[str, ...] = ()
    steps: int | None = None
    seed: int | None = None
    every: int | None = None
    out: Path | None = None
    overwrite: bool = False
    notation: str | None = None
