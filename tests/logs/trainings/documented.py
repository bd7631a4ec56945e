"""The lines of a page as a training runs them: those that make something once, those that log a loss, those that log a validation loss."""

import ast
import json
import sys
from pathlib import Path

_PLACES = {"validation_loss": "validation", "loss": "training"}


class DocumentedLines:
    """The lines of a file, each in the place of a training that has what it names, and what the training computed itself."""

    def __init__(self, scope):
        self._scope = scope
        self._places = {"before": [], **{place: [] for place in _PLACES.values()}}
        self.computed = {"training": [], "validation": []}
        for statement in ast.parse(Path(sys.argv[1]).read_text(encoding="utf-8")).body:
            names = {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}
            place = next((place for name, place in _PLACES.items() if name in names), "before")
            self._places[place].append(compile(ast.Module([statement], []), sys.argv[1], "exec"))

    def before(self):
        """Run what needs no loss."""
        self._run("before", {})

    def training(self, /, **names):
        """Run what logs a loss; `names` are what it may use."""
        self._run("training", names)

    def validation(self, /, **names):
        """Run what logs a validation loss."""
        self._run("validation", names)

    def note(self, kind, step, value):
        """Note a loss that the training has computed: a number, or a tensor of one."""
        self.computed[kind].append([int(step), float(getattr(value, "detach", lambda: value)())])

    def end(self):
        """Save what was computed."""
        Path("computed.json").write_text(json.dumps(self.computed), encoding="utf-8")

    def _run(self, place, names):
        self._scope.update(names)
        for code in self._places[place]:
            exec(code, self._scope)  # noqa: S102 the page is our own

    def loop(self, training_loss, validation_loss, steps=60, every=6):
        """Log a training of a loop of its own: the losses at a step, as its library has them."""
        self.before()
        for step in range(steps):
            loss = training_loss()
            self.note("training", step, loss)
            self.training(step=step, loss=loss)
            if step % every == 0:
                held_out = validation_loss()
                self.note("validation", step, held_out)
                self.validation(step=step, validation_loss=held_out)
        self.end()
