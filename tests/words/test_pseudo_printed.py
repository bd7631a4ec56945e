"""What the command line prints, in a language with other letters: whatever has plain ones does not come from the language."""

import importlib
import pkgutil
import re
from dataclasses import replace
from itertools import chain

import pytest
from click.testing import CliRunner

from optsim import cli
from optsim.cli.group import cli as commands
from optsim.cli.list import REGISTRIES, registry_of
from optsim.console.settings_list import data_settings, settings_list
from optsim.engine.data.classes import Classes
from optsim.engine.data.examples import Data
from optsim.engine.settings import declared
from optsim.engine.status import Status
from optsim.report import Subject
from optsim.report.markdown import Markdown
from optsim.report.text.summary import as_text
from optsim.scenario import Scenario, load
from optsim.scenario.bundled import SCENARIOS
from optsim.scenario.demo.demo import Act, Demo
from optsim.screencast.dry_run import timetable
from optsim.screencast.film import Film, Frame, Mark, Pen
from optsim.screencast.film_format import WriteOptions
from optsim.screencast.formats.cast import Cast
from optsim.screencast.terminal.cells import Cell, row_of
from optsim.screencast.write_all import summary
from tests.recording.support import BATCHES, STARTS, recording_of
from tests.recordings import cut, written
from tests.report.support import ENDS, EPOCHS, finished
from tests.scenario.data.support import write
from tests.words.pseudo import Pseudo

#: the program itself, numbers that are none, and what stands in files as it stands here
NAMES = ("optsim", "inf", "nan", "true", "false", "numpy", "UTF-8", *REGISTRIES, *SCENARIOS.own())
#: holes, a text of two values and one of many, an input that is constant, one far away, and numbers of rows
ROWS = [f"{i},{i % 5},{'ab'[i % 2]},n{i},1,{1e9 if i == 39 else i},{i * i % 7}" for i in range(40)]
TABLE = "\n".join((",c1,c2,c3,c4,c5,y", *ROWS[:3], ",,a,n,1,2,3", *ROWS[3:])) + "\n"
#: the modules that ask for the language of the command line
COMMANDS = [
    module
    for each in pkgutil.walk_packages(cli.__path__, "optsim.cli.")
    if not each.name.endswith(("__main__", ".language"))
    for module in [importlib.import_module(each.name)]
    if hasattr(module, "language")
]


@pytest.fixture(autouse=True)
def spoken(monkeypatch):
    """The language of the command line."""
    spoken = Pseudo()
    for module in COMMANDS:
        monkeypatch.setattr(module, "language", lambda: spoken)
    return spoken


def run(*args, code=0):
    """What is printed, on standard output and on standard error."""
    result = CliRunner().invoke(commands, list(map(str, args)))
    printed = result.stdout + result.stderr
    assert result.exit_code == code, printed
    assert "⟦" in printed
    return printed


def words_of(scenario):
    """What of a scenario stands in its file, or in those of what it names: the same in every language."""
    lanes = scenario.lanes.values()
    named = [scenario.objective, *scenario.early_stopping, *(lane.optimizer for lane in lanes)]
    named += [phase for lane in lanes if lane.schedule is not None for phase in [lane.schedule]]
    settings = [(key, getattr(each, key, "")) for each in named for key in declared(type(each))]
    data = getattr(scenario.objective, "data", None)
    settings += [] if data is None else [(key, getattr(data, key, "")) for key in declared(type(data))]
    yield from (scenario.name, scenario.title, scenario.description, scenario.objective.formula)
    yield from (type(each).name for each in named)
    yield from chain.from_iterable((key, str(value).lower()) for key, value in settings)
    for name, lane in scenario.lanes.items():
        yield from (name, lane.title, lane.optimizer.equation)
    yield from (rule.label for rule in scenario.early_stopping)
    yield from () if scenario.reading is None else (scenario.reading.path, *scenario.reading.inputs)


def plain(text, *known):
    """The words in plain letters that are no names."""
    for name in sorted({*NAMES, *map(str, known)} - {""}, key=len, reverse=True):
        text = text.replace(name, "")
    return re.findall(r"[A-Za-z]{3,}", text)


def without_charts(report):
    """A report without its charts, in which curves are drawn with letters."""
    return re.sub(r"(?m)^.*[┌│┤└].*$", "", report)


def test_the_pseudo_language_is_seen():
    assert plain(f"{Pseudo().label(Status.DIVERGED)} optsim and") == ["and"]


@pytest.mark.parametrize(
    "name", ["saddle", "regression", "early-stopping", "schedules", "noisy-quadratic", "batch-sizes"]
)
def test_show_and_check(name):
    scenario = load(name)
    # what is wrapped cannot be taken away as a whole
    shown = " ".join(run("show", name).replace(scenario.description, "").split())
    known = [word for text in words_of(scenario) for word in re.findall(r"[A-Za-z_-]{3,}", text)]
    assert not plain(shown, *known)
    assert not plain(run("check", name), name)


@pytest.mark.parametrize("keys", ["", 'missing = "mean"\nvalidation = 0.25', "validation = 0.01", 'inputs = [2, "c5"]'])
def test_data_files(tmp_path, keys):
    file = write(tmp_path, TABLE, keys)
    scenario = load(file)
    known = (file, *words_of(scenario))
    for told in (run("check", file), run("show", file), run("replay", file)):
        assert not plain(without_charts(told), *known), told


