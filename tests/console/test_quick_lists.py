"""The lists that load nothing say the same as those that load everything; OPTSIM_RENEW_LISTS=1 writes the table anew."""

import json
import os
import pprint
import shutil
import subprocess
from pathlib import Path

import pytest

from optsim.cli.list import AT_ONCE, registry_of
from optsim.console import listed, quick_lists
from optsim.console.lists import what_it_is
from optsim.languages import english
from optsim.scenario.bundled import SCENARIOS
from optsim.scenario.outline import outline

ROOT = Path(listed.__file__).parents[2]

_HEAD = '''"""What each class of a kind is, as `optsim list` says it; written by tests/console/test_quick_lists.py."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

#: kind -> folder in the package, group of entry points, modules in the folder, and what each class is by its name
LISTED: Mapping[str, tuple[str, str, tuple[str, ...], dict[str, str]]] = MappingProxyType(
'''


def row(kind):
    registry = registry_of(kind)
    folder = registry._package.removeprefix("optsim.").replace(".", "/")
    lines = {name: what_it_is(registry[name], registry.key, english()) for name in registry.own()}
    return folder, registry.group, quick_lists.modules_in(folder), lines


def renewed():
    """The text of the table."""
    text = _HEAD + "    {\n"
    for kind in AT_ONCE:
        folder, group, files, lines = row(kind)
        text += f'        "{kind}": (\n            "{folder}",\n            "{group}",\n            (\n'
        text += "".join(f'                "{file}",\n' for file in files) + "            ),\n            {\n"
        text += "".join(
            f"                {json.dumps(n)}: {json.dumps(v, ensure_ascii=False)},\n" for n, v in lines.items()
        )
        text += "            },\n        ),\n"
    return text + "    }\n)\n"


@pytest.mark.skipif(not os.environ.get("OPTSIM_RENEW_LISTS"), reason="it writes the table")
def test_renew():
    Path(listed.__file__).write_text(renewed(), encoding="utf-8")


@pytest.mark.parametrize("kind", AT_ONCE)
def test_the_table_says_what_the_classes_say(kind):
    folder, group, files, lines = row(kind)
    known_folder, known_group, known_files, known = listed.LISTED[kind]
    assert (known_folder, known_group) == (folder, group)
    assert set(known_files) <= set(files), pprint.pformat(files)
    # a file that was added is listed without the table, only more slowly
    assert {name: line for name, line in lines.items() if name in known} == known
    assert known_files != files or known == lines


@pytest.mark.parametrize("kind", AT_ONCE)
def test_the_table_has_every_file_that_is_kept_in_git(kind):
    folder, _, known_files, _ = listed.LISTED[kind]
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    kept = subprocess.run([git, "ls-files", f"optsim/{folder}"], capture_output=True, text=True, check=True, cwd=ROOT)
    # its modules and packages alone: what is not added yet is slower to list, what was added and forgotten here is so for all
    files = {Path(path).relative_to(f"optsim/{folder}").parts[0].removesuffix(".py") for path in kept.stdout.split()}
    assert {name for name in files if name[0] not in "_."} <= set(known_files)


def test_titles_are_those_of_the_scenarios():
    own = {name: outline(SCENARIOS[name]).title for name in SCENARIOS.own()}
    assert quick_lists.scenario_titles() == own


def test_a_file_that_was_added_is_not_passed_over(monkeypatch):
    folder, group, files, lines = listed.LISTED["optimizers"]
    monkeypatch.setattr(quick_lists, "LISTED", {"optimizers": (folder, group, files[1:], lines)})
    assert quick_lists.kind_lines("optimizers") is None


def test_a_package_that_may_offer_more_is_not_passed_over(monkeypatch):
    monkeypatch.setattr(quick_lists, "may_have", lambda _path, _group: True)
    assert quick_lists.kind_lines("optimizers") is None
    assert quick_lists.scenario_titles() is None


def test_a_title_that_is_written_otherwise_is_read_by_the_parser(tmp_path):
    (tmp_path / "one.toml").write_text('# a remark\ntitle = "One"\n', encoding="utf-8")
    assert quick_lists._titles(str(tmp_path)) is None


def test_what_is_left_of_a_folder_whose_files_were_removed_is_no_module(tmp_path, monkeypatch):
    monkeypatch.setattr(quick_lists, "_PACKAGE", str(tmp_path))
    for place in ("words/en", "words/gone/__pycache__", "words/__pycache__"):
        (tmp_path / place).mkdir(parents=True)
    for file in ("words/en/__init__.py", "words/gone/__pycache__/__init__.cpython-311.pyc", "words/axes.py"):
        (tmp_path / file).touch()
    assert quick_lists.modules_in("words") == ("axes", "en")
