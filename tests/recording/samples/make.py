"""Writes the samples of format version 1: run once, kept for ever. A change of the format gets samples of its own."""

from pathlib import Path

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
    }
    for name, data in made.items():
        (HERE / f"version-1-{name}.jsonl").write_bytes(data)


if __name__ == "__main__":
    main()
