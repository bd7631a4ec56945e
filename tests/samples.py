"""Takes the samples of docs/adding.md and adds each as a file: `python -m tests.samples PAGE FOLDER`. It prints their paths."""

from __future__ import annotations

import re
import sys
from pathlib import Path

#: a path in the text, a colon, and a block of code
_SAMPLE = re.compile(r"`([\w./-]+)`:\n\n```\w+\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def samples(page: str) -> dict[str, str]:
    """Return the samples of a page: path -> text."""
    return dict(_SAMPLE.findall(page))


def main(page: str, folder: str) -> None:
    """Add all samples. Exits where one is there already: then it is no sample of how to add one."""
    for path, text in samples(Path(page).read_text(encoding="utf-8")).items():
        file = Path(folder) / path
        if file.exists():
            sys.exit(f"{path} is there already: {page} needs another sample")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        print(path)


if __name__ == "__main__":
    main(*sys.argv[1:])
