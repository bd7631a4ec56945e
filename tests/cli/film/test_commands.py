"""record and render: what they write, and what they tell."""

import json
import os
import re
import select
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from optsim.cli.film.request import SMALLEST, Request, request_of
from optsim.cli.film.subject import _scenario
from optsim.cli.group import cli
from optsim.lesson.bundled import LESSONS
from optsim.scenario.demo import section
from optsim.screencast import film_format
from optsim.screencast.cast_reader import read
from optsim.screencast.raster.fonts import shipped
from optsim.tui.screens.window_sizes import TINY_HEIGHT, TINY_WIDTH
from tests.screencast.sequences import script
from tests.watching import until_changed

BOWL = """
title = "A bowl"
[objective]
kind = "quadratic"
eigenvalues = [1.0, 0.25]
noise = 0.1
start = [2.0, -2.0]
[budget]
steps = 40
seed = 1
target_loss = 0.02
[lanes.sgd]
optimizer = "sgd"
learning_rate = 0.1
[lanes.adam]
optimizer = "adam"
learning_rate = 0.3
"""
DEMO = """
[demo]
size = [80, 24]
gap = 0.1
[[demo.do]]
mark = "start"
[[demo.do]]
say = "速く ── down we go"
[[demo.do]]
press = ["space"]
[[demo.do]]
until = "step >= 30"
[[demo.do]]
press = ["?"]
[[demo.do]]
wait = 0.5
[[demo.do]]
shot = "help"
"""


def run(*args):
    return CliRunner().invoke(cli, list(map(str, args)))


def process(*args, **settings):
    command = [sys.executable, "-m", "optsim", *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, **settings)


@pytest.fixture
def bowl(tmp_path):
    path = tmp_path / "bowl.toml"
    path.write_text(BOWL + DEMO, encoding="utf-8")
    return path


def test_the_same_bytes_in_every_environment(bowl, tmp_path):
    others = {
        "TERM": "dumb", "LANG": "de_DE.ISO-8859-1", "TZ": "Asia/Tokyo", "NO_COLOR": "1", "PYTHONHASHSEED": "7",
        "COLUMNS": "33", "TEXTUAL_THEME": "dracula", "TEXTUAL_ANIMATIONS": "none", "UNICODE_VERSION": "9.0.0",
    }  # fmt: skip
    (tmp_path / "elsewhere").mkdir()
    root = str(Path(__file__).parents[3])
    ways = [
        ("one", {**os.environ}, None),
        ("two", {**os.environ, **others, "PYTHONPATH": root}, tmp_path / "elsewhere"),
    ]

    def film(way):
        name, environment, folder = way
        outputs = [tmp_path / f"{name}{ending}" for ending in (".cast", ".html", ".svg")]
        done = process(
            "record", bowl, *(part for output in outputs for part in ("-o", output)), env=environment, cwd=folder
        )
        assert done.returncode == 0, done.stderr
        return [output.read_bytes() for output in outputs], done.stderr

    with ThreadPoolExecutor() as pool:
        (first, told), (second, _) = pool.map(film, ways)
    assert first == second
    assert "one.cast" in told
    assert "times as fast as it plays" in told
    made = read(tmp_path / "one.cast")
    assert (made.width, made.height, made.title) == (80, 24, "A bowl")
    assert made.marks[0].label.startswith("start")
    assert any("reaches the target" in mark.label for mark in made.marks)
    seen = "\n".join("".join(span.text for span in row) for _, screen in made.screens() for row in screen)
    assert "速く ── down we go" in seen
    assert str(tmp_path) not in seen


def test_a_dry_run_tells_acts_chapters_and_length_and_writes_nothing(bowl, tmp_path):
    done = process("record", bowl, "--dry-run", "--size", "100x30", "--fps", "5", "-o", tmp_path / "film.cast")
    assert done.returncode == 0, done.stderr
    assert "6  wait = 0.5" in done.stdout
    assert '2  say = "速く ── down we go"' in done.stdout
    assert "chapters\n" in done.stdout
    assert "stills\n" in done.stdout
    assert "s at 100×30," in done.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bowl.toml"]


