"""The page in Markdown, read by an implementation of its own, and the picture beside it."""

import math
import re
import shlex
import xml.etree.ElementTree as ET
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from optsim.cli.group import cli
from optsim.report import Subject
from optsim.report.markdown import Markdown
from optsim.report.markdown.escaping import code, escaped, fenced, paragraph, picture, table
from optsim.report.markdown.svg_charts import COLOURS
from optsim.system.printable import printable_line
from tests.colours.difference import VISIONS, ciede2000, contrast, seen
from tests.hostile import HARMFUL
from tests.report.support import ENDS, EPOCHS, finished

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
HOSTILE = [
    "|",
    "`",
    "``a` |b",
    "\\",
    "a\\|b",
    "\\`|",
    "<script>alert(1)</script>",
    "<!-- -->",
    "&amp; &#124;",
    "*a* _b_ **c** ~~d~~",
    "[x](http://example.org)",
    "![x](y.png)",
    "http://example.org www.example.org",
    "# head",
    "- item",
    "1. one",
    "+ plus",
    "=",
    "---",
    "> quoted",
    "```",
    "~~~",
    "| --- |",
    "$x$ @all #1",
    "確率的勾配降下法",
    "é́ 🙂",
]
SVG = "{http://www.w3.org/2000/svg}"


def plain(inline):
    """The text that is read of an inline token, of which nothing may be anything but text and code."""
    tags = {child.content for child in inline.children if child.type == "html_inline"}
    assert tags <= {"<code>", "</code>"}, inline.content
    assert {child.type for child in inline.children} <= {"text", "text_special", "code_inline", "html_inline"}
    return "".join(child.content for child in inline.children if child.type != "html_inline")


def cells(page):
    """The rows of all tables of a page, cell by cell as they are read."""
    tables, before = [], ""
    for token in READER.parse(page):
        if token.type == "table_open":
            tables.append([])
        elif token.type == "tr_open":
            tables[-1].append([])
        elif before in ("th_open", "td_open"):
            tables[-1][-1].append(plain(token))
        before = token.type
    return tables


def report(race_table, **settings):
    scenario, race = finished(race_table)
    subject = Subject(scenario, race, **settings)
    return "".join(Markdown().pieces(subject)), "".join(Markdown().picture(subject)), race


def named(names):
    return {**ENDS, "title": HOSTILE[6], "lanes": {name: {"optimizer": "gd", "learning_rate": 0.1} for name in names}}


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_read_as_it_is(text):
    for made in (escaped(text), code(text)):
        page = table(["a", "b"], [[made, "end"]], right={1})
        rows = cells(page)[0]
        assert rows == [["a", "b"], [text, "end"]]
        heading = READER.parse(f"# {made}\n")
        assert [token.type for token in heading] == ["heading_open", "inline", "heading_close"]
        assert plain(heading[1]) == text
    alone = READER.parse(paragraph(text))
    assert [token.type for token in alone] == ["paragraph_open", "inline", "paragraph_close"]
    assert plain(alone[1]) == text


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=12), st.booleans())
def test_any_text_is_read_as_it_is_on_its_line(text, as_code):
    made = code(text) if as_code else escaped(text)
    wanted = printable_line(text) if as_code else " ".join(printable_line(text).split())
    page = table(["a", "b"], [[f"x{made}x", "end"]], right=set())
    assert cells(page)[0][1] == [f"x{wanted}x", "end"]


@pytest.mark.parametrize("text", [*HARMFUL, "a\n```\nb", "`````\n"])
def test_a_block_holds_its_lines(text):
    tokens = READER.parse(fenced(text, "text") + "after\n")
    assert [token.type for token in tokens] == ["fence", "paragraph_open", "inline", "paragraph_close"]


def test_a_page_of_hostile_names_has_its_tables_and_nothing_else():
    names = [name for name in HOSTILE if len(name) <= 20]
    page, drawn, race = report(named(names))
    lanes, ranking = cells(page)
    assert [row[0].split(" ", 1)[1] for row in lanes[1:]] == list(race.runs)
    assert sorted(row[1].split(" ", 1)[1] for row in ranking[1:]) == sorted(race.runs)
    assert {len(row) for row in lanes} == {4}
    kinds = {token.type for token in READER.parse(page)}
    assert "html_block" not in kinds
    assert plain(READER.parse(page)[1]) == HOSTILE[6]
    texts = [element.text for element in ET.fromstring(drawn).iter(f"{SVG}text")]
    assert all(any(" ".join(name.split()) in (text or "") for text in texts) for name in names)


