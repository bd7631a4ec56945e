"""Checks of what a person may add: one for each kind.

    from optsim.testing import check_optimizer

    def test_my_optimizer():
        check_optimizer(MyOptimizer)

Each check raises AssertionError with what is wrong, and refuses what a class claims of itself and does not keep.
"""

from optsim.testing.formats.film_formats import check_film_format
from optsim.testing.formats.log_formats import check_log_format
from optsim.testing.formats.report_formats import check_report_format
from optsim.testing.languages import check_language
from optsim.testing.lessons import check_lesson
from optsim.testing.objectives import check_objective
from optsim.testing.optimizers import check_optimizer, variants
from optsim.testing.panels import check_panel
from optsim.testing.rules import check_rule
from optsim.testing.scenarios import check_scenario
from optsim.testing.schedules import check_schedule

__all__ = [
    "check_film_format",
    "check_language",
    "check_lesson",
    "check_log_format",
    "check_objective",
    "check_optimizer",
    "check_panel",
    "check_report_format",
    "check_rule",
    "check_scenario",
    "check_schedule",
    "variants",
]
