"""English on what was read from a data file, and on its examples."""

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
_SEPARATORS = MappingProxyType({",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", " ": "blank"})


def _file_read(_: Language, fact: FileRead) -> str:
    names = f"names in line {fact.names_line}" if fact.names_line else "no line of names"
    separator = _SEPARATORS.get(fact.separator, repr(fact.separator))
    encoding = "" if fact.encoding == "UTF-8" else f", {fact.encoding}"
    what = f"{fact.path}: {_rows(fact.rows)}, {fact.columns} columns, {names}, separator {separator}"
    return f'{what}, decimal mark "{fact.decimal}"{encoding}'


def _outside_of_folder(_: Language, fact: OutsideOfFolder) -> str:
    return f"the data are read from outside of the scenario's folder: {fact.path}"


def _target(_: Language, fact: Target) -> str:
    return fact.column


def _inputs(_: Language, fact: Inputs) -> str:
    return _listed(fact.columns, _MOST_INPUTS)


def _one_hot(_: Language, fact: OneHot) -> str:
    return f"{fact.column}: a column of 0 and 1 for each of {_listed(fact.texts)}"


def _truth_columns(_: Language, fact: TruthColumns) -> str:
    return f"{_listed(fact.columns)}: true is 1, false 0"


def _left_out(language: Language, fact: LeftOut) -> str:
    return f"{_listed(fact.columns)}: {language.sentence(fact.why)}"


def _no_values(_: Language, _fact: NoValues) -> str:
    return "no values"


def _not_among_inputs(_: Language, _fact: NotAmongInputs) -> str:
    return "not among inputs"


def _text_left_out(_: Language, _fact: TextLeftOut) -> str:
    return 'text, and text = "leave"'


def _too_many_texts(_: Language, fact: TooManyTexts) -> str:
    if fact.by_default:
        return f'text with {fact.texts} different values, more than {fact.most}; text = "one-hot" takes it'
    return f"text with {fact.texts} different values; one-hot takes up to {fact.most}"


def _row_numbers(_: Language, fact: RowNumbers) -> str:
    return f"{fact.column} counts the rows and is an input; name inputs without it to leave it out"


def _dropped(_: Language, fact: Dropped) -> str:
    why = f"with missing values ({_holes(fact.holes)})" if fact.holes else "without a target"
    return f"{fact.rows} of {_rows(fact.of)} {why}"


def _mean_for_missing(_: Language, fact: MeanForMissing) -> str:
    return f"the mean of the training rows stands for missing values ({_holes(fact.holes)})"


def _examples(_: Language, fact: Examples) -> str:
    return f"{fact.training} to train on, {fact.held_out} held out, drawn by the seed"


def _class_counts(_: Language, fact: ClassCounts) -> str:
    return _listed([f"{name} {count}" for name, count in fact.counts])


def _scale(_: Language, fact: Scale) -> str:
    one_hot = ", one-hot ones too," if fact.one_hot else ""
    unit = f"{fact.deviation:.4g} in the unit of {fact.target} (seed {fact.seed})"
    return f"every column{one_hot} has mean 0 and deviation 1 in the training rows; a loss of 1 is an error of {unit}"


def _constant_target(_: Language, fact: ConstantTarget) -> str:
    return f"{fact.target} is the same in {_training_rows(fact.seed)}: there is nothing to learn"


def _constant_left_out(_: Language, fact: ConstantLeftOut) -> str:
    where = _training_rows(fact.seed)
    return f"{_listed(fact.columns)}: the same in {where} but for rounding, so 0 in every row"


def _constant_not_scaled(_: Language, fact: ConstantNotScaled) -> str:
    return f"{_listed(fact.columns)}: the same in {_training_rows(fact.seed)}"


def _far_away(_: Language, fact: FarAway) -> str:
    far = _listed([f"{column} {deviations:.2g}" for column, deviations in fact.columns])
    return f"held-out values in deviations from the training mean: {far}; they dominate the validation loss"


def _nothing_held_out(_: Language, fact: NothingHeldOut) -> str:
    watched = ": the rule watches the training loss" if fact.watched else ""
    return f"0 held-out examples after rounding ({fact.rows} rows, validation {fact.validation:g}){watched}"


def _training_rows(seed: int) -> str:
    return f"all training rows (seed {seed})"


def _rows(count: int) -> str:
    return f"{count} row{'s' * (count != 1)}"


def _holes(holes: Holes) -> str:
    return _listed([f"{column} {count}" for column, count in holes])


def _listed(items: Iterable[str], most: int = _MOST_LISTED) -> str:
    """Return some items, and how many more there are."""
    every = list(items)
    more = [f"and {len(every) - most} more"] if len(every) > most else []
    return ", ".join(every[:most] + more)


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
        "data.about.data": "data",
        "data.about.outside": "outside",
        "data.about.target": "target",
        "data.about.inputs": "inputs",
        "data.about.one_hot": "one-hot",
        "data.about.truth": "0 and 1",
        "data.about.left_out": "left out",
        "data.about.row_numbers": "row numbers",
        "data.about.dropped": "dropped",
        "data.about.missing": "missing",
        "data.about.examples": "examples",
        "data.about.classes": "classes",
        "data.about.scale": "scale",
        "data.about.not_scaled": "not scaled",
        "data.about.far_away": "far away",
        "data.about.held_out": "held out",
    }
)
