"""Japanese for events of a race: forks, edits, overtakings, marks of early stopping."""

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
)
from optsim.analysis.events import rule_sign
from optsim.languages import Language, Maker
from optsim.number_format import short
from optsim.words.en.events import change, marked


def _forked(_: Language, fact: Forked) -> str:
    return f"{fact.lane}から分岐"


def _edited(language: Language, fact: Edited) -> str:
    changed = "、".join(map(language.sentence, fact.changes)) or "変更なし"
    return changed if fact.not_converted is None else f"{changed}。{language.sentence(fact.not_converted)}"


def _not_converted(language: Language, fact: NotConverted) -> str:
    sides = (("ここまで", fact.before), ("ここから", fact.after))
    meanings = [f"{when}は{language.sentence(meaning)}" for when, meaning in sides if meaning is not None]
    return "：".join(filter(None, ("状態は変換されない", "、".join(meanings))))


def _overtakes(_: Language, fact: Overtakes) -> str:
    return f"ステップ{fact.at}で{fact.lane}を追い越す：損失 {short(fact.loss)} 対 {short(fact.loss_of_other)}"


def _mark(_: Language, fact: Mark) -> str:
    return f"{rule_sign(fact.rule)} {fact.label} {fact.at}"


def _marked_by_several(language: Language, fact: MarkedBySeveral) -> str:
    return f"{'、'.join(map(language.sentence, fact.marks))}（{language.text(f'unit.{fact.unit}')}）"


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
