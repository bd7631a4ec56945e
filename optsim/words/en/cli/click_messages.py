"""English of what Click says on the command line: its own messages, word for word, by which they are known.

Where its versions differ there is one for each.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "click.usage": "Usage:",
        "click.options": "Options",
        "click.commands": "Commands",
        "click.arguments": "Positional arguments",
        "click.default": "default: {default}",
        "click.try_help": "Try '{command} {option}' for help.",
        "click.error": "Error: {message}",
        "click.invalid": "Invalid value: {message}",
        "click.invalid_for": "Invalid value for {param_hint}: {message}",
        "click.missing_argument": "Missing argument",
        "click.missing_option": "Missing option",
        "click.missing_parameter": "Missing parameter",
        "click.no_option": "No such option {name!r}.",
        "click.no_option_8_2": "No such option: {name}",
        "click.meant": "Did you mean {possibility}?",
        "click.meant_one_of": "(Did you mean one of: {possibilities}?)",
        "click.meant_one_of_8_2": "(Possible options: {possibilities})",
        "click.extra_argument": "Got unexpected extra argument ({args})",
        "click.extra_arguments": "Got unexpected extra arguments ({args})",
        "click.takes_no_value": "Option {name!r} does not take a value.",
        "click.requires_an_argument": "Option {name!r} requires an argument.",
        "click.requires_arguments": "Option {name!r} requires {nargs} arguments.",
        "click.argument_takes": "Argument {name!r} takes {nargs} values.",
        "click.takes_values": "Takes {nargs} values but {len} were given.",
        "click.takes_values_not_one": "Takes {nargs} values but 1 was given.",
        "click.no_number": "{value!r} is not a valid {number_type}.",
        "click.not_in_range": "{value} is not in the range {range}.",
        "click.not_the_choice": "{value!r} is not {choice}.",
        "click.not_one_of": "{value!r} is not one of {choices}.",
        "click.not_there": "{name} {filename!r} does not exist.",
        "click.is_a_file": "{name} {filename!r} is a file.",
        "click.is_a_directory": "{name} {filename!r} is a directory.",
        "click.not_readable": "{name} {filename!r} is not readable.",
        "click.not_writable": "{name} {filename!r} is not writable.",
        "click.not_executable": "{name} {filename!r} is not executable.",
    }
)
