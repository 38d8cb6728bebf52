"""The script as a notebook."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import keras
import nbformat
import pytest

from designer.core.codegen.notebook import write_notebook
from designer.core.codegen.script import Script
from designer.core.gallery import find
from tests.designer.core.codegen.running import write
from tests.designer.core.making import make_chain
from training.core import datasets

LAYERS: list[tuple[str, str, dict[str, Any]]] = [("input_layer", "Input", {"shape": [4]}), ("dense", "Dense", {"units": 3, "activation": "softmax"})]


def script(name: str = "Irises", dataset: str = "iris") -> Script:
    return write(make_chain(*LAYERS, name=name, training={"dataset": dataset, "epochs": 1}), datasets.find(dataset))


def code(notebook: str) -> str:
    """What the cells of a notebook hold, one after the other."""
    return "\n".join("".join(cell["source"]) for cell in json.loads(notebook)["cells"] if cell["cell_type"] == "code")


def test_it_is_a_notebook_as_the_format_has_it() -> None:
    notebook = nbformat.reads(write_notebook(script()), as_version=4)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert notebook.metadata.kernelspec.name == "python3"


def test_its_cells_are_the_parts_of_the_script() -> None:
    cells = json.loads(write_notebook(script()))["cells"]
    texts = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    assert [text.splitlines()[0] for text in texts] == ["# Irises", "Needs:", "## Setup", "## Data", "## Model", "## Training", "## Evaluation"]
    assert "pip install tensorflow scikit-learn" in texts[1]
    assert "".join(cells[-1]["source"]).endswith('model.save("irises.keras")')


def test_the_same_script_gives_the_same_cells() -> None:
    assert write_notebook(script()) == write_notebook(script())
    ids = [cell["id"] for cell in json.loads(write_notebook(script()))["cells"]]
    assert len(set(ids)) == len(ids)


def test_data_files_are_looked_for_where_it_runs() -> None:
    template = find("cnn_digits")
    assert template is not None
    notebook = write_notebook(write(template.document, datasets.find("mnist")))
    assert 'np.load(Path.cwd() / "mnist.npz")' in code(notebook)
    assert "__file__" not in notebook
    assert "`mnist.npz`" in notebook


def test_it_runs_from_its_first_cell_to_its_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    exec(code(write_notebook(script())), {"__name__": "__main__"})
    assert keras.saving.load_model("irises.keras").count_params() == 15


def test_a_name_is_shown_and_not_taken_for_markup() -> None:
    notebook = write_notebook(script(name='<img src=x onerror="x">\n# *A* [b](javascript:c)'))
    ast.parse(code(notebook))
    first = "".join(json.loads(notebook)["cells"][0]["source"])
    assert first.splitlines()[0] == '# \\<img src=x onerror="x"\\> \\# \\*A\\* \\[b\\]\\(javascript:c\\)'