def test_data_from_elsewhere(tmp_path):
    (tmp_path / "within").mkdir()
    file = write(tmp_path / "within", "a,b\n1,2\n3,4\n5,7\n")
    (tmp_path / "d.csv").write_text((tmp_path / "within" / "d.csv").read_text())
    file.write_text(file.read_text().replace('"d.csv"', '"../d.csv"'))
    assert not plain(run("check", file), tmp_path, "within", "d.csv", "s.toml")


@pytest.mark.parametrize("kind", [kind for kind in REGISTRIES if kind not in ("panels", "languages")])
def test_lists(kind, spoken):
    registry = registry_of(kind)
    settings = {key: each for cls in registry.values() for key, each in declared(cls).items()}
    for data in (Data, Classes) if kind == "objectives" else ():
        settings |= {f"data.{key}": each for key, each in data_settings(data)}
    known = [*registry, *settings, *(str(each.default) for each in settings.values())]
    text = "\n".join(settings_list(registry, width=10_000, language=spoken))
    words = re.sub(r'"[^"]*"', "", text)
    assert not plain(words, *known), words


@pytest.mark.parametrize(("table", "params"), [(ENDS, True), (EPOCHS, False), (BATCHES, True), (STARTS, False)])
def test_reports(table, params, spoken):
    scenario, race = finished(table)
    report = "".join(as_text(scenario, race, width=2000, with_params=params, language=spoken))
    assert not plain(without_charts(report), *words_of(scenario)), report


@pytest.mark.parametrize("table", [ENDS, EPOCHS])
def test_a_page_of_markdown(table, spoken):
    scenario, race = finished(table)
    subject = Subject(scenario, race, language=spoken)
    page = re.sub(r"(?s)```.*?```", "", "".join(Markdown().pieces(subject)))
    texts = " ".join(re.findall(r">([^<]+)</text>", "".join(Markdown().picture(subject))))
    assert not plain(f"{page} {texts}", *words_of(scenario), "optsim", "NumPy", "fast"), page


@pytest.mark.parametrize("how", [{}, {"every": 3}])
def test_recordings(tmp_path, how):
    scenario = replace(Scenario.from_dict(ENDS), title="№ 1", description="")
    file = written(tmp_path / "run.jsonl", scenario, **how)
    # codes and names of the file's header
    known = (file, "fast", "machine", *words_of(scenario))
    for args, code in ((["check", file], 0), (["replay", "--verify", file], 0), (["replay", file], 0)):
        told = run(*args, code=code)
        assert not plain(without_charts(told), *known), told
    told = run("check", cut(file))
    assert not plain(told, *known), told


def test_notes_on_what_was_written(tmp_path):
    known = ("saddle", tmp_path, "run.jsonl", "run.csv")
    for name in ("run.jsonl", "run.csv"):
        told = run("replay", "saddle", "--steps", 5, "--out", tmp_path / name)
        assert told.startswith("optsim: ⟦")
        assert not plain(told, *known), told


def test_verifications(tmp_path):
    file, other = tmp_path / "1.jsonl", tmp_path / "2.jsonl"
    run("replay", "saddle", "--steps", 20, "--out", file)
    run("replay", "saddle", "--steps", 20, "--every", 2, "--columns", "cosine", "--out", other)
    known = (tmp_path, "saddle", "cosine", "jsonl", *load("saddle").lanes, "steps", "loss")
    for args, code in (
        (["replay", file, "--verify", other], 0),
        (["replay", "saddle", "--steps", 20, "--verify", file], 0),
        (["replay", "saddle", "--steps", 21, "--verify", file], 3),
    ):
        told = run(*args, code=code)
        assert not plain(told, *known), told
    lines = file.read_text().splitlines()
    lines[5] = re.sub(r'"loss":[0-9.e-]+', '"loss":0.5', lines[5])
    file.write_text("\n".join(lines) + "\n")
    told = run("replay", "--verify", file, code=1)
    assert not plain(told, *known), told


def test_recordings_of_other_commands(tmp_path):
    files = []
    for name in ("ends", "batches"):
        files.append(tmp_path / f"{name}.jsonl")
        files[-1].write_bytes(recording_of(name))
    told = run("replay", files[0], "--verify", files[1], code=3)
    # keys of scenario files, and their values
    assert not plain(re.sub(r"(?m)^  ⟦\S+: .*$", "", told), tmp_path, "ends", "batches", "jsonl"), told


def test_films(tmp_path):
    film = Film(4, 1, (Frame(0, {0: row_of([Cell("№", Pen(0xE0E0E0, 0x121212))] * 4)}),), 1500, marks=(Mark(0, "№"),))
    assert not plain(summary(film, Pseudo(), 0.5))
    demo = Demo(do=(Act("wait", 1.0), Act("shot", "№")))
    assert not plain("".join(timetable(film, demo, {1: 0, 2: 1000}, Pseudo())), "wait", "shot")
    cast = tmp_path / "1.cast"
    Cast().write(film, cast, WriteOptions())
    made = tmp_path / "2.html"
    assert not plain(run("render", cast, "-o", made), made)
