"""Japanese sentences about faults of what files of all kinds have in common."""

from __future__ import annotations

from collections.abc import Mapping

from optsim.languages import Maker
from optsim.words.faults import sentences

SENTENCES: Mapping[str, Maker] = sentences(
    {
        "must be a number, not {value!r}": "数でなければならない。{value!r} ではなく",
        "must be a whole number, not {value!r}": "整数でなければならない。{value!r} ではなく",
        "has {items:,} items, and at most {most:,} are possible": "{items:,}個あるが、{most:,}個までしか使えない",
        "cannot be {value!r}; {suggestion}": "{value!r} は使えない。{suggestion}",
        "cannot be {value}; {suggestion}": "{value} は使えない。{suggestion}",
        "has a character that cannot be shown, {character}": "表示できない文字 {character} がある",
        "has at most {most} characters, this one has {length}": "{most}文字までしか使えない。これは{length}文字",
        "no lane is named {name!r}; {suggestion}": "{name!r} という名前のレーンはない。{suggestion}",
        "is missing ({needed})": "このキーが要る",
        "must be a table [{key}], not {value}": "テーブル [{key}] でなければならない。{value} ではなく",
        "is not known here; {suggestion}": "ここでは使えないキー。{suggestion}",
        "has more faults; these are the first {most}": "間違いはほかにもある。これは最初の{most}個",
        "line {line}, column {column}": "{line}行目の{column}文字目",
        "its end": "ファイルの終わり",
        "is not UTF-8 text (byte {byte})": "UTF-8の文字列ではない（{byte}バイト目）",
        "is not valid TOML: {error}": "TOMLとして読めない：{place}",
        "is nested too deeply": "入れ子が深すぎる",
        "has more than {most:,} keys and values": "キーと値が{most:,}個より多い",
        "is nested more than {most} tables or lists deep": "テーブルやリストの入れ子が{most}段より深い",
        "is a number of {digits} digits: no number here is so large": "{digits}桁の数になっている：そんなに大きい数は使えない",
        "must be a text": "文字列でなければならない。{value} ではなく",
        "there are none": "1つもない",
        "{key} {fault}": "{key} {fault}",
        "a lane needs a name that can be seen": "レーンには目に見える名前が要る",
        "a name has no characters that cannot be shown, this one has {character}": "名前に表示できない文字 {character} がある",
        "a name has at most {most} characters, this one has {length}": "名前は{most}文字まで。これは{length}文字",
    }
)
