"""English glossary of the help: what each term is called, and what it means here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_TERMS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "lane": ("lane", "one optimizer with its settings: a mark, a colour, a curve and a row of the table"),
        "race": (
            "race",
            "all lanes side by side: the same function, the same noise, and the same start unless a lane has its own",
        ),
        "step": ("step", "one update of the parameters; at step t you see the point before update t"),
        "evaluation": ("evaluation", "one computation of the gradient; every method here needs one a step"),
        "cursor": (
            "cursor, head",
            "the step that is shown, and the newest one that is computed; ← goes back without losing anything",
        ),
        "seed": ("seed", "the number that all randomness comes from: the same seed gives the same race"),
        "fork": ("fork", "a copy of a lane up to the cursor; changed from there on, it shows what would have happened"),
        "edit": ("edit", "a change of a lane's settings from the cursor on; what came before stays as it was"),
        "tour": ("tour", "a scenario that plays by itself, with captions; any key takes over"),
        "recording": ("recording", "a race in a file, which can be played and checked again"),
        "learning_rate": (
            "learning rate α",
            "the factor in front of each step; other books write η, torch lr, and γ in its formulas",
        ),
        "effective_rate": (
            "effective rate",
            "how long a step is for its gradient, ‖Δθ‖/‖∇L‖; on a steady slope momentum and NAG come to α/(1 − γ)",
        ),
        "curvature": (
            "curvature λ",
            "how fast the slope changes along a direction: an eigenvalue of the second derivatives",
        ),
        "limit": (
            "α·λmax",
            "rate times largest curvature. On a bowl gd diverges above 2, momentum above 2(1 + γ), NAG above 2(1 + γ)/(1 + 2γ)",
        ),
        "condition_number": (
            "condition number",
            "λmax/λmin: how narrow a valley is. λmax limits the rate, and λmin is what it is too small for",
        ),
        "divergence": ("divergence", "a lane's numbers grow without limit: it ends there, and its sentence says why"),
        "saddle": ("saddle", "a point with gradient 0 that is lowest along one direction and highest along another"),
        "plateau": ("plateau", "a place that is almost level: the gradient is small, and so is a step made of it"),
        "local_minimum": ("local minimum", "lower than everything near it, but not the lowest there is"),
        "noise_floor": (
            "noise floor",
            "the loss about which a lane hovers when its gradients are noisy and its rate is constant; a lower rate lowers it",
        ),
        "band": ("band", "the middle half of 20 seeds, by b: what is luck, and what is not"),
        "gap": ("gap", "how far the loss lies above the known minimum, on a logarithmic scale"),
        "momentum": (
            "momentum γ",
            "the share of the velocity that is kept; other books write β or μ. RMSProp's average has a γ, too: elsewhere ρ, in torch alpha",
        ),
        "velocity": (
            "velocity v",
            "the step so far, subtracted: θ ← θ − v. Others turn its sign, v ← γv − αg and θ ← θ + v, or have α outside (setting convention)",
        ),
        "sum_of_squares": ("sum of squares G", "what AdaGrad divides by the root of; other books write h"),
        "look_ahead": ("look-ahead", "θ − γv, the point at which NAG takes its gradient"),
        "bias_correction": (
            "bias correction",
            "the division by 1 − βᵗ: averages that start at 0 are too small at first",
        ),
        "epsilon": (
            "ε",
            "keeps a division away from zero; inside the root or outside of it is not the same, and books differ",
        ),
        "schedule": ("schedule", "a learning rate that changes from step to step: it decays, or warms up first"),
        "weight_decay": (
            "weight decay",
            "a pull of the weights towards 0, beside the step (AdamW) or in the gradient (L2)",
        ),
        "batch": ("batch", "the examples that one gradient is averaged over; gd takes all of them"),
        "epoch": (
            "epoch",
            "as many steps as read all training examples once; lanes with other batches count their own",
        ),
        "loss": (
            "training, validation",
            "the loss on the examples that are learned from, and on those that are held out",
        ),
        "overfitting": (
            "overfitting",
            "the training loss goes on falling while the validation loss rises: the noise is learned",
        ),
        "early_stopping": (
            "early stopping",
            "a rule ends training when what it watches does not get better; ★ is the best point, ◆ the stop",
        ),
        "patience": ("patience", "how many epochs without improvement a rule waits; without data, how many steps"),
    }
)

TEXTS: Mapping[str, str] = MappingProxyType(
    {f"term.{term}": title for term, (title, _) in _TERMS.items()}
    | {f"term.{term}.about": about for term, (_, about) in _TERMS.items()}
)
