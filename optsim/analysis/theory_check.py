"""What theory says of a lane against what was measured, as a sentence."""

from __future__ import annotations

import math
from collections.abc import Callable

from optsim.number_format import apart, short
from optsim.theory.claims import Claim, Verdict

#: a rate so near to 1 is 1 but for rounding
_AT_LIMIT = 1e-9


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
    told = f"predicted rate {_near_one(claim.predicted)} in the long run"
    if claim.nearly:
        told += " (a double root: neared like 1 + 1/t)"
    if abs(claim.predicted - 1) <= _AT_LIMIT:
        told += ": it hardly moves" if claim.below_limit else ": at the limit"
    elif claim.predicted > 1:
        told += ": it diverges"
    return told + _measured(claim)


def _loss(claim: Claim) -> str:
    spread = "" if claim.spread is None else f" (s.d. {short(claim.spread)})"
    return f"expected loss {_short(claim.predicted)}{spread}{_measured(claim)}"


def _floor(claim: Claim) -> str:
    over = "" if claim.over is None else f" (mean of steps {claim.over[0]}–{claim.over[1]})"
    return f"predicted floor {_short(claim.predicted)}{_measured(claim, 'not measured yet')}{over}"


def _escape(claim: Claim) -> str:
    """The step at which it leaves; in noise that of the root mean square over all runs, and when half of them do."""
    left = "" if math.isnan(claim.measured) else f", it left at {claim.measured:.0f}"
    if math.isinf(claim.predicted):
        return "predicted never to leave the saddle" + left
    told = "to second order " if claim.nearly else ""
    told += f"predicted to leave the saddle at step {claim.predicted:.0f}"
    if claim.quartiles is not None:
        told += " on average (root mean square), half of all runs from {} to {}".format(*claim.quartiles)
    return told + left


def _first_step(claim: Claim) -> str:
    measured = _measured(claim) + ("" if math.isnan(claim.measured) else " (median)")
    return f"predicted first step {_short(claim.predicted)} in each parameter with g ≠ 0 as ε → 0{measured}"


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


def _near_one(rate: float) -> str:
    """A rate in four digits, or as many as tell it from 1; as 1 where that is rounding."""
    return "1" if abs(rate - 1) <= _AT_LIMIT else apart(rate, 1.0, 4)[0] if abs(rate - 1) < 0.01 else _short(rate)
