"""Hyper-parameters beside a log: hparams.yaml of Lightning, of which the plain lines are read."""

from __future__ import annotations

from pathlib import Path

from optsim.system.printable import printable_line
from optsim.system.regular_file import read_regular

_FILE, _LARGEST = "hparams.yaml", 2**16
#: hyper-parameters that are shown, and letters of a value
_MOST, _LONGEST = 6, 24


def hyper_parameters_beside(log: Path) -> str:
    """Return the first hyper-parameters of a file beside a log, as "lr=0.1, batch_size=32"; empty where there is none."""
    try:
        text = read_regular(log.parent / _FILE, _LARGEST).decode("utf-8", "replace")
    except (OSError, ValueError):
        return ""
    pairs = (line.partition(":") for line in text.splitlines() if line and line[0] not in " #-!&{[")
    plain = ((key.strip(), value.strip()) for key, _, value in pairs)
    shown = [f"{key}={value}" for key, value in plain if value and value[0] not in "!&{[|>" and len(value) <= _LONGEST]
    return printable_line(", ".join(shown[:_MOST]))
