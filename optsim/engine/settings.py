"""Settings: range, scale, symbol and line of help, declared once beside the setting itself.

The annotation of a dataclass field carries a `Setting`. The range check of a scenario file, the text of `optsim list` and
the formulas of an explained update are made from it.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, NamedTuple, get_args, get_origin, get_type_hints

import numpy as np
import numpy.typing as npt

from optsim.facts import Fact
from optsim.faults import Fault, OutOfRange
from optsim.system.limits import LARGEST_WHOLE, MOST_PARAMS

if TYPE_CHECKING:
    from optsim.languages import Language

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Index = slice | npt.NDArray[np.intp]


class BadValueError(ValueError):
    """A setting that cannot work: `key` names it, the message says what is wrong with it and what would do.

    An `excerpt` are lines that show the place in a long text. The message may have {fields} for `values`.

    >>> import optsim
    >>> optsim.run("saddle", steps=-1)
    Traceback (most recent call last):
        ...
    optsim.engine.settings.BadValueError: steps: must be a whole number of at least 0, not -1
    """

    def __init__(self, key: str, message: str | Fact, /, excerpt: tuple[str, ...] = (), **values: Any) -> None:
        self.key = key
        self.fault = message if isinstance(message, Fact) else Fault(message, **values)
        self.excerpt = excerpt
        super().__init__("\n".join((f"{key}: {self.message}", *excerpt)))

    @property
    def message(self) -> str:
        """What is wrong and would do, in English."""
        return self.fault.english()

    def told_in(self, language: Language) -> str:
        """Return key, message and excerpt in a language."""
        return "\n".join((f"{self.key}: {language.sentence(self.fault)}", *self.excerpt))


#: an end of a range, open or closed
Bound = Literal["above", "least", "below", "most"]


class Setting(NamedTuple):
    """Range, scale, symbol and help of one setting; `above`/`below` exclude the bound, `least`/`most` include it.

    `limit` is beyond all reason, and so no part of the range: whole numbers are not larger. A sequence has at most `most_items`.

    >>> from typing import Annotated
    >>> import optsim
    >>> Decay = Annotated[float, optsim.Setting(help="share that is kept", symbol="β", least=0, below=1)]
    """

    help: str
    symbol: str = ""
    above: float | None = None
    least: float | None = None
    below: float | None = None
    most: float | None = None
    scale: Literal["linear", "log"] = "linear"
    unit: str = ""
    limit: int = LARGEST_WHOLE
    most_items: int = MOST_PARAMS
    #: a value that would do, for tests of a setting that has no default
    example: Any = None
    #: many classes have it: it comes after their own settings
    common: bool = False

    def fault(self, value: float | np.number[Any]) -> Fact | None:
        """Return what is wrong with `value`, or None."""
        if isinstance(value, float | np.floating) and not math.isfinite(value):
            return OutOfRange(str(value))
        inside = (
            (self.above is None or value > self.above)
            and (self.least is None or value >= self.least)
            and (self.below is None or value < self.below)
            and (self.most is None or value <= self.most)
        )
        if not inside:
            return OutOfRange(str(value), **dict(self.bounds()))
        beyond = isinstance(value, int | np.integer) and abs(int(value)) > self.limit
        return OutOfRange(str(value), most=str(self.limit)) if beyond else None

    def bounds(self) -> list[tuple[Bound, str]]:
        """Return the bounds that it has, the low one first, each with its number in short; none where any number will do."""
        ends: list[list[tuple[Bound, float | None]]] = [
            [("above", self.above), ("least", self.least)],
            [("below", self.below), ("most", self.most)],
        ]
        # of two at one end the closed one is named
        there = [[(bound, number) for bound, number in end if number is not None][-1:] for end in ends]
        return [(bound, _shown(number)) for end in there for bound, number in end]


def _shown(bound: float) -> str:
    """A bound in short, but a whole number to its last digit."""
    return str(bound) if isinstance(bound, int) else f"{bound:g}"


LearningRate = Annotated[float, Setting(help="size of a step", symbol="α", above=0, scale="log")]
MomentumFactor = Annotated[float, Setting(help="share of the velocity that is kept", symbol="γ", least=0, below=1)]
Decay = Annotated[float, Setting(help="share of the moving average that is kept", symbol="γ", least=0, below=1)]
Beta1 = Annotated[float, Setting(help="share of the first moment that is kept", symbol="β₁", least=0, below=1)]
Beta2 = Annotated[float, Setting(help="share of the second moment that is kept", symbol="β₂", least=0, below=1)]
BiasCorrection = Annotated[bool, Setting(help="divide the moments by 1 − βᵗ")]
EpsilonHat = Annotated[bool, Setting(help="ε beside √v before its correction")]
Epsilon = Annotated[float, Setting(help="keeps the division away from zero", symbol="ε", least=0, scale="log")]
EpsilonInside = Annotated[bool, Setting(help="ε inside the root, or outside of it")]
Start = Annotated[
    tuple[float, ...] | Literal["normal"], Setting(help='where every lane starts: numbers, or "normal" for random ones')
]
NoiseScale = Annotated[
    float, Setting(help="standard deviation of the gradient noise per coordinate", symbol="σ", least=0)
]


class Declared(NamedTuple):
    """One declared setting of a class: its name, plain type, default (None where required) and `Setting`."""

    name: str
    type: Any
    required: bool
    default: Any
    setting: Setting | None

    def fault(self, value: Any) -> Fact | None:
        """Return what is wrong with a value of the right type, or None; a sequence is checked item by item."""
        values = value if isinstance(value, tuple | list) else (value,)
        most = (self.setting or _FINITE).most_items
        if len(values) > most:
            return Fault("has {items:,} items, and at most {most:,} are possible", items=len(values), most=most)
        for item in values:
            if isinstance(item, bool) or not isinstance(item, int | float | np.number):
                continue
            fault = (self.setting or _FINITE).fault(item)
            if fault:
                return fault
        return None


_FINITE = Setting(help="")


def declared(cls: type) -> Mapping[str, Declared]:
    """The settings that a dataclass declares, by name, in their order; none of any other class."""
    return _declared_settings(cls) if is_dataclass(cls) else {}


@functools.cache
def _declared_settings(cls: Any) -> Mapping[str, Declared]:
    hints = get_type_hints(cls, include_extras=True)
    settings = [_declared(field, hints[field.name]) for field in fields(cls) if field.init]
    settings.sort(key=lambda each: each.setting is not None and each.setting.common)
    return {each.name: each for each in settings}


def _declared(field: Field[Any], hint: Any) -> Declared:
    setting = None
    if get_origin(hint) is Annotated:
        hint, *notes = get_args(hint)
        setting = next((note for note in notes if isinstance(note, Setting)), None)
    required = field.default is MISSING and field.default_factory is MISSING
    default = None if field.default is MISSING else field.default
    return Declared(field.name, hint, required, default, setting)


class Settings:
    """Mixin of a frozen dataclass whose fields are settings: checks every range when it is made."""

    #: the word for it in a scenario file
    name: ClassVar[str] = ""

    def __post_init__(self) -> None:
        """Raise BadValueError for the first value out of its declared range."""
        for key, declaration in declared(type(self)).items():
            fault = _fault(declaration, getattr(self, key))
            if fault is not None:
                raise BadValueError(key, fault)

    def in_use(self, key: str) -> bool:
        """Tell if a setting matters beside the others as they are; one that does not is not shown."""
        return True


def _fault(declaration: Declared, value: Any) -> Fact | None:
    """Return what is wrong with the value of a setting, its type or its range, or None."""
    numeric = get_origin(declaration.type) is None and declaration.type in (float, int)
    if numeric and (isinstance(value, bool) or not isinstance(value, int | float | np.number)):
        return Fault("must be a number, not {value!r}", value=value)
    if declaration.type is int and not isinstance(value, int | np.integer):
        return Fault("must be a whole number, not {value!r}", value=value)
    return declaration.fault(value)