def test_a_demo_that_expects_what_is_not_there_fails_with_act_step_and_screen(tmp_path):
    path = tmp_path / "bowl.toml"
    path.write_text(BOWL + DEMO + '[[demo.do]]\nexpect = "nonsense"\n', encoding="utf-8")
    done = process("record", path, "-o", tmp_path / "film.cast")
    assert done.returncode == 1
    assert 'demo.do[8].expect = "nonsense" failed at step' in done.stderr
    assert "the screen was:" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "film.cast").exists()


def test_without_a_demo_there_is_one(tmp_path):
    path = tmp_path / "bowl.toml"
    path.write_text(BOWL, encoding="utf-8")
    done = process("record", path, "--dry-run", "--fps", "2")
    assert done.returncode == 0, done.stderr
    assert "A bowl" in done.stdout


@pytest.mark.system
def test_a_film_of_a_lesson_asks_and_answers(tmp_path):
    page = tmp_path / "lesson.html"
    done = process("record", "nesterov", "--fps", "5", "-o", page)
    assert done.returncode == 0, done.stderr
    data = json.loads(re.search(r'id="film">(.*?)</script>', page.read_text(encoding="utf-8"), re.DOTALL)[1])
    first, second = data["questions"]
    assert first[2].startswith("λmax = 1, α = 1.5")
    assert first[3] == ["nobody", "nag alone", "momentum alone", "gd and nag"]
    assert (first[4], second[3], second[4]) == ("b", ["Yes", "No"], "a")
    assert 0 < first[0] < first[1] < second[0] < second[1] < data["duration"]


#: films lessons one after the other, as the process of `record` films one
#: lessons that have questions of each kind among them
EACH_KIND_OF_QUESTION = ("eight-steps", "noise-on-saddle", "batch-size", "which-is-better")
_FILMING = """
import sys
from optsim.screencast.capture.virtual_clock import Clock

clock = Clock()
clock.install()
from optsim.cli.film.job import work
from optsim.cli.film.request import Request

for name in sys.argv[1:]:
    work(Request(name, size=(80, 24), fps=4, dry_run=True, language="ja"), clock)
    print("filmed", name)
"""


