# %% [markdown]
# # An optimizer of one's own
# A frozen dataclass whose fields are the settings, and a pure step on arrays of shape (..., dim).

# %%
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import optsim


@dataclass(frozen=True, kw_only=True)
class Signum(optsim.Optimizer):
    """The sign of the momentum."""

    title: ClassVar[str] = "Signum"
    formula: ClassVar[str] = "m ← γm + (1−γ)g ; θ ← θ − α sign(m)"
    learning_rate: optsim.LearningRate = 0.01
    momentum: float = 0.9

    def init(self, params):
        return (np.zeros_like(params),)

    def update(self, params, grad, state, step):
        momentum = self.momentum * state[0] + (1 - self.momentum) * grad
        return params - self.learning_rate * np.sign(momentum), (momentum,)


# %% [markdown]
# An instance of it may stand in the tables where a file has a name.

# %%
race = {
    "title": "Signum and Adam in a bent valley",
    "objective": {"kind": "rosenbrock"},
    "budget": {"steps": 400},
    "lanes": {"signum": Signum(), "adam": {"optimizer": "adam", "learning_rate": 0.01}},
}
result = optsim.run(race)
result

# %% [markdown]
# The same race in the app, as a film. In a terminal `optsim.show(result)` opens it.

# %%
result.player(size=(90, 26))

# %% [markdown]
# With a `name` and `@optsim.OPTIMIZERS.register` above the class, in a module, files can name it: `optsim --import my_module file.toml`. `optsim.testing.check_optimizer` says what is wrong with it; docs/template-package makes a package of it.
