"""What a moving picture shows, and when: read back by Pillow."""

import numpy as np
from PIL import Image

from optsim.screencast.film import Film, Frame, Pen, Span
from optsim.screencast.raster.raster import Raster


def shown(path):
    """Milliseconds that each frame is shown, and its pixels in RGB."""
    with Image.open(path) as image:
        for number in range(image.n_frames):
            image.seek(number)
            pixels = np.asarray(image.convert("RGB"))
            yield image.info["duration"], pixels


def at(frames, time):
    """What is shown at a time."""
    for duration, pixels in frames:
        time -= duration
        if time < 0:
            return pixels
    return frames[-1][1]


def drawn(film):
    """Every frame's time and what has to be shown from then on."""
    raster = Raster(film.width, film.height)
    for frame in film.frames:
        raster.draw(frame.rows)
        yield frame.time, np.asarray(raster.image())


def blocks(colours):
    """A line of full blocks in these colours."""
    return tuple(Span("█", Pen(colour, 0)) for colour in colours)


def flicker(times, duration):
    """A cell that changes its colour at each time."""
    frames = [Frame(time, {0: (Span(" ", Pen(0, (number * 37 + 1) % 0xFFFFFF)),)}) for number, time in enumerate(times)]
    return Film(1, 1, tuple(frames), duration)