@pytest.mark.system
@pytest.mark.thorough
@pytest.mark.parametrize("part", range(4))
def test_every_lesson_can_be_filmed(part, whole):
    names = list(LESSONS)[part::4] if whole else [EACH_KIND_OF_QUESTION[part]]
    done = subprocess.run([sys.executable, "-c", _FILMING, *names], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert re.findall("^filmed (.+)$", done.stdout, re.MULTILINE) == names


def test_what_happens_at_the_last_step_has_its_chapter_before_the_end(tmp_path):
    path = tmp_path / "bowl.toml"
    path.write_text(BOWL.replace("rate = 0.1", "rate = 1e200").replace("rate = 0.3", "rate = 1e200"), encoding="utf-8")
    done = process("record", path, "--dry-run", "--fps", "5")
    assert done.returncode == 0, done.stderr
    (told,) = [
        line.split(maxsplit=1)[1] for line in done.stdout.partition("chapters\n")[2].splitlines() if "diverges" in line
    ]
    assert told.endswith("diverges · the end")


@contextmanager
def filming(bowl, folder):
    """A long film that is being made, and the process that makes it; its temporary files are in a folder of their own."""
    bowl.write_text(bowl.read_text(encoding="utf-8") + "[[demo.do]]\nwait = 60.0\n" * 9, encoding="utf-8")
    temporary = folder / "temporary"
    temporary.mkdir()
    args = [sys.executable, "-m", "optsim", "record", bowl, "-o", folder / "film.cast", "--fps", "60"]
    with subprocess.Popen(
        args, stderr=subprocess.PIPE, text=True, process_group=0, env=os.environ | {"TMPDIR": str(temporary)}
    ) as going:
        until_changed(temporary, going, lambda: any(temporary.iterdir()))
        (child,) = Path(f"/proc/{going.pid}/task/{going.pid}/children").read_text().split()
        yield going, os.pidfd_open(int(child))
    assert list(temporary.iterdir()) == []
    temporary.rmdir()
    assert [path.name for path in folder.iterdir()] == ["bowl.toml"]


@pytest.mark.system
@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
@pytest.mark.parametrize("send", [os.killpg, os.kill])
def test_a_signal_ends_both_and_leaves_nothing(bowl, tmp_path, name, send):
    number = getattr(signal, name)
    with filming(bowl, tmp_path) as (going, child):
        send(going.pid, number)
        _, told = going.communicate()
        assert going.returncode == 128 + number
        assert "Traceback" not in told
        select.select([child], [], [])


@pytest.mark.system
@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")
def test_what_films_ends_with_what_asked_for_it_however_that_ends(bowl, tmp_path):
    with filming(bowl, tmp_path) as (going, child):
        going.kill()
        select.select([child], [], [])
        assert "Traceback" not in going.communicate()[1]


@pytest.mark.parametrize("link", ["symlink_to", "hardlink_to"])
def test_a_film_is_not_written_over_what_it_is_made_from(tmp_path, link):
    old, other = tmp_path / "old.cast", tmp_path / "other.html"
    old.write_text(CAST)
    getattr(other, link)(old)
    for output in (old, other):
        done = run("render", old, "-o", output)
        assert done.exit_code == 2
        assert f"{output} is read for this" in done.stderr
    film = tmp_path / "film.svg"
    film.symlink_to(tmp_path / "film.html")
    done = run("render", old, "-o", tmp_path / "film.html", "-o", film)
    assert (done.exit_code, "is asked for twice" in done.stderr) == (2, True)
    assert old.read_text() == CAST


def test_what_a_killed_run_has_left_of_a_film_is_told(tmp_path):
    old = tmp_path / "old.cast"
    old.write_text(CAST)
    for ending in ("html", "svg", "png", "gif", "webp"):
        part, mine = tmp_path / f".new.{ending}.optsim-0123abcd.part", tmp_path / f"new.{ending}.part"
        part.write_text("<!doc")
        mine.write_text("precious")
        done = run("render", old, "-o", tmp_path / f"new.{ending}")
        assert done.exit_code == 0
        assert f"optsim: {part} was left by a run that was killed; it is gone now\n" in done.stderr
        assert str(mine) not in done.stderr
        assert all(line.startswith("optsim: ") for line in done.stderr.splitlines())
        assert (part.exists(), mine.read_text()) == (False, "precious")


def test_a_limit_of_pauses_that_is_none_is_told(tmp_path):
    cast = tmp_path / "old.cast"
    for limit, told in (("0", True), ("-1.5", True), ('"2"', True), ("true", True), ("2", False), ("null", False)):
        cast.write_text(f'{{"version": 2, "width": 20, "height": 2, "idle_time_limit": {limit}}}\n[1, "o", "hello"]\n')
        done = run("render", cast, "-o", tmp_path / "new.svg")
        assert done.exit_code == 0
        assert (f"optsim: {cast}: idle_time_limit must be a number above 0" in done.stderr) is told
        assert "idle" not in run("render", cast, "-o", tmp_path / "new.svg", "--idle-limit", "3").stderr


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["saddle"], "say where to: optsim record saddle -o demo.cast"),
        (["saddle", "-o", "film.gfi"], "ends in '.gfi', which is no format of a film; did you mean '.gif'?"),
        (["saddle", "-o", "film"], "has no ending, which is no format of a film; there are: .cast"),
        (["saddle", "-o", "a.cast", "-o", "a.cast"], "a.cast: is asked for twice"),
        (["saddle", "-o", "nowhere/a.cast"], "there is no folder nowhere; make it first"),
        (["saddle", "-o", "a.cast", "--size", "9x0"], "is no size: columns x rows from 60x18 to 500x200"),
        (["saddle", "-o", "a.cast", "--size", "60x17"], "is no size: columns x rows from 60x18"),
        (
            ["run.jsonl", "-o", "a.cast"],
            "is a recording, and only scenarios are filmed; it plays in the app: optsim run.jsonl",
        ),
        (["old.cast", "-o", "a.gif"], "is a film already; for other formats: optsim render old.cast -o film.gif"),
        (["saddle", "-o", "a.cast", "--size", "huge"], "is no size: columns x rows"),
        (["saddle", "-o", "a.cast", "--fps", "0"], "0 is not in the range"),
        (["saddle", "-o", "a.cast", "--cast-version", "1"], "'1' is not one of '2', '3'"),
    ],
)
def test_what_cannot_be_is_told_before_anything_is_filmed(args, told, monkeypatch):
    monkeypatch.setattr("optsim.cli.film.isolated_process.run", None)
    done = run("record", *args)
    assert done.exit_code == 2
    assert told in done.stderr


