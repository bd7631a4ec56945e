"""Japanese messages of the app: what a command has done or cannot do, recordings, tours."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "edit.resumed": "もう{medium}ではなく、ここで計算するレース。uで{medium}に戻る。",
        "edit.resumed_in_doubt": "もう{medium}ではなく、レース（{doubt}）。uで{medium}に戻る。",
        "edit.ended": "ステップ{end}で終わっている（{status}）：ステップ{step}での変更はそれより前を変えない",
        "edit.refused": "{lane}はステップ{end}で終わっている（{status}）：戻って（←）そこで変えてください。",
        "edit.not_converted": "{lane}：{sentence}",
        "edit.fault": "{key}：{fault}",
        "edit.forked": "{fork}はここまで{lane}と同じで、ノイズも同じ。e、+、−でステップ{step}から変えられる。",
        "edit.deleted": "{lane}をレースから外した。uで戻る。",
        "edit.undone": "取り消した：{change}。Uでやり直す。",
        "edit.undone_medium": "取り消した：{change}。また{medium}に戻った。",
        "edit.redone": "やり直した：{change}。",
        "edit.nothing_to_redo": "やり直すものがない：Uはuで取り消したものを、ほかを変えるまでの間やり直す。",
        "edit.nothing_to_undo": "取り消すものがない：e、+、−、f、a、dがレースを変える。",
        "edit.start_moved": "全レーンの開始点が({point})になった。spaceで再生、uで元に戻す。",
        "edit.start_moved_one": (
            "全レーンの開始点が({point})になった（自分の開始点があった{lane}も）。spaceで再生、uで元に戻す。"
        ),
        "edit.start_moved_more": (
            "全レーンの開始点が({point})になった（自分の開始点があった{count}レーンも）。spaceで再生、uで元に戻す。"
        ),
        "change.rate": "{lane}の学習率",
        "change.edit": "{lane}の編集",
        "change.fork": "{lane}の分岐",
        "change.add": "レーン{lane}の追加",
        "change.delete": "{lane}の削除",
        "change.seed": "シード{seed}",
        "change.start": "開始点の移動",
        "session.fork": "分岐1件",
        "session.forks": "分岐{forks}件",
        "session.edit": "編集1件",
        "session.edits": "編集{edits}件",
        "session.step": "ステップ{step}",
        "session.go_on": "続き：{session}",
        "session.kept": "{session}：次のレースを終えるまで保存。一覧から続けられる",
        "session.not_kept": "{session}を{file}に保存できない：{fault}",
        "session.passed_over": "{file}：{fault}。前回のセッションは使わない",
        "save.done": "保存した：\n{paths}",
        "save.read_only": "このセッションは読み取り専用で、何も保存できない。",
        "tour.no_files": "ツアーはファイルを書かない。終わればwで書ける。",
        "tour.no_clipboard": "ツアーはコピーしない。終わればYでできる。",
        "tour.hint": "ツアー · どのキーでも操作に移る",
        "tour.short_hint": "どのキーでも操作に移る",
        "tour.over": "ツアーは終わり。ここからは自由に：?でキーの説明。",
        "tour.failed": "ツアーを続けられない",
        "record.no_race": "記録できるのはレースだけで、曲線だけのものは記録できない",
        "record.done": "ステップ{step}まで{path}に記録した",
        "record.before": "前のレースは{recorded}。このレースは記録していない。",
        "record.not_written": "{path}：書き込めない：{fault}",
        "record.fault": "{path}：{fault}",
        "record.kept": "{fault}。それまでの記録は{path}にある",
        "record.goes_on": "{fault}。レースは続くが、もう記録しない。",
        "chapters.more": "ほか{count}件",
    }
)
