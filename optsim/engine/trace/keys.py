"""Keys of lines that many updates and objectives have in common: the same key, the same place beside another lane.

Any other key may be traced as well; it brings its title with it. Titles of these are texts of the language, "trace.KEY".
"""

from __future__ import annotations

#: the parameters before the update, where the gradient was taken if not there, and the gradient
PARAMS, QUERY, GRADIENT = "params", "query", "gradient"
#: an average or sum of gradients, and of squares, and both without the bias of their start at zero
FIRST_MOMENT, SECOND_MOMENT = "first_moment", "second_moment"
FIRST_CORRECTED, SECOND_CORRECTED = "first_moment_corrected", "second_moment_corrected"
#: what is traced as subtracted from the parameters and shown as Δθ, the new parameters, and −Δθ/g
STEP, NEW_PARAMS, EFFECTIVE_RATE = "step", "new_params", "effective_rate"
#: the end of the key of a value that is carried from step to step, for what it was
BEFORE = "_before"
FIRST_BEFORE, SECOND_BEFORE = FIRST_MOMENT + BEFORE, SECOND_MOMENT + BEFORE
#: all of an update; one with a line of its own is more than α times a rate times a direction
UPDATE = frozenset(
    {
        *(PARAMS, FIRST_BEFORE, SECOND_BEFORE, QUERY, GRADIENT, FIRST_MOMENT, SECOND_MOMENT),
        *(FIRST_CORRECTED, SECOND_CORRECTED, STEP, NEW_PARAMS, EFFECTIVE_RATE),
    }
)

#: the steps of training, in the article's order
ARCHITECTURE, INPUT, HIDDEN, OUTPUT = "architecture", "input", "hidden_layers", "output"
ERROR, BACK_PROPAGATION, WEIGHT_UPDATE, BEST_MODEL = "error", "back_propagation", "weight_update", "best_model"
TRAINING = (ARCHITECTURE, INPUT, HIDDEN, OUTPUT, ERROR, BACK_PROPAGATION, WEIGHT_UPDATE, BEST_MODEL)
