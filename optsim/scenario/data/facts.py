"""Facts of a data file and of its examples: what was read, what of it is used, and what was decided on the way."""

from __future__ import annotations

from typing import ClassVar, Literal

from optsim.facts import Fact

#: subject of a fact: the key that is shown beside its sentence
About = Literal[
    "data",
    "outside",
    "target",
    "inputs",
    "one_hot",
    "truth",
    "left_out",
    "row_numbers",
    "dropped",
    "missing",
    "examples",
    "classes",
    "scale",
    "not_scaled",
    "far_away",
    "held_out",
]
Names = tuple[str, ...]
#: names of columns, each with its number of missing values
Holes = tuple[tuple[str, int], ...]


class DataFact(Fact):
    """Base of the facts of data. Names of columns are as messages have them: "column 3" for one without a name."""

    about: ClassVar[About] = "data"
    #: True where it changes what a number means: something was lost, replaced or cannot be scaled
    warns: ClassVar[bool] = False


class FileRead(DataFact):
    """Content of a data file: rows and columns, the line of the names (0: there is none), its marks and encoding."""

    code: ClassVar[str] = "data.file"

    path: str
    rows: int
    columns: int
    names_line: int
    separator: str
    decimal: str
    encoding: str


class OutsideOfFolder(DataFact):
    """The data file is not in the scenario's folder."""

    code: ClassVar[str] = "data.outside"
    about: ClassVar[About] = "outside"

    path: str


class Target(DataFact):
    """The column that is predicted."""

    code: ClassVar[str] = "data.target"
    about: ClassVar[About] = "target"

    column: str


class Inputs(DataFact):
    """The columns that it is predicted from."""

    code: ClassVar[str] = "data.inputs"
    about: ClassVar[About] = "inputs"

    columns: Names


class OneHot(DataFact):
    """A text column that is taken as a column of 0 and 1 for each of its texts."""

    code: ClassVar[str] = "data.one_hot"
    about: ClassVar[About] = "one_hot"

    column: str
    texts: Names


class TruthColumns(DataFact):
    """Columns of truth values, which are taken as 1 and 0."""

    code: ClassVar[str] = "data.truth"
    about: ClassVar[About] = "truth"

    columns: Names


class NoValues(Fact):
    """Every cell of a column is empty."""

    code: ClassVar[str] = "data.no_values"


class NotAmongInputs(Fact):
    """The scenario names its inputs, and a column is none of them."""

    code: ClassVar[str] = "data.not_among_inputs"


class TextLeftOut(Fact):
    """A column is text, and the scenario leaves text out."""

    code: ClassVar[str] = "data.text_left_out"


class TooManyTexts(Fact):
    """A text column has more different texts than are taken; `by_default` where the scenario can have them taken."""

    code: ClassVar[str] = "data.too_many_texts"

    texts: int
    most: int
    by_default: bool


#: reason why a column is not taken
WhyLeftOut = NoValues | NotAmongInputs | TextLeftOut | TooManyTexts


class LeftOut(DataFact):
    """Columns that are not taken, for one reason."""

    code: ClassVar[str] = "data.left_out"
    about: ClassVar[About] = "left_out"
    warns: ClassVar[bool] = True

    columns: Names
    why: WhyLeftOut


class RowNumbers(DataFact):
    """An input that only counts the rows."""

    code: ClassVar[str] = "data.row_numbers"
    about: ClassVar[About] = "row_numbers"

    column: str


class Dropped(DataFact):
    """Rows that are dropped: for a missing target, or, where `holes` are named, for any missing value."""

    code: ClassVar[str] = "data.dropped"
    about: ClassVar[About] = "dropped"
    warns: ClassVar[bool] = True

    rows: int
    of: int
    holes: Holes


class MeanForMissing(DataFact):
    """Missing values that the mean of the training rows stands for."""

    code: ClassVar[str] = "data.mean_for_missing"
    about: ClassVar[About] = "missing"
    warns: ClassVar[bool] = True

    holes: Holes


class Examples(DataFact):
    """Numbers of the examples that are trained on and held out."""

    code: ClassVar[str] = "data.examples"
    about: ClassVar[About] = "examples"

    training: int
    held_out: int


class Scale(DataFact):
    """Standardised columns: a loss of 1 is an error of the target's deviation in the training rows that a seed draws."""

    code: ClassVar[str] = "data.scale"
    about: ClassVar[About] = "scale"

    target: str
    deviation: float
    seed: int
    one_hot: bool


class ClassCounts(DataFact):
    """The classes of a target, each with how many of all examples it has."""

    code: ClassVar[str] = "data.class_counts"
    about: ClassVar[About] = "classes"

    counts: Holes


class ConstantTarget(DataFact):
    """The target is the same in all training rows that a seed draws."""

    code: ClassVar[str] = "data.constant_target"
    about: ClassVar[About] = "scale"

    target: str
    seed: int


class ConstantLeftOut(DataFact):
    """Inputs that are the same in all training rows that a seed draws, but for rounding, and so are 0 in every row."""

    code: ClassVar[str] = "data.constant_left_out"
    about: ClassVar[About] = "left_out"
    warns: ClassVar[bool] = True

    columns: Names
    seed: int


class ConstantNotScaled(DataFact):
    """Inputs that are the same in all training rows that a seed draws, and so are not scaled."""

    code: ClassVar[str] = "data.constant_not_scaled"
    about: ClassVar[About] = "not_scaled"
    warns: ClassVar[bool] = True

    columns: Names
    seed: int


class FarAway(DataFact):
    """Columns with a held-out value far from all that is trained on, each with how many deviations that is."""

    code: ClassVar[str] = "data.far_away"
    about: ClassVar[About] = "far_away"
    warns: ClassVar[bool] = True

    columns: tuple[tuple[str, float], ...]


class NothingHeldOut(DataFact):
    """The share to be held out is no example of so few rows; `watched` where a rule watches the training loss, therefore."""

    code: ClassVar[str] = "data.nothing_held_out"
    about: ClassVar[About] = "held_out"
    warns: ClassVar[bool] = True

    rows: int
    validation: float
    watched: bool
