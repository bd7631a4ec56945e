"""Japanese sentences about faults of the sections of scenario files."""

from __future__ import annotations

from collections.abc import Mapping

from optsim.languages import Maker
from optsim.words.faults import sentences

SENTENCES: Mapping[str, Maker] = sentences(
    {
        "no scenario has this name; {suggestion}": "この名前のシナリオはない。{suggestion}",
        "must be an array of tables, each with a step and what changes then": "テーブルの配列でなければならない。どのテーブルにもstepと、そこで変わるものを書く",
        "are {count:,}, and a lane has at most {most:,}": "編集が{count:,}個あるが、1つのレーンには{most:,}個まで",
        "is {step}, but the edit before is at {last}; edits come in the order of their steps": "{step} だが、前の編集は{last}にある。編集はステップの順に書く",
        "holds for the whole lane: it cannot change on the way": "レーン全体に効く設定で、途中では変えられない",
        'is empty; give tables, for instance { kind = "warmup", steps = 50 }, or leave it out': '空になっている。テーブルを書くか、このキーを消す。例：{ kind = "warmup", steps = 50 }',
        "has {count:,} parts, and at most {most} are possible": "{count:,}区間あるが、{most}区間までしか使えない",
        "does nothing in the last part, which goes on; leave it out": "最後の区間は終わりがないので、効果がない。このキーを消す",
        "is missing: this schedule never ends by itself; say how many steps it lasts": "このキーが要る：このスケジュールはひとりでには終わらない。何ステップ続くかを書く",
        "give either steps or epochs, for instance steps = 400": "stepsかepochsのどちらか一方を書く。例：steps = 400",
        "a {name} objective has no data and so no epochs; use steps": "目的関数 {name} にはデータがないので、エポックもない。stepsを使う",
        "are {steps:,} steps in all, and a race has at most {most:,}": "全部で{steps:,}ステップになるが、レースは{most:,}ステップまで",
        "there are {count:,} rules, and at most {most} can watch": "規則が{count:,}個あるが、{most}個までしか使えない",
        'there is none; add for instance [lanes.adam] with optimizer = "adam"': 'レーンがない。例：[lanes.adam] と optimizer = "adam" を書き足す',
        "there are {count:,}, and at most {most:,} can race": "レーンが{count:,}個あるが、{most:,}個までしか走れない",
        "is the same name as {other} in another spelling of its letters; give one of them another": "{other} と同じ名前で、文字の表し方が違うだけ。どちらかに別の名前をつける",
        "no group is named {value}; there are: {known}": "{value} という名前のグループはない。使えるもの：{known}",
        "must be one line": "1行でなければならない",
        "no {kind} is named {value!r}; {suggestion}": "{value!r} という名前のものはない。{suggestion}",
        "must be the name of an {kind}, not {value!r}": "名前でなければならない。{value!r} ではなく",
        "is missing: a table [objective] with kind = one of {known}": "テーブル [objective] が要る。kind には次のどれかを書く：{known}",
        "has no meaning together with path: the file says it": "pathがあるときは意味がない：ファイルで決まる",
        'says how a file is read; give its path = "file.csv"': 'ファイルの読み方を決めるキー。path = "file.csv" も要る',
        "must be the name of a language, of 2 to 8 letters, for instance [text.ja]": "2文字から8文字の言語の名前でなければならない。例：[text.ja]",
        "must be a text, the title of the lane, not {value}": "レーンの題（文字列）でなければならない。{value} ではなく",
        "hides {lane!r}, which is the selected lane": "{lane!r} を隠しているが、それは選ばれているレーン",
        'is "{axis}", but there is no data; use "step" or "evaluations"': '"{axis}" だが、データがない。"step" か "evaluations" を使う',
        'is "validation_loss", but nothing is held out here': '"validation_loss" だが、ここには検証データがない',
        'is "{name}", which cannot be measured on this objective; use "loss"': '"{name}" だが、この目的関数では測れない。"loss" を使う',
        'is "distance", but no minimum is known here; use "loss"': '"distance" だが、最小点が知られていない。"loss" を使う',
        'is "gap", but no minimum is known here; use "auto"': '"gap" だが、最小点が知られていない。"auto" を使う',
        "is of a map of two parameters, and there are not two here; leave it out": "2パラメータの地図のためのキーで、ここは2パラメータではない。このキーを消す",
        "names no lane: {name!r}; {suggestion}": "{name!r} という名前のレーンはない。{suggestion}",
        "hides every lane; leave one": "すべてのレーンを隠している。1つは残す",
        "has {dim:,} parameters, and at most {most:,} can race": "パラメータが{dim:,}個あるが、{most:,}個までしか走れない",
        "names one panel, or two different ones": "パネルは1つか、違う2つを書く",
        "must be two ranges, each from low to high, for instance [[-1, 3], [0, 2]]": "2つの範囲（それぞれ小さい数から大きい数へ）でなければならない。例：[[-1, 3], [0, 2]]",
        "must be two numbers from 0 on, the lower one first, for instance [0, 20]": "0以上の2つの数で、小さいほうが先でなければならない。例：[0, 20]",
        "is too large: {lanes} lanes with {each:,} numbers each, and there is room for {most:,} in all": "大きすぎる：レーン{lanes}本に{each:,}個ずつの数が要るが、全部で{most:,}個まで",
        "has {dim:,} parameters, and at most {most:,} are possible on the command line; a file can have more": "パラメータが{dim:,}個あるが、コマンドラインでは{most:,}個まで。ファイルならもっと使える",
        "one for each say that is not empty": "空でないsayごとに1つ",
        "one for each mark": "markごとに1つ",
        "captions": "字幕",
        "chapters": "章",
        'must be a list of {what}, for instance ["…", "…"], not {value}': '{what}のリストでなければならない。例：["…", "…"]。{value} ではなく',
        "translates the {what} of [demo], and there is none that can be used; leave it out, or add one": "[demo] の{what}の翻訳だが、使える [demo] がない。このキーを消すか、[demo] を書き足す",
        "must have as many {what} as [demo], {needed}, not {count}: {each}, in their order": "{what}は [demo] と同じ{needed}個でなければならない。{count}個ではなく。{each}、その順に書く",
        "is missing; there are: {known}": "名前が要る。使えるもの：{known}",
        "no settings of {optimizer} are known as {library!r}; {suggestion}": "{optimizer}に {library!r} という名前の設定はない。{suggestion}",
        "no settings of {optimizer} are known as {library!r}": "{optimizer}に {library!r} という名前の設定はない",
        "no {kind} is named {value!r}; {suggestion}; a class of your own: --import its module": "{value!r} という名前のものはない。{suggestion}。自分のクラスなら、--import でそのモジュールを読み込む",
        "has no value, or no gradient, at any of the starts that were tried ({tried}); a file can have its own start": "試した開始点（{tried}）のどれでも値か勾配がない。ファイルなら開始点を決められる",
    }
)
