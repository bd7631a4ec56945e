"""What `optsim replay` was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from optsim.report import ReportFormat


@dataclass(frozen=True, kw_only=True)
class ReplayRequest:
    """What was asked for at the command line; None where nothing was."""

    form: ReportFormat
    params: bool = False
    steps: int | None = None
    seed: int | None = None
    every: int | None = None
    out: Path | None = None
    overwrite: bool = False
