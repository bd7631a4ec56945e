"""Videos: what goes into ffmpeg, what it made of it, and what is told where it fails."""

import json
import os
import shutil
import subprocess
from dataclasses import replace
from itertools import groupby

import numpy as np
import pytest

from optsim.screencast.encoding.video import find_ffmpeg, rate, write_video
from optsim.screencast.faults import FilmError
from optsim.screencast.film import Film, Frame, Mark, Pen, Span
from tests.screencast.moving import drawn, flicker

needs_ffmpeg = pytest.mark.skipif(
    not (shutil.which("ffmpeg") and shutil.which("ffprobe")), reason="ffmpeg and ffprobe are not on the PATH"
)
needs_shell = pytest.mark.skipif(os.name != "posix", reason="the program that stands in for ffmpeg is a shell script")
RED, GREEN = 0xC02020, 0x20A040


def slides(seconds=3):
    """Red, green and red again, a second each, 7 × 3 cells: 70 × 60 pixels, so that an odd size needs another cell."""
    colours = [RED, GREEN] * seconds
    frames = [
        Frame(1000 * number, {line: (Span(" " * 7, Pen(0, colours[number])),) for line in range(3)})
        for number in range(seconds)
    ]
    marks = (Mark(0, "start; of = it # all\\"), Mark(1000, "鞍点"))
    return Film(7, 3, tuple(frames), 1000 * seconds, "Slides = nice", marks)


def probe(path):
    what = ["-show_streams", "-show_chapters", "-show_format", "-count_frames", "-of", "json"]
    command = ["ffprobe", "-v", "error", *what, str(path)]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


def pixels(path, high, wide):
    command = ["ffmpeg", "-v", "error", "-i", str(path), "-f", "rawvideo", "-pix_fmt", "rgb24", "-"]
    raw = subprocess.run(command, check=True, capture_output=True).stdout
    return np.frombuffer(raw, np.uint8).reshape(-1, high, wide, 3).astype(int)


def stand_in(folder, monkeypatch, script):
    """A program called ffmpeg that does something else."""
    program = folder / "ffmpeg"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return program


@pytest.mark.parametrize("fps", [10, 12, 15, 18, 24, 25, 30, 50, 60])
def test_the_rate_is_that_of_the_film(fps):
    assert rate(flicker([round(number * 1000 / fps) for number in range(3 * fps)], 3000)) == fps


def test_the_rate_where_frames_are_rare_or_wild():
    assert rate(flicker([0], 5000)) == 10
    assert rate(flicker([0, 200, 1400], 5000)) == 10
    assert rate(flicker([0, 1, 17, 23], 5000)) == 30