def test_the_smallest_window_is_that_of_demos_and_of_the_app():
    assert SMALLEST == section.SMALLEST == (TINY_WIDTH, TINY_HEIGHT)


def test_a_missing_extra_is_told_with_the_command_that_installs_it(monkeypatch):
    monkeypatch.setattr(film_format, "find_spec", lambda _: None)
    done = run("record", "saddle", "-o", "film.gif", "-o", "film.mp4")
    assert done.exit_code == 2
    assert "film.gif: this format needs more to be installed: pip install 'optsim[image]'" in done.stderr
    assert "film.mp4: this format needs more to be installed: pip install 'optsim[video]'" in done.stderr


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["sadle"], "no scenario has this name; did you mean 'saddle'?"),
        (
            ["saddle", "--theme", "ansi-dark"],
            "ansi-dark has the terminal's own colours, in which nothing is sure to be seen",
        ),
        (["saddle", "--theme", "draculla"], "no theme is named 'draculla'; did you mean 'dracula'?"),
    ],
)
def test_what_the_process_finds_is_told_as_everywhere(args, told, tmp_path):
    done = process("record", *args, "-o", tmp_path / "film.cast")
    assert done.returncode == 2
    assert done.stderr.startswith("optsim: ")
    assert told in done.stderr


CAST = '{"version": 3, "term": {"cols": 20, "rows": 2}}\n[0.5, "o", "hello"]\n[0.5, "m", "there"]\n'


def test_a_cast_is_rendered_in_other_formats(tmp_path):
    old = tmp_path / "old.cast"
    old.write_text(CAST)
    done = run("render", old, "-o", tmp_path / "new.cast", "-o", tmp_path / "new.html", "-o", tmp_path / "new.svg")
    assert done.exit_code == 0, done.output
    assert "1.0 s at 20×2, 2 pictures, 1 chapter\n" in done.stderr
    assert read(tmp_path / "new.cast").marks == read(old).marks
    assert (tmp_path / "new.html").read_text(encoding="utf-8").startswith("<!")
    assert "hello" in (tmp_path / "new.svg").read_text(encoding="utf-8")


LONGER = """{"version": 2, "width": 20, "height": 2}
[1, "o", "one"]
[61, "o", "two"]
[62, "o", "three"]
"""


def test_pauses_are_cut_then_times_counted_then_all_made_faster(tmp_path):
    cast, made = tmp_path / "long.cast", tmp_path / "short.cast"
    cast.write_text(LONGER)
    done = run("render", cast, "-o", made, "--idle-limit", 2, "--from", 1, "--to", 3.5, "--speed", 5)
    assert done.exit_code == 0, done.output
    assert [frame.time for frame in read(made).frames] == [0, 400]
    assert "0.5 s at 20×2" in done.stderr


