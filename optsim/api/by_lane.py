"""Mapping of lanes by their names, which knows the name that was probably meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from optsim.suggest import nearest

_Lane = TypeVar("_Lane")


class ByLane(Mapping[str, _Lane]):
    """Base of results: `_lanes` has what there is of each lane."""

    _lanes: Mapping[str, _Lane]

    def __getitem__(self, lane: str) -> _Lane:
        """A lane by its name. Raises KeyError, which names the one that was probably meant."""
        if lane not in self._lanes:
            raise KeyError(f"no lane is named {lane!r}; {nearest(str(lane), self._lanes)}")
        return self._lanes[lane]

    def __contains__(self, lane: object) -> bool:
        return lane in self._lanes

    def __iter__(self) -> Iterator[str]:
        return iter(self._lanes)

    def __len__(self) -> int:
        return len(self._lanes)
