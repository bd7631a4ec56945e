"""Sentences on findings in recordings, on the commands in them, and between two computations of one race."""

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
        "value": ", {name}",
        "summary": ", {name} in the summary",
        "newest_step": ", the newest step",
        "newest_step_at_command": ", the newest step at a command ({name})",
        "rows_kept": ", what a command keeps ({name})",
    }
)


#: names of lanes that no sentence tears apart
_PLAIN_NAME = re.compile(r"[\w.+\-]+")


def _names(*lanes: str) -> str:
    """Return names of lanes, those with spaces or the like in quotes."""
    return ", ".join(name if _PLAIN_NAME.fullmatch(name) else repr(name) for name in lanes)


def _lane_added(_: Language, fact: LaneAdded) -> str:
    return f"add {_names(fact.lane)}"


def _lane_forked(_: Language, fact: LaneForked) -> str:
    return f"fork {_names(fact.of)} as {_names(fact.lane)}"


def _lane_deleted(_: Language, fact: LaneDeleted) -> str:
    return f"delete {_names(fact.lane)}"


def _lane_renamed(_: Language, fact: LaneRenamed) -> str:
    return f"rename {_names(fact.lane)} to {_names(fact.name)}"


def _lanes_replaced(_: Language, fact: LanesReplaced) -> str:
    done = (("delete", fact.deleted), ("add", fact.added))
    return " and ".join(f"{what} {_names(*lanes)}" for what, lanes in done if lanes) or "replace no lane"


def _lanes_edited(_: Language, fact: LanesEdited) -> str:
    return f"edit {_names(*fact.lanes)}"


def _seed_changed(_: Language, fact: SeedChanged) -> str:
    return f"start again with seed {fact.seed}"


def _restarted(_: Language, _fact: Restarted) -> str:
    return "start again"


def _setup_changed(_: Language, fact: SetupChanged) -> str:
    return f"change the race ({', '.join(fact.tables) or 'data or steps'})"


def _view_changed(_: Language, fact: ViewChanged) -> str:
    return f"change what is shown ({', '.join(fact.tables)})"


_OF_A_COMMAND = MappingProxyType(
    {
        "head": "newest step",
        "keeps": "past of its lanes",
        "scenario": "set-up",
        "files": "data",
        "seed": "seed",
        "steps": "budget",
    }
)


def _difference(language: Language, fact: Difference) -> str:
    lane = f", lane {fact.lane}" if fact.lane else ""
    name = language.sentence(fact.name) if isinstance(fact.name, Fact) else fact.name
    return f"differs first at step {fact.step}{lane}{_WHAT[fact.what].format(name=name)}"


def _rows_kept(_: Language, fact: RowsKept) -> str:
    return f"the rows of {fact.of}" + ("" if fact.below is None else f" below step {fact.below}")


def _environment_difference(_: Language, fact: EnvironmentDifference) -> str:
    here, there = ("unknown" if value is None else value or "none" for value in (fact.here, fact.there))
    return f"{fact.name}: {here} here, {there} there"


def _cut_off(_: Language, fact: CutOff) -> str:
    after = {"header": "its header", "step": f"step {fact.step}", "command": "a command"}[fact.after]
    return f"cut off after {after}"


def _changed_by_hand(_: Language, _fact: ChangedByHand) -> str:
    return "changed by hand: its lines do not fit the hash in its summary"


def _note_on_file(language: Language, fact: NoteOnFile) -> str:
    return f"{'the recording' if fact.path is None else fact.path} is {language.sentence(fact.note)}"


def _quantities_apart(_: Language, fact: QuantitiesApart) -> str:
    return f"only one of them has {', '.join(fact.names)}: not compared"


def _thinned_differently(_: Language, _fact: ThinnedDifferently) -> str:
    return "they are thinned differently: only the steps that both have are compared"


def _ends_apart(_: Language, fact: EndsApart) -> str:
    return f"one ends at step {fact.here}, the other at step {fact.there}: compared as far as both go"


def _setting_difference(_: Language, fact: SettingDifference) -> str:
    here, there = ("not set" if value is None else value for value in (fact.here, fact.there))
    return f"{fact.key}: {here} here, {there} there"


def _other_race(_: Language, _fact: OtherRace) -> str:
    return "is of another race"


def _more_differences(_: Language, fact: MoreDifferences) -> str:
    return f"and {fact.number} more"


def _other_commands(language: Language, fact: OtherCommands) -> str:
    here, there = ("the end" if done is None else repr(language.sentence(done)) for done in (fact.here, fact.there))
    what = f"number {fact.number} is {there} there, {here} here"
    if here == there:
        what = f"number {fact.number}, {here}, has another {' and '.join(_OF_A_COMMAND[part] for part in fact.parts)}"
    if fact.heads is not None:
        what += "; the race had come to step {1} there, {0} here".format(*fact.heads)
    return f"has other commands: {what}"


def _no_step_in_common(_: Language, fact: NoStepInCommon) -> str:
    return f"has no recorded step in common with {fact.path}"


def _ends_before(_: Language, fact: EndsBefore) -> str:
    return f"computed again here, the race ends at step {fact.step}"


def _differs_from(_: Language, fact: DiffersFrom) -> str:
    return f"computed again here; differs from the recording from step {fact.step}"


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
        "verify.differs": "{name}: {difference}",
        "verify.here": "here: {value}",
        "verify.there": "there: {value}",
        "verify.changed_by_hand": "{name}: differs: it was changed by hand; {compared}",
        "verify.same": "{name}: the same; {compared}",
        "verify.same_exactly": "{name}: the same, bit for bit; {compared}",
        "verify.rows": "{rows} compared",
        "verify.rows_and_commands": "{rows} and {commands} compared",
        "verify.a_row": "a row",
        "verify.nothing": "nothing",
        "verify.first_steps": "only the first {steps} steps were compared, to {tolerance:g}: numerics are fast, and computed elsewhere",
        "verify.environments": "the environments are not the same:",
        "count.recorded_step": "{number:,} recorded step",
        "count.recorded_steps": "{number:,} recorded steps",
        "count.command": "{number} command",
        "count.commands": "{number} commands",
        "provenance.recorded": "recorded, {numerics} numerics",
        "provenance.recorded_by": "recorded, {numerics} numerics: {environment}",
        "provenance.thinned": (
            "every {every} steps were recorded, and the steps at which something happened: "
            "charts and what is measured here are of those alone"
        ),
        "provenance.command": "{what} at step {step}",
        "provenance.one_command": "{number} command on the way: {commands}",
        "provenance.commands": "{number} commands on the way: {commands}",
        "recording.file_is": "the file is {note}",
        "recording.opened": "{file}: {note}.",
    }
)
