"""English for events of a race: forks, edits, overtakings, marks of early stopping; and the labels of statuses."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from optsim.analysis.event_facts import (
    Change,
    Edited,
    Forked,
    Mark,
    Marked,
    MarkedBySeveral,
    NotConverted,
    Overtakes,
    Value,
)
from optsim.analysis.events import rule_sign
from optsim.languages import Language, Maker
from optsim.number_format import short


def _forked(_: Language, fact: Forked) -> str:
    return f"forked from {fact.lane}"


def _edited(language: Language, fact: Edited) -> str:
    changed = ", ".join(map(language.sentence, fact.changes)) or "nothing changed"
    return changed if fact.not_converted is None else f"{changed}; {language.sentence(fact.not_converted)}"


def _not_converted(language: Language, fact: NotConverted) -> str:
    sides = (("so far", fact.before), ("from here on", fact.after))
    meanings = [f"{when} {language.sentence(meaning)}" for when, meaning in sides if meaning is not None]
    return ": ".join(filter(None, ("the state is not converted", "; ".join(meanings))))


def _overtakes(_: Language, fact: Overtakes) -> str:
    losses = f"loss {short(fact.loss)} against {short(fact.loss_of_other)}"
    return f"overtakes {fact.lane}: {losses} at step {fact.at}"


def _mark(_: Language, fact: Mark) -> str:
    return f"{rule_sign(fact.rule)} {fact.label} at {fact.at}"


def _marked_by_several(language: Language, fact: MarkedBySeveral) -> str:
    return f"{', '.join(map(language.sentence, fact.marks))} ({fact.unit}s)"


def change(_: Language, fact: Change) -> str:
    """Return the symbol with its value before and after."""
    return f"{fact.symbol} {_value(fact.before)} → {_value(fact.after)}"


def _value(value: Value) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value).lower()


def marked(language: Language, fact: Marked) -> str:
    """Return the sign of a rule before its cause."""
    return f"{rule_sign(fact.rule)} {language.sentence(fact.cause)}"


SENTENCES: Mapping[str, Maker] = MappingProxyType(
    {
        Forked.code: _forked,
        Edited.code: _edited,
        Change.code: change,
        NotConverted.code: _not_converted,
        Overtakes.code: _overtakes,
        Marked.code: marked,
        Mark.code: _mark,
        MarkedBySeveral.code: _marked_by_several,
    }
)
