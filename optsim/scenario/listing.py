"""Listing of a scenario: the group in which it is offered, its place there, a line on what it shows, and words to find it by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

#: codes of the groups, in the order in which one learns
GROUPS = (
    "start",
    "learning-rate",
    "saddle",
    "momentum",
    "adaptive",
    "noise",
    "early-stopping",
    "surprises",
    "conventions",
    "many-runs",
)
#: the group of what belongs to none
MORE = "more"


class Listing(NamedTuple):
    """Group (a code; empty for none), place in it (None: after those that have one), summary, and further search words."""

    group: str = ""
    order: int | None = None
    summary: str = ""
    tags: tuple[str, ...] = ()

    @property
    def rank(self) -> tuple[int, float]:
        """Key to sort by: the group's place, those of no group last, then the place in it."""
        place = GROUPS.index(self.group) if self.group in GROUPS else len(GROUPS)
        return place, float("inf") if self.order is None else self.order

    def tables(self) -> dict[str, Any]:
        """Return the keys that a file has for it."""
        stated = {"group": self.group, "order": self.order, "summary": self.summary, "tags": list(self.tags)}
        return {key: value for key, value in stated.items() if value not in ("", None, [])}


def listing(table: Mapping[str, Any]) -> Listing:
    """Return the listing of a file's tables; what is no such value is left out, and told where the file is loaded."""
    order, tags = table.get("order"), table.get("tags")
    return Listing(
        group=_text(table, "group"),
        order=order if isinstance(order, int) and not isinstance(order, bool) else None,
        summary=_text(table, "summary"),
        tags=tuple(each for each in tags if isinstance(each, str)) if isinstance(tags, list) else (),
    )


def _text(table: Mapping[str, Any], key: str) -> str:
    value = table.get(key, "")
    return " ".join(value.split()) if isinstance(value, str) else ""
