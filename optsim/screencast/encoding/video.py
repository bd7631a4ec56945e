"""MP4 and WebM: frames at a constant rate into ffmpeg, chapters beside them."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, cast

from optsim.screencast.faults import FilmError
from optsim.screencast.film import Film
from optsim.screencast.film_format import Written
from optsim.screencast.raster.raster import Raster
from optsim.system.atomic_write import write_file

#: frames per second that players know, the smallest first, and what is taken where none fits
_RATES = range(10, 61)
_USUAL_RATE = 30
_PIECE = 1 << 20

#: sizes must be even where colours are kept for four pixels together; what is missing is filled with black
_EVEN = ["-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2", "-pix_fmt", "yuv420p"]
_H264 = "-c:v libx264 -preset fast -crf 20 -tune animation -movflags +faststart"
#: what VP9 has for screens is five times as fast as what it has for films, and smaller
_VP9 = "-c:v libvpx-vp9 -crf 30 -b:v 0 -deadline realtime -cpu-used 6 -tune-content screen -row-mt 1"
_CODECS = {".mp4": _H264.split(), ".webm": _VP9.split()}


def write_video(film: Film, path: Path, font: Path | None = None) -> Written:
    """Write a film as `.mp4` (H.264) or `.webm` (VP9), by the path's ending.

    Raises FilmError where there is no ffmpeg, where it fails, and where the font cannot be read; OSError where the file
    cannot be written.
    """
    program = find_ffmpeg()
    raster = Raster(film.width, film.height, font=font)
    with TemporaryDirectory(prefix="optsim-") as folder:
        ending = path.suffix.lower()
        chapters, output = Path(folder) / "chapters.txt", Path(folder) / f"film{ending}"
        chapters.write_text(_chapters(film), encoding="utf-8")
        _encode([program, *_arguments(film, raster, chapters), *_CODECS[ending], str(output)], film, raster)
        with output.open("rb") as video:
            cleared = write_file(iter(lambda: video.read(_PIECE), b""), path)
    return Written((path,), tuple(cleared))


def find_ffmpeg() -> str:
    """The ffmpeg on the PATH, else the one of imageio-ffmpeg. Raises FilmError where there is none."""
    if program := shutil.which("ffmpeg"):
        return program
    with suppress(ImportError, RuntimeError):
        import imageio_ffmpeg  # noqa: PLC0415

        return str(imageio_ffmpeg.get_ffmpeg_exe())
    raise FilmError("a video needs ffmpeg: install it, or get one by: pip install 'optsim[video]'")


def rate(film: Film) -> int:
    """The smallest number of frames per second at which every frame is shown at its time, to the millisecond."""
    for frames in _RATES:
        if all(abs(frame.time - round(frame.time * frames / 1000) * 1000 / frames) < 1 for frame in film.frames):
            return frames
    return _USUAL_RATE


def _arguments(film: Film, raster: Raster, chapters: Path) -> list[str]:
    high, wide = raster.pixels.shape
    pictures = ["-f", "rawvideo", "-pix_fmt", "bgr0", "-s", f"{wide}x{high}", "-r", str(rate(film)), "-i", "pipe:0"]
    # the same film gives the same bytes: without the encoder's version and the time
    same = ["-fflags", "+bitexact", "-flags:v", "+bitexact", "-map_metadata", "1"]
    quiet = ["-hide_banner", "-loglevel", "error", "-nostdin", "-y"]
    return [*quiet, *pictures, "-i", str(chapters), "-map", "0:v", *same, *_EVEN]


def _encode(command: list[str], film: Film, raster: Raster) -> None:
    """Run ffmpeg. However this ends, it does not run any more afterwards."""
    # its errors go to a file: a pipe that nobody empties could stop it
    with TemporaryFile() as log, subprocess.Popen(command, stdin=subprocess.PIPE, stderr=log) as ffmpeg:  # noqa: S603
        try:
            # where it has ended early, its exit code and its words say why
            with suppress(BrokenPipeError):
                for picture in _pictures(film, raster):
                    cast("IO[bytes]", ffmpeg.stdin).write(picture)
            ffmpeg.communicate()
        except BaseException:
            ffmpeg.kill()
            raise
        log.seek(0)
        lines = log.read().decode(errors="replace").strip().splitlines()
    if ffmpeg.returncode:
        raise FilmError(f"{command[0]} could not make the video: {lines[0] if lines else f'exit {ffmpeg.returncode}'}")


def _pictures(film: Film, raster: Raster) -> Iterator[bytes]:
    """Return what is shown at each tick of the rate, at least once; four bytes a pixel."""
    per_second = rate(film)
    frames = iter(film.frames)
    coming = next(frames, None)
    picture = b""
    for number in range(max(1, round(film.end * per_second / 1000))):
        now = round(number * 1000 / per_second)
        fresh = False
        while coming is not None and coming.time <= now:
            raster.draw(coming.rows)
            coming, fresh = next(frames, None), True
        if fresh:
            picture = raster.rgb()
        yield picture


def _chapters(film: Film) -> str:
    """Title and chapters as ffmpeg reads them; a chapter ends where the next one begins."""
    lines = [";FFMETADATA1", f"title={_escaped(film.title)}"]
    # ffmpeg refuses all of them where one ends before it begins
    marks = sorted(mark for mark in film.marks if mark.time < film.end)
    ends = [*(mark.time for mark in marks[1:]), film.end]
    for mark, end in zip(marks, ends, strict=False):
        lines += ["[CHAPTER]", "TIMEBASE=1/1000", f"START={mark.time}", f"END={end}", f"title={_escaped(mark.label)}"]
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    escaped = "".join(f"\\{char}" if char in "=;#\\\n" else char for char in text)
    # ffmpeg takes any backslash before the line's end for one that escapes it
    return f"{escaped} " if escaped.endswith("\\") else escaped
