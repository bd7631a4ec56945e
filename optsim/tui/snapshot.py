"""Snapshot that the panels of the race screen show: one, handed to all of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from enum import Enum
from typing import NamedTuple

from optsim.analysis.events import Kind, RaceEvent
from optsim.analysis.insights.lane_insight import insight
from optsim.analysis.ranking import Rank, standings
from optsim.analysis.scales import Scale, scale_of
from optsim.engine.capabilities.curves import Curves
from optsim.engine.capabilities.points import Points
from optsim.engine.capabilities.states import States
from optsim.engine.status import Status
from optsim.engine.stepping.requested import Requested
from optsim.engine.trace.trace import Line
from optsim.languages import Language
from optsim.playback.band import Band
from optsim.playback.player import Player
from optsim.playback.presentation import Presentation
from optsim.theory.claims import Verdict
from optsim.theory.forecast import Forecast
from optsim.tui.colours.palette import Palette, mark
from optsim.tui.view_state import ViewState


class Detail(Enum):
    """Details of a lane's update for a panel: its lines, and the training that leads to its gradient."""

    UPDATE = "update"
    TRAINING = "training"


_MARK = "◂"
#: logs, of more of which the selected one alone is looked through whenever something comes
_MOST_JUDGED = 16


class KeyHint(NamedTuple):
    """A key that is of use now: the command's name, the key, its word, and how soon it comes in the key bar (1 first)."""

    command: str
    key: str
    word: str
    rank: int


class RaceSnapshot(NamedTuple):
    """The race at its cursor, and how it is looked at.

    `terms` explain the selected lane's update where a panel shows it, `pinned_terms` that of another lane that is pinned, and
    `training` what leads to its gradient. `sentence` says why the selected lane is where it is; with a `forecast` it says
    what theory makes of it, the `verdict`. `writing` where all that happens is written down. `waiting` says what is waited for
    where the states at the cursor are not known yet, `doubt` why states need not be what they were. Whatever a panel says is
    said in `language`. `shown` are
    the panels that are seen, the large one first, and `keys` are those that are of use. `ranked_by` says what lanes are ranked
    by where that is not their loss alone.
    """

    presentation: Presentation
    race: Curves
    lanes: tuple[Rank, ...]
    happenings: tuple[RaceEvent, ...]
    playing: bool
    rushing: bool
    speed: int | None
    look: ViewState
    scale: Scale
    palette: Palette
    language: Language
    terms: tuple[Line, ...]
    pinned_terms: tuple[Line, ...] = ()
    training: tuple[Line, ...] = ()
    sentence: str = ""
    band: Band | None = None
    forecast: Forecast | None = None
    verdict: Verdict | None = None
    requested: Requested | None = None
    writing: bool = False
    doubt: str = ""
    waiting: str = ""
    shown: tuple[str, ...] = ()
    keys: tuple[KeyHint, ...] = ()
    ranked_by: str = ""

    @property
    def points(self) -> Points:
        """The curves with their parameters. Raises TypeError where none are known: what needs them is not shown then."""
        if not isinstance(self.race, Points):
            raise TypeError(f"the parameters of {self.race.title} are not known")
        return self.race

    @property
    def states(self) -> States:
        """The curves with the state of the lanes. Raises TypeError where none is known: what needs it is not shown then."""
        if not isinstance(self.race, States):
            raise TypeError(f"the states of {self.race.title} are not known")
        return self.race

    @property
    def selected(self) -> Rank:
        """The selected lane."""
        return self.lanes[self.look.selected]

    @property
    def pinned(self) -> Rank | None:
        """The pinned lane, where it is another than the selected one."""
        return next((lane for lane in self.lanes if lane.name == self.look.pinned and lane is not self.selected), None)

    @property
    def drawn_lanes(self) -> list[Rank]:
        """The lanes in the order in which they are drawn: the selected one last, so that it lies on top; no hidden ones."""
        ordered = [*(lane for lane in self.lanes if lane is not self.selected), self.selected]
        return [lane for lane in ordered if lane.name not in self.look.hidden]

    @property
    def shows_chance(self) -> bool:
        """True where a band over seeds or theory says how far chance goes."""
        return self.band is not None or self.forecast is not None

    def status_word(self, status: Status) -> str:
        """The word of a lane's status: nothing runs before the first step, and of a log nobody knows if its training still does."""
        if status is Status.RUNNING and self.race.about:
            return self.language.text("lane_table.open" if self.race.grows else "lane_table.read")
        ready = status is Status.RUNNING and self.race.step == 0
        return self.language.text("lane_table.ready") if ready else self.language.label(status)

    @property
    def signed(self) -> list[RaceEvent]:
        """What happened and has a sign: all of it is about a lane."""
        return [
            each for each in self.happenings if each.lane and self.has_signs(each.lane, rule=each.kind is Kind.STOPPED)
        ]

    def has_signs(self, lane: str, *, rule: bool) -> bool:
        """Tell if what happened to a lane, or what a rule says of it, has signs: not what rules say of other logs than the selected."""
        return lane not in self.look.hidden and not (rule and self.race.about and lane != self.selected.name)

    def marked(self, panel: str, title: str) -> str:
        """Return the title of a panel, with the mark where keys act on this one of several."""
        return f"{title} {_MARK}" if len(self.shown) > 1 and self.look.chosen == panel else title

    def slot(self, place: int) -> int:
        """Which of the marks and colours a lane has."""
        return self.look.slots[self.lanes[place].name]

    def sign(self, place: int) -> str:
        """A lane's mark."""
        return mark(self.slot(place))

    def colour(self, place: int) -> int:
        """A lane's colour."""
        return self.palette.lane(self.slot(place))

    def tint(self, place: int) -> int:
        """A lane's colour for the ground under its curve."""
        return self.palette.tint(self.slot(place))

    def dim(self, place: int) -> int:
        """A lane's colour for curves that stand behind."""
        return self.palette.dim(self.slot(place))

    def map_dim(self, place: int) -> int:
        """A lane's colour for paths on the map that stand behind."""
        return self.palette.map_dim(self.slot(place))


