"""Checks that every scenario is in the wheel and in the sdist, and the files of the package that are no modules."""

from __future__ import annotations

import sys
import tarfile
import zipfile
from pathlib import Path

folder = Path(sys.argv[1])
wheel = set(zipfile.ZipFile(next(folder.glob("*.whl"))).namelist())
with tarfile.open(next(folder.glob("*.tar.gz"))) as archive:
    sdist = {name.partition("/")[2] for name in archive.getnames()}
scenarios = sorted(path.name for path in Path("scenarios").glob("*.toml"))
package = [str(path) for path in Path("optsim").rglob("*") if path.is_file() and path.suffix not in {".pyc", ".py"}]
missing = [f"wheel: {n}" for n in (*(f"optsim/scenarios/{s}" for s in scenarios), *package) if n not in wheel]
missing += [f"sdist: {n}" for n in (*(f"scenarios/{s}" for s in scenarios), "LICENSE", "README.md") if n not in sdist]
if missing:
    sys.exit("not shipped:\n" + "\n".join(missing))
print(f"{len(scenarios)} scenarios in wheel and sdist")
