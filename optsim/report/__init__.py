"""Reports: what a race has measured, in the formats that are here, one file or folder each; a new file is found by itself."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from optsim.registry import Registry

if TYPE_CHECKING:
    # help lists the formats, and does not wait for NumPy
    from optsim.console.ansi_style import AnsiStyle
    from optsim.engine.capabilities.curves import Curves
    from optsim.engine.capabilities.states import States
    from optsim.languages import Language
    from optsim.recording.recording import Recording
    from optsim.scenario import Scenario


class Subject(NamedTuple):
    """A race to be reported, the scenario that it is of, and how it is to be shown to people.

    `with_params` asks for the parameters too. `recorded` is the recording that the race is played from, None where it was
    run. `width` is in cells; without a `style` there is no colour. What people read is in `language`, None for English;
    codes and `reason`s of data are the same in every language.
    """

    scenario: Scenario
    race: States
    with_params: bool = False
    recorded: Recording | None = None
    width: int = 100
    style: AnsiStyle | None = None
    language: Language | None = None
    #: quantities that are requested besides those that the format has in any case
    columns: tuple[str, ...] = ()
    #: the file that it is written to; None for what keeps no file, as standard output
    out: Path | None = None
    #: the command line that gives it again, where it was one
    command: str = ""


class LogSubject(NamedTuple):
    """Logs to be reported, read to their ends, and how they are to be shown to people; `columns` are the quantities that they have."""

    curves: Curves
    width: int = 100
    style: AnsiStyle | None = None
    language: Language | None = None
    columns: tuple[str, ...] = ()
    #: the command line that gives it again, where it was one
    command: str = ""


class ReportFormat(ABC):
    """Base of every report format. A class of it stands in `optsim/report/NAME.py`.

    What it needs beyond the standard library is best imported in its methods: help imports the files of all formats.
    """

    name: ClassVar[str] = ""
    #: what it holds, in a few words, as help lists it
    title: ClassVar[str] = ""
    #: of the files that have this format without being told
    ending: ClassVar[str] = ""
    #: the extra of optsim that has to be installed for it: pip install 'optsim[…]'
    extra: ClassVar[str] = ""
    #: its pieces are bytes, and nothing for a terminal
    binary: ClassVar[bool] = False
    #: a text for people is fitted to their terminal; data is UTF-8, every character as it is
    for_people: ClassVar[bool] = False
    #: a file of it grows while the race goes on, and can be read from its first moment
    grows: ClassVar[bool] = False
    #: it has formulas, which can be written in a notation
    has_formulas: ClassVar[bool] = False
    #: it has the quantities that are requested
    has_columns: ClassVar[bool] = False
    #: it has the parameters where they are requested
    has_params: ClassVar[bool] = False
    #: it can be written of a training log, too, of which nothing is known but its columns: see `pieces_of_log`
    has_logs: ClassVar[bool] = False
    #: of a log it has what early-stopping rules would have cost
    has_rules: ClassVar[bool] = False
    #: of the picture that stands beside a file of it, under the same name; empty where there is none
    picture_ending: ClassVar[str] = ""

    @classmethod
    def can_write(cls) -> bool:
        """Return whether all that it needs is installed."""
        return True

    @abstractmethod
    def pieces(self, subject: Subject) -> Iterator[str] | Iterator[bytes]:
        """Return the report piece by piece, for a race at its end; it may be of a recording that is thinned."""

    def pieces_of_log(self, subject: LogSubject) -> Iterator[str] | Iterator[bytes]:
        """Return the report of logs piece by piece. Raises NotImplementedError where `has_logs` is not set."""
        raise NotImplementedError

    def picture(self, subject: Subject) -> Iterator[str]:
        """Return the picture that stands beside the file, piece by piece, for a race at its end."""
        yield from ()

    @classmethod
    def picture_beside(cls, out: Path) -> Path | None:
        """Return the file of the picture beside a report; None where the format has none."""
        return out.with_suffix(cls.picture_ending) if cls.picture_ending else None


class StreamedFormat(ReportFormat):
    """Base of a format that can be written while the race is run."""

    #: the newest rows of the race that it needs
    keep_rows: ClassVar[int] = 8192

    @abstractmethod
    def run(self, subject: Subject) -> Iterator[str] | Iterator[bytes]:
        """Run a race from its start to its end, and return what `pieces` would of it then."""


REPORT_FORMATS: Registry[ReportFormat] = Registry(__name__, ReportFormat, "report format", "optsim.report_formats")  # type: ignore[type-abstract]


def format_of(path: Path | None) -> str:
    """Return the name of the format that a file has by its ending; text where no format has it, or there is no file."""
    ending = "" if path is None else path.suffix.lower()
    if not ending:
        return "text"
    # those of other packages are looked for only where no format of our own has it
    known = chain(REPORT_FORMATS.own(), REPORT_FORMATS)
    return next((name for name in known if REPORT_FORMATS[name].ending == ending), "text")
