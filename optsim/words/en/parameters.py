"""Names of parameters: x, y and z where there are so few, else θ with a number."""

from __future__ import annotations

from optsim.engine.causes import Parameters
from optsim.languages import Language

_AXES = "xyz"
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def parameters_named(_: Language, fact: Parameters) -> str:
    """Return "x and y", of many the first with the number of the others: "θ₅ and 3 more"."""
    names = [name_of(place, fact.dim) for place in fact.first]
    if not names:
        return f"{fact.count} parameters"
    if fact.count > len(names):
        return f"{names[0]} and {fact.count - 1} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def name_of(place: int, dim: int) -> str:
    """Return the name of the parameter at a place, counted from 0, of `dim` parameters."""
    return _AXES[place] if 0 <= place < dim <= len(_AXES) else f"θ{str(place + 1).translate(_LOWERED)}"
