"""Lessons by name, and where those lie that come with optsim. It imports little, so that a name is known before anything else."""

from __future__ import annotations

from optsim.registry.files import FileRegistry
from optsim.scenario.bundled import folder

#: lesson files by name
LESSONS = FileRegistry(lambda: folder() / "lessons", ".toml", "lesson", "optsim.lessons")
