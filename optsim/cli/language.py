"""The language of the command line: the one place that decides in which language people are spoken to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from optsim.languages import Language


def language() -> Language:
    """Return the language of what is printed for people; codes and data are the same in every language."""
    from optsim.languages import english  # noqa: PLC0415 help does not wait for it

    return english()


def in_english() -> bool:
    """Return whether that language is English, whose lists are known without loading what they name."""
    return True
