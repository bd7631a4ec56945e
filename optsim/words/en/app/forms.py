"""English texts of the forms: a lane, and what to save."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "form.cancel": "Cancel",
        "form.name": "name",
        "lane_form.keys": "enter takes it · esc leaves · ↑↓ field · pgup/pgdn value",
        "lane_form.edit": "Edit {lane} · {optimizer}",
        "lane_form.apply": "Apply",
        "lane_form.add": "Add a lane",
        "lane_form.take_in": "Add",
        "lane_form.optimizer": "optimizer",
        "lane_form.as_in": "as in",
        "lane_form.article": "the article",
        "lane_form.taken": "another lane is named {lane}",
        "lane_form.from_start": "Runs from step 0, on the same noise",
        "lane_form.at_start": "From the start on; u undoes it",
        "lane_form.from_step": "Takes effect at step {step}; u undoes it",
        "lane_form.not_converted": "{note}. The state stays as it is: {state}",
        "lane_form.own": "{note}. {own}: that stays",
        "choice.true": "true",
        "choice.false": "false",
        "range.above": "above {bound}",
        "range.least": "at least {bound}",
        "range.below": "below {bound}",
        "range.most": "at most {bound}",
        "range.both": "{low} and {high}",
        "range.any": "a finite number",
        "copy.title": "Copy",
        "copy.keys": "enter copies · ↑↓ choose · esc leaves",
        "copy.csv": "the lane's numbers, step by step (CSV)",
        "copy.tsv": "the lane's numbers, for a spreadsheet (tab-separated)",
        "copy.sentence": "the lane's sentence",
        "copy.command": "the command line that reports this race up to this step",
        "copy.done": (
            "Copied: {what}, {count} characters. Not every terminal passes them on to its clipboard; w saves into files."
        ),
        "copy.too_long": "{count} characters are more than terminals take ({most}): w saves the table into a file.",
        "save.title": "Save",
        "save.keys": "enter saves · space chooses · ↑↓ field · esc leaves",
        "save.recording": "recording: optsim plays it, and replays it bit for bit (JSON Lines)",
        "save.table": "table: the numbers of every lane with all their digits, for other programs (CSV)",
        "save.scenario": "scenario: the set-up with its edits and forks, to be opened or replayed (TOML)",
        "save.picture": "picture of the screen (SVG)",
        "save.folder": "folder",
        "save.there": "{path}  is there already",
        "save.nothing": "nothing is chosen",
        "save.no_name": "Give the files a name.",
        "save.choose": "Choose at least one of them.",
        "save.taken": "{path} is there already. Choose another name; nothing was written.",
        "save.saved": "Saved: {path}",
        "save.not_saved": "Not saved: {fault}",
    }
)
