"""Writes the samples of the newest format version: run once, kept for ever. A change of the format gets samples of its own.

Those of version 1 cannot be made anew: nothing writes it any more.
"""

from pathlib import Path

from optsim.recording.format.versions import NEWEST
from tests.recording.support import noisy, recording_of, session

HERE = Path(__file__).parent


def main() -> None:
    whole = recording_of("ends")
    session_of = session(64, noisy(), every=5, commands=9)[1]
    made = {
        "every-end": whole,
        "cut": whole[: whole.index(b"\n", len(whole) // 2) + 40],
        "table": recording_of("rich", with_params=True),
        "thinned": recording_of("rich", every=4),
        "session": session_of,
        "requested": recording_of("batches", also=("cosine", "update_ratio", "effective_rate")),
    }
    for name, data in made.items():
        (HERE / f"version-{NEWEST}-{name}.jsonl").write_bytes(data)


if __name__ == "__main__":
    main()
