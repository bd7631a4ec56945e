"""What theory says of a lane against what was measured, as a sentence."""

from __future__ import annotations

import math
from collections.abc import Callable

from optsim.playback.figures import short
from optsim.theory.claims import Claim, Verdict


def foretold(verdict: Verdict) -> str:
    """The claims, what a learner looks for first at the front, and where theory is silent why."""
    ordered = sorted(verdict.claims, key=_order)
    told = [_SAID[claim.kind](claim) for claim in ordered]
    return "; ".join(filter(None, (*told, verdict.silence)))


def _order(claim: Claim) -> int:
    """As in the table, but a floor that is not reached yet stands behind the loss, which is measured already."""
    ahead = claim.kind == "floor" and math.isnan(claim.measured)
    return 2 * list(_SAID).index("loss" if ahead else claim.kind) + ahead


def _rate(claim: Claim) -> str:
    told = f"predicted rate {_short(claim.predicted)} a step" + (": it diverges" if claim.predicted > 1 else "")
    return told + _measured(claim)


def _loss(claim: Claim) -> str:
    spread = "" if claim.spread is None else f" ± {short(claim.spread)}"
    return f"expected loss {_short(claim.predicted)}{spread}{_measured(claim)}"


def _floor(claim: Claim) -> str:
    return f"predicted floor {_short(claim.predicted)}{_measured(claim, 'not reached yet')}"


def _escape(claim: Claim) -> str:
    left = "" if math.isnan(claim.measured) else f", it left at {claim.measured:.0f}"
    if math.isinf(claim.predicted):
        return "predicted never to leave the saddle" + left
    return f"predicted to leave the saddle at step {claim.predicted:.0f}{left}"


def _first_step(claim: Claim) -> str:
    return f"predicted first step {_short(claim.predicted)} in each parameter as ε → 0{_measured(claim)}"


def _limit(claim: Claim) -> str:
    return f"α·λmax = {_short(claim.measured)}, limit {_short(claim.predicted)}"


#: by the kind of a claim, in the order in which they are said
_SAID: dict[str, Callable[[Claim], str]] = {
    "rate": _rate,
    "floor": _floor,
    "loss": _loss,
    "escape": _escape,
    "first_step": _first_step,
    "limit": _limit,
}


def _measured(claim: Claim, otherwise: str = "") -> str:
    if math.isnan(claim.measured):
        return f", {otherwise}" if otherwise else ""
    return f", measured {_short(claim.measured)}"


def _short(value: float) -> str:
    """Four digits: two figures of which theory claims that they are one should be seen to be."""
    return short(value, 4)
