"""Japanese sentences about faults of expressions on a race."""

from __future__ import annotations

from collections.abc import Mapping

from optsim.languages import Maker
from optsim.words.faults import sentences

SENTENCES: Mapping[str, Maker] = sentences(
    {
        "needs a finite number, not {text!r}": "有限の数が要る。{text!r} ではなく",
        "nothing of the lane {lane!r} is called {fact!r}; {suggestion}": "レーン {lane!r} に {fact!r} という値はない。{suggestion}",
        "a status is compared by == or !=, not by {sign}": "statusは == か != で比べる。{sign} ではなく",
        "over(…) stands in no other over(…)": "over(…) の中に over(…) は書けない",
        "over(…) takes a number of seeds first, from 1 to {most}": "over(…) の最初の値はシードの数で、1から{most}まで",
        "is nested more than {most} deep": "入れ子が{most}段より深い",
        "{word!r} is of a lane; say of which, for instance {lane}.{word}": "{word!r} はレーンの値なので、どのレーンかを書く。例：{lane}.{word}",
        "no status is called {value!r}; {suggestion}": "{value!r} というstatusはない。{suggestion}",
        "{sign!r} means nothing here (character {character})": "{sign!r} はここでは意味がない（{character}文字目）",
        "must be a {kind}, for instance {example}, and {text!r} is a {own}": "{kind}でなければならない。例：{example}。{text!r} は{own}",
        "needs {needed} where {there} stands (character {character})": "{needed}が要るところに{there}がある（{character}文字目）",
        "nothing is called {name!r}; {suggestion}; lanes are: {lanes}": "{name!r} という名前のものはない。{suggestion}。レーン：{lanes}",
        "{by} needs a {needed}, for instance {example}, not a {kind}": "{by} には{needed}が要る。例：{example}。{kind}ではなく",
        "{sign} compares a {kind} with a {other}; compare two numbers": "{sign} で{kind}と{other}を比べている。2つの数を比べる",
        "{name}(…) takes {counts} values, not {given}": "{name}(…) の値は{counts}個。{given}個ではなく",
        "condition": "条件",
        "number": "数",
        "text": "文字列",
        "{fact} has no parts": "{fact} に成分はない",
        "the end": "終わり",
        "a value": "値",
        "params needs the number of one, for instance params.0": "paramsには成分の番号が要る。例：params.0",
    }
)
