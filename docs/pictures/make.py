"""Makes the pictures and animations of the READMEs by `optsim record` (needs optsim[image]), or checks what they show.

Those of README.ja.md stand in a folder of their own; a font for Japanese must be there. A picture is the last screen of a demo of its own on a scenario that comes with optsim; the animation is a scenario's demo.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

import tomli_w

from optsim.screencast.cast_reader import read

HERE = Path(__file__).parent
SCENARIOS = HERE.parents[1] / "scenarios"
ANIMATION = "saddle"
#: a training that overfits, as Keras' CSVLogger writes it: its film ends with the picture of the page on watching
LOG = HERE / "train.csv"
#: language -> the pictures that its README has; it has the animation as well
SHOWN = {
    "en": ("regression", "fork", "theory", "rates", "learning-rates", "saddle"),
    "ja": ("regression", "fork", "learning-rates"),
}


class Picture(NamedTuple):
    """A scenario, a window, what is done before the picture is taken, its caption and the app's theme."""

    scenario: str
    size: tuple[int, int]
    acts: list[dict[str, Any]]
    caption: str = ""
    theme: str = ""


def press(*keys: str) -> dict[str, Any]:
    """An act of a demo."""
    return {"press": list(keys)}


PICTURES = {
    "regression": Picture("regression", (140, 40), [press("end"), {"until": "step == 1600"}]),
    "fork": Picture(
        "noisy-quadratic",
        (120, 36),
        [
            press("]", "up", "space"),
            {"until": "step == 125"},
            press("space", "f", *"+" * 11),
            {"expect": "0.579"},
            press("b", "space"),
            {"until": "step == 278"},
            press("space"),
        ],
    ),
    "theory": Picture(
        "noisy-quadratic-model", (140, 40), [press("end"), {"until": "step == 500"}, {"expect": "expected loss"}]
    ),
    "rates": Picture("rates", (140, 36), [{"wait": 4}, {"expect": "560 runs, done"}, {"wait": 6}, press("b")]),
    "learning-rates": Picture(
        "learning-rates", (120, 36), [press("end"), {"until": "step == 200"}], theme="textual-light"
    ),
    "saddle": Picture(
        "saddle",
        (120, 36),
        [
            press("space"),
            {"until": "step == 150"},
            press("space"),
            {"expect": "leaves the saddle"},
        ],
        caption="鞍点：勾配はゼロだが、最小値ではない",
    ),
}


def main() -> None:
    """Make or check all of them; exit code 1 where one has changed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--check",
        action="store_true",
        help="make no picture: film them again and compare every cell with the cast that lies beside each",
    )
    if parser.parse_args().check:
        with tempfile.TemporaryDirectory() as folder:
            made = film(Path(folder))
            changed = [fault for cast in made for fault in differences(HERE / cast.relative_to(folder), cast)]
        if changed:
            sys.exit("\n".join([*changed, "if that is meant: python docs/pictures/make.py"]))
        print(f"{len(made)} films show what the pictures show")
        return
    film(HERE, ".png", ".gif")


def film(folder: Path, still: str = "", moving: str = "") -> list[Path]:
    """Write each film as a cast and, with an ending, as a picture; returns the casts."""
    casts = []
    for language, names in SHOWN.items():
        where = folder if language == "en" else folder / language
        where.mkdir(exist_ok=True)
        casts += [picture(PICTURES[name], where / f"{name}.cast", still, language) for name in names]
        casts.append(record(ANIMATION, where / f"{ANIMATION}-demo.cast", moving, language))
    casts.append(record(str(LOG), folder / "watch.cast", still, "en", "--size", "120x32"))
    return casts


def picture(shown: Picture, cast: Path, still: str, language: str) -> Path:
    """Film the demo of a picture."""
    file = SCENARIOS / f"{shown.scenario}.toml"
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    if language != "en":
        # a file of one's own has its own translations
        words = SCENARIOS.parent / "optsim" / "words" / language / "scenarios" / file.name
        table["text"] = {language: tomllib.loads(words.read_text(encoding="utf-8"))}
        for key in ("demo", "chapters"):
            table["text"][language].pop(key, None)
    caption = [{"say": shown.caption}] if shown.caption else []
    acts = [{"show": False}, *shown.acts, {"wait": 6}, {"show": True}, *caption, {"wait": 0.2}]
    table["demo"] = {"size": list(shown.size), "gap": 0.1, "do": acts}
    with tempfile.TemporaryDirectory() as made:
        scenario = Path(made) / file.name
        scenario.write_text(tomli_w.dumps(table), encoding="utf-8")
        return record(str(scenario), cast, still, language, *(["--theme", shown.theme] if shown.theme else []))


def record(what: str, cast: Path, ending: str, language: str, *looks: str) -> Path:
    """Film a scenario or a log."""
    outputs = [cast, *([cast.with_suffix(ending)] if ending else [])]
    options = [word for path in outputs for word in ("-o", str(path))]
    command = [sys.executable, "-m", "optsim", "--lang", language, "record", what, *options, *looks]
    subprocess.run(command, check=True)
    return cast


def differences(kept: Path, made: Path) -> list[str]:
    """Where two films first show something else; nothing where every cell and its colours are the same."""
    if not kept.exists():
        return [f"{kept}: is missing"]
    before, now = list(read(kept).screens()), list(read(made).screens())
    for (time, screen), (then, shown) in zip(before, now, strict=False):
        if (time, screen) != (then, shown):
            line = next((n for n, (one, other) in enumerate(zip(screen, shown, strict=False)) if one != other), 0)
            old, new = ("".join(span.text for span in rows[line]) for rows in (screen, shown))
            return [f"{kept.name}: {time / 1000:.3f} s, line {line + 1}:\n  was {old}\n  is  {new}"]
    return [] if len(before) == len(now) else [f"{kept.name}: has {len(before)} pictures, now there are {len(now)}"]


if __name__ == "__main__":
    main()
