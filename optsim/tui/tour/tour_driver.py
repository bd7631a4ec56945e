"""A tour in the app: it presses keys as a person would, says what there is to see, and leaves when a person wants to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.app import App
from textual.keys import _character_to_key
from textual.timer import Timer

from optsim.playback.condition_context import Facts
from optsim.playback.tour import Tour, TourError
from optsim.scenario.demo.demo import Demo
from optsim.scenario.demo.key_names import character_of
from optsim.tui.commands import COMMANDS
from optsim.tui.frame_clock import FrameClock
from optsim.tui.language import language_of
from optsim.tui.screens.race import RaceScreen
from optsim.tui.terminal.compositor import painted
from optsim.tui.widgets.caption import Caption, Said

if TYPE_CHECKING:
    from optsim.playback.motion import Allowance
    from optsim.tui.tour.tour_observer import TourObserver

#: seconds that a pressed key is shown, and how many of them at once
_KEY_SHOWN, _MOST_KEYS = 1.6, 6
#: ids of texts, the longer one where there is room for it
_HINTS = ("tour.hint", "tour.short_hint")
_SIGNS = {key: command.shown for command in COMMANDS for key in command.keys.split(",") if command.shown}
_OTHER_SIGNS = {"escape": "esc", "backspace": "⌫", "up": "↑", "down": "↓", "shift+tab": "⇧tab"}
_FAULT_SECONDS = 60
_ON_TOUR = "touring"


class TourDriver:
    """Plays a tour over the running app. It is the stage of the tour, and the pace of the race while it lasts."""

    def __init__(self, app: App[None], demo: Demo, pace: FrameClock, observer: TourObserver | None = None) -> None:
        """`pace` is that of the race without a tour; without an observer a person is told how to take over."""
        self._app, self._demo, self._pace, self._observer = app, demo, pace, observer
        self._tour = Tour(demo, self, expects=language_of(app).name == "en")
        self._timer: Timer | None = None
        self._factor = 1.0
        self._caption = ""
        self._keys: list[tuple[str, int]] = []
        self._ticks = 0
        self._sent_keys: list[events.Key] = []
        self.leads = False

    # what the race asks its pace

    @property
    def interval(self) -> float:
        """Seconds between two ticks of the race."""
        return self._pace.interval

    @property
    def frame(self) -> float:
        """Seconds that a tick of the race stands for; 0 while the tour holds it."""
        if not self.leads:
            return self._pace.frame
        return 0.0 if self._tour.holds else self._pace.frame * self._factor

    @property
    def beside(self) -> bool:
        """True where work may go on beside: not while the tour leads, which shows the same each time."""
        return self._pace.beside and not self.leads

    @property
    def act(self) -> int:
        """The number of the act that is played, 0 before the first."""
        return self._tour.number

    def allowance(self) -> Allowance:
        """Tick as without a tour, but no further than to what the tour waits for."""
        may_go_on = self._pace.allowance()
        return (lambda: may_go_on() and not self._tour.holds) if self.leads else may_go_on

    # what the app asks and tells

    def begin(self) -> None:
        """Let the tour begin."""
        self.leads = True
        self._place()
        if self._observer is not None:
            self._observer.begin()
        self._timer = self._app.set_interval(1 / self._demo.fps, self.tick)

    def yields_to(self, event: events.Event) -> bool:
        """Tell if an event is a person's, to take over; it is asked once for each."""
        if not isinstance(event, HANDS_ON):
            return False
        own = [key for key in self._sent_keys if key is event]
        self._sent_keys = [key for key in self._sent_keys if key is not event]
        return not own

    def tick(self) -> None:
        """Let one picture's time pass."""
        if not self.leads:
            return
        self._ticks += 1
        try:
            self._tour.tick(1 / self._demo.fps)
        except TourError as error:
            self._fail(error)
            return
        self._place()
        if self._tour.over:
            self._end()

    def give_way(self, event: events.Event) -> None:
        """A person takes over with this: stop where it is, and take the caption away."""
        self._stop()
        for caption in self._everywhere():
            caption.say(Said())
        if not isinstance(event, events.MouseDown):
            # but not between press and release of a button: what is under the mouse must stay there
            self.clear()

    def retire(self) -> list[events.Key]:
        """Another tour begins in place of this one: stop, and return the keys that were sent and have not arrived."""
        self._stop()
        self.clear()
        return self._sent_keys

    def clear(self) -> None:
        """Give the caption's room back."""
        if self.leads:
            return
        for screen in self._app.screen_stack:
            screen.remove_class(_ON_TOUR)
        for caption in self._everywhere():
            caption.remove()

    def leave(self) -> None:
        """The app is left."""
        if self.leads:
            self._stop()
            if self._observer is not None:
                self._observer.end()

    def _stop(self) -> None:
        self.leads = False
        if self._timer is not None:
            self._timer.stop()

    def _end(self) -> None:
        """Leave what was filmed as it is; a person gets the whole window."""
        self._stop()
        if self._observer is not None:
            self._observer.end()
            return
        self.clear()
        self._app.notify(language_of(self._app).text("tour.over"), markup=False)

    def _fail(self, error: TourError) -> None:
        self._stop()
        if self._observer is not None:
            self._observer.failure(error)
            return
        self.clear()
        title = language_of(self._app).text("tour.failed")
        self._app.notify(str(error), title=title, severity="error", timeout=_FAULT_SECONDS, markup=False)

    # what the tour asks its stage

    def press(self, key: str) -> None:
        """Send a key the way of those of a keyboard, and show it."""
        self._send(key)
        self._keys = [*self._keys, (_sign(key), self._ticks)][-_MOST_KEYS:]

    def type(self, character: str) -> None:
        """Send a character the way of those of a keyboard."""
        self._send("space" if character == " " else character)

    def say(self, caption: str) -> None:
        """Show a caption."""
        self._caption = caption
        self._place()

    def speed(self, factor: float) -> None:
        """Let the race run `factor` times as fast."""
        self._factor = factor

    def facts(self) -> Facts | None:
        """Return the player of the top-most race."""
        screen = self._race
        return None if screen is None else Facts(screen.player, screen.lane_name)

    def screen_text(self) -> str:
        """The lines of the screen but those of the caption."""
        screen = self._app.screen
        lines = [strip.text.rstrip() for strip in painted(self._app)]
        for caption in screen.query(Caption):
            lines[caption.region.y : caption.region.bottom] = [""] * caption.region.height
        return "\n".join(lines)

    def fits(self, size: tuple[int, int]) -> bool:
        """Tell if the window has the size, and all characters."""
        glyphs = getattr(self._app, "glyphs", None)
        return self._app.size == size and (glyphs is None or glyphs.curves_alone)

    def mark(self, label: str) -> None:
        """Tell the observer of a chapter."""
        if self._observer is not None:
            self._observer.mark(label)

    def show(self, shown: bool) -> None:  # noqa: FBT001 the one thing that is told
        """Tell the observer whether what follows is filmed."""
        if self._observer is not None:
            self._observer.show(shown)

    def shot(self, name: str) -> None:
        """Tell the observer that a still is wanted."""
        if self._observer is not None:
            self._observer.shot(name)

    @property
    def _race(self) -> RaceScreen | None:
        return next((each for each in reversed(self._app.screen_stack) if isinstance(each, RaceScreen)), None)

    def _send(self, key: str) -> None:
        name = _character_to_key(key) if len(key) == 1 else key
        event = events.Key(name, character_of(key))
        event.set_sender(self._app)
        self._sent_keys.append(event)
        self._app.post_message(event)

    def _place(self) -> None:
        """Put a caption on the top-most screen, and in it what is said."""
        if self._observer is not None and not self._speaks:
            return
        screen = self._app.screen
        if not screen.query(Caption):
            screen.mount(Caption())
            screen.add_class(_ON_TOUR)
        hints = () if self._observer is not None else tuple(map(language_of(self._app).text, _HINTS))
        caption = Said(self._caption, self._shown_keys(), hints)
        for each in self._everywhere():
            each.say(caption)

    @property
    def _speaks(self) -> bool:
        """Tell if there is ever anything to show in a film's caption; else the window is the race's alone."""
        return self._demo.keys or any(act.verb == "say" for act in self._demo.do)

    def _shown_keys(self) -> tuple[str, ...]:
        if not self._demo.keys:
            return ()
        return tuple(sign for sign, tick in self._keys if self._ticks - tick < _KEY_SHOWN * self._demo.fps)

    def _everywhere(self) -> list[Caption]:
        return [caption for screen in self._app.screen_stack for caption in screen.query(Caption)]


def _sign(key: str) -> str:
    """A key as the key table shows it."""
    name = _character_to_key(key) if len(key) == 1 else key
    modified = key.replace("ctrl+", "^").replace("shift+", "⇧").replace("alt+", "alt ")
    return _SIGNS.get(name) or _OTHER_SIGNS.get(name) or modified


#: what a person does to take over: moving the mouse alone does not
HANDS_ON: tuple[type[events.Event], ...] = (
    events.Key, events.MouseDown, events.MouseScrollUp, events.MouseScrollDown, events.MouseScrollLeft,
    events.MouseScrollRight, events.Paste,
)  # fmt: skip
