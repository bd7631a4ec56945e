"""Videos."""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import ClassVar

from optsim.screencast.film import Film
from optsim.screencast.film_format import PixelFormat, WriteOptions, Written


class _Video(PixelFormat):
    """Base of the videos, which ffmpeg writes."""

    extra: ClassVar[str] = "video"

    @classmethod
    def can_write(cls) -> bool:
        """Return whether Pillow and an ffmpeg are there."""
        return super().can_write() and (shutil.which("ffmpeg") is not None or find_spec("imageio_ffmpeg") is not None)

    def write(self, film: Film, path: Path, options: WriteOptions) -> Written:
        """Write the video."""
        from optsim.screencast.encoding.video import write_video  # noqa: PLC0415 it needs Pillow

        return write_video(film, path, options.font)


class MP4(_Video):
    """A video that every player knows: H.264."""

    name: ClassVar[str] = "mp4"
    title: ClassVar[str] = "video (H.264)"
    ending: ClassVar[str] = ".mp4"
    most_pixels: ClassVar[int] = 16_384


class WebM(_Video):
    """A video for web pages, smaller: VP9."""

    name: ClassVar[str] = "webm"
    title: ClassVar[str] = "video (VP9)"
    ending: ClassVar[str] = ".webm"
    most_pixels: ClassVar[int] = 65_535
