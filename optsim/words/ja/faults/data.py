"""Japanese sentences about faults of data files."""

from __future__ import annotations

from collections.abc import Mapping

from optsim.languages import Maker
from optsim.words.faults import sentences

SENTENCES: Mapping[str, Maker] = sentences(
    {
        'has more after a closing quote "; a quote within a quoted text is written twice': '閉じる引用符 " の後に文字がある。引用符の中の引用符は2つ重ねて書く',
        "has a NUL character, so this is no text in UTF-8; save the file as CSV in UTF-8": "NUL文字があるので、UTF-8の文字列ではない。UTF-8のCSVとして保存する",
        "is empty: a line of names and a line for each example are needed": "空になっている：名前の行と、例ごとに1行が要る",
        'a quote " that opens in this line is never closed; close it, or double it in a text': 'この行で開く引用符 " が閉じていない。閉じるか、文字列の中では2つ重ねて書く',
        "{count} columns are named {name}; give the number of one, without quotes: {numbers}": "{name} という名前の列が{count}個ある。1つを番号で、引用符なしで指す：{numbers}",
        "{target} is the target; take it out of inputs": "{target} は目標なので、inputsから消す",
        "{twice} is named twice": "{twice} が2回ある",
        "{empty} has no values; take it out of inputs": "{empty} には値がない。inputsから消す",
        'must be one character, as ";" or "\\t", not {mark}': '";" や "\\t" のような1文字でなければならない。{mark} ではなく',
        "there is no column {name}; columns are numbered from 1 to {count}": "{name}番目の列はない。列の番号は1から{count}まで",
        "has a line of names and no examples below it": "名前の行の下に例がない",
        "must be the path of a CSV file": "CSVファイルのパスでなければならない",
        "{place}: there is not enough memory for it": "{place}：メモリが足りない",
        "leaves one row, and needs two at least": "1行しか残らない。少なくとも2行が要る",
        "{column} has no value in the rows that are left; name inputs without it": "{column} は残った行に値がない。inputsにこの列以外を書く",
        "{place}, line {line}: {fault}": "{place}、{line}行目：{fault}",
        "{place}: {fault}": "{place}：{fault}",
        "cannot be read: {place}: {why}": "読めない：{place}：{why}",
        "cannot be read: {place}: {why}; this is an address: download the file, and give its path": "読めない：{place}：{why}。これはアドレスなので、ファイルをダウンロードしてそのパスを書く",
        "cannot be read: {place}: {why}; ~ stands for no folder here: write the whole path": "読めない：{place}：{why}。~ はここではフォルダを表さない：パスをすべて書く",
        "comma": "カンマ",
        "semicolon": "セミコロン",
        "tab": "タブ",
        "bar": "縦線",
        "blank": "空白",
        "has {cells}, line {first_line} has {first_count} (separated by a {separator}); give every line as many, an empty one for a missing value": "この行は{cells}、{first_line}行目は{first_count}個（区切りは{separator}）。どの行も同じ数にして、欠けた値は空にする",
        "byte 0x{byte:02X} is not {encoding}; save the file as UTF-8": "バイト 0x{byte:02X} は{encoding}ではない。UTF-8で保存する",
        'has a cell of more than {most} characters; is a quote " opened and not closed?': '{most}文字より長いセルがある。引用符 " が閉じていないのでは？',
        "{count} cell": "セルが{count}個",
        "{count} cells": "セルが{count}個",
        '{cell} may be {first} or {other}; write decimal = "," for the first, or take these commas out of the file for the other': '{cell} は {first} か {other} か決められない。前者なら decimal = "," と書き、後者ならファイルからこのカンマを消す',
        "lines {first} to {last} all look like names; keep one line of names and delete the others": "{first}行目から{last}行目がどれも名前に見える。名前の行は1行だけ残して、ほかを消す",
        "column {number} ({name}): {cell} {why}": "{number}列目（{name}）：{cell} は{why}",
        "column {number}: {cell} {why}": "{number}列目：{cell} は{why}",
        'has not the decimal mark of the others, "{decimal}"; write all alike, or say decimal = "{other}"': '小数点がほかの "{decimal}" と違う。全部そろえるか、decimal = "{other}" と書く',
        'is no number here; write digits 0 to 9 and the mark "{decimal}", without any other sign': 'ここでは数ではない。0から9の数字と小数点 "{decimal}" だけで書く',
        "is not a number, as most of this column are; write one, or nothing for a missing value": "数ではないが、この列の多くは数。数を書くか、欠けた値なら何も書かない",
        "is beyond the largest number, 1.8e308; write a smaller one, or in another unit": "最大の数 1.8e308 を超える。もっと小さくするか、別の単位で書く",
        'has quote marks that are none in a CSV file; leave them out, or write "': 'CSVの引用符ではない引用符がついている。消すか、" を使う',
        "is nearer to 0 than the smallest number, 4.9e-324; write 0, or in another unit": "最小の数 4.9e-324 よりも0に近い。0と書くか、別の単位で書く",
        'every row has a missing value ({counts}); write missing = "mean", or name inputs without those columns': 'どの行にも欠けた値がある（{counts}）。missing = "mean" と書くか、inputsにそれ以外の列を書く',
        "write target = {name}, or one of {others}": "target = {name} と書く。ほかに使えるもの：{others}",
        "write target = {name}": "target = {name} と書く",
        "no column is named {name}; {suggestion}": "{name} という名前の列はない。{suggestion}",
        'has one column, and needs two, an input and a target; if it has more, say what separates them: separator = ";"': '1列しかないが、入力と目標の2列が要る。列がもっとあるなら、区切りを書く：separator = ";"',
        "leaves no input for the target {target}: {reasons}": "目標 {target} に対する入力が残らない：{reasons}",
        "the target {target} has no values; {others}": "目標 {target} には値がない。{others}",
        "the last column {target} is text ({few}), and what is predicted is a number; {others}": "最後の列 {target} は文字列（{few}）だが、予測するのは数。{others}",
        "the target {target} is text ({few}), and what is predicted is a number; {others}": "目標 {target} は文字列（{few}）だが、予測するのは数。{others}",
        "the file has no column of numbers; write them as 1.5 or -2e3, with no other sign or quote mark": "ファイルに数の列がない。数は 1.5 や -2e3 のように、ほかの記号や引用符なしで書く",
        "the file has no line of names; give the number of the column, from 1 to {count}, without quotes": "ファイルに名前の行がない。列は1から{count}までの番号で、引用符なしで指す",
        "inputs names none": "inputsに列がない",
    }
)
