"""Japanese texts of the picker and of the command palette."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "picker.head": "optsim   勾配降下法の最適化手法を並べて走らせる：見て、1ステップずつ進み、戻る",
        "picker.short_head": "optsim   最適化手法を並べて1ステップずつ",
        "picker.scenarios": "シナリオ",
        "picker.search": "/ 検索：話題、最適化手法、言葉",
        "picker.matches": "{all}件中{count}件",
        "picker.as_far": "ステップ{step}/{steps}",
        "listing.start": "ここから始める",
        "listing.learning-rate": "学習率",
        "listing.saddle": "鞍点と平らな所",
        "listing.momentum": "モメンタム、NAG",
        "listing.adaptive": "AdaGrad、RMSProp、Adam",
        "listing.noise": "ノイズとバッチ",
        "listing.early-stopping": "早期終了",
        "listing.surprises": "意外な事実",
        "listing.conventions": "流儀の違い",
        "listing.more": "そのほか",
        "listing.here": "このフォルダ",
        "picker.lanes": "レーン",
        "picker.data": "データ",
        "picker.budget": "{budget}、シード{seed}",
        "open.refused": "このファイルは使えない",
        "open.no_memory": "メモリが足りない",
        "open.no_memory_for_race": "このレースにはメモリが足りない",
        "window.too_small": "optsimには{width}×{height}以上のウィンドウが必要です",
        "palette.search": "コマンドを検索…",
        "palette.themes": "テーマを検索…",
        "palette.command": "{command}（{key}）",
        "palette.theme": "テーマ",
        "palette.theme.help": "テーマを変える",
        "palette.auto": "端末に合わせて描く",
        "palette.auto.help": "確実に描けるならオクタント、それ以外は点字。記憶される",
        "palette.octant": "オクタントで描く",
        "palette.octant.help": "途切れない線。Unicode 16の端末とフォント用。記憶される",
        "palette.braille": "点字の点で描く",
        "palette.braille.help": "ほとんどのフォントで最も細かい曲線。記憶される",
        "palette.block": "四分ブロックで描く",
        "palette.block.help": "点字のないフォント用。記憶される",
        "palette.ascii": "ASCIIだけで描く",
        "palette.ascii.help": "ほかの文字が出ない端末用。記憶される",
        "palette.quit": "終了",
        "palette.quit.help": "すぐにアプリを終える",
        "palette.keys": "キー",
        "palette.keys.show": "キーの一覧とウィジェットの説明を表示",
        "palette.keys.hide": "キーの一覧を隠す",
        "palette.maximize": "最大化",
        "palette.maximize.help": "選択中のウィジェットを最大化",
        "palette.minimize": "元の大きさ",
        "palette.minimize.help": "ウィジェットを元の大きさに戻す",
    }
)
