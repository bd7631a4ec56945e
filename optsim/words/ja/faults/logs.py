"""Japanese sentences about faults of training logs."""

from __future__ import annotations

from collections.abc import Mapping

from optsim.languages import Maker
from optsim.words.faults import sentences

SENTENCES: Mapping[str, Maker] = sentences(
    {
        "{path}: there is nothing in it yet; start again when there is a first row": "{path}：まだ空。最初の行が書かれてから始め直す",
        "{path}: no column is named like a loss; say which it is, --take loss=NAME; there are: {columns}": "{path}：損失らしい名前の列がない。どの列か --take loss=列名 で指定する。ある列：{columns}",
        "{path}: no column has numbers, such as 0.5 or 1e-3; those there are have texts: {columns}": "{path}：0.5 や 1e-3 のような数の列がない。ある列はどれも文字列：{columns}",
        "--rule: there are {count} rules, and at most {most} can watch; leave some out": "--rule：規則が{count}個あるが、使えるのは{most}個まで。いくつか減らす",
        "--rule {text}: {key} {fault}; settings are written as in {example}": "--rule {text}：{key}：{fault}。設定の書き方の例：{example}",
        "--rule {text}: no rule is named {name!r}; {suggestion}": "--rule {text}：{name!r} という名前の規則はない。{suggestion}",
        "--rule {text}: settings are written as in {example}": "--rule {text}：設定の書き方が違う。例：{example}",
        "--take {text}: say what a column is, for instance --take loss=train/ce": "--take {text}：列が何かを書く。例：--take loss=train/ce",
        "--take {text}: a column can be no {role!r}; {suggestion}": "--take {text}：列を {role!r} とすることはできない。{suggestion}",
        "takes more memory than there is; give a part of it": "メモリに収まらない。一部だけを開く",
        "{path}: no file has such a name; put the pattern in quotes, or give a folder": "{path}：この名前に合うファイルがない。パターンを引用符で囲むか、フォルダを指定する",
        "{path}: no file of such a name is a log; there are: {known}": "{path}：この名前に合うファイルにログがない。読めるもの：{known}",
        "{path}: has null characters, as a text in UTF-16 has; a log is a text in UTF-8, save it so": "{path}：UTF-16のテキストのようにヌル文字がある。ログはUTF-8のテキストなので、UTF-8で保存する",
        "{path}: no step is a whole number from 0 on, but {step} in the column {column}; say which column counts steps, --take step=NAME": "{path}：ステップが0以上の整数でない（列 {column} の {step} など）。ステップを数える列を --take step=列名 で指定する",
        "--take {role}={column}: {path} has no such column; {suggestion}": "--take {role}={column}：{path} にこの列はない。{suggestion}",
        "{path}: no log is in this folder; there are: {known}": "{path}：このフォルダにログがない。読めるもの：{known}",
        "{path}: is no training log that is known here; there are: {known}": "{path}：読める形式の学習ログではない。読めるもの：{known}",
        "{folder}: has more than {most:,} files; give a folder further down, or a pattern": "{folder}：ファイルが{most:,}個より多い。もっと下のフォルダか、パターンを指定する",
        "line {number} has numbers alone; it must name the columns, for instance: step,loss,val_loss": "{number}行目に数しかない。列名の行が要る。例：step,loss,val_loss",
        "line {number} names no columns of a table: it {why}": "{number}行目は表の列名として読めない：{why}",
        "line {number} is no row of a table: it {why}": "{number}行目は表の行として読めない：{why}",
        "line {number} has {cells} cells, and the first names {columns} columns; a log has the same columns in every line": "{number}行目にセルが{cells}個あるが、最初の行の列名は{columns}個。ログではどの行も列が同じ",
        "line {number} {why}; take it out, or end the log before it": "{number}行目{why}。その行を消すか、ログをその手前で終える",
        "line {number} is no object but {kind}; a log has {{…}} in every line": "{number}行目はオブジェクトではなく {kind}。ログでは各行が {{…}} でなければならない",
        "line {number} {why}; optsim check says more": "{number}行目{why}。詳しくは optsim check で調べる",
        "has no log_history, a list of rows; the Trainer writes it to checkpoint-N/trainer_state.json": "行のリスト log_history がない。Trainerは checkpoint-N/trainer_state.json にこれを書く",
        "{why}; a checkpoint that is whole has JSON": "ファイル{why}。完全なチェックポイントならJSONになっている",
        "has more than {most:,} columns; a log has a column a quantity, not one a step": "列が{most:,}個より多い。ログの列は量ごとに1つで、ステップごとではない",
        "cannot be read: {why}": "読めない：{why}",
        "has a number of too many digits": "に桁が多すぎる数がある",
        "has the end of another line within it": "途中に別の改行文字がある",
        "is nested too deep": "の入れ子が深すぎる",
        "is no JSON: {error}, at character {column}": "がJSONになっていない（{column}文字目）",
        "is no JSON: {error}, at line {line}, character {column}": "がJSONになっていない（{line}行目の{column}文字目）",
        "has a cell of more than {most:,} characters": "{most:,}文字より長いセルがある",
        "line {number} has more than {most} MB: a log has a row a line": "{number}行目が{most}MBより長い：ログは1行に1件書く",
        "line 1 is not in UTF-8 but in UTF-16; save it as UTF-8": "1行目がUTF-8ではなくUTF-16になっている。UTF-8で保存する",
        "the record at byte {at:,} is damaged: its checksum is another one; what follows it is not read": "{at:,}バイト目のレコードが壊れている：チェックサムが合わない。その後は読まない",
        "the record at byte {at:,} has no end": "{at:,}バイト目のレコードに終わりがない",
        "the record at byte {at:,} holds no event of TensorBoard; what follows it is not read": "{at:,}バイト目のレコードがTensorBoardのイベントではない。その後は読まない",
        "line {number} has a quotation mark that nothing closes; close it, or take it out": "{number}行目に閉じていない引用符がある。閉じるか、取り除く",
        "has more than {most} MB; a log of so many rows is better a file of a row a line": "{most}MBより大きい。行がこれほど多いログは、1行に1件のファイルにするとよい",
        "row {number} of log_history is no object; the Trainer writes {{…}}": "log_history の{number}行目がオブジェクトではない。Trainerは {{…}} を書く",
        "is not in UTF-8, from byte {at:,} on": "が{at:,}バイト目からUTF-8になっていない",
        "a record holds no event; it is no file of TensorBoard": "レコードがイベントではない。TensorBoardのファイルではない",
    }
)
