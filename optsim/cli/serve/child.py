"""The process of a window: a command line that opens the app, and ends with the server that has started it."""

from __future__ import annotations

from optsim.cli.main import main
from optsim.serve.parent_watch import leave_with_parent


def run() -> None:
    """Open the app for a page."""
    leave_with_parent()
    main()
