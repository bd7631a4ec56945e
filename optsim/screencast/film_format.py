"""The base of every film format, and what one gives back."""

from __future__ import annotations

from abc import ABC, abstractmethod
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, NamedTuple

if TYPE_CHECKING:
    from optsim.screencast.film import Film


class Written(NamedTuple):
    """Files made of a film: `files` were written, `cleared` is what killed processes had left of them and was taken away."""

    files: tuple[Path, ...]
    cleared: tuple[Path, ...] = ()


class WriteOptions(NamedTuple):
    """Options besides the file: the version of casts, and a font that is tried first."""

    cast_version: int = 2
    font: Path | None = None


class FilmFormat(ABC):
    """Base of every film format. A class of it stands in `optsim/screencast/formats/`.

    What it needs beyond the standard library is best imported in its methods: help imports the files of all formats.
    """

    name: ClassVar[str] = ""
    #: what a file of it is, in a few words
    title: ClassVar[str] = ""
    #: of the files that have this format, with the dot
    ending: ClassVar[str] = ""
    #: the extra of optsim that has to be installed for it: pip install 'optsim[…]'
    extra: ClassVar[str] = ""
    #: it draws letters itself, so a font may be given
    draws_letters: ClassVar[bool] = False
    #: how many pixels the format allows in a direction, 0 any number
    most_pixels: ClassVar[int] = 0

    @classmethod
    def can_write(cls) -> bool:
        """Return whether all that it needs is installed."""
        return True

    @abstractmethod
    def write(self, film: Film, path: Path, options: WriteOptions) -> Written:
        """Write a film to a file, as a whole or not at all.

        Args:
            film: The film.
            path: The file, which has the format's ending; it may be there already.
            options: What was asked for besides.

        Returns:
            What was written.

        Raises:
            OSError: where the file cannot be written.
            FilmError: where the film, or a font, cannot be used.
        """


class TextFormat(FilmFormat):
    """Base of a format that is text, UTF-8."""

    @abstractmethod
    def text(self, film: Film, options: WriteOptions) -> str:
        """Return the file's text."""

    def write(self, film: Film, path: Path, options: WriteOptions) -> Written:
        """Write the text."""
        from optsim.system.atomic_write import write_file  # noqa: PLC0415 help does not need it

        cleared = write_file([self.text(film, options).encode()], path)
        return Written((path,), tuple(cleared))


class PixelFormat(FilmFormat):
    """Base of a format that is drawn, with Pillow."""

    extra: ClassVar[str] = "image"
    draws_letters: ClassVar[bool] = True

    @classmethod
    def can_write(cls) -> bool:
        """Return whether Pillow is there."""
        return find_spec("PIL") is not None