@needs_ffmpeg
@pytest.mark.parametrize(("ending", "codec"), [(".mp4", "h264"), (".webm", "vp9"), (".MP4", "h264")])
def test_a_video_has_the_film_s_frames_duration_chapters_and_colours(tmp_path, ending, codec):
    path = tmp_path / f"x{ending}"
    film = slides()
    assert write_video(film, path) == ((path,), ())
    found = probe(path)
    video = next(stream for stream in found["streams"] if stream["codec_type"] == "video")
    assert video["codec_name"] == codec
    assert video["pix_fmt"] == "yuv420p"
    assert (video["width"], video["height"]) == (70, 60)
    assert video["r_frame_rate"] == "10/1"
    assert int(video["nb_read_frames"]) == 40
    assert float(found["format"]["duration"]) == pytest.approx(4, abs=0.02)
    chapters = [
        (float(each["start_time"]), float(each["end_time"]), each["tags"]["title"].rstrip())
        for each in found["chapters"]
    ]
    assert chapters == [(0, 1, "start; of = it # all\\"), (1, 4, "鞍点")]
    tags = {name.lower(): value for name, value in found["format"]["tags"].items()}
    assert tags["title"] == "Slides = nice"
    expected = [screen.astype(int) for _, screen in drawn(film)]
    for number, frame in enumerate(pixels(path, 60, 70)):
        # red and green differ by 160; what a codec takes away in flat colours is little
        assert np.abs(frame - expected[min(number // 10, 2)]).max() < 12, number


@needs_ffmpeg
def test_an_odd_size_is_filled_up(tmp_path):
    film = Film(1, 1, (Frame(0, {0: (Span("█", Pen(RED, 0)),)}),), 200)
    write_video(film, tmp_path / "x.mp4")
    video = probe(tmp_path / "x.mp4")["streams"][0]
    assert video["width"] % 2 == video["height"] % 2 == 0
    assert int(video["nb_read_frames"]) == 20


@needs_ffmpeg
def test_chapters_at_one_time_at_the_end_and_beyond_it(tmp_path):
    marks = (Mark(0, "a"), Mark(500, "b"), Mark(500, "c"), Mark(3000, "the end"), Mark(9000, "never"))
    write_video(replace(slides(), marks=marks), tmp_path / "x.mp4")
    chapters = probe(tmp_path / "x.mp4")["chapters"]
    assert [each["tags"]["title"] for each in chapters] == ["a", "b", "c", "the end"]
    assert float(chapters[-1]["end_time"]) == 4


@needs_ffmpeg
def test_the_same_film_gives_the_same_bytes(tmp_path):
    for name in ("a.mp4", "b.mp4"):
        write_video(slides(), tmp_path / name)
    assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "b.mp4").read_bytes()


@needs_shell
def test_what_goes_in_is_each_picture_as_long_as_it_is_shown(tmp_path, monkeypatch):
    stand_in(tmp_path, monkeypatch, f'cat >"{tmp_path}/in"; for last; do :; done; echo made >"$last"')
    film = slides()
    write_video(film, tmp_path / "x.mp4")
    assert (tmp_path / "x.mp4").read_text() == "made\n"
    frames = np.frombuffer((tmp_path / "in").read_bytes(), np.uint8).reshape(-1, 60, 70, 4)[..., 2::-1]
    lengths = [(pixel, len(list(group))) for pixel, group in groupby(map(tuple, frames[:, 30, 30].tolist()))]
    red, green = ((colour >> 16, colour >> 8 & 255, colour & 255) for colour in (RED, GREEN))
    assert lengths == [(red, 10), (green, 10), (red, 20)]


@needs_shell
@pytest.mark.parametrize(
    "script",
    ["echo no such codec >&2; echo nothing was made >&2; exit 3", "cat >/dev/null; echo no such codec >&2; exit 1"],
)
def test_where_ffmpeg_fails_its_first_words_are_told_and_nothing_is_left(tmp_path, monkeypatch, script):
    program = stand_in(tmp_path, monkeypatch, script)
    path = tmp_path / "x.webm"
    path.write_bytes(b"before")
    with pytest.raises(FilmError, match="could not make the video: no such codec"):
        write_video(slides(), path)
    assert path.read_bytes() == b"before"
    assert sorted(tmp_path.iterdir()) == [program, path]


@needs_shell
def test_where_it_is_cancelled_ffmpeg_ends_and_nothing_is_left(tmp_path, monkeypatch):
    program = stand_in(tmp_path, monkeypatch, f'echo $$ >"{tmp_path}/pid"; exec cat >/dev/null')

    class Pressed(dict):
        """Lines during whose drawing ctrl+c is pressed."""

        def items(self):
            # by then the program has begun: it has taken more than a pipe holds
            raise KeyboardInterrupt

    film = slides(40)
    frames = (*film.frames, Frame(film.duration, Pressed()))
    with pytest.raises(KeyboardInterrupt):
        write_video(Film(7, 3, frames, film.duration + 1000), tmp_path / "x.mp4")
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)
    assert sorted(tmp_path.iterdir()) == [program, tmp_path / "pid"]


def test_without_ffmpeg_it_is_told_how_to_get_one(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    try:
        import imageio_ffmpeg  # noqa: F401, PLC0415
    except ImportError:
        with pytest.raises(FilmError, match=r"pip install 'optsim\[video\]'"):
            find_ffmpeg()
    else:
        pytest.skip("imageio-ffmpeg is there")
