"""Players for notebooks: a race as a film in a cell, with nothing from a network."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from optsim.api.opened import Shown, language_named, opened_of
from optsim.api.raced import Raced
from optsim.engine.settings import BadValueError
from optsim.scenario import Scenario

if TYPE_CHECKING:
    from optsim.languages import Language
    from optsim.recording.recording import Recording
    from optsim.scenario.demo.demo import Demo
    from optsim.screencast.film import Film

#: the window of a film where none is given, and the smallest and largest one, in columns and rows
_SIZE, _SMALLEST, _LARGEST = (100, 30), (60, 18), (500, 200)
#: pixels of a cell where the player is as large as it gets, and of its controls
_CELL, _CONTROLS = (9, 18), 60


@dataclass(frozen=True, eq=False)
class NotebookPlayer:
    """A film that a notebook plays in the cell where it is shown; `page` is the web page that it is, complete by itself.

    >>> import optsim
    >>> optsim.player("x**2 + 10*y**2", size=(60, 18))
    <a film of 'x**2 + 10*y**2', 21.0 s, 60×18: a notebook plays it, save("film.html") keeps it>
    """

    film: Film

    @property
    def page(self) -> str:
        """The film as one web page, without anything beside it."""
        from optsim.screencast.encoding.html_page import html  # noqa: PLC0415 not before it is shown

        return html(self.film)

    def save(self, path: str | Path) -> Path:
        """Write the page into a file, which is replaced as a whole; returns its path. Raises OSError."""
        from optsim.system.atomic_write import write_file  # noqa: PLC0415 as above

        write_file([self.page.encode()], Path(path))
        return Path(path)

    def __repr__(self) -> str:
        film = self.film
        return (
            f"<a film of {film.title!r}, {film.duration / 1000:.1f} s, {film.width}×{film.height}: a notebook plays it, "
            f'save("film.html") keeps it>'
        )

    def _repr_html_(self) -> str:
        """Return a frame with the page, which can do nothing to the notebook around it."""
        across, down = self.film.width * _CELL[0], self.film.height * _CELL[1] + _CONTROLS
        return (
            f'<iframe title="{escape(self.film.title)}" sandbox="allow-scripts" allow="fullscreen" loading="lazy" '
            f'style="border:0;width:100%;max-width:{across}px;aspect-ratio:{across}/{down}" '
            f'srcdoc="{escape(self.page)}"></iframe>'
        )


def player(
    what: Shown,
    *,
    size: tuple[int, int] = _SIZE,
    theme: str | None = None,
    lang: str = "en",
) -> NotebookPlayer:
    """Film a race in the app, and return a player of it for a cell of a notebook.

    >>> import optsim
    >>> optsim.player(optsim.run("x**2 + 10*y**2", steps=50), size=(60, 18)).film.width
    60

    A scenario that has a demo plays it; of any other one, of a result and of a recording the film is title, play, a pause at what
    happens, the end. It takes some seconds.

    Args:
        what: a scenario as `optsim.run` takes it, a result, or the path of a recording.
        size: columns and rows of the window.
        theme: of the app, "nord" for instance.
        lang: the language that it speaks.

    Raises:
        ScenarioError, RecordingError: for what cannot be used.
        BadValueError: for a size, a theme or a language that there is not.
    """
    from optsim.screencast.capture.film_in_thread import Filming  # noqa: PLC0415 not before it is used
    from optsim.system.preferences import Preferences  # noqa: PLC0415

    language = language_named(lang)
    if not _is_size(size):
        raise BadValueError("size", f"is columns and rows, from {_SMALLEST} to {_LARGEST}, not {size!r}")
    _check_theme(theme)
    opened = opened_of(what)
    demo = _demo(what, opened, language)
    filming = Filming(opened=opened, demo=demo, size=size, looks=Preferences(theme=theme), language=language)
    return NotebookPlayer(filming.film())


def _is_size(size: object) -> bool:
    """Tell if something is columns and rows, neither too few nor too many."""
    if not isinstance(size, tuple | list) or len(size) != len(_SIZE) or not all(type(number) is int for number in size):
        return False
    return all(least <= number <= most for least, number, most in zip(_SMALLEST, size, _LARGEST, strict=True))


def _demo(what: Shown, opened: Scenario | Recording, language: Language) -> Demo:
    """Return what is played."""
    from optsim.playback.default_demo import default_demo, demo_of  # noqa: PLC0415 as above
    from optsim.scenario.translation import in_language  # noqa: PLC0415

    if isinstance(what, Raced):
        return demo_of(in_language(what.scenario, language), what.race, language)
    if isinstance(opened, Scenario):
        scenario = in_language(opened, language)
        return scenario.demo or default_demo(scenario, language)
    from optsim.playback.sources.replay import Replay  # noqa: PLC0415

    replay = Replay(opened)
    replay.advance(replay.head)
    return demo_of(in_language(opened.scenario, language), replay, language)


def _check_theme(theme: str | None) -> None:
    """Raise BadValueError for a theme that the app does not offer."""
    from optsim.suggest import nearest  # noqa: PLC0415 as above
    from optsim.tui.colours.terminal import Depth  # noqa: PLC0415
    from optsim.tui.colours.themes import offered  # noqa: PLC0415

    if theme is not None and theme not in (known := offered(Depth.ALL)):
        raise BadValueError("theme", f"there is no theme {theme!r}; {nearest(str(theme), known)}")
