"""Japanese sentences about faults of formulas of objectives."""

from __future__ import annotations

from collections.abc import Mapping

from optsim.languages import Maker
from optsim.words.faults import sentences

SENTENCES: Mapping[str, Maker] = sentences(
    {
        "is a vector; sum(…), dot(…, …) or norm(…) makes it one number": "ベクトルになっている。sum(…)、dot(…, …)、norm(…) で1つの数にする",
        "has no parameter: write x, y, z or x[0], x[1], …": "パラメータがない：x, y, z か x[0], x[1], … を書く",
        "has at most {most} characters, this one has {count}": "{most}文字までしか使えない。これは{count}文字",
        "is empty": "空になっている",
        "write ** for a power": "べき乗は ** と書く",
        "a formula has no comments": "式にコメントは書けない",
        "this has no meaning here: numbers, + - * / **, parameters, constants and functions have one": "ここでは意味がない：使えるのは数、+ - * / **、パラメータ、定数、関数",
        "nothing is called {name!r}; {suggestion}": "{name!r} という名前のものはない。{suggestion}",
        "must be a whole number": "整数でなければならない",
        "a constant cannot be called {name!r}": "定数の名前に {name!r} は使えない",
        "cannot be read": "読み取れない",
        "is more than {most} levels deep": "入れ子が{most}段より深い",
        "has {dim:,} parameters, and at most {most:,} are possible": "パラメータが{dim:,}個あるが、{most:,}個までしか使えない",
        "has more than {most} operations": "演算が{most}個より多い",
        "this is {number}, no finite number": "これは {number} で、有限の数ではない",
        "only numbers have a meaning here": "ここで使えるのは数だけ",
        "this number is too large": "この数は大きすぎる",
        "{name} is a function: write {name}(…)": "{name} は関数：{name}(…) と書く",
        "an exponent is one number": "指数は1つの数でなければならない",
        "only x has numbered parts": "番号で成分を指せるのは x だけ",
        "there are {dim} parameters, x[0] to x[{last}]; dim says how many": "パラメータは x[0] から x[{last}] までの{dim}個。その数はdimで決まる",
        "no function is called {name!r}; {suggestion}": "{name!r} という名前の関数はない。{suggestion}",
        "{name} takes plain arguments": "{name} に名前つきの引数や * は使えない",
        "{name} is of a vector, as x or x[1:]": "{name} は x や x[1:] のようなベクトルに使う",
        "prod has at most {most} factors, these are {length}": "prodの因数は{most}個までで、ここには{length}個ある",
        "names {last} parameters, and dim is {dim}": "式には{last}個のパラメータがあるが、dimは{dim}",
        "of {dim} parameters there is nothing here": "{dim}個のパラメータのうち、ここに当たるものがない",
        "{fault}, at character {character}": "{fault}（{character}文字目）",
        "{name} and x as a vector do not go together: write x[{place}]": "ベクトルの x といっしょに {name} は使えない：x[{place}] と書く",
        "{name} takes {count} argument": "{name} の引数は{count}個",
        "{name} takes {count} arguments": "{name} の引数は{count}個",
        "cannot be read here": "ここから読み取れない",
        "something is missing here: write * for a product": "ここに何か足りない：掛け算は * と書く",
        "these have {lengths} entries": "成分の数が違う：{lengths}個",
    }
)
