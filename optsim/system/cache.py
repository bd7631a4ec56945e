"""The folder for what can be made again."""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder(name: str) -> Path | None:
    """Return a folder of this name in the user's cache, made where it is not there; None where nothing can be written."""
    import platformdirs  # noqa: PLC0415 only where something is kept

    folder = platformdirs.user_cache_path("optsim", appauthor=False) / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None
