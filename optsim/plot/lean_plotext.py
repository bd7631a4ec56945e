"""plotext without its own documentation and its tests, which take two thirds of the time of its import."""

from __future__ import annotations

import sys
from importlib import import_module
from threading import Lock
from types import MappingProxyType, ModuleType
from typing import Any

#: modules of plotext that draw nothing -> what plotext takes from each
_UNUSED = MappingProxyType({"plotext._doc.doc": "docs", "plotext._tests.run": "test"})
_importing = Lock()


def lean_plotext() -> Any:
    """Return plotext, imported when it is first asked for: it draws as ever, and what it leaves out comes when it is used.

    A version of plotext that takes more from these modules is imported as a whole.
    """
    with _importing:
        return sys.modules["plotext"] if is_there() else _imported()


def is_there() -> bool:
    """Return whether plotext is imported already."""
    return hasattr(sys.modules.get("plotext"), "figure")


def _imported() -> Any:
    stubs = {name: _stub(name, attribute) for name, attribute in _UNUSED.items() if name not in sys.modules}
    sys.modules.update(stubs)
    try:
        plotext = import_module("plotext")
    except ImportError:
        _forget(stubs)
        return import_module("plotext")
    finally:
        _forget(stubs)
    plotext.__dict__.setdefault("__getattr__", _late)
    for name in ("doc", "test"):
        vars(plotext).pop(name, None)
    return plotext


def _stub(name: str, attribute: str) -> ModuleType:
    module = ModuleType(name)
    setattr(module, attribute, None)
    return module


def _forget(stubs: dict[str, ModuleType]) -> None:
    for name, stub in stubs.items():
        if sys.modules.get(name) is stub:
            del sys.modules[name]


def _late(name: str) -> Any:
    """Return what was left out, which stands in plotext by its own name for whoever asks for that."""
    sources = {"doc": ("plotext._doc.doc", "docs"), "test": ("plotext._tests.run", "test")}
    if name not in sources:
        raise AttributeError(f"module 'plotext' has no attribute {name!r}")
    module, attribute = sources[name]
    value = getattr(import_module(module), attribute)
    setattr(sys.modules["plotext"], name, value)
    return value
