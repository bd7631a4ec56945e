"""English texts of the help page, and what the widgets that are always there show."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

TITLES: Mapping[str, str] = MappingProxyType(
    {
        "view.statusbar.title": "Top",
        "view.statusbar.about": (
            "The scenario and its formula; the seed of all randomness; whether it is a recording, or being "
            "recorded (● rec); the speed; the step that is shown, of how many; how many lanes run or have ended."
        ),
        "view.timeline.title": "Timeline",
        "view.timeline.about": (
            "All steps of the race. ━ is computed, and stays when you go back; the signs are what happened: rest "
            "on one to read it, click to go there, ( and ) go from one to the next."
        ),
        "view.lanetable.title": "Lanes",
        "view.lanetable.about": (
            "The rank is by the loss that the chart shows: held out and averaged as it is there. α is the learning rate "
            "of this step, bars beside it its course over all steps; at is where the lane was best; with "
            "early stopping best is what the first rule finds best so far, after its mark, too, if halt = false; "
            "lowest is the lowest value so far of what it watches. Click a lane or press ↑ ↓ to select it: the "
            "line below says why it is where it is."
        ),
        "view.keybar.title": "Keys",
        "view.keybar.about": "The keys that are of use now; a click presses them. ^p lists all commands.",
    }
)

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "help.title": "optsim help",
        "help.keys": "esc closes · ↑↓ scrolls · tab next part · / searches",
        "help.search": "/ search: key, sign, word",
        "help.glossary": "Words",
        "help.key_list": "Keys",
        "help.picker.list": "Scenarios",
        "help.picker.list.about": "in the order in which one learns; last those of other packages and of the folder that you stand in",
        "help.picker.preview": "Preview",
        "help.picker.preview.about": "the race of the chosen scenario, played once, and what to look at in it",
        "key.open.help": "open it, paused at its start; the first line goes on with what was left last",
        "key.tour.help": "let it play by itself, with captions; any key takes over",
        "key.search.help": "find scenarios by topic, optimizer or word; esc leaves the search",
        "key.choose": "Choose",
        "key.choose.help": "go to another scenario",
        "key.scroll.help": "go to the preview, which ↑ ↓ then scroll, and back to the list",
        "key.palette.help": "theme, characters, and all commands",
        "key.back.help": "back to the race",
        "key.quit.help": "leave; what is raced is kept, and can be gone on with",
        "help.seen": "What you see",
        "help.signs": "Signs",
        "sign.lane": (
            "a lane: one optimizer. All meet the same noise, and start at the same point unless one has its own"
        ),
        "sign.best": "the best point so far, where validation or early stopping watches it",
        "sign.stopped": "early stopping struck; the lane's sentence says why",
        "sign.diverged": "diverged; reached the target loss",
        "sign.over": "the budget is used up: of all lanes, or of one with longer batches",
        "sign.edit": "a lane was edited; a lane was forked from another one",
        "sign.command": "in a recording: what somebody did with the lanes or the view",
        "sign.overtaken": "a lane took the lead by loss, and kept it for a while",
        "sign.cursor": "the step that is shown; the cross-hair",
        "sign.gradient": "length of the gradient that the update uses",
        "sign.update": "length of the step that follows",
    }
)
