"""Font files: DejaVu Sans Mono is shipped, what it lacks (Japanese above all) is looked for on the machine."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

_SHIPPED = Path(__file__).parents[1] / "fonts"

#: packages that hold a Japanese font, and its place in them
_PACKAGES = (
    ("pylopdf_fonts_jp", "NotoSansJP-Regular.otf"),
    ("noto_cjk_sans_jp_regular", "NotoSansCJKjp-Regular.otf"),
    ("japanize_matplotlib", "fonts/ipaexg.ttf"),
    ("matplotlib_fontja", "fonts/ipaexg.ttf"),
)
#: files to look for, the best first: Japanese, then symbols, then anything that has many characters
_NAMES = (
    "VL-Gothic-Regular.ttf",
    "ipaexg.ttf",
    "ipag.ttf",
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJKjp-Regular.otf",
    "NotoSansJP-Regular.otf",
    "NotoSansJP-Regular.ttf",
    "TakaoGothic.ttf",
    "fonts-japanese-gothic.ttf",
    "ヒラギノ角ゴシック W3.ttc",
    "Hiragino Sans W3.ttc",
    "YuGothR.ttc",
    "YuGothM.ttc",
    "meiryo.ttc",
    "msgothic.ttc",
    "NotoSansMono-Regular.ttf",
    "NotoSansSymbols2-Regular.ttf",
    "NotoSansMath-Regular.ttf",
    "Menlo.ttc",
    "Apple Symbols.ttf",
    "consola.ttf",
    "seguisym.ttf",
    "DejaVuSans.ttf",
    "Symbola.ttf",
    "Symbola_hint.ttf",
    "wqy-zenhei.ttc",
    "wqy-microhei.ttc",
    "DroidSansFallbackFull.ttf",
    "Arial Unicode.ttf",
    "msyh.ttc",
    "malgun.ttf",
    "unifont.otf",
    "unifont.ttf",
)


def shipped(*, bold: bool) -> Path:
    """The font that comes with optsim."""
    return _SHIPPED / ("DejaVuSansMono-Bold.ttf" if bold else "DejaVuSansMono.ttf")


def others(folders: Iterable[Path] | None = None) -> list[Path]:
    """Fonts that may have what ours lacks, the best first: Japanese ones, symbols, and those of many characters.

    They are looked for in packages and in folders with all below them, by default this system's; of one name the first counts.
    """
    by_name: dict[str, Path] = {}
    for folder in _folders() if folders is None else folders:
        for place, _, names in os.walk(folder):
            for name in names:
                by_name.setdefault(name, Path(place) / name)
    return [*_packaged(), *(by_name[name] for name in _NAMES if name in by_name)]


def _packaged() -> Iterator[Path]:
    for package, inside in _PACKAGES:
        # it is only looked for, so none of its code runs
        spec = find_spec(package)
        for folder in (spec and spec.submodule_search_locations) or ():
            if (path := Path(folder) / inside).is_file():
                yield path


def _folders() -> list[Path]:
    """Return the folders of fonts on this kind of system, a person's own first."""
    home = Path.home()
    match sys.platform:
        case "darwin":
            return [home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts")]
        case "win32":
            local, windows = os.environ.get("LOCALAPPDATA", ""), os.environ.get("WINDIR", r"C:\Windows")
            return [Path(local) / "Microsoft/Windows/Fonts", Path(windows) / "Fonts"]
        case _:
            return [
                home / ".fonts",
                home / ".local/share/fonts",
                Path("/usr/local/share/fonts"),
                Path("/usr/share/fonts"),
            ]
