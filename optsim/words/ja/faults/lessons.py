"""Japanese sentences about faults of lesson files."""

from __future__ import annotations

from collections.abc import Mapping

from optsim.languages import Maker
from optsim.words.faults import sentences

SENTENCES: Mapping[str, Maker] = sentences(
    {
        "must be a group of the course, not {value}; there are: {known}": "コースの分野でなければならない。{value} ではなく。使えるもの：{known}",
        "must be 1 to {most} numbers of days, for instance [1, 7, 30], not {value}": "1個から{most}個の日数でなければならない。例：[1, 7, 30]。{value} ではなく",
        "no lesson has this name; {suggestion}": "この名前のレッスンはない。{suggestion}",
        "must be {least} to {most} answers, each with text and holds": "答えは{least}個から{most}個で、それぞれにtextとholdsが要る",
        "must say how far off an answer may be: within = 5, or within_percent = 10, one of them": "答えの許容範囲が要る：within = 5 か within_percent = 10 のどちらか一方",
        "must name {each_lane}, which stands for each lane: {each_lane}.loss": "各レーンを表す {each_lane} が要る：{each_lane}.loss",
        'must be a condition, for instance "gd.loss < adam.loss", not {value}': '条件でなければならない。例："gd.loss < adam.loss"。{value} ではなく',
        'must be an expression, for instance "{example}", not {value}': '計算式でなければならない。例："{example}"。{value} ではなく',
        'must be a table with text = "…" and holds = "…"': 'text = "…" と holds = "…" のあるテーブルでなければならない',
        "asks for parameter {part}, and there are {dim}, from 0 to {last}": "パラメータ{part}を使っているが、あるのは0から{last}までの{dim}個",
        "must be a list of two numbers or more, not {value}": "2つ以上の数のリストでなければならない。{value} ではなく",
        "needs from and to, two numbers, or among, a list of them: {example}": "from と to（2つの数）か、among（数のリスト）が要る：{example}",
        "has among, and from or to beside it; leave one of them out": "among と、from や to の両方がある。一方を消す",
        "must say which keys of the scenario it sets, and times what: {example}": "シナリオのどのキーに何倍の値を入れるかが要る：{example}",
        "must be a number, by which the draw is multiplied, not {value}": "引いた値に掛ける数でなければならない。{value} ではなく",
        "leads nowhere in the scenario: there is no {part!r}": "シナリオにこのキーに当たるものがない：{part!r} がない",
        'is missing: [[predict]] with question = "…", one table for each question': '[[predict]] が要る。question = "…" のあるテーブルを質問ごとに1つ書く',
        "has at most {most} questions, these are {count}": "質問は{most}個までで、ここには{count}個ある",
        "must be the name of a scenario or its tables, not {value}": "シナリオの名前か、そのテーブルでなければならない。{value} ではなく",
        'must be a list of lanes, for instance ["gd", "adam"], not {value}': 'レーンのリストでなければならない。例：["gd", "adam"]。{value} ではなく',
        "cannot be read: {error}": "読めない：{error}",
        "is missing: the name of a scenario, here or at the top of the file": "シナリオの名前が要る。ここか、ファイルの先頭に書く",
        "{verb} is not for a lesson; there are: {known}": "{verb} はレッスンでは使えない。使えるもの：{known}",
        'must be a list of keys, for instance ["+", "e"], not {value}': 'キーボードのキーのリストでなければならない。例：["+", "e"]。{value} ではなく',
        'is missing: a way to the goal, for instance [{ press = "+" }, { press = "end" }]': '目標に着く手順が要る。例：[{ press = "+" }, { press = "end" }]',
        "presses {key!r}, which is locked": "{key!r} を押しているが、このキーは使えなくしてある",
        "must be a point of the map, for instance [1.0, 0.5], not {value}": "地図の点でなければならない。例：[1.0, 0.5]。{value} ではなく",
        "{verb} solves nothing; there are: {known}": "{verb} は解答の手順には使えない。使えるもの：{known}",
        "must be a text that can be seen": "目に見える文字列でなければならない",
        'must be a list of answers, for instance [{{ text = "…" }}], not {value}': '答えのリストでなければならない。例：[{{ text = "…" }}]。{value} ではなく',
        'must be a list of tables, each with question = "…"': 'question = "…" のあるテーブルのリストでなければならない',
        "must have as many questions as [[predict]], {count}": "質問は [[predict]] と同じ{count}個でなければならない",
        "is missing: a text": "文字列が要る",
        "must have as many answers as predict[{number}], {count}": "答えは predict[{number}] と同じ{count}個でなければならない",
        "stands in one language only; give it in both, or in none": "片方の言語にしかない。両方に書くか、両方から消す",
        "is so wide that every step is right; make it smaller": "広すぎて、どのステップでも正解になる。小さくする",
        "a value in {text!r} is not measured on its race": "{text!r} の中の値は、そのレースでは測れない",
        "with {settings} and seed {seed}": "{settings}、シード{seed}",
        "with seed {seed} and {numerics} numerics": "シード{seed}、数値計算 {numerics}",
        "{when} the answer is {answer}, and with the first seed {first}; choose other settings, or say depends_on_seed = true": "{when}では答えが {answer}、最初のシードでは {first}。別の設定にするか、depends_on_seed = true と書く",
        "no answer holds {when}; one has to": "{when}では成り立つ答えがない。1つだけ成り立たなければならない",
        "there is no answer {when}": "{when}では答えがない",
        "{answers} hold {when}; one has to": "{when}では {answers} が成り立つ。1つだけ成り立たなければならない",
        "{answers} are right, since lanes are equal, {when}; one has to": "{when}では、等しいレーンがあるので {answers} がどれも正解になる。正解は1つでなければならない",
        "with {settings} there is no race: {error}": "{settings} ではレースができない：{fault}",
        "{{…}} {fault}": "{{…}} の中：{fault}",
        "must have the same values in {{}} as the text itself: {values}": "{{}} の中の値は元の文と同じでなければならない：{values}",
        "none": "なし",
        "must be a number from 0 on, not {value}": "0以上の数でなければならない。{value} ではなく",
        "must be a number from 0 to below 100, not {value}": "0以上100未満の数でなければならない。{value} ではなく",
        '{least} to {most} lanes can be ordered, here are {count}; say which: lanes = ["gd", "adam"]': '順位をつけられるのは{least}本から{most}本のレーンで、ここには{count}本ある。どれかを書く：lanes = ["gd", "adam"]',
        'belongs to a question of kind = {owners}; a question of kind = "{kind}" has {own}': 'kind = {owners} の質問のためのキー。kind = "{kind}" の質問にあるのは {own}',
    }
)
