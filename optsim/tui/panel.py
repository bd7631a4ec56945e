"""Base of the panels of the race screen."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import ClassVar, Literal

from textual.widget import Widget

from optsim.engine.capabilities.curves import Curves
from optsim.playback.presentation import Presentation
from optsim.tui.command import SEE, Command
from optsim.tui.controller import RaceController
from optsim.tui.snapshot import Detail, RaceSnapshot
from optsim.tui.widgets.zoomable import Zoomable


class Panel(ABC):
    """Base of every panel. A class of it stands in `optsim/tui/panels/NAME/__init__.py`.

    It declares its key, the words for it and what it needs, and composes its widgets; the race screen arranges them. The words
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
    #: the main panel stands at the left, all others take turns beside it
    place: ClassVar[Literal["main", "side"]] = "side"
    #: the panel that stands under it where there is room
    under: ClassVar[str] = ""
    #: what it shows of updates; and where it stands under another panel, in less room
    details: ClassVar[frozenset[Detail]] = frozenset()
    details_under: ClassVar[frozenset[Detail]] = frozenset()
    #: more keys that it brings
    commands: ClassVar[tuple[Command, ...]] = ()

    def __init__(self) -> None:
        self.widgets = tuple(self.compose())

    @abstractmethod
    def compose(self) -> Iterable[Widget]:
        """Make its widgets, from top to bottom; those that are a CellView are handed each snapshot."""

    async def opened(self, presentation: Presentation) -> None:  # noqa: B027 it need not do anything
        """Fill in what need not be there at the first paint; it is called once, after that."""

    def arrange(self, view: RaceSnapshot) -> None:  # noqa: B027 as above
        """Make room for what a snapshot has."""

    def visible(self, widget: Widget, view: RaceSnapshot) -> bool:
        """Tell if one of its widgets is there, where the panel is shown."""
        return True

    def wants_room(self, view: RaceSnapshot) -> bool:
        """Tell if it needs more room than the main panel."""
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
            controller.look.panel = cls.name

        def useful(view: RaceSnapshot) -> bool:
            return view.look.panel != cls.name and (cls.place == "side" or view.look.narrow)

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
