"""English for demos: headlines of what happens, and the standing at the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from optsim.analysis.final_standing import AllDiverged, FirstAtTarget, Leads
from optsim.languages import Language, Maker
from optsim.number_format import short


def _all_diverged(_: Language, _fact: AllDiverged) -> str:
    return "every lane has diverged"


def _first_at_target(_: Language, fact: FirstAtTarget) -> str:
    who = f"{fact.lanes[0]} was" if len(fact.lanes) == 1 else f"{len(fact.lanes)} lanes were"
    return f"{who} the first at the target, at step {fact.step}{_rest(fact.diverged)}"


def _leads(_: Language, fact: Leads) -> str:
    level = f"{len(fact.lanes)} lanes are level, within {100 * fact.within:g} % of"
    who = f"{fact.lanes[0]} leads with" if len(fact.lanes) == 1 else level
    return f"{who} a loss of {short(fact.loss)}{_rest(fact.diverged)}"


def _rest(diverged: Sequence[str]) -> str:
    return f"; {', '.join(diverged)} diverged" if diverged else ""


SENTENCES: Mapping[str, Maker] = MappingProxyType(
    {AllDiverged.code: _all_diverged, FirstAtTarget.code: _first_at_target, Leads.code: _leads}
)

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "demo.closing": "Step {step}: {standing}.",
        "demo.the_end": "the end",
        "headline.overtaken": "{lane} takes the lead",
        "headline.fork": "{lane} is forked",
        "headline.edit": "{lane} is edited",
        "headline.target": "{lane} reaches the target",
        "headline.stopped": "{lane} stops early",
        "headline.marked": "{lane} would stop early",
        "headline.diverged": "{lane} diverges",
    }
)
