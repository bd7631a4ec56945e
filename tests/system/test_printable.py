"""What could do more than be read never comes out, and what can be read is not touched."""

import sys
import unicodedata

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optsim.cli.failure import Failure, shown_safely
from optsim.console.ansi_style import AnsiStyle
from optsim.console.messages import fitted, has_signs, tell
from optsim.console.standard_output import encoded
from optsim.faults import Fault
from optsim.plot.glyphs import spelled
from optsim.recording.problems import RecordingError
from optsim.scenario.problems import Problem, ScenarioError
from optsim.screencast.faults import CastError
from optsim.system.printable import OWN_ESCAPE, hidden_character, printable, printable_inked, printable_line
from tests.hostile import HARMFUL, is_harmful

ANY = st.text(st.characters(codec=None), max_size=40) | st.sampled_from(HARMFUL)


@given(ANY)
def test_nothing_that_is_harmful_comes_through(text):
    assert not any(map(is_harmful, printable(text).replace("\n", "")))
    assert not any(map(is_harmful, printable_line(text)))
    assert not hidden_character(printable_line(text))


@given(st.text(st.characters(categories=["L", "Nd", "P", "S", "Zs"]), max_size=40))
def test_what_can_be_read_stays_as_it_is(text):
    visible = "".join(char for char in text if not is_harmful(char))
    assert printable(visible) == printable_line(visible) == visible


def test_every_character_of_unicode_is_judged_as_its_kind_says():
    for code in range(sys.maxunicode + 1):
        char = chr(code)
        harmful = is_harmful(char) and char != "\t"
        assert bool(hidden_character(char)) == (harmful or char == "\t"), f"U+{code:04X}"


@given(ANY, ANY)
def test_ink_cannot_be_forged(foreign, other):
    """A text from elsewhere never becomes an escape sequence, wherever it stands beside the program's own ink."""
    ink = AnsiStyle(on=True, escape=OWN_ESCAPE)
    foreign, other = foreign.replace(OWN_ESCAPE, ""), other.replace(OWN_ESCAPE, "")
    shown = printable_inked(f"{foreign}{ink.strong(other)}{foreign}{ink.lane(foreign, 3)}")
    for own in ("\x1b[1m", "\x1b[0m", f"\x1b[38;5;{ink.colour(3)}m"):
        shown = shown.replace(own, "")
    assert not any(map(is_harmful, shown.replace("\n", "")))


@pytest.mark.parametrize("text", HARMFUL)
def test_every_kind_of_message_is_fit_to_be_shown(text, capsys):
    errors = [
        ScenarioError(text, [Problem(f"a.{text}", Fault("must not be {text}", text=text))]),
        RecordingError(f"{text}.jsonl", 3, f"has {text}", text),
        CastError(f"{text}.cast", 3, f"has {text}"),
    ]
    for error in errors:
        assert not any(map(is_harmful, str(error).replace("\n", "")))
    Failure(f"{text}: cannot be").show()
    tell(f"optsim: {text}")
    shown_safely(click.UsageError(f"no such option: {text}")).show()
    shown_safely(click.BadParameter(text)).show()
    told = capsys.readouterr().err
    assert not any(map(is_harmful, told.replace("\n", "")))


@pytest.mark.parametrize("text", ["a\nb", "a\n\noptsim: all is well"])
def test_a_name_cannot_begin_a_line_of_its_own(text):
    assert "\n" not in str(ScenarioError(text, [Problem(text, Fault("{text}", text=text))]))
    assert "\n" not in shown_safely(click.UsageError(text)).format_message()
    assert "\n" not in str(CastError(text, 1, text))


def test_a_terminal_is_shown_data_without_what_is_harmful(monkeypatch):
    class Terminal:
        encoding = "utf-8"

        def isatty(self):
            return True

    data = ["adam\u202e,1.0\n", '{"a":"\x9b31m"}\n']
    assert b"".join(encoded(data, for_people=False)) == "".join(data).encode()
    monkeypatch.setattr(sys, "stdout", Terminal())
    assert b"".join(encoded(data, for_people=False)) == 'adam\ufffd,1.0\n{"a":"\ufffd31m"}\n'.encode()


@pytest.mark.parametrize(
    ("text", "ascii_text"),
    [
        ("f(x,y) = ½x² − ¼y² + 0.02(x⁴+y⁴)", "f(x,y) = 1/2 x^2 - 1/4 y^2 + 0.02(x^4+y^4)"),
        ("½Σ λᵢxᵢ²", "1/2 S lixi^2"),
        ("10⁻³", "1e-3"),
        ("1½", "1 1/2"),
        ("½ of it", "1/2 of it"),
        ("½(x−3)²", "1/2 (x-3)^2"),
        ("α·λmax ≥ 2 → diverges", "a.lmax > 2 > diverges"),
        ("−1e−5 ‐ ‑ ‒ – ﹣", "-1e-5 - - - - -"),
        ("xᵗ⁺¹", "x^t+1"),
    ],
)
def test_formulas_keep_their_meaning_in_ascii(text, ascii_text):
    assert spelled(text) == ascii_text


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "iso8859-15", "cp437", "cp1252", "koi8-r", "euc-jp"])
def test_no_minus_sign_is_lost_in_any_encoding(encoding):
    text = "½x² − ¼y² − ⅓z⁻² ≤ −2"
    shown = fitted(text, encoding)
    assert shown.count("-") == 4 or encoding == "euc-jp"
    assert "?" not in shown
    assert not has_signs(encoding)
    assert has_signs("utf-8")
    assert has_signs("gb18030")


def test_letters_stay_where_an_encoding_has_them():
    assert fitted("Gefälle − Übung", "latin-1") == "Gefälle - Übung"
    assert fitted("勾配 −", "latin-1") == "???? -"
    assert unicodedata.normalize("NFC", fitted("勾配 −", "utf-8")) == "勾配 −"
