"""English of the help of the command line: commands, in one line and in full, and options."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "help.optsim": (
            "Gradient-descent optimizers side by side: live, step by step, and back.\n\n"
            "Without a command the app opens: on a SCENARIO, or on the picker."
        ),
        "help.optsim.end": (
            "SCENARIO is the name of a scenario that comes with optsim, a file of your own ending in .toml, a formula such as "
            "'x**2 + 10*y**2', a table ending in .csv, on whose last column small networks are trained, a recording ending in "
            ".jsonl, or a training log, a file or a folder."
        ),
        "help.check": (
            "Check scenario files, lessons and recordings: every fault, where it is, a way out.\n\n"
            "Of a lesson's answers exactly one has to hold: with 20 seeds, both numerics, and 100 draws of the settings with "
            "which it comes again."
        ),
        "help.check.short": "Check scenario files, lessons and recordings.",
        "help.learn": (
            "Open the course: its map, or a LESSON by its name or its file.\n\n"
            "A lesson asks, the race answers. What you have done is kept in a file of your own; a question comes again after 1, "
            "7 and 30 days."
        ),
        "help.learn.short": "Open the course: its map, or a LESSON.",
        "help.list": (
            "List the scenarios, what a scenario file can name, and what else is a kind of its own.\n\n"
            "With WHAT also the settings of each optimizer, objective, schedule or stopping rule. The app's panels are listed "
            "by that alone."
        ),
        "help.list.short": "List the scenarios and what a scenario file can name.",
        "help.record": (
            "Film a scenario's [demo]: the same bytes on every machine.\n\n"
            "Without a [demo] it is title, play, a pause at what happens, the end."
        ),
        "help.record.short": "Film a scenario's [demo]: the same bytes on every machine.",
        "help.render": (
            "Turn an asciicast into a page, a picture, a video; - reads it from standard input.\n\n"
            "Pauses are cut first, then times are counted for --from and --to, then all is made faster."
        ),
        "help.render.short": "Turn an asciicast into a page, a picture, a video.",
        "help.replay": (
            "Run a SCENARIO without the app and report what it measured, or report what a recording (.jsonl) or a training log says."
        ),
        "help.replay.short": "Run a SCENARIO without the app, or report a recording.",
        "help.serve": "Show the app in a browser on this machine: the picker, or WHAT, a scenario, a recording, a training log or a lesson.\n\nThe line that is printed is the address: whoever has it on this machine has the app. Ctrl-C ends it, and all its windows.",
        "help.serve.short": "Show the app in a browser on this machine.",
        "help.option.port": "The port; 0, the default, is any that is free.",
        "help.option.read_only": "Write no file, neither settings nor what was done; offer none to be opened.",
        "help.option.sessions": "Windows that may be open at once.",
        "help.option.idle": "Close a window that gets no key, and no mouse, for so many minutes.",
        "help.show": "Show what a scenario is about: formula, lanes, budget.",
        "help.show.short": "Show what a scenario is about: formula, lanes, budget.",
        "help.watch": (
            "Watch trainings of any program by their logs: files, folders or patterns, several side by side, also while they "
            "grow.\n\n"
            "CSV (Keras, Lightning, wandb), lines of JSON, trainer_state.json of Hugging Face, event files of TensorBoard, "
            "recordings of optsim. The app says what each column was taken for."
        ),
        "help.watch.short": "Watch trainings of any program by their logs.",
        "help.check-log": (
            "Check training logs: diverged, not a number, overfits, does not learn, spikes.\n\n"
            "Exit code 0: nothing is wrong; 1: something is wrong; 2: a log cannot be read; 3: a log is too short to say anything."
        ),
        "help.check-log.short": "Check training logs; the exit code says what was found.",
        "help.option.rule": (
            "An early-stopping rule to try on the log, with its settings: patience:patience=20,min_delta=0.001. Several may be "
            "given; without any some of each kind are tried."
        ),
        "help.option.take": "What a column is, where that is not found: loss=train/ce, validation=val/ce, lr=…, step=…, epoch=…, time=….",
        "help.option.check_log_format": "text for people, json for programs.",
        "help.kernel": "numba {version}, for strict networks",
        "help.option.help": "Show this message and exit.",
        "help.option.version": "Show the version.",
        "help.option.lang": "Speak this language: {names}. Else {variable} says it, else the locale.",
        "help.option.app_record": "Record the race in a file (.jsonl) as it goes.",
        "help.option.app_overwrite": "Record over what is in that file.",
        "help.option.theme": "The app's colours, as its palette (ctrl+p) lists them.",
        "help.option.glyphs": (
            "Draw curves in these characters; auto: octants where the terminal is certain to draw them, else braille."
        ),
        "help.option.glyphs_alias": "The same as --glyphs {kind}.",
        "help.option.width": (
            "How wide the terminal draws arrows, marks and Greek letters: one cell, or two, as many in East Asia do; then others are "
            "drawn. By default it is asked. Inside tmux say it."
        ),
        "help.option.notation": (
            "Write formulas with these symbols: the article's, those of each method's paper, or those of torch's documentation. "
            "What is computed stays the same."
        ),
        "help.option.import": (
            "Import a module of your own, by its name or its file (.py); files can name the classes that it registers. "
            "A file never has anything imported."
        ),
        "help.option.demo": "Play the scenario's tour; any key takes over.",
        "help.option.list": "List the lessons, and how far you are, in place of opening the app.",
        "help.option.out_film": "Where to, by its ending: {endings}; several are written from one pass.",
        "help.option.cast_version": "Of the asciicast format; all players know 2, the default.",
        "help.option.font": "A font that pictures and videos are drawn with, where it has the character.",
        "help.option.size": "Another window than the demo's.",
        "help.option.fps": "Pictures a second, other than the demo's.",
        "help.option.presenter": "Panels alone, with thick strokes and a legend, as with P in the app.",
        "help.option.dry_run": "Play the demo and tell acts, times and chapters; write nothing.",
        "help.option.idle_limit": "No pause is longer; else as the cast says.",
        "help.option.from": "Leave out what is before.",
        "help.option.to": "Leave out what is after.",
        "help.option.speed": "So many times as fast.",
        "help.option.steps": "Another budget than the scenario's.",
        "help.option.seed": "Another seed than the scenario's.",
        "help.option.format": "{titles}. By default what the ending of --out says, else text.",
        "help.option.params": "The parameters as well.",
        "help.option.columns": (
            "Quantities that are recorded on request, for {forms}: {on_request}; for tables: {in_csv}. "
            "Of a log, the columns that are written besides the losses, in place of all."
        ),
        "help.option.every": "Record every N-th step only.",
        "help.option.out": (
            "A file instead of standard output (-). A recording grows in it as the race goes on; any other is there as a whole "
            "or not at all."
        ),
        "help.option.overwrite": "Write over a recording that is in that file.",
        "help.option.verify": (
            "Check that this is what a recording says, which may be SCENARIO itself: exit code 0 the same, 1 not the same, 3 "
            "of another race."
        ),
        "help.sweep": (
            "Run a SCENARIO over a grid of settings and seeds, and report what each lane is sensitive to.\n\nAxes"
            ", seeds and goal stand in the section [sweep] of its file, or here: optsim sweep saddle --vary adam."
            "learning_rate=1e-4..1:25 --seeds 20"
        ),
        "help.sweep.short": "Run a SCENARIO over a grid of settings and seeds.",
        "help.compare": (
            "Compare two lanes under the same noise, seed by seed, until a verdict stands: optsim compare FILE A "
            "B. Or the best of two sweeps: optsim compare FOLDER FOLDER."
        ),
        "help.compare.short": "Compare two lanes, or two sweeps: a verdict.",
        "help.option.vary": (
            "An axis: NAME=FROM..TO:POINTS[:lin|log], or NAME=A,B,…; a NAME is a setting, LANE.setting or objecti"
            "ve.setting."
        ),
        "help.option.seeds": "Seeds of each setting, from the scenario's on.",
        "help.option.trials": (
            "So many settings drawn from the ranges, which then have no POINTS, in place of a grid."
        ),
        "help.option.goal": (
            "What is compared, less is better: final, best, or steps to a limit, for instance 'loss < 1e-3'."
        ),
        "help.option.jobs": "Processes; by default as many as there are cores.",
        "help.option.on": "Who runs the blocks: loky, processes of this machine; dask or ray, also others.",
        "help.option.scheduler": "The address of dask's scheduler, for instance tcp://10.0.0.1:8786.",
        "help.option.timeout": "A block that takes longer is stopped, and run again in halves; a cell that takes longer twice has failed. With --on loky.",
        "help.option.sweep_out": "A folder that keeps finished blocks, from which --resume goes on.",
        "help.option.resume": "Go on with the sweep of a folder; nothing else need be said.",
        "help.option.merge": "Take over the blocks of another folder of the same plan, as of another shard.",
        "help.option.shard": "Run part I of N only, for instance 3/64, each into a folder of its own.",
        "help.option.sweep_format": "text: a report for people; the others: the table, a row a cell and lane, on standard output.",
        "help.option.most": "Seeds after which no more are run.",
    }
)
