"""Every kind of sentence that the app makes of a lane, and what must be so where it is said.

Nothing here asks the code that makes sentences or theory: curvatures come from second derivatives of formulas, rates and limits
from matrices of the equations, escapes and expected losses from many runs, everything else from the run itself.
"""

from __future__ import annotations

import re

import numpy as np

from tests.sentences.numbers import NUMBER

N = f"({NUMBER})"
ERROR = f"(?: ± {NUMBER})?"
KINDS = []


class FalseSentenceError(AssertionError):
    """A sentence that is not so, or of a kind that nobody here knows."""


def kind(pattern):
    """Register what must be so of sentences that match a pattern as a whole."""

    def register(check):
        KINDS.append((re.compile(pattern), check))
        return check

    return register


def judge(text, case):
    """Judge a sentence, part by part, of a lane as `case` at a step. Raises FalseSentenceError."""
    case.text = text
    for part in text.split("; "):
        matches = [(check, matched) for pattern, check in KINDS if (matched := pattern.fullmatch(part))]
        if not matches:
            raise FalseSentenceError(f"of no known kind: {part!r}")
        for check, matched in matches:
            with np.errstate(all="ignore"):
                fault = check(case, *matched.groups())
            if fault:
                raise FalseSentenceError(f"{part!r}: {fault}")
    return {check.__name__ for part in text.split("; ") for pattern, check in KINDS if pattern.fullmatch(part)}


def wrong(holds, otherwise):
    """Nothing where it holds, else what is so."""
    return "" if holds else otherwise


def radius(matrix):
    """By what factor what a matrix moves grows or shrinks in the long run: its largest eigenvalue, ∞ where it overflows."""
    return float(np.abs(np.linalg.eigvals(matrix)).max()) if np.isfinite(matrix).all() else np.inf


class Case:
    """A lane at a step: the point, its past and its future."""

    def __init__(self, lane, step):
        self.lane, self.function, self.step = lane, lane.function, min(step, lane.last)
        self.point = lane.points[self.step]
        self.losses = lane.losses[: self.step + 1]
        self.update = lane.update(self.step)
        self.race, self.place = lane._race, lane.place

    @property
    def epoch(self):
        return self.step // self.lane.per_epoch

    def slope(self):
        return float(np.linalg.norm(self.function.gradient(self.point)))

    def size(self):
        known = np.array([self.lane.points[0], *self.function.minima])
        return float(np.ptp(known, axis=0).max()) or 1.0

    def eigenvalues(self, point=None):
        return np.linalg.eigvalsh(self.function.hessian(self.point if point is None else point))

    # directions of a quadratic

    def curvatures(self):
        return self.function.curvatures

    def largest(self):
        return float(np.max(self.function.curvatures))

    def rate(self):
        return self.lane.settings(self.step)["learning_rate"]

    def parts(self):
        """What it has of each direction, and what is rounding there."""
        away = self.function.axes.T @ (self.point - self.function.center)
        velocity = np.zeros_like(away) if self.update.before is None else self.function.axes.T @ self.update.before
        digit = (
            0.0 if self.function.upright else 1e-12 * max(np.abs(self.point).max(), np.abs(self.function.center).max())
        )
        return np.maximum(np.abs(away), np.abs(velocity)), digit

    def by_rounding(self):
        """Whether a gradient is no more than the rounding of its terms, so that another order of them gives another one."""
        if self.function.data:
            return False
        terms = np.abs(self.function.hessian(self.point)) @ (
            np.abs(self.point) + np.abs(getattr(self.function, "center", 0.0))
        )
        own = np.abs(self.update.gradient)
        return bool(((own > 0) & (own <= 1e-11 * terms)).any())

    def growth(self, mode):
        """By what factor a direction grows or shrinks in the long run: the largest eigenvalue of its matrix."""
        matrix = self.lane.mode_matrix(self.function.curvatures[mode], self.step)
        return radius(matrix)

    def nearest_stationary(self):
        """A point without slope near the point, by damped steps of Newton's method from a cloud around it; None for none."""
        scale = max(1e-9, float(np.linalg.norm(self.point)) * 1e-3)
        draws = np.random.default_rng(0)
        best = None
        for start in [self.point, *(self.point + scale * draws.standard_normal((6, len(self.point))))]:
            at = start
            for _ in range(60):
                second = self.function.hessian(at)
                if not np.isfinite(second).all() or np.linalg.cond(second) > 1e12:
                    break
                step = np.linalg.solve(second, self.function.gradient(at))
                at = at - step
                if np.linalg.norm(step) <= 1e-15 * np.linalg.norm(at):
                    break
            slope, bend = self.function.gradient(at), self.function.hessian(at)
            if not (np.isfinite(slope).all() and np.isfinite(bend).all()):
                continue
            if np.linalg.norm(slope) <= 1e-9 * max(np.linalg.norm(bend) * (1e-6 + np.linalg.norm(at)), 1e-300):
                away = float(np.linalg.norm(at - self.point))
                if away <= 1e-2 * self.size():
                    return at, away
                if best is None or away < best[1]:
                    best = (at, away)
        return best


def named_places(names, dim):
    """The places of parameters that are named; of "θ₁ and 3 more" the first."""
    lowered = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
    places = set()
    for name in re.findall(r"[xyz](?![a-zω])|θ[₀-₉]+", names):
        places.add("xyz".index(name) if name in "xyz" else int(name[1:].translate(lowered)) - 1)
    return {each for each in places if each < dim}