def test_a_cast_is_read_from_standard_input(tmp_path):
    done = CliRunner().invoke(cli, ["render", "-", "-o", str(tmp_path / "film.svg")], input=CAST)
    assert done.exit_code == 0, done.output
    assert "hello" in (tmp_path / "film.svg").read_text(encoding="utf-8")
    done = CliRunner().invoke(cli, ["render", "-", "-o", str(tmp_path / "film.svg")], input="no cast")
    assert done.exit_code == 2
    assert "optsim: standard input, line 1: is not JSON" in done.stderr


@pytest.mark.system
@pytest.mark.skipif(not Path("/dev/stdin").exists(), reason="no name for standard input")
def test_a_cast_that_comes_from_standard_input_is_not_written_over(tmp_path):
    cast = tmp_path / "film.cast"
    cast.write_text(CAST)
    with cast.open() as stream:
        order = [sys.executable, "-m", "optsim", "render", "-", "-o", str(cast)]
        done = subprocess.run(order, stdin=stream, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "film.cast is read for this" in done.stderr
    assert cast.read_text() == CAST


@pytest.mark.parametrize("option", ["--idle-limit", "--speed", "--to", "--from"])
@pytest.mark.parametrize("value", ["nan", "inf", "-1", "fast"])
def test_times_that_are_none_are_told(tmp_path, option, value):
    cast = tmp_path / "old.cast"
    cast.write_text(CAST)
    done = run("render", cast, "-o", tmp_path / "new.svg", option, value)
    assert done.exit_code == 2
    assert "must be a number" in done.stderr
    assert not (tmp_path / "new.svg").exists()


def test_what_is_too_large_for_a_format_is_told_and_the_rest_is_written(tmp_path):
    cast = tmp_path / "wide.cast"
    cast.write_text('{"version": 2, "width": 7000, "height": 1}\n[1, "o", "hello"]\n')
    outputs = [tmp_path / f"wide{ending}" for ending in (".gif", ".webp", ".svg", ".png")]
    done = run("render", cast, *(part for output in outputs for part in ("-o", output)))
    assert done.exit_code == 2
    assert "wide.gif: would be 70000×20 pixels; .gif allows 65,535 in a direction" in done.stderr
    assert "wide.webp: would be 70000×20 pixels; .webp allows 16,383 in a direction" in done.stderr
    assert [output.exists() for output in outputs] == [False, False, True, True]


def test_a_font_is_looked_at_before_anything_is_done(tmp_path):
    cast, font = tmp_path / "old.cast", tmp_path / "font.ttf"
    cast.write_text(CAST)
    font.write_text("no font")
    done = run("render", cast, "-o", tmp_path / "new.gif", "--font", font)
    assert done.exit_code == 2
    assert "this font cannot be read" in done.stderr
    assert "of no use here" in run("render", cast, "-o", tmp_path / "new.svg", "--font", font).stderr
    done = run("render", cast, "-o", tmp_path / "new.gif", "--font", shipped(bold=True))
    assert done.exit_code == 0, done.output
    assert (tmp_path / "new.gif").exists()


def test_characters_that_no_font_has_are_told_before_anything_is_filmed(bowl, tmp_path):
    bowl.write_text(
        bowl.read_text(encoding="utf-8").replace("速く", "\U00012000") + '[[demo.do]]\nexpect = "nonsense"\n', "utf-8"
    )
    done = process("record", bowl, "-o", tmp_path / "film.gif")
    assert done.returncode == 1
    told, failed = (
        done.stderr.index("no font here has: \U00012000; give one that has them: --font FILE"),
        done.stderr.index("failed"),
    )
    assert told < failed
    assert "no font" not in process("record", bowl, "-o", tmp_path / "film.cast").stderr


@pytest.mark.parametrize("seed", range(12))
def test_whatever_a_terminal_was_sent_can_be_rendered(tmp_path, seed):
    width, height, events = script(seed)
    lines = [json.dumps({"version": 2, "width": width, "height": height})]
    for time, event in enumerate(events):
        size = not isinstance(event, str)
        lines.append(json.dumps([time, "r" if size else "o", "{}x{}".format(*event) if size else event]))
    cast = tmp_path / "any.cast"
    cast.write_text("\n".join(lines) + "\n")
    outputs = [tmp_path / f"new{ending}" for ending in (".cast", ".svg", ".html", ".gif")]
    done = run("render", cast, *(part for output in outputs for part in ("-o", output)))
    assert done.exit_code == 0, done.output
    assert all(output.exists() for output in outputs)


def test_a_film_is_not_written_over_its_cast(tmp_path):
    cast = tmp_path / "old.cast"
    cast.write_text(CAST)
    assert "is read for this" in run("render", cast, "-o", cast).stderr
    assert cast.read_text() == CAST


def test_a_broken_cast_and_a_file_that_cannot_be_written_are_told(tmp_path):
    old = tmp_path / "old.cast"
    old.write_text(CAST + "[")
    done = run("render", old, "-o", tmp_path / "new.html")
    assert done.exit_code == 2
    assert f"optsim: {old}, line 4: is not JSON" in done.stderr
    assert run("render", tmp_path / "none.cast", "-o", tmp_path / "new.html").exit_code == 2
    old.write_text(CAST)
    done = run("render", old, "-o", "/proc/none.cast", "-o", tmp_path / "new.cast")
    assert done.exit_code == 2
    assert "/proc/none.cast: cannot be written" in done.stderr
    assert (tmp_path / "new.cast").exists()


def test_a_film_for_an_audience_is_of_the_scenario_as_the_presenter_shows_it():
    plain, shown = (_scenario(Request("saddle", presenter=each)) for each in (False, True))
    assert shown.view.presenter
    assert (shown.view, shown.demo) == (replace(plain.view, presenter=True), plain.demo)
    assert request_of(Request("saddle", presenter=True).text()).presenter


@pytest.mark.parametrize(
    ("asked", "own", "japanese"),
    [
        ((), "", False),
        ((), 'lang = "ja"', True),
        (("--lang", "en"), 'lang = "ja"', False),
        (("--lang", "ja"), "", True),
    ],
)
@pytest.mark.system
def test_a_film_is_in_the_language_that_is_asked_for_else_in_that_of_its_demo_and_never_in_the_locale(
    tmp_path, asked, own, japanese
):
    file, film = tmp_path / "bowl.toml", tmp_path / "film.cast"
    file.write_text(
        BOWL + f"[demo]\nsize = [80, 24]\n{own}\ndo = [{{ press = '?' }}, {{ wait = 0.5 }}]\n", encoding="utf-8"
    )
    surroundings = {**os.environ, "OPTSIM_LANG": "ja", "LC_ALL": "ja_JP.UTF-8"}
    done = process(*asked, "record", file, "-o", film, env=surroundings)
    assert done.returncode == 0, done.stderr
    assert any("ぁ" <= char <= "ヿ" for char in film.read_text(encoding="utf-8")) == japanese


def test_a_demo_in_a_language_that_there_is_not_is_told(tmp_path):
    file = tmp_path / "bowl.toml"
    file.write_text(BOWL + '[demo]\nlang = "jp"\n', encoding="utf-8")
    done = run("check", file)
    assert done.exit_code == 2
    assert "demo.lang: must be the name of a language, not 'jp'; there are: en, ja" in done.stderr + done.stdout


@pytest.mark.system
def test_a_film_is_made_in_a_notation(bowl, tmp_path):
    texts = {}
    for notation in ("article", "paper"):
        file = tmp_path / f"{notation}.cast"
        done = process("record", bowl, "-o", file, "--notation", notation)
        assert done.returncode == 0, done.stderr
        events = map(json.loads, file.read_text(encoding="utf-8").splitlines()[1:])
        texts[notation] = "".join(str(event[2]) for event in events)
    assert "α" in texts["article"]
    assert "η" not in texts["article"]
    assert "η" in texts["paper"]
