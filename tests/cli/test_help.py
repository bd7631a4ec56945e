"""Help and messages of the command line in a language: every text by its id, and what it costs."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from optsim.cli import click_messages
from optsim.cli.group import COMMANDS, cli
from optsim.cli.usage import TextOption
from optsim.languages import LANGUAGES
from optsim.plot.width import cell_width
from optsim.words import APART
from optsim.words.en.cli.click_messages import TEXTS as OF_CLICK

ROOT = Path(__file__).parents[2]
CLICK = Path(click.__file__).parent
JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")
#: words that stand between blanks, and what they are not: command lines and Python
WORD = re.compile(r"(?<!\S)[A-Za-z][a-z'’]+[,:;.]*(?!\S)")
NO_PROSE = re.compile(r"optsim |import ")
#: what Click says to who writes a command, or of what no command here has
NEVER_SAID = re.compile(
    "deprecated|defined twice|Could not|declaration|Boolean option|start character|does not match|UUID|boolean|"
    "unknown error|iterable|dynamic|env var|Choice\\(|prog|confirm|continue|Show th|[Cc]ommand\\b.*name|Missing command|"
    "No options|Choose from|len_type|Missing {|parameter: |Aborted|^(file|directory|path)$",
    re.IGNORECASE,
)


@pytest.fixture(autouse=True)
def english(monkeypatch):
    """No language is asked for, and Click speaks English again at the end."""
    for name in ("OPTSIM_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    yield
    click_messages.speak(LANGUAGES["en"]())


def run(*args):
    done = CliRunner().invoke(cli, list(args), prog_name="optsim")
    return done.stdout + done.stderr


def options(command):
    """The options of a command with what is said of them, by their names."""
    with click.Context(command, info_name=command.name) as context:
        records = {
            each.name: each.get_help_record(context)[1] for each in command.params if isinstance(each, TextOption)
        }
        return records, {each.name for each in command.params if isinstance(each, click.Option)}


def command_of(name):
    return cli.get_command(click.Context(cli), name) if name else cli


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_all_help_is_in_the_language_and_fits(name):
    shown = run("--lang", "ja", *filter(None, [name]), "--help")
    assert all(cell_width(line) <= 80 for line in shown.splitlines())
    texts, names = options(command_of(name))
    # that of the help itself is Click's
    assert texts.keys() == names
    for language in ("en", "ja"):
        shown = run("--lang", language, *filter(None, [name]), "--help")
        *_, body = shown.partition("\n")
        # what is indented is a text, or a name and its text
        assert bool(JAPANESE.search(body)) == (language == "ja")
    assert not re.search(r"\b(the|of|and|is)\b", body)


@pytest.mark.parametrize(
    "args", [("--help", "--lang", "ja"), ("list", "--help", "--lang=ja"), ("--lang=ja", "list", "-h")]
)
def test_the_option_may_stand_behind_that_of_the_help(args):
    assert run(*args).startswith("使い方: optsim")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--hlep",), "'--hlep' というオプションはない"),
        (("replay", "--fromat", "csv"), "--format"),
        (("replay", "--steps", "x"), "'--steps' に使えない値：'x' は正しい値ではない"),
        (("replay", "--steps", "-1"), "は範囲 0<=x<=1000000000 にない"),
        (("replay", "--steps"), "'--steps' には値が要る"),
        (("--overwrite=1",), "'--overwrite' は値を取らない"),
        (("show",), "引数が足りない： 'SCENARIO'"),
        (("show", "a", "b"), "余分な引数がある：b"),
        (("list", "x"), "のどれでもない"),
        (("replay",), "optsim: シナリオか記録を指定してください"),
        (("replay", "saddle", "--format", "cvs"), "'cvs' という報告の形式はない。'csv' のことか"),
        (("sho", "saddle"), "'sho' というコマンドはない。'show' のことか"),
        (("record", "saddle", "--size", "1x1", "-o", "a.gif"), "'1x1' は大きさではない"),
        (("render", "a.cast"), "書き込み先を指定してください"),
    ],
)
def test_what_is_wrong_with_a_line_is_said_in_its_language(args, said):
    told = run("--lang", "ja", *args)
    # Click of other versions puts names in other places
    assert said in told or said.replace("'", "") in told, told
    assert JAPANESE.search(told)
    # the next line speaks English again
    assert not JAPANESE.search(run(*args))


def test_a_language_of_the_environment_is_that_of_mistakes_too(monkeypatch):
    monkeypatch.setenv("OPTSIM_LANG", "ja")
    assert "というオプションはない" in run("--hlep")
    monkeypatch.setenv("OPTSIM_LANG", "jp")
    assert "No such option" in run("--hlep")


def messages_of_click():
    for name in click_messages._MODULES:
        for node in ast.walk(ast.parse((CLICK / f"{name}.py").read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext"):
                yield from (
                    each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)
                )


def test_every_message_of_this_click_is_known():
    asked = set(messages_of_click())
    assert len(asked) > 30
    assert not {message for message in asked - set(OF_CLICK.values()) if not NEVER_SAID.search(message)}


def prose(path):
    """The texts of a module that read as English, but for docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    described = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and node not in described else None
        if isinstance(text, str) and len(WORD.findall(text)) > 1 and not NO_PROSE.match(text):
            yield text


def test_no_text_for_people_stands_in_the_command_line():
    files = [*(ROOT / "optsim" / "cli").rglob("*.py")]
    assert len(files) > 20
    assert not {path.name: found for path in files if (found := [*prose(path)])}


def test_a_text_that_is_read_alone_loads_no_other():
    for language in ("en", "ja"):
        code = (
            f"import sys; from optsim.languages import LANGUAGES; LANGUAGES[{language!r}]().text('help.show');"
            f" print(*[name for name in sys.modules if name.startswith('optsim.words.{language}.')])"
        )
        modules = {f"optsim.words.{language}.cli", f"optsim.words.{language}.cli.help"}
        assert loaded(code) == modules
        assert set(APART) <= {key.partition(".")[0] for key in LANGUAGES[language].texts}


def loaded(code):
    return set(
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
        ).stdout.split()
    )


def test_help_in_english_loads_next_to_nothing_for_its_words():
    code = (
        "import sys; from optsim.cli.group import cli\n"
        "try: cli(['--lang', 'en', '--help'], prog_name='optsim')\n"
        "except SystemExit: print('', *sys.modules)"
    )
    modules = {name for name in loaded(code) if name.startswith(("optsim.", "dataclasses", "numpy", "textual"))}
    assert {name for name in modules if name.startswith("optsim.words")} == {
        "optsim.words", "optsim.words.en", "optsim.words.en.cli", "optsim.words.en.cli.help",
    }  # fmt: skip
    assert not modules & {"dataclasses", "numpy", "textual", "optsim.facts", "optsim.plot"}
