"""The process that makes a film sees nothing of its surroundings."""

import os

from optsim.cli.film.isolated_process import environment, run
from optsim.cli.film.request import Request, request_of


def test_what_could_change_a_film_is_left_out_or_fixed():
    present = {
        "PATH": "/bin", "HOME": "/home/me", "NO_COLOR": "1", "TEXTUAL_THEME": "dracula", "TEXTUAL_FPS": "5", "TERM": "dumb",
        "LC_ALL": "de_DE", "LANGUAGE": "de", "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7", "PYTHONWARNINGS": "error",
        "COLUMNS": "33", "UNICODE_VERSION": "9", "FORCE_COLOR": "1", "OMP_NUM_THREADS": "8",
    }  # fmt: skip
    made = environment(present, "latin-1", "ja")
    assert made == environment({"PATH": "/bin", "HOME": "/home/me"}, "latin-1", "ja")
    assert made["PATH"] == "/bin"
    assert made["TEXTUAL_COLOR_SYSTEM"] == "truecolor"
    assert made["OMP_NUM_THREADS"] == "1"
    assert made["PYTHONIOENCODING"] == "latin-1:backslashreplace"


def test_an_order_arrives_as_it_was_given():
    given = Request(
        "日本.toml", ("a.cast", "b c.html"), (100, 30), 15, 3, 2**63, "nord", True, language="ja", messages="ja"
    )
    assert request_of(given.text()) == given
    assert request_of(Request("saddle").text()) == Request("saddle")


def test_ctrl_c_while_it_still_imports_says_nothing(tmp_path, capfd):
    (tmp_path / "click.py").write_text("import os, signal\nos.kill(os.getpid(), signal.SIGINT)\n", encoding="utf-8")
    assert run(Request("saddle", ("film.cast",)), {**os.environ, "PYTHONPATH": str(tmp_path)}) != 0
    assert capfd.readouterr().err == ""
