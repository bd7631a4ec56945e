"""Japanese of training logs: how they were read, what is seen in them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from optsim.analysis.insights.training_facts import (
    DoesNotLearn,
    LossNotFinite,
    LossPlateau,
    LossSpikes,
    NothingWrong,
    OverfitsSince,
    StillFalls,
    TooFewRows,
    TrainingDiverged,
)
from optsim.languages import Language, Maker
from optsim.number_format import short
from optsim.playback.logs.facts import (
    AxesTaken,
    ColumnMissing,
    ColumnsTaken,
    FileFault,
    HyperParameters,
    LanesLeftOut,
    LogRead,
    NoLoss,
    NoTime,
    OtherColumns,
    RecordTorn,
    RowsThinned,
    RowsWithoutStep,
    ShortRows,
    TextCells,
    ValuesReplaced,
    ValuesUnplaced,
)

_LEFT_OUT = {
    "texts": "文字列は読み飛ばす",
    "many": "数が多いので表示しない",
    "iterations": "ほかはエポックで数え、これらは反復で数えるので表示しない",
}
_LOSSES = {"loss": "訓練損失", "validation_loss": "検証損失"}


def _percent(share: float) -> str:
    return f"{short(100 * share, 2)} %"


def _not_finite(_: Language, fact: LossNotFinite) -> str:
    which = "検証損失" if fact.validation else "訓練損失"
    several = f"（数でない値が{fact.count}個）" if fact.count > 1 else ""
    return f"数でない：{which}がステップ{fact.step}で {fact.value:g}{several}"


def _diverged(_: Language, fact: TrainingDiverged) -> str:
    if fact.lowest >= fact.first:
        return f"発散：訓練損失は {short(fact.first)} から始まり、今は {short(fact.last)}"
    return (
        f"発散：訓練損失は今 {short(fact.last)}、ステップ{fact.lowest_at}では {short(fact.lowest)}、"
        f"始まりは {short(fact.first)}"
    )


def _does_not_learn(_: Language, fact: DoesNotLearn) -> str:
    return f"学習していない：訓練損失は {short(fact.first)} から始まり、{fact.rows}行のあと {short(fact.last)}"


def _overfits(_: Language, fact: OverfitsSince) -> str:
    return (
        f"ステップ{fact.best_at}から過学習：検証損失は最良の {short(fact.best)} より {_percent(fact.rise)} 高く"
        f"（{fact.evaluations}回の評価のあと）、訓練損失は {_percent(fact.training_fall)} 低い"
    )


def _spikes(_: Language, fact: LossSpikes) -> str:
    where = f"ステップ{fact.highest_at}で水準 {short(fact.level)} から {short(fact.highest)} まで"
    if fact.count == 1:
        return f"訓練損失に突発的な上昇：{where}"
    return f"訓練損失に突発的な上昇が{fact.count}回、最初はステップ{fact.first}、最大は{where}"


def _plateau(_: Language, fact: LossPlateau) -> str:
    return f"ステップ{fact.since}から横ばい：訓練損失はおよそ {short(fact.level)}"


def _still_falls(_: Language, fact: StillFalls) -> str:
    return f"まだ下がっている：訓練損失は最後の一割で {_percent(fact.share)} 下がった"


def _too_few(_: Language, fact: TooFewRows) -> str:
    return f"値が少なくて何も言えない：{fact.rows}個"


def _nothing_wrong(_: Language, fact: NothingWrong) -> str:
    return f"おかしな点は見られない：訓練損失は {short(fact.first)} から {short(fact.last)} へ"


def _read(_: Language, fact: LogRead) -> str:
    return f"{fact.format}、ファイル{fact.files}個：値{fact.values:,}個、ステップ{fact.first}から{fact.last}"


def _columns_taken(language: Language, fact: ColumnsTaken) -> str:
    pairs = list(zip(fact.quantities, fact.columns, strict=True))
    own = [name for name, column in pairs if name == column and name not in _LOSSES]
    titles = {name: _LOSSES.get(name) or language.title_of(f"quantity.{name}.title", name) for name, _ in pairs}
    named = [f"{column} = {titles[name]}" for name, column in pairs if name not in own]
    others = f"。そのまま：{'、'.join(own)}" if own else ""
    more = f"、ほか{fact.more}列" if fact.more else ""
    return f"列：{'、'.join(named)}{others}{more}"


def _axes_taken(_: Language, fact: AxesTaken) -> str:
    steps = "ステップ：行を0から数える"
    if not fact.by_row:
        steps = f"ステップ：{fact.step or fact.epoch}"
    epochs, times = f"エポック：{fact.epoch}" if fact.epoch else "", f"時刻：{fact.time}" if fact.time else ""
    return "。".join(filter(None, (steps, epochs, times)))


def _no_time(_: Language, fact: NoTime) -> str:
    if fact.why == "falls":
        return f"時刻を横軸にできない：{fact.column} は所要時間のように減ることがある。時刻は増えるか、日時である"
    return f"時刻を横軸にできない：{fact.column} は秒でも 2026-01-31T12:00:00 のような日時でもない"


def _other_columns(_: Language, fact: OtherColumns) -> str:
    more = f"ほか{fact.count - len(fact.columns)}列" if fact.count > len(fact.columns) else ""
    names = f"{'、'.join(fact.columns)}{more}"
    return f"{_LEFT_OUT[fact.why]}：{names}"


def _no_loss(_: Language, fact: NoLoss) -> str:
    if not fact.columns:
        return "表示しない：数値のある行がない"
    more = f"ほか{fact.count - len(fact.columns)}列" if fact.count > len(fact.columns) else ""
    return f"表示しない：損失らしい名前の列がない。どの列か --take loss=列名 で指定する。ある列：{'、'.join(fact.columns)}{more}"


def _replaced(_: Language, fact: ValuesReplaced) -> str:
    return f"同じか前のステップの、あとから書かれた値で{fact.count:,}個を置き換えた"


def _unplaced(_: Language, fact: ValuesUnplaced) -> str:
    example = f"（例：{fact.step}）" if fact.step else ""
    return f"{fact.count:,}個の値を除いた：ステップが0以上の整数でない{example}"


def _without_step(_: Language, fact: RowsWithoutStep) -> str:
    return f"{fact.count:,}行は、前の行と同じくステップがなく、最後にあったステップか0に置いた"


def _short_rows(_: Language, fact: ShortRows) -> str:
    rows = f"{fact.line}行目" if fact.count == 1 else f"{fact.line}行目からの{fact.count:,}行"
    return f"{fact.file}：{rows}は列よりセルが少なく、足りない分は空とみなした"


def _text_cells(_: Language, fact: TextCells) -> str:
    more = f"ほか{fact.count - len(fact.columns)}列" if fact.count > len(fact.columns) else ""
    return f"数でなく文字列のセル{fact.cells:,}個を読み飛ばす：{'、'.join(fact.columns)}{more}"


def _thinned(_: Language, fact: RowsThinned) -> str:
    return f"値が多いため、古い行の{fact.count:,}個を省いた：{fact.stride:,}行ごとの行と極値は残っている"


def _missing(_: Language, fact: ColumnMissing) -> str:
    return f"--take {fact.role}={fact.column}：まだこの列はない"


def _file_fault(language: Language, fact: FileFault) -> str:
    return f"{fact.file}：{language.sentence(fact.problem)}"


def _torn(_: Language, fact: RecordTorn) -> str:
    return f"{fact.file}：最後の記録に終わりがないので、読まない"


def _lanes_left_out(_: Language, fact: LanesLeftOut) -> str:
    return f"{fact.count:,}個の実行を除いた：示せるのは{fact.most:,}個まで。下のフォルダーかパターンを指定する"


def _hyper_parameters(_: Language, fact: HyperParameters) -> str:
    return f"{fact.file}：{fact.text}"


SENTENCES: Mapping[str, Maker] = MappingProxyType(
    {
        LossNotFinite.code: _not_finite,
        TrainingDiverged.code: _diverged,
        DoesNotLearn.code: _does_not_learn,
        OverfitsSince.code: _overfits,
        LossSpikes.code: _spikes,
        LossPlateau.code: _plateau,
        StillFalls.code: _still_falls,
        TooFewRows.code: _too_few,
        NothingWrong.code: _nothing_wrong,
        LogRead.code: _read,
        ColumnsTaken.code: _columns_taken,
        AxesTaken.code: _axes_taken,
        NoLoss.code: _no_loss,
        NoTime.code: _no_time,
        OtherColumns.code: _other_columns,
        ValuesReplaced.code: _replaced,
        ValuesUnplaced.code: _unplaced,
        RowsWithoutStep.code: _without_step,
        TextCells.code: _text_cells,
        ShortRows.code: _short_rows,
        ColumnMissing.code: _missing,
        RowsThinned.code: _thinned,
        FileFault.code: _file_fault,
        RecordTorn.code: _torn,
        LanesLeftOut.code: _lanes_left_out,
        HyperParameters.code: _hyper_parameters,
    }
)

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "log.healthy": "健全",
        "log.unknown": "短すぎる",
        "log.wrong": "おかしな点がある",
        "log.verdict": "{run}：{verdict}",
        "log.rules": "早期終了ならかかった費用と残ったもの",
        "log.rules_of": "監視：{what}",
        "log.rules_of_means": "監視：{what}、{rows}行ごとの平均",
        "report.log.validation": "検証",
        "log.steps_head": "ステップ",
        "log.rule": "規則",
        "log.stopped": "終了",
        "log.saved": "節約",
        "log.not_stopped": "続行",
        "log.rule_stopped": "{rule} ならステップ{step}で止めていた",
        "log.rule_not_stopped": "{rule} はステップ{step}までには止めなかった",
        "log.rule_kept": "。採用はステップ{best}の {value}",
        "log.kept_at": "採用",
        "log.value": "値",
        "log.lowest": "最小",
    }
)
