"""What the app remembers: never in the way, whatever is in the file."""

import pytest

from optsim.system.preferences import Preferences, read, remember, write


def test_what_was_written_is_read(tmp_path):
    file = tmp_path / "deep" / "settings.toml"
    assert write(file, Preferences("nord", "ascii")) == ""
    assert read(file) == (Preferences("nord", "ascii"), [])
    assert write(file, Preferences(None, "block")) == ""
    assert read(file) == (Preferences(None, "block"), [])


def test_nothing_remembered_is_no_fault(tmp_path):
    assert read(tmp_path / "none.toml") == (Preferences(), [])


@pytest.mark.parametrize("text", ["theme = ", "\x00", "[[[", "a" * 10 + "=" * 10])
def test_a_broken_file_only_warns(tmp_path, text):
    file = tmp_path / "settings.toml"
    file.write_text(text)
    found, wrong = read(file)
    assert found == Preferences()
    assert len(wrong) == 1
    assert str(file) in wrong[0]


def test_bytes_that_are_no_text_only_warn(tmp_path):
    (tmp_path / "settings.toml").write_bytes(b"\xff\xfe\x00")
    assert read(tmp_path / "settings.toml")[1]


def test_what_is_wrong_is_left_out_and_the_rest_kept(tmp_path):
    file = tmp_path / "settings.toml"
    file.write_text('theme = "nord"\nglyphs = "runes"\ncolour = 3\n')
    found, wrong = read(file)
    assert found == Preferences("nord", "auto")
    assert [each.split(": ")[1] for each in wrong] == ["glyphs = 'runes' is passed over", "colour = 3 is passed over"]


def test_what_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("in the way")
    fault = write(tmp_path / "file" / "settings.toml", Preferences("nord"))
    assert "is not remembered" in fault


def test_one_choice_is_remembered_and_the_others_stay(tmp_path):
    file = tmp_path / "settings.toml"
    assert remember(file, "glyphs", "block") == ""
    assert remember(file, "theme", "nord") == ""
    assert read(file) == (Preferences("nord", "block"), [])
