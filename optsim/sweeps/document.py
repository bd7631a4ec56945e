"""A plan as a document: what workers are given, and what stands in a folder before the first block."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from functools import lru_cache
from typing import Any

from optsim.engine.settings import BadValueError
from optsim.scenario import Scenario, ScenarioError
from optsim.scenario.dump import resolved
from optsim.sweeps.plan import Plan
from optsim.version import __version__

FORMAT = "optsim-sweep"
_VERSION = 1
#: what changes what is seen, not what is computed
_SHOWN = ("title", "description", "view", "demo")


def document_of(plan: Plan) -> str:
    """The document of a plan, the same text for the same plan. Raises ValueError where something in it has no name."""
    sweep = plan.scenario.sweep
    tables, files = resolved(replace(plan.scenario, sweep=None))
    if plan.epochs is not None:
        tables["budget"] = {"epochs": plan.epochs, **{k: v for k, v in tables["budget"].items() if k != "steps"}}
    if sweep is not None:
        tables["sweep"] = dict(sweep.table)
    document = {
        "format": FORMAT,
        "version": _VERSION,
        "optsim": __version__,
        "name": plan.scenario.name,
        "scenario": {key: value for key, value in tables.items() if key not in _SHOWN[1:]},
        "files": files,
    }
    return json.dumps(document, indent=1, ensure_ascii=False, default=_plain) + "\n"


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else dict(value)


def hash_of(document: str) -> str:
    """SHA-256 of all that a plan computes: two plans of the same hash have the same blocks."""
    known = json.loads(document)
    computed = {key: value for key, value in known.pop("scenario").items() if key not in _SHOWN}
    known = {**known, "name": "", "scenario": computed}
    text = json.dumps(known, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=4)
def plan_of(document: str, source: str = "plan.json") -> Plan:
    """The plan of a document. Raises BadValueError for what is none, or of another version."""
    try:
        known = json.loads(document)
        version = known["version"], known["optsim"]
        tables, files, name = known["scenario"], known["files"], known["name"]
        fits = known["format"] == FORMAT
    except (ValueError, KeyError, TypeError, RecursionError):
        fits = False
    if not fits:
        raise BadValueError(source, "is no plan of a sweep; give a folder that optsim sweep --out has made")
    if version != (_VERSION, __version__):
        raise BadValueError(
            source,
            "is of optsim {written}, and this is {version}, whose runs may have other bits; take a new folder",
            written=version[1],
            version=__version__,
        )
    try:
        return Plan.of(Scenario.from_dict(tables, source=source, name=name, files=files))
    except ScenarioError as error:
        raise BadValueError(source, "cannot be used: {error}", error=error) from error
