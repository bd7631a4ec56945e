"""Modules of the package, as many as can be imported here."""

import importlib
import pkgutil
import re
import tomllib
from pathlib import Path

_PROJECT = Path(__file__).parents[1] / "pyproject.toml"


def optional_packages():
    """Names of the packages that only an extra brings."""
    project = tomllib.loads(_PROJECT.read_text())["project"]
    needed = {_name(each) for each in project["dependencies"]}
    return {_name(each) for extra in project["optional-dependencies"].values() for each in extra} - needed


def _name(requirement):
    return re.match(r"[\w-]+", requirement)[0].replace("-", "_")


def imported(package):
    """Import every module of a package, and return their names; left out are those for which an extra is not there."""
    optional, names = optional_packages(), []
    for module in pkgutil.walk_packages(importlib.import_module(package).__path__, package + "."):
        if module.name.endswith("__main__"):
            continue
        try:
            importlib.import_module(module.name)
        except ModuleNotFoundError as error:
            if error.name not in optional:
                raise
        else:
            names.append(module.name)
    return names
