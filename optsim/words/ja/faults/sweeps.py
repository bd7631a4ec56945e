"""Japanese sentences about faults of sweeps and comparisons."""

from __future__ import annotations

from collections.abc import Mapping

from optsim.languages import Maker
from optsim.words.faults import sentences

SENTENCES: Mapping[str, Maker] = sentences(
    {
        "are drawn from ranges, and there is none; add for instance learning_rate = {example}": "範囲から引くが、範囲がない。例：learning_rate = {example} を書き足す",
        "has {runs:,} runs, and at most {most:,} are possible; take fewer points or seeds, or trials": "実行が{runs:,}回になるが、{most:,}回までしかできない。点かシードを減らすか、trialsを使う",
        'must be "loss < 1e-3" with a number of yours, "final" or "best", not {value}': '"loss < 1e-3"（数は自由）か、"final"、"best" でなければならない。{value} ではなく',
        'is about "validation_loss", but nothing is held out here; use "loss < …"': '"validation_loss" だが、ここには検証データがない。"loss < …" を使う',
        "is an axis that nothing here has; {suggestion}": "この軸に当たる設定がない。{suggestion}",
        "is empty; give values, or leave it out": "空になっている。値を書くか、このキーを消す",
        "has {count:,} values, and at most {most:,} are possible": "値が{count:,}個あるが、{most:,}個までしか使えない",
        "has a value twice; each is run once": "同じ値が2回ある。どの値も1度だけ実行する",
        "is no number, so it has no range; give a list of values": "数ではないので、範囲がない。値のリストを書く",
        "needs both ends, for instance {example}": "両端が要る。例：{example}",
        "must go up, not from {low:g} to {high:g}": "小さい数から大きい数へでなければならない。{low:g} から {high:g} へではなく",
        'has no log scale, which is of numbers above 0; use scale = "lin"': '対数目盛は0より大きい数だけに使える。scale = "lin" を使う',
        'must be "lin" or "log", not {value}': '"lin" か "log" でなければならない。{value} ではなく',
        'begins at 0 or below, which its own scale, log, does not have; say scale = "lin"': '0以下から始まるが、この設定の目盛は対数で、0以下がない。scale = "lin" と書く',
        "is missing: how many values the axis has; or draw trials": "軸の値の個数が要る。またはtrialsを使う",
        "is 1, which is no range; give a list of one value": "1では範囲にならない。値1つのリストを書く",
        "has only {count} whole numbers at {points} points; give as many, or a list": "{points}点に対して整数が{count}個しかない。点を同じ数にするか、リストを書く",
        "does nothing: each lane that has it has an axis of its own; leave it out": "効果がない：この設定のあるレーンには、どれも自分の軸がある。このキーを消す",
        "must be a list of values or a range, for instance {example}, not {value}": "値のリストか範囲でなければならない。例：{example}。{value} ではなく",
        "are of a grid, and trials are drawn; leave one of the two out": "pointsは格子のため、trialsは無作為に引くためのキー。どちらか一方を消す",
        "cannot be {value!r}: {fault}": "{value!r} は使えない：{fault}",
        "cannot be {value!r} in {name}: {fault}": "{name}で {value!r} は使えない：{fault}",
        "{text!r} is no axis; give NAME=FROM..TO:POINTS or NAME=A,B,…, for instance {example}": "{text!r} は軸ではない。NAME=FROM..TO:POINTS か NAME=A,B,… と書く。例：{example}",
        "takes a scenario and two lanes, or two results of sweeps": "シナリオと2つのレーンか、2つのスイープの結果が要る",
        "{one!r} is compared with itself; give two lanes": "{one!r} をそれ自身と比べている。2つのレーンを書く",
        "the goals differ: {one} and {other}": "goalが違う：{one} と {other}",
        "the sweeps have no seed in common, so nothing can be paired": "共通のシードがないので、組にして比べられない",
        "no run has reached the goal, so there is nothing to compare": "目標に届いた実行がないので、比べるものがない",
        "is no plan of a sweep; give a folder that optsim sweep --out has made": "スイープの計画ではない。optsim sweep --out で作ったフォルダを使う",
        "is of optsim {written}, and this is {version}, whose runs may have other bits; take a new folder": "optsim {written} のもので、これは {version}。実行結果の末尾の桁が違うことがあるので、新しいフォルダを使う",
        "cannot be used: {error}": "使えない：{error}",
        "no lane here has a learning rate that could be another one": "変えられる学習率のあるレーンがない",
        "{text!r} is no part; the third of 64 is 3/64, the first 1/64": "{text!r} は分担の番号ではない。64個のうち3番目は 3/64、最初は 1/64",
        "are too many: from {first} on the last one is {last}, and none is above {most}": "多すぎる：{first}から数えると最後のシードは{last}になるが、シードは{most}まで",
    }
)
