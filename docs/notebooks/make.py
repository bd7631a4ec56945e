"""Makes the notebooks of this folder from the scripts beside this one, and runs them; --check runs them and compares.

It needs nbclient, ipykernel, matplotlib and pandas. A cell begins with `# %%`, one of Markdown with `# %% [markdown]`.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

_FOLDER = Path(__file__).parent
_CELL = re.compile(r"^# %%(?P<kind> \[markdown\])?\n", re.MULTILINE)


def executed(script: Path) -> Any:
    """Return the notebook of a script, with its outputs. Raises what a cell raises."""
    parts = _CELL.split(script.read_text("utf-8"))[1:]
    cells = []
    for kind, text in zip(parts[::2], parts[1::2], strict=True):
        new = new_code_cell if kind is None else new_markdown_cell
        source = text.strip() if kind is None else re.sub(r"^# ?", "", text.strip(), flags=re.MULTILINE)
        cells.append(new(source, id=f"cell-{len(cells)}"))
    notebook = new_notebook(cells=cells, metadata={"language_info": {"name": "python"}})
    NotebookClient(notebook, timeout=300, kernel_name="python3", record_timing=False).execute()
    notebook.metadata = {"language_info": {"name": "python"}}
    return notebook


def texts(notebook: Any) -> list[list[str]]:
    """Return what each cell has written and shown, as text: pictures depend on the version of what draws them."""
    return [[_text(output) for output in cell.get("outputs", [])] for cell in notebook.cells]


def _text(output: Any) -> str:
    return "picture" if "image/png" in output.get("data", {}) else output.get("text") or output["data"]["text/plain"]


def main() -> int:
    """Write the notebooks, or compare them; returns the number of those that are not as they were."""
    different = 0
    for script in sorted(_FOLDER.glob("*.py")):
        if script == Path(__file__):
            continue
        file, notebook = script.with_suffix(".ipynb"), executed(script)
        if "--check" not in sys.argv:
            file.write_text(nbformat.writes(notebook) + "\n", "utf-8")
        elif texts(nbformat.read(file, as_version=4)) != texts(notebook):
            different += 1
            print(f"{file.name} does not show what its cells do: make it again")
    return different


if __name__ == "__main__":
    sys.exit(main())
