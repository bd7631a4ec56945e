"""Runs in files, folders and patterns: which files are logs, of which format, and which of them belong together."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import translate
from glob import glob, has_magic
from pathlib import Path
from typing import NamedTuple

from optsim.faults import FileKinds, Titled
from optsim.logs import LOG_FORMATS, LogError, LogFormat, format_named, is_named_as_text
from optsim.logs.reading.problems import NothingYet, unreadable_fault
from optsim.playback.logs.files.followed_file import beginning_of
from optsim.playback.logs.files.hyper_parameters import hyper_parameters_beside

#: files that are looked at below a folder, and how deep
_MOST_FILES, _DEEPEST = 20_000, 8
#: folders of one run that writers keep apart: Keras' train and validation, torch's add_scalars
_PARTS = frozenset({"train", "training", "val", "valid", "validation", "eval", "evaluation", "test", "dev"})
_TRAINING = frozenset({"train", "training"})
_CHECKPOINT = "checkpoint-"
#: the folder that Lightning puts all its runs in, whatever they are
_OF_EVERY_RUN = "lightning_logs"


class LogPlace(NamedTuple):
    """A file of a log: its run, its format, and what the names of its columns begin with.

    `home` is the folder from which the run is named. Files of one `key` and one format are one run.
    """

    run: str
    path: Path
    form: type[LogFormat]
    prefix: str = ""
    beside: str = ""
    home: Path = Path()
    key: tuple[Path, str] = (Path(), "")


#: files of folders that were looked at: the log of each, or size and time of one that is none
Searched = dict[Path, "LogPlace | tuple[int, int]"]


def find_logs(paths: Iterable[str], searched: Searched | None = None) -> list[LogPlace]:
    """Return the files of all logs that paths lead to: files, folders, or patterns with * and ?.

    Args:
        paths: The paths.
        searched: What is known of files from an earlier search: they need not be opened again. What is found is added.

    Raises:
        LogError: for a path that leads to none, with a way out.
    """
    known: Searched = {} if searched is None else searched
    several = {_absolute(place.path): place for path in reversed([*paths]) for place in [*_of_path(path, known)][::-1]}
    return _named_apart([_keyed(place) for place in [*several.values()][::-1]])


def _absolute(path: Path) -> Path:
    """Return where a path leads, with the links that it goes through."""
    return Path(os.path.abspath(path))  # noqa: PTH100 a link is a name of its own


def _keyed(place: LogPlace) -> LogPlace:
    together = place.form.continued or place.form.rewritten
    return place._replace(key=(place.home, place.run) if together else (_absolute(place.path), ""))


def _of_path(path: str, searched: Searched) -> Iterator[LogPlace]:
    if has_magic(path) and not os.path.lexists(path):
        matches = sorted(glob(path, recursive=True))  # noqa: PTH207 of any path, an absolute one as well
        if not matches:
            raise NothingYet("{path}: no file has such a name; put the pattern in quotes, or give a folder", path=path)
        given = [
            _in_folder(Path(match), searched) if os.path.isdir(match) else _among_others(Path(match), searched)  # noqa: PTH112
            for match in matches
        ]
        places = [place for each in given for place in each]
        if not places:
            raise NothingYet("{path}: no file of such a name is a log; there are: {known}", path=path, known=_known())
        yield from places
        return
    if os.path.isdir(path):  # noqa: PTH112 as above
        places = [*_in_folder(Path(path), searched)]
        if not places:
            raise NothingYet("{path}: no log is in this folder; there are: {known}", path=path, known=_known())
        yield from places
        return
    yield from _files_of(Path(path), strict=True)


def _known() -> FileKinds:
    forms = LOG_FORMATS.values()
    titles = tuple(Titled("log_format", each.name, each.title) for each in forms)
    return FileKinds(titles, tuple(", ".join((*each.files, *each.shared)) for each in forms))


def _files_of(path: Path, *, strict: bool) -> Iterator[LogPlace]:
    """Yield a file that is a log. Raises LogError for any other, if it was named by itself."""
    try:
        beginning = beginning_of(path)
        form = format_named(path.name, beginning, in_folder=not strict)
    except (OSError, ValueError) as error:
        if strict:
            kind = NothingYet if isinstance(error, FileNotFoundError) else LogError
            raise kind("{place}: {fault}", place=path, fault=unreadable_fault(error)) from error
        return
    if form is None:
        if strict:
            if not beginning.strip():
                raise nothing_in(path)
            if b"\0" in beginning and is_named_as_text(path.name):
                message = "{path}: has null characters, as a text in UTF-16 has; a log is a text in UTF-8, save it so"
                raise LogError(message, path=path)
            raise LogError(
                "{path}: is no training log that is known here; there are: {known}", path=path, known=_known()
            )
        return
    name, home = _own_name(path), _absolute(path).parent
    home = home.parent if name == home.name else home
    yield LogPlace(name, path, form, beside=hyper_parameters_beside(path), home=home)


def _among_others(path: Path, searched: Searched) -> Iterator[LogPlace]:
    """Yield a file that is a log. One that is none is opened again when it has changed."""
    before = searched.get(path)
    if before is None or not isinstance(before, LogPlace):
        try:
            there = path.stat()
        except OSError:
            return
        state = there.st_size, there.st_mtime_ns
        if before == state:
            return
        before = searched[path] = next(_files_of(path, strict=False), state)
    if isinstance(before, LogPlace):
        yield before


def nothing_in(path: Path) -> NothingYet:
    """Return what is wrong with a log that has no row."""
    return NothingYet("{path}: there is nothing in it yet; start again when there is a first row", path=path)


def _own_name(path: Path) -> str:
    """Return the name of a run that has a file for itself: that of the file, or of its folder where all are called the same."""
    common = path.name in ("metrics.csv", "trainer_state.json", "progress.csv", "log.csv", "training_log.csv")
    folder = path.parent.name
    return folder if (common or "tfevents" in path.name) and folder else path.stem


def in_number_order(path: Path) -> list[str | int]:
    """Return what paths are sorted by so that checkpoint-9 is before checkpoint-10."""
    return [int(part) if part.isdecimal() else part for part in re.split(r"([0-9]+)", str(path))]


def _in_folder(folder: Path, searched: Searched) -> Iterator[LogPlace]:
    """Yield the logs below a folder. Raises LogError where there are too many files."""
    for path in _walked(folder):
        for place in _among_others(path, searched):
            yield _placed(place, folder)._replace(home=_absolute(folder))


def _walked(folder: Path) -> Iterator[Path]:
    patterns = {pattern for form in LOG_FORMATS.values() for pattern in (*form.files, *form.shared)}
    fits, looked_at = re.compile("|".join(map(translate, sorted(patterns)))).match, 0
    for here, folders, files in os.walk(folder):
        folders[:] = (
            sorted(each for each in folders if not each.startswith("."))
            if len(Path(here).relative_to(folder).parts) < _DEEPEST
            else []
        )
        for name in sorted(files):
            looked_at += 1
            if looked_at > _MOST_FILES:
                raise LogError(
                    "{folder}: has more than {most:,} files; give a folder further down, or a pattern",
                    folder=folder,
                    most=_MOST_FILES,
                )
            if fits(name.lower()):
                yield Path(here) / name


def _placed(place: LogPlace, folder: Path) -> LogPlace:
    """Return a file of a folder with the run that it is of, named after where it lies."""
    parts = _parts(place.path.parent, folder)
    if place.form.rewritten and parts and parts[-1].startswith(_CHECKPOINT):
        parts.pop()
        return place._replace(run="/".join(parts) or folder.resolve().name)
    if not place.form.continued:
        own = () if _own_name(place.path) != place.path.stem else (place.path.stem,)
        return place._replace(run="/".join((*parts, *own)) or place.run)
    prefix = ""
    if parts and (parts[-1].lower() in _PARTS or parts[-1].lower().rpartition("_")[2] in _PARTS):
        part = parts.pop()
        # a folder of training alone may be one of a whole run, too: its names stay as they are
        prefix = "" if part.lower() in _TRAINING else f"{part}/"
    return place._replace(run="/".join(parts) or folder.resolve().name, prefix=prefix)


def _parts(home: Path, folder: Path) -> list[str]:
    """Return the folders that name what lies in one, without what Lightning has above each, unless another folder is called so."""
    parts = [*home.relative_to(folder).parts]
    own = [part for part in parts if part != _OF_EVERY_RUN]
    return parts if own != parts and folder.joinpath(*own).exists() else own


def _named_apart(places: list[LogPlace]) -> list[LogPlace]:
    """Return files with names that tell runs apart: those of one name get so many of the folders above them as it takes."""
    alike: dict[tuple[str, str], dict[tuple[Path, str], LogPlace]] = {}
    for place in places:
        alike.setdefault((place.run, place.form.name), {}).setdefault(place.key, place)
    names = {
        (form, key): name
        for (_, form), runs in alike.items()
        for key, name in zip(runs, _names([*runs.values()]), strict=True)
    }
    return [place._replace(run=names[place.form.name, place.key]) for place in places]


def _names(runs: Sequence[LogPlace]) -> list[str]:
    """Return names of runs that have one name, each another one."""
    names = [run.run for run in runs]
    if len(runs) == 1:
        return names
    for above in range(1, max(len(run.path.parts) + len(run.home.parts) for run in runs) + 1):
        names = ["/".join((*run.home.parts[-above:], run.run)) for run in runs]
        if len({*names}) < len(runs):
            names = ["/".join(_absolute(run.path).parts[-above - 1 :]) for run in runs]
        if len({*names}) == len(runs):
            return names
    return names
