"""A film that is made while a program waits: in a thread of its own, on a clock that only that thread has."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Thread
from typing import TYPE_CHECKING

from optsim.languages import Language
from optsim.scenario.demo.demo import Demo
from optsim.screencast.capture.virtual_clock import Clock
from optsim.screencast.film import Film
from optsim.system.preferences import Preferences

if TYPE_CHECKING:
    from optsim.recording.recording import Recording
    from optsim.scenario import Scenario


@dataclass(frozen=True, kw_only=True)
class Filming:
    """Everything that a film is made of."""

    opened: Scenario | Recording
    demo: Demo
    size: tuple[int, int]
    looks: Preferences
    language: Language

    def film(self) -> Film:
        """Make the film. Raises TourError where the demo cannot go on, FilmError where the app cannot."""
        outcome: list[Film | BaseException] = []
        thread = Thread(target=self._make, args=(outcome,), name="optsim-film", daemon=True)
        thread.start()
        thread.join()
        if isinstance(outcome[0], BaseException):
            raise outcome[0]
        return outcome[0]

    def _make(self, outcome: list[Film | BaseException]) -> None:
        clock = Clock()
        try:
            with clock.installed():
                # what is imported now takes hold of the clock
                from optsim.screencast.capture.capture_session import CaptureSession, shoot  # noqa: PLC0415

                outcome.append(
                    shoot(
                        self.opened,
                        self.demo,
                        clock,
                        CaptureSession(),
                        size=self.size,
                        looks=self.looks,
                        language=self.language,
                    )
                )
        except BaseException as error:  # noqa: BLE001 it is raised where the film was asked for
            outcome.append(error)