def test_lanes_ranking_events_and_seed_are_those_of_the_race():
    page, _, race = report(ENDS, command="optsim replay own.toml --seed 3 --format markdown")
    lanes, ranking = cells(page)
    assert lanes[1] == ["a out of steps", "Gradient descent", "α = 0.1", "θ ← θ − α∇L(θ)   (the whole objective)"]
    assert [row[1] for row in ranking[1:]] == ["b target, reached", "a out of steps", "d stopped", "c 発散"]
    assert float(ranking[1][2]) == pytest.approx(race.runs["target, reached"].loss, rel=1e-2)
    assert ranking[-1][-1].startswith("diverged: α·λmax = 1e+300 is above 3.8")
    assert "- step 1: ✗ c `発散`: α·λmax" in page
    assert "seed 3 · 12 steps · optsim " in page
    assert page.endswith("```sh\noptsim replay own.toml --seed 3 --format markdown\n```\n")


def test_without_a_file_the_charts_stand_in_the_page():
    page, _, _ = report(EPOCHS)
    blocks = [token.content for token in READER.parse(page) if token.type == "fence" and token.info == "text"]
    assert [block.splitlines()[0] for block in blocks] == ["loss · log · by step", "validation loss · log · by step"]
    assert "![" not in page


@pytest.mark.parametrize("name", ["a.md", "a b (1).md", "100% [x].md", "a:b.md", "ü|<.md"])
def test_with_a_file_the_picture_beside_it_is_shown(name):
    page, _, _ = report(EPOCHS, out=Path("/somewhere") / name)
    shown = [child for token in READER.parse(page) for child in token.children or () if child.type == "image"]
    assert [unquote(each.attrs["src"]) for each in shown] == [f"{name.removesuffix('.md')}.svg"]
    assert "somewhere" not in page
    assert all(token.info == "sh" for token in READER.parse(page) if token.type == "fence")


def test_names_of_files_that_are_no_text_can_be_linked():
    assert picture("x", Path("a\udce9.svg")) == "![x](a%E9.svg)\n"


def path_points(element):
    """The points of a path, one list a stretch."""
    stretches = [stretch.replace("h.5", "").split("L") for stretch in element.get("d").split("M")[1:]]
    return [[tuple(map(float, point.split())) for point in stretch] for stretch in stretches]


def test_the_picture_has_a_curve_a_lane_at_its_values():
    table_ = {
        "objective": {"kind": "quadratic", "eigenvalues": [1.0], "start": [1.0]},
        "budget": {"steps": 8},
        "view": {"scale": "linear"},
        "lanes": {name: {"optimizer": "gd", "learning_rate": rate} for name, rate in (("slow", 0.1), ("fast", 0.5))},
    }
    _, drawn, race = report(table_)
    root = ET.fromstring(drawn)
    curves = [element for element in root.iter(f"{SVG}path") if element.get("class") == "c"]
    assert [element.get("stroke") for element in curves] == list(COLOURS[:2])
    points = np.array([path_points(element)[0] for element in curves])
    values = race.history["loss"].T
    assert points.shape == (2, 9, 2)
    # down the page as the values go down, by one scale for all
    slope, offset = np.polyfit(values.ravel(), points[..., 1].ravel(), 1)
    assert slope < 0
    np.testing.assert_allclose(points[..., 1], slope * values + offset, atol=0.1)
    np.testing.assert_allclose(np.diff(points[0, :, 0]), np.diff(points[0, :, 0])[0], atol=0.11)
    texts = [element.text for element in root.iter(f"{SVG}text")]
    assert {"a slow", "b fast"} <= set(texts)
    assert texts.count("a") == texts.count("b") == 3


