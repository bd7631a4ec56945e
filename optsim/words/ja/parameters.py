"""Names of parameters in Japanese: x, y and z where there are so few, else θ with a number."""

from __future__ import annotations

from optsim.engine.causes import Parameters
from optsim.languages import Language
from optsim.words.en.parameters import name_of


def parameters_named(_: Language, fact: Parameters) -> str:
    """Return "xとy", of many the first with the number of the others: "θ₅ほか3個"."""
    names = [name_of(place, fact.dim) for place in fact.first]
    if not names:
        return f"{fact.count}個のパラメータ"
    if fact.count > len(names):
        return f"{names[0]}ほか{fact.count - 1}個"
    return "と".join(names)
