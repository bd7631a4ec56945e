"""Base of the panels of the race screen."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget

from optsim.engine.capabilities.curves import Curves
from optsim.playback.presentation import Presentation
from optsim.tui.command import SEE, Command
from optsim.tui.controller import RaceController
from optsim.tui.snapshot import Detail, RaceSnapshot
from optsim.tui.widgets.zoomable import Zoomable


class Panel(ABC):
    """Base of every panel. A class of it stands in `optsim/tui/panels/NAME/__init__.py`.

    It declares its key, the words for it, what it needs and how much room, and composes its widgets; the race screen arranges them. The words
    are English; a language may have its own, by "panel.NAME.title" and "panel.NAME.help". How the widgets look stands in
    their DEFAULT_CSS: they have the class "narrow" where there is room for one panel only.
    """

    name: ClassVar[str] = ""
    title: ClassVar[str] = ""
    #: the key that shows it, as Textual names it, and the line of help for that
    key: ClassVar[str] = ""
    help: ClassVar[str] = ""
    #: how soon it comes in the key bar, 1 first
    rank: ClassVar[int] = 5
    #: what has to be known of what is played
    needs: ClassVar[type] = Curves
    #: rows without which it is of no use
    least: ClassVar[int] = 8
    #: how soon it fills room that is left, 1 first; 0 where it only comes when it is asked for
    fills: ClassVar[int] = 0
    #: what it shows of updates
    details: ClassVar[frozenset[Detail]] = frozenset()
    #: more keys that it brings
    commands: ClassVar[tuple[Command, ...]] = ()

    def __init__(self) -> None:
        self.widgets = tuple(self.compose())

    @abstractmethod
    def compose(self) -> Iterable[Widget]:
        """Make its widgets, from top to bottom; those that are a CellView are handed each snapshot."""

    async def opened(self, presentation: Presentation) -> None:  # noqa: B027 it need not do anything
        """Fill in what need not be there at the first paint; it is called once, after that."""

    def grown(self, presentation: Presentation) -> None:  # noqa: B027 as above
        """Say what has become different of a log that somebody still writes."""

    def arrange(self, view: RaceSnapshot) -> None:  # noqa: B027 as above
        """Make room for what a snapshot has."""

    def visible(self, widget: Widget, view: RaceSnapshot) -> bool:
        """Tell if one of its widgets is there, where the panel is shown."""
        return True

    @classmethod
    def suits(cls, race: Curves) -> bool:  # noqa: ARG003 a panel may look at it
        """Tell if there is anything to see of a race that has what it needs: then it may fill room that is left."""
        return True

    def rows(self, view: RaceSnapshot, width: int) -> int | None:
        """Return how many rows it needs, so many cells wide; None where it is the better the more it has."""
        return None

    def fit(self, rows: int) -> None:  # noqa: B027 as above
        """Share so many rows among its widgets, where their styles do not."""

    def wants_room(self, view: RaceSnapshot) -> bool:
        """Tell if it needs more of the width than the large panel beside it."""
        return False

    def scroll(self, pages: int) -> None:  # noqa: B027 as above
        """Scroll some pages down (negative: up), where it can."""

    @property
    def stride(self) -> int:
        """Steps that a column of it reaches over: how far the cross-hair moves."""
        return 1

    @property
    def zoomable(self) -> Zoomable | None:
        """The widget that is zoomed and panned, if there is one."""
        return next((widget for widget in self.widgets if isinstance(widget, Zoomable)), None)

    @classmethod
    def all_commands(cls) -> tuple[Command, ...]:
        """Return the command that shows it, and those that it brings."""

        def show(controller: RaceController) -> None:
            controller.open_panel(cls.name)

        def useful(view: RaceSnapshot) -> bool:
            return cls.name not in view.shown

        def bar(view: RaceSnapshot) -> str:
            return view.language.of("panel", cls)

        shown = Command(
            cls.name,
            cls.key,
            cls.key,
            show,
            SEE,
            cls.rank,
            cls.needs,
            useful,
            title=cls.title,
            help=cls.help,
            bar=bar,
            kind="panel",
        )
        return shown, *cls.commands
