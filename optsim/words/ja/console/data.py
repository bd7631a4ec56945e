"""Japanese on what was read from a data file, and on its examples."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from optsim.languages import Language, Maker
from optsim.scenario.data.facts import (
    ClassCounts,
    ConstantLeftOut,
    ConstantNotScaled,
    ConstantTarget,
    Dropped,
    Examples,
    FarAway,
    FileRead,
    Holes,
    Inputs,
    LeftOut,
    MeanForMissing,
    NotAmongInputs,
    NothingHeldOut,
    NoValues,
    OneHot,
    OutsideOfFolder,
    RowNumbers,
    Scale,
    Target,
    TextLeftOut,
    TooManyTexts,
    TruthColumns,
)

_MOST_INPUTS, _MOST_LISTED = 12, 8
_SEPARATORS = MappingProxyType({",": "カンマ", ";": "セミコロン", "\t": "タブ", "|": "縦線", " ": "空白"})


def _file_read(_: Language, fact: FileRead) -> str:
    names = f"名前は{fact.names_line}行目" if fact.names_line else "名前の行なし"
    separator = _SEPARATORS.get(fact.separator, repr(fact.separator))
    encoding = "" if fact.encoding == "UTF-8" else f"、{fact.encoding}"
    what = f"{fact.path}：{fact.rows}行、{fact.columns}列、{names}、区切り {separator}"
    return f"{what}、小数点「{fact.decimal}」{encoding}"


def _outside_of_folder(_: Language, fact: OutsideOfFolder) -> str:
    return f"データはシナリオのフォルダの外から読む：{fact.path}"


def _target(_: Language, fact: Target) -> str:
    return fact.column


def _inputs(_: Language, fact: Inputs) -> str:
    return _listed(fact.columns, _MOST_INPUTS)


def _one_hot(_: Language, fact: OneHot) -> str:
    return f"{fact.column}：{_listed(fact.texts)} のそれぞれに0と1の列"


def _truth_columns(_: Language, fact: TruthColumns) -> str:
    return f"{_listed(fact.columns)}：真は1、偽は0"


def _left_out(language: Language, fact: LeftOut) -> str:
    return f"{_listed(fact.columns)}：{language.sentence(fact.why)}"


def _no_values(_: Language, _fact: NoValues) -> str:
    return "値がない"


def _not_among_inputs(_: Language, _fact: NotAmongInputs) -> str:
    return "inputsにない"


def _text_left_out(_: Language, _fact: TextLeftOut) -> str:
    return 'テキストで、text = "leave"'


def _too_many_texts(_: Language, fact: TooManyTexts) -> str:
    if fact.by_default:
        return f'{fact.texts}種類のテキスト（{fact.most}種類まで）。text = "one-hot" なら使う'
    return f"{fact.texts}種類のテキスト。one-hotは{fact.most}種類まで"


def _row_numbers(_: Language, fact: RowNumbers) -> str:
    return f"{fact.column}は行番号だが入力になっている。外すにはinputsにそれ以外を書く"


def _dropped(_: Language, fact: Dropped) -> str:
    why = f"値の欠けた（{_holes(fact.holes)}）" if fact.holes else "目標値のない"
    return f"{fact.of}行のうち{why}{fact.rows}行"


def _mean_for_missing(_: Language, fact: MeanForMissing) -> str:
    return f"欠けた値（{_holes(fact.holes)}）は訓練データの平均とする"


def _examples(_: Language, fact: Examples) -> str:
    return f"訓練{fact.training}件、検証{fact.held_out}件、シードで分ける"


def _class_counts(_: Language, fact: ClassCounts) -> str:
    return _listed([f"{name} {count}" for name, count in fact.counts])


def _scale(_: Language, fact: Scale) -> str:
    one_hot = "（one-hotの列も）" if fact.one_hot else ""
    unit = f"{fact.target}の単位で {fact.deviation:.4g}（シード{fact.seed}）"
    return f"どの列{one_hot}も訓練データで平均0、標準偏差1。損失1は{unit}の誤差"


def _constant_target(_: Language, fact: ConstantTarget) -> str:
    return f"{fact.target}は{_training_rows(fact.seed)}で同じ値：学ぶものがない"


def _constant_left_out(_: Language, fact: ConstantLeftOut) -> str:
    return f"{_listed(fact.columns)}：{_training_rows(fact.seed)}で丸め誤差を除き同じ値なので、全行で0とする"


def _constant_not_scaled(_: Language, fact: ConstantNotScaled) -> str:
    return f"{_listed(fact.columns)}：{_training_rows(fact.seed)}で同じ値"


def _far_away(_: Language, fact: FarAway) -> str:
    far = _listed([f"{column} {deviations:.2g}" for column, deviations in fact.columns])
    return f"検証データの、訓練データの平均からの標準偏差単位の距離：{far}。検証損失を左右する"


def _nothing_held_out(_: Language, fact: NothingHeldOut) -> str:
    watched = "：規則は訓練損失を監視する" if fact.watched else ""
    return f"丸めると検証データが0件（{fact.rows}行、validation {fact.validation:g}）{watched}"


def _training_rows(seed: int) -> str:
    return f"すべての訓練データ（シード{seed}）"


def _holes(holes: Holes) -> str:
    return _listed([f"{column} {count}" for column, count in holes])


def _listed(items: Iterable[str], most: int = _MOST_LISTED) -> str:
    """Return some items, and how many more there are."""
    every = list(items)
    more = [f"ほか{len(every) - most}"] if len(every) > most else []
    return "、".join(every[:most] + more)


SENTENCES: Mapping[str, Maker] = MappingProxyType(
    {
        FileRead.code: _file_read,
        OutsideOfFolder.code: _outside_of_folder,
        Target.code: _target,
        Inputs.code: _inputs,
        OneHot.code: _one_hot,
        TruthColumns.code: _truth_columns,
        LeftOut.code: _left_out,
        NoValues.code: _no_values,
        NotAmongInputs.code: _not_among_inputs,
        TextLeftOut.code: _text_left_out,
        TooManyTexts.code: _too_many_texts,
        RowNumbers.code: _row_numbers,
        Dropped.code: _dropped,
        MeanForMissing.code: _mean_for_missing,
        Examples.code: _examples,
        ClassCounts.code: _class_counts,
        Scale.code: _scale,
        ConstantTarget.code: _constant_target,
        ConstantLeftOut.code: _constant_left_out,
        ConstantNotScaled.code: _constant_not_scaled,
        FarAway.code: _far_away,
        NothingHeldOut.code: _nothing_held_out,
    }
)

#: what a fact is about, beside its sentence
TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "data.about.data": "データ",
        "data.about.outside": "外部",
        "data.about.target": "目標値",
        "data.about.inputs": "入力",
        "data.about.one_hot": "one-hot",
        "data.about.truth": "0と1",
        "data.about.left_out": "除外",
        "data.about.row_numbers": "行番号",
        "data.about.dropped": "除いた行",
        "data.about.missing": "欠損値",
        "data.about.examples": "データ数",
        "data.about.classes": "クラス",
        "data.about.scale": "標準化",
        "data.about.not_scaled": "標準化なし",
        "data.about.far_away": "遠い値",
        "data.about.held_out": "検証用",
    }
)
