"""English of training logs: how they were read, what is seen in them."""

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
    "texts": "texts are passed over",
    "many": "not shown, since there are so many",
    "iterations": "not shown, since they are counted in iterations, and all others in epochs",
}
_LOSSES = {"loss": "training loss", "validation_loss": "validation loss"}


def _percent(share: float) -> str:
    return f"{short(100 * share, 2)} %"


def _not_finite(_: Language, fact: LossNotFinite) -> str:
    which = "validation loss" if fact.validation else "training loss"
    several = f" ({fact.count} values are no numbers)" if fact.count > 1 else ""
    return f"no number: the {which} is {fact.value:g} at step {fact.step}{several}"


def _diverged(_: Language, fact: TrainingDiverged) -> str:
    if fact.lowest >= fact.first:
        return f"diverged: the training loss began at {short(fact.first)} and is {short(fact.last)}"
    return (
        f"diverged: the training loss is {short(fact.last)}, it was {short(fact.lowest)} at step {fact.lowest_at} "
        f"and began at {short(fact.first)}"
    )


def _does_not_learn(_: Language, fact: DoesNotLearn) -> str:
    return f"does not learn: the training loss began at {short(fact.first)} and is {short(fact.last)} after {fact.rows} rows"


def _overfits(_: Language, fact: OverfitsSince) -> str:
    return (
        f"overfits since step {fact.best_at}: validation loss {_percent(fact.rise)} above its best {short(fact.best)} "
        f"after {fact.evaluations} evaluations, training loss {_percent(fact.training_fall)} lower"
    )


def _spikes(_: Language, fact: LossSpikes) -> str:
    where = f"at step {fact.highest_at} to {short(fact.highest)}, from a level of {short(fact.level)}"
    if fact.count == 1:
        return f"a spike of the training loss {where}"
    return f"{fact.count} spikes of the training loss, the first at step {fact.first}, the highest {where}"


def _plateau(_: Language, fact: LossPlateau) -> str:
    return f"on a plateau since step {fact.since}: training loss about {short(fact.level)}"


def _still_falls(_: Language, fact: StillFalls) -> str:
    return f"still falls: the training loss fell by {_percent(fact.share)} in the last tenth"


def _too_few(_: Language, fact: TooFewRows) -> str:
    return f"too few values to say anything: {fact.rows}"


def _nothing_wrong(_: Language, fact: NothingWrong) -> str:
    return f"nothing wrong is seen: training loss from {short(fact.first)} to {short(fact.last)}"


def _read(_: Language, fact: LogRead) -> str:
    files = "1 file" if fact.files == 1 else f"{fact.files} files"
    if fact.values == 1:
        return f"{fact.format}, {files}: 1 value, at step {fact.first}"
    steps = f"step {fact.first}" if fact.first == fact.last else f"steps {fact.first} to {fact.last}"
    return f"{fact.format}, {files}: {fact.values:,} values, {steps}"


def _columns_taken(_: Language, fact: ColumnsTaken) -> str:
    pairs = list(zip(fact.quantities, fact.columns, strict=True))
    own = [name for name, column in pairs if name == column and name not in _LOSSES]
    named = [f"{column} = {_LOSSES.get(name, name.replace('_', ' '))}" for name, column in pairs if name not in own]
    others = f"; as they are: {', '.join(own)}" if own else ""
    more = f" and {fact.more} more" if fact.more else ""
    return f"columns: {', '.join(named)}{others}{more}"


def _axes_taken(_: Language, fact: AxesTaken) -> str:
    steps = (
        f"steps: {fact.step}"
        if fact.step and not fact.by_row
        else f"steps: {fact.epoch}"
        if not fact.by_row
        else "steps: rows, counted from 0"
    )
    epochs, times = f"epochs: {fact.epoch}" if fact.epoch else "", f"time: {fact.time}" if fact.time else ""
    return "; ".join(filter(None, (steps, epochs, times)))


def _no_time(_: Language, fact: NoTime) -> str:
    if fact.why == "falls":
        return f"nothing is drawn over time: {fact.column} falls, as durations do; a time rises, or is a date"
    return f"nothing is drawn over time: {fact.column} has neither seconds nor dates, such as 2026-01-31T12:00:00"


