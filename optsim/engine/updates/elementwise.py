"""Optimizers that subtract a change from the parameters, with weight decay and the cautious mask: the same for all of them."""

from __future__ import annotations

import re
from abc import abstractmethod
from dataclasses import dataclass
from typing import Annotated, Any, Literal, final

import numpy as np

from optsim.engine.optimizer import Optimizer
from optsim.engine.settings import Array, Setting
from optsim.engine.trace import keys
from optsim.engine.updates.linear_map import LinearMap

WeightDecay = Annotated[
    float, Setting(help="pulls every parameter towards 0", symbol="λ", least=0, scale="log", common=True)
]
WeightDecayKind = Annotated[
    Literal["decoupled", "l2"],
    Setting(help="λ·θ beside the step, times α; or in the gradient, as of ½λ‖θ‖² in the loss", common=True),
]
Cautious = Annotated[bool, Setting(help="leave out the parameters whose step goes against their gradient", common=True)]

_POINT = re.compile(r"∇L\(([^()]*)\)")


@dataclass(frozen=True, kw_only=True)
class ElementwiseOptimizer(Optimizer):
    """Base of the optimizers that move each parameter on its own: a subclass says what is subtracted, `change`.

    Decoupled weight decay (Loshchilov and Hutter, 2019, "Decoupled weight decay regularization") subtracts αλθ as well.
    "l2" adds λ times the query point to the gradient, so that the method scales it as it scales the gradient. The cautious
    mask (Liang et al., 2024, "Cautious optimizers") leaves out every entry of the change u that does not have the sign of
    its gradient, and makes the others larger: u·[u·g > 0]·n/(Σ[u·g > 0] + 1). That is the paper's formula; its code divides the
    mask by its mean, at least 0.001, instead. u is the whole change. Decay is not masked.
    """

    weight_decay: WeightDecay = 0.0
    weight_decay_kind: WeightDecayKind = "decoupled"
    cautious: Cautious = False

    @abstractmethod
    def change(self, params: Array, grad: Array, state: Any, step: int) -> tuple[Array, Any]:
        """Return what is subtracted from the parameters, traced as "step", and the new state; as `Optimizer.update`."""

    @property
    def plain_equation(self) -> str:
        """The formula with the settings that change its shape, but for weight decay and mask."""
        return self.formula

    def plain_stability_limit(self) -> float | None:
        """Return `stability_limit` of the update without weight decay and mask."""
        return None

    def plain_linear(self, curvatures: Array) -> LinearMap | None:
        """Return `linear` of the update without weight decay and mask."""
        return None

    def plain_first_step(self) -> float | None:
        """Return `first_step` of the update without weight decay and mask."""
        return None

    @final
    def update(self, params: Array, grad: Array, state: Any, step: int) -> tuple[Array, Any]:
        """Subtract the change, with weight decay and mask where they are wanted."""
        decays = self._decays
        if not decays and not self.cautious:
            change, state = self.change(params, grad, state, step)
            return params - change, state
        if decays and self.weight_decay_kind == "l2":
            grad = self._with_penalty(params, grad, state)
        change, state = self.change(params, grad, state, step)
        masked = self._masked(change, grad) if self.cautious else change
        if decays and self.weight_decay_kind == "decoupled":
            decay = self.learning_rate * self.weight_decay * params
            self.trace("weight_decay", "d = {α}·{λ}·θ", decay)
            return params - self.trace(keys.STEP, f"({self._shown} + d)", masked + decay), state
        if self.cautious:
            self.trace(keys.STEP, self._shown, masked)
        return params - masked, state

    @property
    def _decays(self) -> bool:
        # an array is of lanes that all decay, see `branches`
        return isinstance(self.weight_decay, np.ndarray) or self.weight_decay != 0

    @property
    def _plain(self) -> bool:
        return not self._decays and not self.cautious

    @property
    def _shown(self) -> str:
        return "κ·u" if self.cautious else "u"

    def _with_penalty(self, params: Array, grad: Array, state: Any) -> Array:
        """Return the gradient with that of ½λ‖θ‖² where it was taken."""
        query = self.query(params, state)
        point = "θ" if query is params else f"({self.query_formula})"
        penalised: Array = grad + self.weight_decay * query
        self.trace("penalised_gradient", f"g ← g + {{λ}}·{point}", penalised)
        return penalised

    def _masked(self, change: Array, grad: Array) -> Array:
        """Return the change where it has the sign of the gradient, larger by the share of those."""
        goes_down = (change * grad > 0).astype(np.float64)
        # of ones and zeros, so exact in any order
        scale = change.shape[-1] / (np.add.reduce(goes_down, axis=-1, keepdims=True) + 1)
        mask = self.trace("cautious_mask", "κ = [u·g > 0]·n/(Σ[u·g > 0] + 1)", goes_down * scale)
        masked: Array = mask * change
        return masked

    @property
    def branches(self) -> tuple[Any, ...]:
        """Separate lanes that decay from those that do not: they are never stepped together."""
        return (self._decays,)

    def in_use(self, key: str) -> bool:
        """Tell if weight decay, its kind and the mask do something."""
        return {"weight_decay": self._decays, "weight_decay_kind": self._decays, "cautious": self.cautious}.get(
            key, True
        )

    @property
    def equation(self) -> str:
        """With weight decay and mask, where they are wanted."""
        if self._plain:
            return self.plain_equation
        equation, gap, remark = self.plain_equation.partition("   ")
        head, _, subtracted = equation.rpartition("θ ← θ − ")
        if self.cautious:
            subtracted = f"κ({subtracted})"
        if self._decays and self.weight_decay_kind == "decoupled":
            subtracted += " − αλθ"
        equation = f"{head}θ ← θ − {subtracted}"
        if self._decays and self.weight_decay_kind == "l2":
            match = _POINT.search(equation)
            gradient, point = (match[0], match[1]) if match else ("g", "θ")
            point = point if len(point) == 1 else f"({point})"
            equation = f"g ← {gradient} + λ{point} ; {_POINT.sub('g', equation)}"
        return equation + gap + remark

    def stability_limit(self) -> float | None:
        """The limit of the plain update; with weight decay or mask theory has none."""
        return self.plain_stability_limit() if self._plain else None

    def linear(self, curvatures: Array) -> LinearMap | None:
        """The matrix of the plain update; weight decay pulls to 0, not to the minimum, and the mask is not linear."""
        return self.plain_linear(curvatures) if self._plain else None

    def first_step(self) -> float | None:
        """That of the plain update; with weight decay it depends on the parameters, with the mask on their number."""
        return self.plain_first_step() if self._plain else None
