"""Japanese of the command line: lists, notes on what was written, progress."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "list.lessons": "lessons  (optsim learn --list)",
        "list.unusable": "使えない：{fault}",
        "list.required": "必須",
        "list.or": "または",
        "list.as_by_default": "は既定と同じ",
        "written.report": "{name}の{steps}ステップを{file}に書いた",
        "written.log": "ログ {name} を {file} に書いた",
        "written.and": "、",
        "written.recording": "{name}の{steps}ステップを{file}に記録した",
        "written.interrupted": "中断された。{name}の{budget}ステップ中{steps}ステップを{file}に記録した",
        "written.cleared": "{file}は強制終了した実行の残りだった。取り除いた",
        "film.acts": "動作",
        "film.chapters": "章",
        "film.stills": "静止画",
        "film.no_font": (
            "ここのフォントにない文字：{characters}。ある文字のフォントを --font FILE で指定するか、入れてください。日本語なら："
            "apt install fonts-noto-cjk、または pip install matplotlib-fontja"
        ),
        "film.summary": "{seconds:.1f}秒、{width}×{height}、{pictures}、{chapters}",
        "film.took": "{film}。{seconds:.1f}秒で撮影（再生の{times:.1f}倍の速さ）",
        "count.picture": "画像{number}枚",
        "count.pictures": "画像{number}枚",
        "count.chapter": "{number}章",
        "count.chapters": "{number}章",
        "progress.known": "{what} {bar} {total:,}中{done:,}",
        "progress.unknown": "{what} {done:,}",
        "progress.step": "ステップ",
        "progress.characters": "書いた文字",
        "progress.act": "{seconds}秒撮影 · 動作",
        "progress.pictures": "{file}を書いている：画像",
        "progress.read": "{file}を読んでいる：イベント",
    }
)
