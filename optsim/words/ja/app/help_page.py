"""Japanese texts of the help page, and what the widgets that are always there show."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

TITLES: Mapping[str, str] = MappingProxyType(
    {
        "view.statusbar.title": "上の行",
        "view.statusbar.about": (
            "シナリオと式、乱数のシード、記録の再生か記録中か（● rec）、速さ、表示中のステップと全ステップ数、"
            "走っているレーンと終わったレーンの数。"
        ),
        "view.timeline.title": "タイムライン",
        "view.timeline.about": (
            "レースの全ステップ。━は計算済みで、戻っても残る。記号は出来事：重ねると読め、クリックでそこへ移り、(と)で順にたどる。"
        ),
        "view.lanetable.title": "レーン",
        "view.lanetable.about": (
            "順位はグラフが示す損失による（検証損失や平滑化も同じ）。αはこのステップの学習率、横の棒は全ステップの推移、位置はレーンが最良だった所。早期終了があるとき、最良は最初の規則が"
            "それまでに見つけた最良（halt = falseなら印のあとも）、最低は監視している量のそれまでの最低値。"
            "クリックか↑↓で選ぶ：下の行がなぜそこにいるかを言う。"
        ),
        "view.keybar.title": "キー",
        "view.keybar.about": "いま使えるキー。クリックでも押せる。^pで全コマンド。",
    }
)

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "help.title": "optsim ヘルプ",
        "help.keys": "esc 閉じる · ↑↓ スクロール · tab 次の項目 · / 検索",
        "help.search": "/ 検索：キー、記号、言葉",
        "help.glossary": "用語",
        "help.key_list": "キー",
        "help.picker.list": "シナリオ",
        "help.picker.list.about": "学ぶ順。最後に、ほかのパッケージのものと今いるフォルダのもの",
        "help.picker.preview": "プレビュー",
        "help.picker.preview.about": "選んだシナリオのレースを一度再生したものと、その見どころ",
        "key.open.help": "開始点で止まった状態で開く。最初の行は前回の続き",
        "key.tour.help": "字幕付きで自動的に進む。どのキーでも操作に移れる",
        "key.search.help": "話題・最適化手法・言葉でシナリオを探す。escで検索を抜ける",
        "key.choose": "選ぶ",
        "key.choose.help": "別のシナリオへ",
        "key.scroll.help": "プレビューへ移り（↑↓でスクロール）、一覧へ戻る",
        "key.palette.help": "テーマ、文字、全コマンド",
        "key.back.help": "レースに戻る",
        "key.quit.help": "終える。レースは残り、続きから始められる",
        "help.seen": "見えるもの",
        "help.signs": "記号",
        "sign.lane": "レーン：一つの最適化手法。ノイズは全レーンに共通、開始点も別に決めなければ同じ",
        "sign.best": "それまでの最良の点（検証か早期終了が監視するとき）",
        "sign.stopped": "早期終了した。理由はレーンの説明文に",
        "sign.diverged": "発散した、目標の損失に達した",
        "sign.over": "予算を使い切った：全レーン、またはバッチの大きいレーン",
        "sign.edit": "レーンを編集した、別のレーンから分岐した",
        "sign.command": "記録の中：レーンや表示への操作",
        "sign.overtaken": "損失で先頭に立ち、しばらく保ったレーン",
        "sign.cursor": "表示中のステップ、十字線",
        "sign.gradient": "更新に使う勾配の長さ",
        "sign.update": "次のステップの長さ",
    }
)
