"""Values of settings as a scenario file writes them."""

from __future__ import annotations

from typing import Any


def is_plain(value: Any) -> bool:
    """Return whether a value is one that a scenario file can write in a line."""
    return isinstance(value, bool | int | float | str) or (
        isinstance(value, tuple) and all(isinstance(item, int | float) for item in value)
    )


def value_text(value: Any) -> str:
    """Return a value as a scenario file writes it; of a long list the first numbers."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f'"{value}"'
        case tuple():
            shown = ", ".join(f"{item:g}" for item in value[:8])
            return f"[{shown}{', …' if len(value) > 8 else ''}]"
    return f"{value:g}" if isinstance(value, float) else str(value)
