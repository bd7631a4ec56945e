"""Japanese sentences about faults of demos: keys, conditions, texts."""

from __future__ import annotations

from collections.abc import Mapping

from optsim.languages import Maker
from optsim.words.faults import sentences

SENTENCES: Mapping[str, Maker] = sentences(
    {
        'must be a name, an operator (< <= > >= == !=) and a number, for instance "step >= 200" or "adam.loss < 0.1"': '名前、演算子（< <= > >= == !=）、数でなければならない。例："step >= 200" や "adam.loss < 0.1"',
        "needs a finite number after {operator}, not {number!r}": "{operator} の後には有限の数が要る。{number!r} ではなく",
        "no key is called {key!r}; {suggestion}": "{key!r} というキーはない。{suggestion}",
        "{name} is not for a demo: it is the person's, to leave": "{name} はデモでは使えない：終わるために人が押すキー",
        "must be columns and rows, for instance [100, 30], not {value}": "桁数と行数でなければならない。例：[100, 30]。{value} ではなく",
        "must be the name of a language, not {value}; {suggestion}": "言語の名前でなければならない。{value} ではなく。{suggestion}",
        'must be an array of tables [[demo.do]], each with one verb, for instance press = "space"': 'テーブルの配列 [[demo.do]] でなければならない。どのテーブルにも動作を1つ書く。例：press = "space"',
        "has at most {most} tables, these are {count}": "テーブルは{most}個までで、ここには{count}個ある",
        'is how long a caption stays, and belongs to say; for a pause there is "wait"': '字幕を出しておく時間で、sayといっしょに書く。間を置くには "wait" を使う',
        'must be a key or a list of keys, for instance ["→", "space"], not {value}': 'キーボードのキーか、そのリストでなければならない。例：["→", "space"]。{value} ではなく',
        "must be 1 to {most} keys, not {count}": "キーは1個から{most}個まででなければならない。{count}個ではなく",
        'must be a condition, for instance "step >= 200", not {value}': '条件でなければならない。例："step >= 200"。{value} ではなく',
        "must be a name for a file: up to 40 letters, digits, - and _, not {value}": "ファイルの名前でなければならない：40字までの文字、数字、-、_。{value} ではなく",
        'has no verb; "rest" stands beside say': '動作がない。"rest" はsayといっしょに書く',
        "has no verb; there are: {known}": "動作がない。使えるもの：{known}",
        "is the name of a still already, that of {at}[{first}]": "この名前の静止画はすでにある：{at}[{first}]",
        "a key is one character, or one of {names}, f1 … f12, or one of these after shift+, ctrl+": "キーは1文字か、{names}、f1 … f12 のどれか、またはそれらの前に shift+、ctrl+ をつけたもの",
        "did you mean '{key}'?": "'{key}' のことか",
        "must be columns and rows from {least} to {most}, not {given}": "桁数と行数は {least} から {most} まででなければならない。{given} ではなく",
        "has {count} verbs, {verbs}; give each a table [[demo.do]] of its own": "動作が{count}個ある：{verbs}。それぞれ別のテーブル [[demo.do]] に書く",
        'must be a text that can be seen, or "" to clear it': '目に見える文字列か、消すための "" でなければならない',
        "has at most {most} lines, this one has {count}": "{most}行までしか使えない。これは{count}行",
    }
)