def view_of(
    player: Player, look: ViewState, palette: Palette, language: Language, details: Collection[Detail] = ()
) -> RaceSnapshot:
    """Take a snapshot of the player; neither it nor `look` is changed.

    Args:
        player: What is played.
        look: What a person has chosen to see; the snapshot has a copy.
        palette: The colours.
        language: The language of all that the panels say.
        details: What of updates the panels show.
    """
    race, overlays = player.race, player.overlays
    shown = replace(look, hidden=set(look.hidden), slots=dict(look.slots))
    lanes, verdict = (
        tuple(_judged(player, look.selected)),
        None if overlays.theory is None else overlays.theory.verdict(look.selected),
    )
    update = _update(race, look, details)
    return RaceSnapshot(
        presentation=player.presented_in(language),
        race=race,
        lanes=lanes,
        happenings=tuple(overlays.events.happenings()),
        playing=player.motion.moving,
        rushing=player.motion.rushing,
        speed=player.motion.speed,
        band=overlays.band,
        look=shown,
        scale=scale_of(race, look.y, look.scale),
        palette=palette,
        language=language,
        terms=update.terms,
        pinned_terms=update.pinned,
        training=update.training,
        # why it is where it is, or, with theory, what is predicted: one of the two is worked out
        sentence=_theory_sentence(verdict, language)
        if verdict
        else _sentence(player, lanes[look.selected], update, language),
        forecast=None if overlays.theory is None else overlays.theory.forecast,
        verdict=verdict,
        requested=overlays.requested,
        writing=player.journal.writing,
        doubt=_doubt(race, language),
        waiting=_waiting(race, language),
    )


def _judged(player: Player, selected: int) -> Iterator[Rank]:
    """Yield the lanes at the cursor; of logs, whose statuses nobody has written down, those that have diverged as such."""
    lanes = standings(player.race)
    for lane in lanes:
        if player.race.about and (lane.place == selected or len(lanes) <= _MOST_JUDGED):
            worst = player.overlays.training.at(lane.place, exactly=lane.place == selected)[0]
            yield lane._replace(status=Status.DIVERGED) if worst.says_diverged(lane.loss) else lane
        else:
            yield lane


def _theory_sentence(verdict: Verdict, language: Language) -> str:
    from optsim.analysis.theory_check import theory_check  # noqa: PLC0415 not before theory is asked for

    return language.sentence(theory_check(verdict))


def _sentence(player: Player, lane: Rank, update: _Update, language: Language) -> str:
    """Return why a lane has ended or is where it is; of a log, where rules end nothing, what is seen in its losses."""
    if player.race.about:
        return language.sentence(player.overlays.training.at(lane.place)[0])
    return _cause(lane, language) or _why(player.race, lane.place, update, language)


class _Update(NamedTuple):
    """The lines of the selected lane's update, those of the pinned one's, and what leads to its gradient."""

    terms: tuple[Line, ...] = ()
    pinned: tuple[Line, ...] = ()
    training: tuple[Line, ...] = ()


def _update(race: Curves, look: ViewState, details: Collection[Detail]) -> _Update:
    """Return what of updates the panels show, where it is known."""
    if not isinstance(race, States) or not details or race.step > race.reach:
        return _Update()
    selected = race.lanes[look.selected].name
    terms = tuple(race.explain(selected))
    if look.pinned is not None and look.pinned != selected:
        return _Update(terms, tuple(race.explain(look.pinned)))
    return _Update(terms, training=tuple(race.explain_training(selected)) if Detail.TRAINING in details else ())


def _why(race: Curves, place: int, update: _Update, language: Language) -> str:
    """Return why a lane is where it is, with what is to be said of states in doubt; empty where no state is known."""
    fact = insight(race, place, update.terms) if isinstance(race, States) else None
    if fact is None or not isinstance(race, States):
        return ""
    sentence, doubt = language.sentence(fact), _doubt(race, language)
    return language.text("snapshot.in_doubt", sentence=sentence, doubt=doubt) if doubt else sentence


def _doubt(race: Curves, language: Language) -> str:
    """Return why states need not be what they were; empty where they are, and where none is known."""
    doubt = race.doubt if isinstance(race, States) else None
    return "" if doubt is None else language.sentence(doubt)


def _waiting(race: Curves, language: Language) -> str:
    """Return what is waited for where the states at the cursor are not known yet; else empty."""
    if not isinstance(race, States) or race.step <= race.reach:
        return ""
    return _doubt(race, language) or language.text("snapshot.computing", reach=race.reach, step=race.step)


def _cause(lane: Rank, language: Language) -> str:
    """Return why a lane has ended, or what early stopping made of it; empty while there is nothing to tell."""
    return "" if lane.cause is None else language.sentence(lane.cause)
