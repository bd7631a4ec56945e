"""Roles of the columns of a log: which is the training loss, the validation loss, the learning rate; all others are themselves."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping

from optsim.engine.history.quantities import QUANTITIES, Known, Quantity, TableColumn
from optsim.engine.settings import Array
from optsim.logs.reading.axes import plain
from optsim.system.printable import printable_line

#: words that say that a column is of held-out examples
_HELD_OUT = frozenset({"val", "valid", "validation", "eval", "evaluation", "dev", "test", "holdout", "heldout"})
#: words of training, of a part of it, and of what loggers add: they say nothing of what is measured
_PLAIN_WORDS = frozenset(
    {
        "train",
        "training",
        "trainer",
        "epoch",
        "step",
        "batch",
        "avg",
        "mean",
        "running",
        "total",
        "metrics",
        "loss",
        "value",
    }
)
#: what stands for a loss where no column is named so
_INSTEAD = (
    "nll",
    "cross_entropy",
    "xent",
    "bce",
    "mse",
    "perplexity",
    "ppl",
    "cost",
    "objective",
    "elbo",
    "bpb",
    "error",
    "err",
    "rmse",
    "mae",
)
#: words of what multiplies a loss, and is none
_FACTORS = frozenset({"scale", "scaler", "scaling", "weight", "weights", "coef", "coeff", "coefficient", "factor"})
_RATES = re.compile(r"(^|_)(lr|learning_rate|lrate)(_|$)")
_GRADIENT = re.compile(r"grad(ient)?(_.*)?_norm|norm_grad")
_UPDATE = re.compile(r"update_norm")
#: quantities beside the losses that a column can be
OTHERS = ("learning_rate", "grad_norm", "update_norm", "update_ratio", "param_norm", "batch_loss", "cosine")
ROLES = ("loss", "validation_loss", *OTHERS)
#: what no race can be asked for: a quantity of a log is there or not
_LOGGED = "logged"
_LONGEST = 60
#: columns of one log that have a quantity of their own
MOST_QUANTITIES = 200


def roles_of(columns: Mapping[str, int], own: Mapping[str, str]) -> dict[str, str]:
    """Return what columns were taken for: quantity -> column, the losses first; those above the most that are shown for none.

    Args:
        columns: How many values each column has, by name, in the order of the log.
        own: What a person says: quantity -> column.
    """
    roles = {role: column for role, column in own.items() if column in columns}
    rest = [name for name in columns if name not in roles.values()]
    for role, choose in (("validation_loss", _validation), ("loss", _training)):
        if role not in roles and (column := choose(rest, columns)) is not None:
            roles[role] = column
            rest.remove(column)
    if "loss" not in roles and "validation_loss" in roles and "validation_loss" not in own:
        # held-out losses alone are what there is to be seen
        roles["loss"] = roles.pop("validation_loss")
    own_names = []
    for name in rest:
        other = _other("_".join(_words(name)))
        # of several rates the first is the one; all others are themselves
        if other is None or other in roles:
            own_names.append(name)
        else:
            roles[other] = name
    roles = {role: roles[role] for role in sorted(roles, key=ROLES.index)}
    for name in own_names[: MOST_QUANTITIES - len(roles)]:
        roles[quantity_name(name, roles)] = name
    return roles


def _words(name: str) -> list[str]:
    return plain(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)).split("_")


def _is_loss(name: str) -> bool:
    words = _words(name)
    return any(word.endswith("loss") for word in words) and _FACTORS.isdisjoint(words)


def _best(candidates: Iterable[str], columns: Mapping[str, int]) -> str | None:
    """Return the column that is a loss and little else; of several such the one with most values."""
    order = {name: place for place, name in enumerate(columns)}
    ranked = sorted(candidates, key=lambda name: (_foreign(name), -columns[name], len(name), order[name]))
    return ranked[0] if ranked else None


def _foreign(name: str) -> int:
    return sum(word not in _PLAIN_WORDS and word not in _HELD_OUT for word in _words(name))


def _training(names: list[str], columns: Mapping[str, int]) -> str | None:
    losses = [name for name in names if _is_loss(name) and not _HELD_OUT & {*_words(name)}]
    return _best(losses, columns) or _instead(names, columns, held_out=False)


def _validation(names: list[str], columns: Mapping[str, int]) -> str | None:
    losses = [name for name in names if _is_loss(name) and _HELD_OUT & {*_words(name)}]
    # what is called a test is looked at last
    firm = [name for name in losses if "test" not in _words(name)]
    return _best(firm, columns) or _best(losses, columns) or _instead(names, columns, held_out=True)


def _instead(names: list[str], columns: Mapping[str, int], *, held_out: bool) -> str | None:
    """Return a column that stands for a loss where none is named so."""
    if any(_is_loss(name) for name in columns):
        return None
    words = {name: _words(name) for name in names}
    there = [
        name for name in names if bool(_HELD_OUT & {*words[name]}) is held_out and _FACTORS.isdisjoint(words[name])
    ]
    for word in _INSTEAD:
        # whole words: "err" is in transferred, and "ppl" in supply
        known = [name for name in there if f"_{word}_" in f"_{'_'.join(words[name])}_"]
        if known:
            return _best(known, columns)
    return None


def _other(name: str) -> str | None:
    """Return which quantity a column is beside the losses; None for one of its own."""
    if _RATES.search(name):
        return "learning_rate"
    if _GRADIENT.search(name):
        return "grad_norm"
    if _UPDATE.search(name):
        return "update_norm"
    return name if name in ("update_ratio", "param_norm", "cosine", "batch_loss") else None


def quantity_name(column: str, others: Container[str] = ()) -> str:
    """Return the name of the quantity that a column of no role is, which is known from then on; and none of the others."""
    name = whole = _shortened(printable_line(column).strip()) or "column"
    while name in ROLES or name in ("params", "grad", "update", "minima") or _is_measured(name):
        name += "′"
    number = 1
    while name in others:
        number += 1
        name = f"{whole} ({number})"
    if name not in QUANTITIES:
        QUANTITIES.register(
            Quantity(
                name=name,
                measure=_nowhere,
                of=(_LOGGED,),
                in_csv=False,
                title=name,
                column=TableColumn(place=5, goes=1),
            )
        )
    return name


def _shortened(name: str) -> str:
    """Return a name without its middle where it is too long: names of parts of a network differ at their ends."""
    half = (_LONGEST - 1) // 2
    return name if len(name) <= _LONGEST else f"{name[:half]}…{name[-half:]}"


def is_loss(quantity: str) -> bool:
    """Tell if a quantity is the training or the validation loss."""
    return quantity in ROLES[:2]


def is_of_log(quantity: str) -> bool:
    """Tell if a quantity is a column of a log, of which nothing is known but its name."""
    return quantity in QUANTITIES and QUANTITIES[quantity].of == (_LOGGED,)


def _is_measured(name: str) -> bool:
    return name in QUANTITIES and not is_of_log(name)


def _nowhere(known: Known) -> Array:
    """Stand for the measuring of what logs have alone. Raises KeyError."""
    raise KeyError(known)
