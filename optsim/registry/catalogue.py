"""Catalogues: things of one kind by name, optsim's own and those that other packages offer."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from optsim.registry.entry_points import offers

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    from optsim.faults import Suggestion

V = TypeVar("V")


class Catalogue(Mapping[str, V]):
    """Base of every catalogue of what a person may add.

    A package offers more by an entry point of the catalogue's `group`. Entry points are read when a name is not one of
    optsim's own, or when all names are listed; one that cannot be used is left out, and `problems` says why.
    """

    def __init__(self, kind: str, group: str = "") -> None:
        """Make a catalogue.

        Args:
            kind: What is in it, in words: "optimizer".
            group: The group of entry points; without one nothing is offered from elsewhere.
        """
        self.kind, self.group = kind, group
        self._known: dict[str, V] = {}
        self._offered: set[str] = set()
        self._problems: list[str] | None = None

    @abstractmethod
    def _take_own(self, name: str | None = None) -> None:
        """Take optsim's own in: at least that of a name, without one all of them."""

    @abstractmethod
    def _of(self, offer: EntryPoint, value: Any) -> Iterable[tuple[str, V]]:
        """Return what an entry point offers, by name. Raises ValueError where that is nothing of this kind."""

    @property
    def key(self) -> str:
        """The kind as ids of a language have it, without what only describes it: "report_format", "rule"."""
        return "_".join(word for word in self.kind.split() if "-" not in word)

    @property
    def problems(self) -> tuple[str, ...]:
        """A sentence for each entry point that cannot be used, or only in part: whose it is, what it offers, and why."""
        self._take_offers()
        return tuple(self._problems or ())

    def own(self) -> list[str]:
        """Return the names that are here without any entry point."""
        self._take_own()
        return sorted(self._known.keys() - self._offered)

    def suggest(self, name: object) -> Suggestion:
        """Return what to say of a name that is not there: the nearest one, or all of them; and what could not be loaded."""
        from optsim.faults import suggestion  # noqa: PLC0415 not before a name is not known

        return suggestion(str(name), self, self.problems)

    def _take(self, name: str, value: V) -> None:
        """Give a thing its name. Raises ValueError where another one has it."""
        other = self._known.setdefault(name, value)
        if other is not value:
            both = " and ".join(map(self._place, (other, value)))
            raise ValueError(f"there is already another {self.kind} named {name!r}: {both}")

    def _place(self, value: V) -> str:
        """Return the place of a thing, in words."""
        return str(value)

    def _take_offers(self) -> None:
        """Read the entry points, once."""
        if self._problems is not None:
            return
        self._take_own()
        self._problems = []
        for offer in offers(self.group):
            try:
                for name, value in self._of(offer, _loaded(offer)):
                    self._take_offered(offer, name, value)
            except ValueError as error:
                self._leave_out(offer, error)

    def _take_offered(self, offer: EntryPoint, name: str, value: V) -> None:
        try:
            self._take(name, value)
        except ValueError as error:
            self._leave_out(offer, error)
        else:
            self._offered.add(name)

    def _leave_out(self, offer: EntryPoint, why: ValueError) -> None:
        package = offer.dist.name if offer.dist is not None else "a package"
        problem = f"{package} offers the {self.kind} {offer.name!r} ({offer.value}), which is left out: {why}"
        self._problems = [*(self._problems or ()), problem]

    def _find(self, name: object) -> V | None:
        """The thing of a name, looked for where it costs least first."""
        if isinstance(name, str) and name not in self._known:
            self._take_own(name)
        if name not in self._known:
            self._take_own()
        if name not in self._known:
            self._take_offers()
        return self._known.get(name)  # type: ignore[call-overload, no-any-return]  # no other type is a key

    def __getitem__(self, name: str) -> V:
        value = self._find(name)
        if value is None:
            raise KeyError(f"no {self.kind} is named {name!r}; {self.suggest(name)}")
        return value

    def __contains__(self, name: object) -> bool:
        return self._find(name) is not None

    def __iter__(self) -> Iterator[str]:
        self._take_offers()
        return iter(sorted(self._known))

    def __len__(self) -> int:
        self._take_offers()
        return len(self._known)


def _loaded(offer: EntryPoint) -> Any:
    """Return what an entry point stands for. Raises ValueError where it cannot be loaded, whatever the reason is."""
    try:
        return offer.load()
    except (Exception, SystemExit) as error:
        raise ValueError(f"{type(error).__name__}: {error}".removesuffix(": ")) from error
