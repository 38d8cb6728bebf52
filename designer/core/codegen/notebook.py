"""The script as a Jupyter notebook (nbformat 4.5), for Jupyter and Colab."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from designer.core.codegen.script import Script

# A notebook has no __file__: its data files are looked for where it runs.
HERE = ("Path(__file__).parent", "Path.cwd()")
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def write_notebook(script: Script) -> str:
    """The notebook as JSON: a title, what to install, and a heading and a cell for each part of the script."""
    cells = [_markdown("title", f"# {_plain(script.title)}\n\nA network drawn in Layerloom."), _markdown("install", _install(script))]
    for part in script.parts:
        cells.append(_markdown(f"{part.title}-heading", f"## {part.title}"))
        cells.append(_code(part.title, "\n".join(part.lines).replace(*HERE)))
    notebook = {"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def _install(script: Script) -> str:
    reads = f"\n\nPut {', '.join(f'`{file}`' for file in script.files)} beside this notebook (in Colab: upload under Files)." if script.files else ""
    return f"Needs:\n\n```\n{script.install}\n```{reads}"


def _plain(text: str) -> str:
    """Text that Markdown shows as it is, without taking any of it for markup."""
    return "".join(f"\\{char}" if char in "\\`*_{}[]()<>#+-.!|&$~" else char for char in text)


def _markdown(name: str, text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": _id(name), "metadata": {}, "source": text.splitlines(keepends=True)}


def _code(name: str, text: str) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": _id(name),
        "metadata": {},
        "outputs": [],
        "source": text.splitlines(keepends=True),
    }


def _id(name: str) -> str:
    """The same for the same cell every time."""
    return hashlib.sha256(name.encode()).hexdigest()[:12]
