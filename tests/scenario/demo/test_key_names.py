from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optsim.scenario.demo.key_names import BadKeyError, character_of, key_name


@pytest.mark.parametrize(
    ("spelled", "name"),
    [
        ("→", "right"), ("Right", "right"), ("arrow right", "right"), ("⇧→", "shift+right"), ("shift+→", "shift+right"),
        ("shift+right", "shift+right"), ("Ctrl+Left", "ctrl+left"), ("^←", "ctrl+left"), ("ctrl+shift+left", "ctrl+shift+left"),
        ("shift+ctrl+left", "ctrl+shift+left"), ("^p", "ctrl+p"), ("ctrl+P", "ctrl+p"), ("^", "^"),
        ("space", "space"), (" ", "space"), ("esc", "escape"), ("return", "enter"), ("pgdn", "pagedown"), ("F1", "f1"),
        ("?", "?"), ("question_mark", "?"), ("left_square_bracket", "["), ("full_stop", "."), ("comma", ","),
        ("plus", "+"), ("+", "+"), ("minus", "-"), ("−", "-"), ("-", "-"), ("equals_sign", "="), ("right_parenthesis", ")"),
        ("n", "n"), ("N", "N"), ("shift+n", "N"), ("0", "0"), ("あ", "あ"), ("é", "é"),
    ],
)  # fmt: skip
def test_a_key_has_one_name_however_it_is_spelled(spelled, name):
    assert key_name(spelled) == name
    assert key_name(name) == name


@pytest.mark.parametrize(
    ("spelled", "told"),
    [
        ("spce", "did you mean 'space'"),
        ("righ", "did you mean 'right'"),
        ("crtl+p", "did you mean 'ctrl+p'"),
        ("", "a key is one character, or one of space, enter"),
        ("ctrl+", "no key is called 'ctrl+'"),
        ("ctrl++", "no key is called"),
        ("\n", "no key is called '\\n'"),
        ("\x1b", "no key is called"),
        ("ab", "no key is called 'ab'"),
        ("f13", "did you mean 'f"),
        ("x" * 5000, "no key is called"),
        ("ctrl+c", "it is the person's, to leave"),
        ("^Z", "it is the person's"),
        ("ctrl+q", "it is the person's"),
    ],
)
def test_what_is_no_key_says_what_would_be(spelled, told):
    with pytest.raises(BadKeyError) as caught:
        key_name(spelled)
    assert told in str(caught.value)
    assert len(str(caught.value)) < 400


@given(
    st.text(max_size=12)
    | st.lists(st.sampled_from(["ctrl", "shift", "alt", "+", "^", "⇧", "n", "right", "é"])).map("".join)
)
def test_any_text_is_a_key_or_a_message(text):
    with suppress(BadKeyError):
        name = key_name(text)
        assert key_name(name) == name
        assert name.isprintable()


def test_keys_that_type():
    assert [character_of(name) for name in ("a", "space", "?", "right", "ctrl+p")] == ["a", " ", "?", None, None]
