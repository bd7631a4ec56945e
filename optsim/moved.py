"""Old names of modules that have moved: they are found under their new names for one release, with a DeprecationWarning."""

from __future__ import annotations

import importlib
import sys
import warnings
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import MappingProxyType, ModuleType

#: old name -> new name, both below `optsim`
MOVED = MappingProxyType(
    {
        "limits": "system.limits",
        "printable": "system.printable",
        "regular_file": "system.regular_file",
        "toml_file": "system.toml_file",
        "signals": "system.signals",
        "preferences": "system.preferences",
        "recording.destination": "system.atomic_write",
        "recording.part": "system.part_file",
        "engine.registry": "registry.classes",
        "engine.fields": "engine.settings",
        "engine.rule": "engine.stopping_rule",
        "engine.source": "engine.capabilities.states",
        "engine.run": "engine.capabilities.states",
        "engine.text": "engine.formula_text",
        "engine.kernel": "engine.stepping.kernel",
        "engine.gradients": "engine.stepping.gradients",
        "engine.ensemble": "engine.stepping.ensemble",
        "engine.timeline": "engine.stepping.checkpoints",
        "engine.recomputed": "engine.stepping.recomputed",
        "engine.table": "engine.history.growing_table",
        "engine.lowest": "engine.history.lowest",
        "engine.carry": "engine.history.history_transfer",
        "engine.quantities": "engine.history.quantities",
        "engine.noise": "engine.numerics.noise",
        "engine.rounded": "engine.numerics.exact_math",
        "engine.scalars": "engine.numerics.exact_scalars",
        "engine.hessian": "engine.curvature.hessian",
        "engine.arithmetic": "engine.diagnosis.failed_update",
        "engine.standardise": "engine.data.standardise",
        "engine.explain": "engine.trace.tell",
        "engine.training": "engine.trace.training",
        "scenario.demo_section": "scenario.demo.section",
        "scenario.conditions": "scenario.demo.conditions",
        "scenario.key_names": "scenario.demo.key_names",
        "scenario.lane_names": "scenario.lanes.names",
        "scenario.lane_settings": "scenario.lanes.settings",
        "scenario.edits": "scenario.lanes.edits",
        "scenario.data_file": "scenario.data.file",
        "engine.linear": "engine.updates.linear_map",
        "recording.version_1": "recording.format.version_1",
        "recording.lines": "recording.format.lines",
        "recording.verify": "recording.verification.verify",
        "recording.compare": "recording.verification.compare",
        "recording.agreement": "recording.verification.comparison_policy",
        "shipped": "scenario.bundled",
        "recording.scribe": "recording.encoder",
        "recording.setup": "recording.resolved_setup",
        "recording.digest": "recording.state_hash",
        "recording.tracks": "recording.lane_columns",
        "recording.columns": "recording.row_values",
        "playback.happenings": "analysis.events",
        "playback.figures": "number_format",
        "playback.standing": "analysis.ranking",
        "playback.smoothing": "analysis.smoothing",
        "playback.growing": "analysis.incremental",
        "playback.quantity": "analysis.quantities",
        "playback.marks": "analysis.chart_marks",
        "playback.stopping_costs": "analysis.stopping_costs",
        "playback.plane": "analysis.pca_plane",
        "playback.terrain": "analysis.parameter_plane",
        "playback.lane_facts": "analysis.insights.lane_at_cursor",
        "playback.stationary": "analysis.insights.stationary",
        "playback.sentences": "analysis.insights.lane_insight",
        "playback.quadratic_sentences": "analysis.insights.quadratic",
        "playback.update_sentences": "analysis.insights.update",
        "playback.foretold": "analysis.theory_check",
        "playback.again": "playback.sources.resimulation",
        "playback.recorded": "playback.sources.recorded_columns",
        "playback.changes": "playback.edits",
        "playback.journal": "playback.sinks",
        "playback.facts": "playback.condition_context",
        "playback.memory": "playback.memory_limit",
        "recording.as_csv": "report.csv.table",
        "report.ink": "console.ansi_style",
        "report.console": "console.standard_output",
        "report.describe": "console.lists",
        "report.progress": "console.progress",
        "report.verdict": "console.verdict",
        "report.as_text": "report.text.summary",
        "report.as_json": "report.json.document",
        "failure": "cli.failure",
        "inputs": "cli.inputs",
        "outputs": "cli.outputs",
        "usage": "cli.usage",
        "replaying": "cli.replay.report",
        "messages": "console.messages",
        "engine.updates.linear": "engine.updates.linear_map",
        "scenario.data.choice": "scenario.data.column_choice",
        "screencast.output_files": "screencast.output_checks",
        "testing.demands": "testing.assertions",
    }
)


class _Moved:
    """Gives out the module of a new name."""

    def __init__(self, new: str) -> None:
        self._new = new

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Load the module under its new name."""
        module = importlib.import_module(self._new)
        self._spec = module.__spec__
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Put the spec back that the import system has replaced: the module is loaded already."""
        module.__spec__ = self._spec


class Finder:
    """Finds modules by their old names."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Find an old name; None for every other one."""
        new = MOVED.get(fullname.removeprefix("optsim."))
        if new is None or not fullname.startswith("optsim."):
            return None
        warnings.warn(f"{fullname} has moved to optsim.{new}", DeprecationWarning, stacklevel=2)
        return ModuleSpec(fullname, _Moved(f"optsim.{new}"))  # type: ignore[arg-type]  # it has what is needed


def install() -> None:
    """Let old names be found."""
    if not any(isinstance(finder, Finder) for finder in sys.meta_path):
        sys.meta_path.append(Finder())