def test_names_at_the_ends_do_not_meet_and_everything_is_on_the_picture():
    lanes = {f"lane {number}": {"optimizer": "gd", "learning_rate": 0.1} for number in range(30)}
    for race_table in (ENDS, EPOCHS, {**ENDS, "lanes": lanes}):
        _, drawn, race = report(race_table)
        root = ET.fromstring(drawn)
        width, height = float(root.get("width")), float(root.get("height"))
        texts = list(root.iter(f"{SVG}text"))
        assert all(0 <= float(each.get("y")) <= height and 0 <= float(each.get("x")) <= width for each in texts)
        names = [each for each in texts if " " in (each.text or "") and each.text.split(" ", 1)[1] in race.runs]
        rows = sorted(float(each.get("y")) for each in names[: len(race.runs)])
        assert len(names) % len(race.runs) == 0
        assert all(below - above > 15.9 for above, below in pairwise(rows))
        assert not math.isnan(height)
        assert "nan" not in drawn
        assert "inf" not in drawn.replace("infinite", "")


def test_colours_can_be_told_apart_and_read_on_white():
    colours = np.array([int(colour[1:], 16) for colour in COLOURS])
    assert contrast(colours, np.array(0xFFFFFF)).min() >= 4.5
    for vision in VISIONS:
        lab = seen(colours, vision)
        apart = ciede2000(lab[:, None], lab[None])
        assert apart[~np.eye(len(colours), dtype=bool)].min() >= 10, vision


def run(*args):
    return CliRunner().invoke(cli, [str(arg) for arg in args])


def test_the_command_line_writes_both_and_the_command_gives_the_page_again(tmp_path):
    out = tmp_path / "page.md"
    (tmp_path / "page.svg").write_text("old", encoding="utf-8")
    done = run("replay", "saddle", "--steps", "9", "--out", out)
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == f"optsim: 9 steps of saddle written to {out} and {out.with_suffix('.svg')}\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["page.md", "page.svg"]
    ET.parse(out.with_suffix(".svg"))
    command = out.read_text(encoding="utf-8").split("```sh\n")[1].split("\n")[0]
    assert command == "optsim replay saddle --seed 7 --steps 9 --format markdown"
    again = run(*shlex.split(command)[1:])
    assert again.exit_code == 0
    assert again.stdout.split("## Events")[1] == out.read_text(encoding="utf-8").split("## Events")[1]


def test_a_recording_says_that_it_was_recorded(tmp_path):
    recording = tmp_path / "run.jsonl"
    run("replay", "saddle", "--steps", "9", "--out", recording)
    page = run("replay", recording, "--format", "markdown").stdout
    assert re.search(r"^recorded.*optsim \d", page, re.MULTILINE), page
    assert f"optsim replay {shlex.quote(str(recording))} --format markdown\n" in page


def test_no_picture_is_written_over_what_is_read_or_over_its_page(tmp_path):
    recording = tmp_path / "run.jsonl"
    run("replay", "saddle", "--steps", "9", "--out", recording)
    before = recording.read_bytes()
    (tmp_path / "page.svg").symlink_to(recording)
    done = run("replay", recording, "--out", tmp_path / "page.md")
    assert (done.exit_code, recording.read_bytes()) == (2, before)
    assert "page.svg is read for this" in done.stderr
    assert not (tmp_path / "page.md").exists()
    done = run("replay", "saddle", "--format", "markdown", "--out", tmp_path / "own.svg")
    assert done.exit_code == 2
    assert "own.svg is the picture beside it" in done.stderr
    (tmp_path / "real.md").write_text("old", encoding="utf-8")
    (tmp_path / "other.svg").symlink_to(tmp_path / "real.md")
    (tmp_path / "other.md").symlink_to(tmp_path / "real.md")
    assert run("replay", "saddle", "--out", tmp_path / "other.md").exit_code == 2
    assert (tmp_path / "real.md").read_text(encoding="utf-8") == "old"


def test_a_picture_that_cannot_be_written_leaves_no_page(tmp_path):
    (tmp_path / "page.svg").mkdir()
    done = run("replay", "saddle", "--steps", "3", "--out", tmp_path / "page.md")
    assert done.exit_code == 2
    assert "page.svg: cannot be written" in done.stderr
    assert not (tmp_path / "page.md").exists()


def test_a_pipe_has_the_chart_in_the_page():
    done = run("replay", "saddle", "--steps", "3", "--format", "markdown", "--out", "/dev/null")
    assert done.exit_code == 0
    assert not Path("/dev/null.svg").exists()
