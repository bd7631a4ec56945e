"""Japanese texts of the forms: a lane, what to copy, and what to save."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "form.cancel": "取り消し",
        "form.name": "名前",
        "lane_form.keys": "enter 決定 · esc やめる · ↑↓ 項目 · pgup/pgdn 値",
        "lane_form.edit": "{lane}を編集 · {optimizer}",
        "lane_form.apply": "適用",
        "lane_form.add": "レーンを追加",
        "lane_form.take_in": "追加",
        "lane_form.optimizer": "最適化手法",
        "lane_form.as_in": "流儀",
        "lane_form.article": "記事のとおり",
        "lane_form.taken": "{lane}という名前のレーンがもうある",
        "lane_form.from_start": "同じノイズの下でステップ0から走る",
        "lane_form.at_start": "最初から有効。uで取り消し",
        "lane_form.from_step": "ステップ{step}から有効。uで取り消し",
        "lane_form.not_converted": "{note}。状態はそのまま：{state}",
        "lane_form.own": "{note}。{own}：これはそのまま",
        "choice.true": "はい",
        "choice.false": "いいえ",
        "range.above": "{bound}より大きい",
        "range.least": "{bound}以上",
        "range.below": "{bound}より小さい",
        "range.most": "{bound}以下",
        "range.both": "{low}、{high}",
        "range.any": "有限の数",
        "copy.title": "コピー",
        "copy.keys": "enter コピー · ↑↓ 選ぶ · esc やめる",
        "copy.csv": "レーンの数値、ステップごと（CSV）",
        "copy.tsv": "レーンの数値、表計算用（タブ区切り）",
        "copy.sentence": "レーンの説明文",
        "copy.command": "このステップまでのレースを報告するコマンドライン",
        "copy.done": "コピーした：{what}、{count}文字。クリップボードに渡さない端末もある。wならファイルに保存。",
        "copy.too_long": "{count}文字は端末が受け取れる量（{most}）を超える：wで表をファイルに保存できる。",
        "save.title": "保存",
        "save.keys": "enter 保存 · space 選ぶ · ↑↓ 項目 · esc やめる",
        "save.recording": "記録：optsimで再生でき、1ビットも違わず再現できる（JSON Lines）",
        "save.table": "表：全レーンの数値を全桁で、他のプログラム用（CSV）",
        "save.scenario": "シナリオ：編集と分岐を含む設定、開くことも再生もできる（TOML）",
        "save.picture": "画面の画像（SVG）",
        "save.folder": "フォルダ",
        "save.there": "{path}  はもうある",
        "save.nothing": "何も選ばれていない",
        "save.no_name": "ファイルに名前を付けてください。",
        "save.choose": "少なくとも一つ選んでください。",
        "save.taken": "{path}はもうある。別の名前を選んでください。何も書いていません。",
        "save.saved": "保存した：{path}",
        "save.not_saved": "保存できなかった：{fault}",
    }
)
