"""Checks of what a person may add: optimizers, objectives, schedules, early-stopping rules.

    from optsim.testing import check_optimizer

    def test_my_optimizer():
        check_optimizer(MyOptimizer)

Each check raises AssertionError with what is wrong, and refuses what a class claims of itself and does not keep. They need
nothing but NumPy.
"""

from optsim.testing.objectives import check_objective
from optsim.testing.optimizers import check_optimizer, variants
from optsim.testing.rules import check_rule
from optsim.testing.schedules import check_schedule

__all__ = ["check_objective", "check_optimizer", "check_rule", "check_schedule", "variants"]
