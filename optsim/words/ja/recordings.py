"""Japanese on findings in recordings, on the commands in them, and between two computations of one race."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from optsim.facts import Fact
from optsim.languages import Language, Maker
from optsim.playback.sources.resimulation import DiffersFrom, EndsBefore
from optsim.recording.format.command_facts import (
    LaneAdded,
    LaneDeleted,
    LaneForked,
    LaneRenamed,
    LanesEdited,
    LanesReplaced,
    Restarted,
    SeedChanged,
    SetupChanged,
    ViewChanged,
)
from optsim.recording.verification.findings import (
    ChangedByHand,
    CutOff,
    Difference,
    EndsApart,
    EnvironmentDifference,
    MoreDifferences,
    NoStepInCommon,
    NoteOnFile,
    OtherCommands,
    OtherRace,
    QuantitiesApart,
    RowsKept,
    SettingDifference,
    ThinnedDifferently,
)

_WHAT = MappingProxyType(
    {
        "row": "",
        "value": "、{name}",
        "summary": "、要約の{name}",
        "newest_step": "、最新のステップ",
        "newest_step_at_command": "、コマンド（{name}）での最新のステップ",
        "rows_kept": "、コマンドが残すもの（{name}）",
    }
)

#: names of lanes that no sentence tears apart
_PLAIN_NAME = re.compile(r"[\w.+\-]+")


def _names(*lanes: str) -> str:
    """Return names of lanes, those with spaces or the like in quotes."""
    return "、".join(name if _PLAIN_NAME.fullmatch(name) else f"「{name}」" for name in lanes)


def _lane_added(_: Language, fact: LaneAdded) -> str:
    return f"{_names(fact.lane)}を追加"


def _lane_forked(_: Language, fact: LaneForked) -> str:
    return f"{_names(fact.of)}から{_names(fact.lane)}を分岐"


def _lane_deleted(_: Language, fact: LaneDeleted) -> str:
    return f"{_names(fact.lane)}を削除"


def _lane_renamed(_: Language, fact: LaneRenamed) -> str:
    return f"{_names(fact.lane)}を{_names(fact.name)}に改名"


def _lanes_replaced(_: Language, fact: LanesReplaced) -> str:
    done = ((fact.deleted, "を削除"), (fact.added, "を追加"))
    return "、".join(f"{_names(*lanes)}{what}" for lanes, what in done if lanes) or "レーンの入れ替えなし"


def _lanes_edited(_: Language, fact: LanesEdited) -> str:
    return f"{_names(*fact.lanes)}を編集"


def _seed_changed(_: Language, fact: SeedChanged) -> str:
    return f"シード{fact.seed}で最初から"


def _restarted(_: Language, _fact: Restarted) -> str:
    return "最初から"


def _setup_changed(_: Language, fact: SetupChanged) -> str:
    return f"レースを変更（{'、'.join(fact.tables) or 'データまたはステップ数'}）"


def _view_changed(_: Language, fact: ViewChanged) -> str:
    return f"表示を変更（{'、'.join(fact.tables)}）"


_OF_A_COMMAND = MappingProxyType(
    {
        "head": "最新のステップ",
        "keeps": "レーンの過去",
        "scenario": "設定",
        "files": "データ",
        "seed": "シード",
        "steps": "予算",
    }
)


def _difference(language: Language, fact: Difference) -> str:
    lane = f"、レーン{fact.lane}" if fact.lane else ""
    name = language.sentence(fact.name) if isinstance(fact.name, Fact) else fact.name
    return f"最初の違いはステップ{fact.step}{lane}{_WHAT[fact.what].format(name=name)}"


def _rows_kept(_: Language, fact: RowsKept) -> str:
    return f"{fact.of}の行" if fact.below is None else f"{fact.of}のステップ{fact.below}より前の行"


def _environment_difference(_: Language, fact: EnvironmentDifference) -> str:
    here, there = ("不明" if value is None else value or "なし" for value in (fact.here, fact.there))
    return f"{fact.name}：ここでは {here}、記録では {there}"


def _cut_off(_: Language, fact: CutOff) -> str:
    after = {"header": "ヘッダー", "step": f"ステップ{fact.step}", "command": "コマンド"}[fact.after]
    return f"{after}のあとで途切れている"


def _changed_by_hand(_: Language, _fact: ChangedByHand) -> str:
    return "手で書き換えられている：行が要約のハッシュと合わない"


def _note_on_file(language: Language, fact: NoteOnFile) -> str:
    return f"{'この記録' if fact.path is None else fact.path}は{language.sentence(fact.note)}"


def _quantities_apart(_: Language, fact: QuantitiesApart) -> str:
    return f"片方にしかない{'、'.join(fact.names)}は比較しない"


def _thinned_differently(_: Language, _fact: ThinnedDifferently) -> str:
    return "間引き方が違う：両方にあるステップだけを比較する"


def _ends_apart(_: Language, fact: EndsApart) -> str:
    return f"終わりが違う（ステップ{fact.here}と{fact.there}）：両方にあるところまで比較する"


def _setting_difference(_: Language, fact: SettingDifference) -> str:
    here, there = ("未設定" if value is None else value for value in (fact.here, fact.there))
    return f"{fact.key}：ここでは {here}、記録では {there}"


def _other_race(_: Language, _fact: OtherRace) -> str:
    return "別のレースの記録"


def _more_differences(_: Language, fact: MoreDifferences) -> str:
    return f"ほか{fact.number}件"


def _other_commands(language: Language, fact: OtherCommands) -> str:
    here, there = ("終わり" if done is None else f"「{language.sentence(done)}」" for done in (fact.here, fact.there))
    what = f"{fact.number}番目は記録では{there}、ここでは{here}"
    if here == there:
        what = f"{fact.number}番目の{here}は{'と'.join(_OF_A_COMMAND[part] for part in fact.parts)}が違う"
    if fact.heads is not None:
        what += "。そのときレースは記録ではステップ{1}、ここではステップ{0}".format(*fact.heads)
    return f"コマンドが違う：{what}"


def _no_step_in_common(_: Language, fact: NoStepInCommon) -> str:
    return f"{fact.path}と共通する記録ステップがない"


def _ends_before(_: Language, fact: EndsBefore) -> str:
    return f"ここで計算し直すとレースはステップ{fact.step}で終わる"


def _differs_from(_: Language, fact: DiffersFrom) -> str:
    return f"ここで計算し直した。ステップ{fact.step}から記録と違う"


SENTENCES: Mapping[str, Maker] = MappingProxyType(
    {
        LaneAdded.code: _lane_added,
        LaneForked.code: _lane_forked,
        LaneDeleted.code: _lane_deleted,
        LaneRenamed.code: _lane_renamed,
        LanesReplaced.code: _lanes_replaced,
        LanesEdited.code: _lanes_edited,
        SeedChanged.code: _seed_changed,
        Restarted.code: _restarted,
        SetupChanged.code: _setup_changed,
        ViewChanged.code: _view_changed,
        Difference.code: _difference,
        RowsKept.code: _rows_kept,
        EnvironmentDifference.code: _environment_difference,
        CutOff.code: _cut_off,
        ChangedByHand.code: _changed_by_hand,
        NoteOnFile.code: _note_on_file,
        QuantitiesApart.code: _quantities_apart,
        ThinnedDifferently.code: _thinned_differently,
        EndsApart.code: _ends_apart,
        SettingDifference.code: _setting_difference,
        OtherRace.code: _other_race,
        MoreDifferences.code: _more_differences,
        OtherCommands.code: _other_commands,
        NoStepInCommon.code: _no_step_in_common,
        EndsBefore.code: _ends_before,
        DiffersFrom.code: _differs_from,
    }
)

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "verify.differs": "{name}：{difference}",
        "verify.here": "ここ：{value}",
        "verify.there": "記録：{value}",
        "verify.changed_by_hand": "{name}：違う：手で書き換えられている。{compared}",
        "verify.same": "{name}：同じ。{compared}",
        "verify.same_exactly": "{name}：1ビットも違わない。{compared}",
        "verify.rows": "{rows}を比較",
        "verify.rows_and_commands": "{rows}と{commands}を比較",
        "verify.a_row": "行",
        "verify.nothing": "なし",
        "verify.first_steps": "最初の{steps}ステップだけを {tolerance:g} の精度で比較：numericsがfastで、別の環境で計算されている",
        "verify.environments": "環境が同じではない：",
        "count.recorded_step": "{number:,}件の記録ステップ",
        "count.recorded_steps": "{number:,}件の記録ステップ",
        "count.command": "{number}個のコマンド",
        "count.commands": "{number}個のコマンド",
        "provenance.recorded": "記録、numerics {numerics}",
        "provenance.recorded_by": "記録、numerics {numerics}：{environment}",
        "provenance.thinned": (
            "{every}ステップごとと、何かが起きたステップだけが記録されている：グラフもここでの値もそれだけのもの"
        ),
        "provenance.command": "ステップ{step}で{what}",
        "provenance.one_command": "途中のコマンド{number}個：{commands}",
        "provenance.commands": "途中のコマンド{number}個：{commands}",
        "recording.file_is": "このファイルは{note}",
        "recording.opened": "{file}：{note}。",
    }
)
