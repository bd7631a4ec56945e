"""Recordings to play: files that a race was written to, and what was read back from them."""

from dataclasses import replace

from optsim.recording.reader import read
from optsim.recording.recorder import lines


def written(path, scenario, *, head=None, every=1, with_params=False, also=()):
    """The recording of a race, computed to a step, in a file."""
    race = scenario.race(also=also)
    race.seek(race.budget if head is None else head)
    path.write_bytes(b"".join(lines(scenario, race, every=every, with_params=with_params, also=also)))
    return path


def recorded(folder, scenario, **how):
    """The same, read back."""
    return read(written(folder / "run.jsonl", scenario, **how))


def cut(path, share=0.6):
    """The same file, killed in the middle of a line."""
    data = path.read_bytes()
    at = data.index(b"\n", int(share * len(data)))
    path.write_bytes(data[: at - 5])
    return path


def drifted(recording, step):
    """The recording as another machine would have made it: states are other ones from a step on."""
    digests = recording.digests.copy()
    digests[recording.steps >= step] = "0123456789abcdef"
    return replace(recording, digests=digests)
