"""Opens logs as curves, with what a person says of their columns and of the rules that are tried on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from optsim.faults import suggestion
from optsim.logs import LogError
from optsim.playback.logs.log_curves import LogCurves
from optsim.playback.logs.log_set import LogSet
from optsim.playback.logs.roles import ROLES
from optsim.playback.logs.rules import rules_from

_AXES = ("step", "epoch", "time")


def open_logs(paths: Sequence[str], *, live: bool, columns: Iterable[str] = (), rules: Iterable[str] = ()) -> LogCurves:
    """Return the curves of all logs that some paths lead to.

    Args:
        paths: Files, folders and patterns.
        live: Whether they may grow; else they are read to their ends.
        columns: What columns are, where that is not found, as "loss=train/ce".
        rules: Early-stopping rules that are tried, as "patience:patience=20"; some of each kind where none is named.

    Raises:
        LogError: with the path, and a way out.
    """
    judges = rules_from(rules)
    return LogCurves(LogSet(paths, _own(columns), live=live), judges)


def _own(columns: Iterable[str]) -> dict[str, str]:
    own = {}
    for text in columns:
        role, equal, column = text.partition("=")
        role = {"validation": "validation_loss", "lr": "learning_rate"}.get(role.strip(), role.strip())
        if not equal or not column:
            raise LogError("--take {text}: say what a column is, for instance --take loss=train/ce", text=text)
        if role not in (*ROLES, *_AXES):
            there = suggestion(role, (*ROLES, *_AXES))
            raise LogError(
                "--take {text}: a column can be no {role!r}; {suggestion}", text=text, role=role, suggestion=there
            )
        own[role] = column
    return own
