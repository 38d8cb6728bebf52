"""Python layers, as everything but a training sees them: read by their syntax, believed, and never executed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from designer.core.analyse import analyse
from designer.core.analysis import Analysis
from designer.core.build import build
from designer.core.catalog import load
from designer.core.codegen.constructors import CannotWrite
from designer.core.codegen.script import write_module, write_script
from designer.core.document import Document, parse
from designer.core.plan import plan
from designer.core.python_source import SourceError, read
from designer.core.stated import PythonRefused
from designer.core.verify import verify

from .making import make_document
from .python_cases import SCALED, own, python_network, writing


def found(document: Document) -> Analysis:
    return analyse(document, python_layers=True)


def codes(document: Document) -> list[tuple[str, str | None]]:
    return [(problem.code, problem.node) for problem in found(document).problems]


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("", "One class stands here"),
        ("class A(layers.Layer)\n    pass", "Line 1: Python cannot read this: expected ':'"),
        ("class A(layers.Layer):\n    def call(self, x):\n        return (", "Line 3: Python cannot read this"),
        ("x = 1", "Line 1: Only the class stands here"),
        ("\nimport os\nclass A(Layer):\n    def call(self, x): return x", "Line 2: Only the class stands here"),
        ("class A(Layer):\n    pass\nclass B(Layer):\n    pass", "Line 3: One class stands here"),
        ("class A:\n    def call(self, x): return x", "must derive from keras.layers.Layer"),
        ("class A(layers.Dense):\n    def call(self, x): return x", "must derive from keras.layers.Layer"),
        ("class A(Layer):\n    pass", "has no method called `call`"),
        ("class A(Layer):\n    def call(self, x, y): return x", "takes what arrives as its one argument"),
        ("class A(Layer):\n    def call(self): return 1", "takes what arrives as its one argument"),
        ("class A(Layer):\n    def __init__(self): pass\n    def call(self, x): return x", r"super\(\).__init__\(\*\*kwargs\)"),
        ("class keras(Layer):\n    def call(self, x): return x", "means something else already"),
        ("class len(Layer):\n    def call(self, x): return x", "means something else already"),
        ("#" * 30_000, "at most 20,000"),
        ("(" * 10_000, "Python cannot read this"),
        ("-" * 19_000 + "1", "nested too deeply"),
        ("class A(" + ".".join(["a"] * 9_000) + "):\n    pass", "nested too deeply"),
        ("x\0", "Python cannot read this"),
    ],
)
def test_a_text_that_is_no_layer_says_why_and_in_which_line(source: str, sentence: str) -> None:
    with pytest.raises(SourceError, match=sentence):
        read(source)


def test_what_comes_from_keras_may_be_an_argument_of_call() -> None:
    assert read("class A(Layer):\n    def call(self, inputs, training, mask=None, factor=2): return inputs").name == "A"


@pytest.mark.parametrize(
    ("config", "param"),
    [
        ({"source": "class A"}, "source"),
        ({"source": 3}, "source"),
        ({"source": SCALED.replace("Scaled", "Dense")}, "source"),
        ({"arguments": [1]}, "arguments"),
        ({"arguments": {"name": "other"}}, "arguments"),
        ({"source": "class A(Layer):\n    def __init__(self, n, **kwargs): pass\n    def call(self, x): return x"}, "arguments"),
        ({"shape": [0]}, "shape"),
        ({"dtype": "number"}, "dtype"),
    ],
)
def test_what_is_wrong_with_it_stands_at_its_field(config: dict[str, Any], param: str) -> None:
    problems = found(python_network(config=config)).problems
    assert [(problem.node, problem.param) for problem in problems if problem.severity == "error"] == [("scaled", param)]


def test_the_stated_shape_is_believed_and_parameters_are_not_counted() -> None:
    analysis = found(python_network(config={"shape": [2, 8], "dtype": "float16"}))
    assert analysis.problems == ()
    scaled = analysis.nodes["scaled"]
    assert [(output.shape, output.dtype) for output in scaled.outputs] == [((None, 2, 8), "float16")]
    assert (scaled.is_counted, scaled.trainable, scaled.flops) == (False, 0, None)
    assert (analysis.totals.is_counted, analysis.totals.trainable) == (False, 8 * 3 + 3)


def test_without_a_stated_shape_it_is_that_of_the_first_input() -> None:
    output = found(python_network()).nodes["scaled"].outputs[0]
    assert (output.shape, output.dtype) == ((None, 4), "float32")


def test_it_is_a_problem_where_it_is_switched_off() -> None:
    [problem] = analyse(python_network()).problems
    assert (problem.code, problem.node, problem.severity) == ("python_off", "scaled", "error")
    assert "PYTHON_LAYERS=1" in problem.message


def test_within_a_block_the_problem_names_both() -> None:
    [problem] = analyse(in_a_block(nested=True)).problems
    assert (problem.code, problem.node, problem.inside) == ("python_off", "block", ("scaled",))
    assert found(in_a_block(nested=True)).nodes["block"].is_counted is False
    assert found(in_a_block(nested=False)).nodes["block"].is_counted is False


def in_a_block(*, nested: bool) -> Document:
    block = {
        "nodes": [{"id": "entry", "layer": "Input"}, {"id": "scaled", "layer": "Python", "config": {"source": SCALED, "arguments": {"start": 0.5}}}],
        "edges": [{"from": ["entry", 0], "to": ["scaled", "inputs", 0]}],
        "inputs": ["entry"],
        "outputs": [["scaled", 0]],
        "nested": nested,
    }
    nodes = [{"id": "input_layer", "layer": "Input", "config": {"shape": [4]}}, {"id": "block", "layer": "block.own"}]
    wires = [{"from": ["input_layer", 0], "to": ["block", "entry", 0]}]
    return parse({"version": 2, "name": "test", "nodes": nodes, "edges": wires, "blocks": {"own": block}})


def two_classes(second: str) -> Document:
    return make_document(
        [("a", "Input", {"shape": [4]}), ("b", "Python", {"source": SCALED}), ("c", "Python", {"source": second})], [("a", "b"), ("b", "c")]
    )


def test_two_classes_of_one_name_must_be_the_same() -> None:
    assert codes(two_classes(SCALED)) == []
    assert codes(two_classes(SCALED.replace("1.0", "2.0"))) == [("class_clash", "c")]
    with pytest.raises(CannotWrite):
        write_module(plan(two_classes(SCALED.replace("1.0", "2.0")), load()), two_classes(SCALED.replace("1.0", "2.0")))
    text = script(two_classes(SCALED))
    assert (text.count("class Scaled"), text.count("Scaled(name=")) == (1, 2)


def script(document: Document) -> str:
    return write_script(plan(document, load()), document, None, load()).text


def test_the_class_stands_before_the_model_as_it_was_typed() -> None:
    text = script(python_network(config={"arguments": {"start": 0.5}, "trainable": False}))
    assert f"\n\n\n# Model\n{SCALED.strip()}\n\n\ninput_layer = keras.Input" in text
    assert 'scaled = Scaled(start=0.5, trainable=False, name="scaled")(input_layer)' in text
    assert "from keras import layers\n" in text
    assert 'layers.Dense(3, activation="softmax", name="dense")' in text, "a class may make layers of its own, which take names"


def test_the_script_imports_what_the_class_speaks_of() -> None:
    text = script(python_network("class Own(Layer):\n    def call(self, x):\n        return ops.add(x, np.pi)"))
    assert "import keras\nimport numpy as np\nfrom keras import layers, ops\nfrom keras.layers import Layer\n" in text


@pytest.mark.parametrize("nested", [True, False])
def test_a_block_with_one_is_written_too(nested: bool) -> None:
    assert re.search(r"Scaled\(start=0.5, name=(f\"\{name\}_scaled\"|\"scaled\")\)", script(in_a_block(nested=nested)))


def test_nothing_but_a_training_executes_it(tmp_path: Path) -> None:
    written = tmp_path / "written"
    document = python_network(writing(written))
    analyse(document)
    found(document)
    script(document)
    write_module(plan(document, load()), document)
    with pytest.raises(PythonRefused, match="scaled is a Python layer"):
        build(plan(document, load()))
    with pytest.raises(PythonRefused, match="cannot be verified: scaled is a Python layer"):
        verify(document)
    assert not written.exists()


def test_several_wires_arrive_as_a_list() -> None:
    layers: list[Any] = [("a", "Input", {"shape": [4]}), ("b", "Input", {"shape": [4]}), ("c", "Python", {"source": own("inputs = inputs[0]")})]
    document = make_document(layers, [("a", "c", 0), ("b", "c", 1)])
    assert codes(document) == []
    assert 'c = Own(name="c")([a, b])' in script(document)