def _other_columns(_: Language, fact: OtherColumns) -> str:
    more = f" and {fact.count - len(fact.columns)} more" if fact.count > len(fact.columns) else ""
    names = f"{', '.join(fact.columns)}{more}"
    return f"{_LEFT_OUT[fact.why]}: {names}"


def _no_loss(_: Language, fact: NoLoss) -> str:
    if not fact.columns:
        return "not shown: there is no row with numbers in it"
    more = f" and {fact.count - len(fact.columns)} more" if fact.count > len(fact.columns) else ""
    return f"not shown: no column is named like a loss; say which it is, --take loss=NAME; there are: {', '.join(fact.columns)}{more}"


def _replaced(_: Language, fact: ValuesReplaced) -> str:
    values = "1 value was" if fact.count == 1 else f"{fact.count:,} values were"
    return f"{values} replaced by later ones of the same or an earlier step"


def _unplaced(_: Language, fact: ValuesUnplaced) -> str:
    values = "1 value is" if fact.count == 1 else f"{fact.count:,} values are"
    example = f", as {fact.step}" if fact.step else ""
    return f"{values} left out: the step is no whole number from 0 on{example}"


def _without_step(_: Language, fact: RowsWithoutStep) -> str:
    rows = (
        "1 row has no step, nor has the one before it: it lies"
        if fact.count == 1
        else f"{fact.count:,} rows have no step, nor have those before them: they lie"
    )
    return f"{rows} at the last step that there was, or at 0"


def _short_rows(_: Language, fact: ShortRows) -> str:
    rows = f"line {fact.line} has" if fact.count == 1 else f"{fact.count:,} rows have, from line {fact.line} on,"
    return f"{fact.file}: {rows} fewer cells than there are columns; the last ones were taken for empty"


def _text_cells(_: Language, fact: TextCells) -> str:
    more = f" and {fact.count - len(fact.columns)} more" if fact.count > len(fact.columns) else ""
    cells = "1 cell is" if fact.cells == 1 else f"{fact.cells:,} cells are"
    return f"{cells} text in place of a number, and passed over: {', '.join(fact.columns)}{more}"


def _thinned(_: Language, fact: RowsThinned) -> str:
    rows = "2nd" if fact.stride == 2 else f"{fact.stride:,}th"
    return f"{fact.count:,} values of older rows are left out, since there are so many: every {rows} row is there, and the extremes"


def _missing(_: Language, fact: ColumnMissing) -> str:
    return f"--take {fact.role}={fact.column}: there is no such column yet"


def _file_fault(language: Language, fact: FileFault) -> str:
    return f"{fact.file}: {language.sentence(fact.problem)}"


def _torn(_: Language, fact: RecordTorn) -> str:
    return f"{fact.file}: the last record has no end, and is not read"


def _lanes_left_out(_: Language, fact: LanesLeftOut) -> str:
    runs = "1 run is" if fact.count == 1 else f"{fact.count:,} runs are"
    return f"{runs} left out: at most {fact.most:,} can be shown; give a folder further down, or a pattern"


def _hyper_parameters(_: Language, fact: HyperParameters) -> str:
    return f"{fact.file}: {fact.text}"


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
        "log.healthy": "healthy",
        "log.unknown": "too short",
        "log.wrong": "something is wrong",
        "log.verdict": "{run}: {verdict}",
        "log.rules": "What early stopping would have cost, and kept",
        "log.rules_of": "watched: {what}",
        "log.rules_of_means": "watched: {what}, the mean of {rows} rows at a time",
        "report.log.validation": "validation",
        "log.steps_head": "at step",
        "log.rule": "rule",
        "log.stopped": "stopped at",
        "log.saved": "saved",
        "log.not_stopped": "runs on",
        "log.rule_stopped": "{rule} would have stopped at step {step}",
        "log.rule_not_stopped": "{rule} would not have stopped up to step {step}",
        "log.rule_kept": ", and would have kept {value} of step {best}",
        "log.kept_at": "kept from",
        "log.value": "value",
        "log.lowest": "lowest",
    }
)
