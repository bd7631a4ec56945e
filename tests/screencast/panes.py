"""Scripts and what a real tmux pane shows of them. Run as a script, with tmux:

python -m tests.screencast.panes            store what it shows of the corpus and of some scripts at random
python -m tests.screencast.panes 2000       play so many scripts at random, and tell which we show differently
"""

import json
import sys
import tempfile
from itertools import chain
from pathlib import Path

from optsim.screencast.terminal.sgr import Colours, Manner
from optsim.screencast.terminal.terminal import Terminal
from tests.screencast.corpus import CORPUS
from tests.screencast.sequences import script
from tests.screencast.tmux import Tmux, parsed, size_after

STORED = Path(__file__).with_name("panes.json")
COLOURS = Colours()
#: scripts at random that are stored: so many of each kind
_AT_RANDOM = 60
#: and these not: tmux keeps a half of a full-width character there
_LEFT_OUT = ("seed 5 with full-width characters", "seed 16 with sizes with full-width characters")


def stored():
    """Name -> width, height, events, the lines as tmux tells them, the cursor."""
    return {
        name: (*each[:2], _events(each[2]), *each[3:]) for name, each in json.loads(STORED.read_text("utf-8")).items()
    }


def differences(width, height, events, lines, cursor):
    """What our terminal shows differently, in words; empty where all is the same."""
    terminal = Terminal(width, height)
    for event in events:
        if isinstance(event, str):
            terminal.feed(event)
        else:
            terminal.resize(*event)
    size = size_after(width, height, events)
    pane = parsed(lines, cursor, width, height, events)
    told = []
    for number, (wanted, got) in enumerate(zip(pane.lines, terminal.padded(*size), strict=True)):
        texts = ["".join(text or "<" for text, _ in line) for line in (wanted, got)]
        if texts[0] != texts[1]:
            told.append(f"line {number}: {texts[1]!r}, tmux: {texts[0]!r}")
        elif any(look and cell.pen != _pen(look) for (_, look), cell in zip(wanted, got, strict=True)):
            told.append(f"line {number}: other colours")
    if terminal.cursor != pane.cursor:
        told.append(f"cursor: {terminal.cursor}, tmux: {pane.cursor}")
    return told


def _pen(look):
    colour, ground = (
        None
        if each is None
        else COLOURS.numbered(each[1])
        if each[0] == "number"
        else each[1] << 16 | each[2] << 8 | each[3]
        for each in (look.colour, look.ground)
    )
    return Manner(colour, ground, **dict.fromkeys(look.attributes, True)).pen(COLOURS)


def _events(events):
    return [each if isinstance(each, str) else tuple(each) for each in events]


def at_random(count):
    """Name -> script."""
    for seed in range(count):
        for sizes in (False, True):
            for wide in (False, True):
                name = f"seed {seed}{' with sizes' * sizes}{' with full-width characters' * wide}"
                yield name, script(seed, sizes=sizes, wide=wide)


def store():
    """Write down what tmux shows."""
    found = {}
    with tempfile.TemporaryDirectory() as folder, Tmux(Path(folder)) as tmux:
        for name, each in chain(CORPUS.items(), at_random(_AT_RANDOM)):
            if name not in _LEFT_OUT:
                found[name] = (*each, *tmux.captured(*each))
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(each, ensure_ascii=True)}" for name, each in found.items())
    STORED.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


def fuzz(count):
    """Play scripts at random, and tell of each kind how many we show as tmux does."""
    right, all_ = {}, {}
    names = at_random(count)
    ended = False
    while not ended:
        ended = True
        with tempfile.TemporaryDirectory() as folder:
            tmux = Tmux(Path(folder))
            for name, each in names:
                kind = name.split(maxsplit=2)[2:][0] if name.count(" ") > 1 else "plain"
                try:
                    captured = tmux.captured(*each)
                except (OSError, RuntimeError):
                    print(f"{name}: tmux has ended itself")
                    ended = False
                    break
                told = differences(*each, *captured)
                all_[kind], right[kind] = all_.get(kind, 0) + 1, right.get(kind, 0) + (not told)
                if told:
                    print(f"{name}: {'; '.join(told)}")
            tmux.close()
    for kind, number in all_.items():
        print(f"{kind}: {right[kind]} of {number} as tmux")


if __name__ == "__main__":
    fuzz(int(sys.argv[1]) // 4) if sys.argv[1:] else store()
