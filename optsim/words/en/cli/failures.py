"""English of what the command line refuses, and of a way out."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "suggest.meant": "did you mean {word!r}?",
        "suggest.known": "there are: {words}",
        "suggest.after": "; {suggestion}",
        "failure.no_command": "no command is named {name!r}",
        "failure.no_language": "{where}: no language is named {name!r}; {suggestion}",
        "failure.output_closed": "standard output is closed",
        "failure.output_unwritable": "standard output: cannot be written: {reason}",
        "failure.unwritable": "{file}: cannot be written: {reason}",
        "failure.no_permission": "no permission",
        "failure.recorded_in": "{fault}; what was recorded is in {part}",
        "failure.is_input": "{file} is read for this ({known}); give another file",
        "failure.asked_twice": "{file}: is asked for twice",
        "failure.is_picture": "{file}: {picture} is the picture beside it; give another file",
        "failure.say_where_to": "say where to: {example}",
        "failure.no_memory": "{name}: {reason}",
        "failure.not_enough_memory": "not enough memory",
        "failure.no_memory_for_steps": "{name}: not enough memory for {steps} steps",
        "failure.exists": "{what}: give another name, or --overwrite to write over it",
        "failure.record_exists": "{what}: give another name, or --overwrite to record over it",
        "failure.is_there": "{file} is there already",
        "failure.is_folder": "{file} is a folder: give a file in it, as {example}",
        "failure.no_folder": "{file}: there is no folder {folder}",
        "failure.record_dash": (
            "--record -: the app itself is on standard output; give a file, for instance --record run.jsonl"
        ),
        "failure.overwrite_without_record": "--overwrite is about the file of --record, and there is none",
        "failure.overwrite_without_out": "--overwrite is about the file of --out, and there is none",
        "failure.record_of_recording": "{name} is a recording already: --record is for a race",
        "failure.demo_of_none": "--demo plays the tour of a scenario, for instance: optsim saddle --demo",
        "failure.import_no_name": "--import: {name!r} is no name of a module: give my_module, or its file my_module.py",
        "failure.import_no_file": "--import: there is no file {name}",
        "failure.import_not_found": (
            "--import: no module {name} is installed or in {detail}; a file elsewhere: --import path/to/{name}.py"
        ),
        "failure.import_taken": (
            "--import: {name} cannot be imported, since {detail} has the same name; give the file another name"
        ),
        "failure.import_raises": "--import: {name} cannot be imported: {detail}",
        "import.unregistered": (
            "{name}: no file can name the class {cls}: put @optsim.{registry}.register above it, and give it a name"
        ),
        "failure.record_read_only": "--record writes a file, --read-only forbids that; leave one of them out",
        "failure.serve_missing": "serve needs {module}, which is not installed: pip install 'optsim[serve]'",
        "failure.serve_port": "cannot listen on port {port}: {reason}; another one: --port 0",
        "serve.page.opening": "Opening optsim …",
        "serve.page.ended": "The session has ended.",
        "serve.page.idle": "Closed: no key and no mouse for {minutes} minutes.",
        "serve.page.full": "All {sessions} windows are taken. Close one of them, or try again later.",
        "serve.page.refused": "Closed: the page has sent what optsim does not know.",
        "serve.page.failed": "The app has ended with an error. The terminal in which optsim serve runs says which.",
        "serve.page.again": "Open again",
        "failure.app_needs_terminal": "the app needs a terminal; without one there is: optsim replay {scenario}",
        "failure.watch_needs_terminal": "the app needs a terminal; without one there is: optsim check-log {path}",
        "failure.option_of_race": "{file} is a training log, and {option} is for a race that is run: leave it out, or name a scenario",
        "failure.no_column_of_log": "{file} has no column {name!r} that is a quantity; {suggestion}",
        "failure.no_rules": "--rule: the format {form} tells nothing of rules; add --format with one of: {known}",
        "failure.film_option": "{option} is for a film of a scenario: leave it out, {file} is a training log",
        "failure.app_option": "{option} is for the app, which {command} does not open: leave it out, or put it after {command} where that has it",
        "failure.no_format_of_log": "--format {form}: a training log is written in one of: {known}",
        "failure.for_log": "{option} is for a training log, for instance: optsim replay metrics.csv {option} …",
        "watch.waits_for_file": "{path} is not there yet: waiting for it (ctrl+c ends)",
        "watch.waits_for_log": "{path}: no log with a loss is in there yet: waiting for one of {known} (ctrl+c ends)",
        "watch.waits_for_row": "{path}: nothing is logged there yet: waiting for a first loss (ctrl+c ends)",
        "failure.watch_only": "{option} is for a scenario: a log is watched as it is",
        "failure.course_needs_terminal": "the course needs a terminal; without one there is: optsim learn --list",
        "failure.for_scenario": "{option} is for a scenario, for instance: optsim saddle {option}",
        "failure.no_theme": "no theme is named {name!r}",
        "failure.theme_of_terminal": "{name} has the terminal's own colours, in which nothing is sure to be seen",
        "failure.theme_too_light": ("{name} is light, and of this terminal's 16 colours too few can be read on white"),
        "failure.default_theme": "{file}: {fault}; the default theme is used, ctrl+p has others",
        "failure.film_of_recording": (
            "{name} is a recording, and only scenarios are filmed; it plays in the app: optsim {name}"
        ),
        "failure.film_of_cast": "{name} is a film already; for other formats: optsim render {name} -o film.gif",
        "failure.screen_was": "the screen was:\n{screen}",
        "failure.input_closed": "standard input is closed",
        "failure.no_size": "{value!r} is no size: columns x rows from {least} to {most}, for instance 100x30",
        "failure.not_positive": "{value!r} must be a number above 0 to {most:g}",
        "failure.negative": "{value!r} must be a number from 0 to {most:g}",
        "failure.no_format": "no report format is named {name!r}; {suggestion}",
        "failure.no_quantity": "--columns: no quantity is named {name!r}; {suggestion}",
        "failure.quantity_there": "--columns: {name} is there without being requested",
        "failure.nothing_to_replay": "give a scenario or a recording, for instance: optsim replay saddle",
        "failure.every_without_recording": (
            "--every is for a recording: add --format jsonl, or an --out that ends in .jsonl"
        ),
        "failure.options_of_race": "{file} is a recording: --steps, --seed and --every are for a race that is run",
        "failure.no_params_recorded": (
            "{file} was recorded without parameters; optsim replay NAME --params records them"
        ),
        "failure.no_column_recorded": "{file} was recorded without {name}; optsim replay NAME --columns {name} records it",
        "failure.copied": "{file} is copied as it is: leave --columns out",
        "failure.no_columns": "--columns is for tables: the format {form} has none; add --format csv, for instance",
        "failure.no_params": "--params: the format {form} has no parameters; add --format csv, for instance",
        "failure.no_notation": "--notation: the format {form} has no formulas; add --format text or markdown",
        "failure.more_to_install": "--format {form}: it needs more to be installed",
        "failure.extra_to_install": "--format {form}: it needs more to be installed: pip install 'optsim[{extra}]'",
        "failure.not_for_terminal": "--format {form}: it is not for a terminal; give a file, --out race{ending} for instance",
        "failure.verify_reports_nothing": (
            "--verify writes no report: leave --format, --out, --params, --columns and --every out"
        ),
        "failure.verify_of_recording": "--steps and --seed go with a scenario: a recording has its own",
        "failure.nothing_to_sweep": (
            "give a scenario, or a folder to go on with, for instance: optsim sweep saddle --vary learning_rate=1"
            "e-3..1:10"
        ),
        "failure.no_axis": (
            "{name} says no axis: add for instance --vary learning_rate=1e-3..1:10, or a section [sweep]"
        ),
        "failure.resume_alone": "--resume goes on with the plan that its folder has: leave {options} out",
        "failure.sweep_table_extra": "--format parquet: it needs more to be installed: pip install 'optsim[parquet]'",
        "failure.merge_alone": "--merge takes blocks over into a folder: say which, --resume FOLDER",
        "failure.sweep": "{reason}",
        "failure.compare_what": (
            "give a scenario and two lanes, or the folders of two sweeps: optsim compare saddle gd adam"
        ),
    }
)
