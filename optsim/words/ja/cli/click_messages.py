"""Japanese of what Click says on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "click.usage": "使い方:",
        "click.options": "オプション",
        "click.commands": "コマンド",
        "click.arguments": "引数",
        "click.default": "既定値: {default}",
        "click.try_help": "ヘルプは '{command} {option}' で。",
        "click.error": "エラー: {message}",
        "click.invalid": "使えない値：{message}",
        "click.invalid_for": "{param_hint} に使えない値：{message}",
        "click.missing_argument": "引数が足りない：",
        "click.missing_option": "オプションが足りない：",
        "click.missing_parameter": "パラメータが足りない：",
        "click.no_option": "{name!r} というオプションはない。",
        "click.no_option_8_2": "{name} というオプションはない。",
        "click.meant": "{possibility} のことか。",
        "click.meant_one_of": "({possibilities} のどれかのことか。)",
        "click.meant_one_of_8_2": "(近いもの：{possibilities})",
        "click.extra_argument": "余分な引数がある：{args}",
        "click.extra_arguments": "余分な引数がある：{args}",
        "click.takes_no_value": "オプション {name!r} は値を取らない。",
        "click.requires_an_argument": "オプション {name!r} には値が要る。",
        "click.requires_arguments": "オプション {name!r} には値が{nargs}個要る。",
        "click.argument_takes": "引数 {name!r} は値を{nargs}個取る。",
        "click.takes_values": "値を{nargs}個取るが、{len}個与えられた。",
        "click.takes_values_not_one": "値を{nargs}個取るが、1個だけ与えられた。",
        "click.no_number": "{value!r} は正しい値ではない ({number_type})。",
        "click.not_in_range": "{value} は範囲 {range} にない。",
        "click.not_the_choice": "{value!r} は {choice} ではない。",
        "click.not_one_of": "{value!r} は {choices} のどれでもない。",
        "click.not_there": "{filename!r} がない ({name})。",
        "click.is_a_file": "{filename!r} はファイルである ({name})。",
        "click.is_a_directory": "{filename!r} はフォルダである ({name})。",
        "click.not_readable": "{filename!r} は読めない ({name})。",
        "click.not_writable": "{filename!r} には書き込めない ({name})。",
        "click.not_executable": "{filename!r} は実行できない ({name})。",
    }
)
