"""analyse and build agree on operations, formulas, blocks, shared layers, masks, dtype policies and names."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from designer.core.analyse import analyse
from designer.core.build import build
from designer.core.catalog import load
from designer.core.document import Document, KerasObject, OutputBinding, Training
from designer.core.fitting import Fitting, compile_arguments, data_arguments
from designer.core.plan import plan
from tests.designer.core.patching import apply_patch

from .block_cases import block, chain, document, node, residual, wires

KERAS = load()
X = node("x", "Input", shape=[4])
TOKENS = node("tokens", "Input", shape=[6], dtype="int32")


def built(given: Document) -> keras.Model:
    """The model, after it was seen that the analysis knows its shapes and counts."""
    analysis = analyse(given)
    assert [problem.message for problem in analysis.problems if problem.severity == "error"] == []
    model = build(plan(given, KERAS))
    outputs = [(tuple(output.shape), output.dtype) for output in model.outputs]
    planned = plan(given, KERAS)
    known = [analysis.nodes[name].outputs[index] for name, index in planned.drawn_as]
    assert [(spec.shape, spec.dtype) for spec in known] == outputs
    trainable = sum(int(np.prod(weight.shape)) for weight in model.trainable_weights)
    assert (analysis.totals.trainable, analysis.totals.trainable + analysis.totals.non_trainable) == (trainable, model.count_params())
    return model


def said(given: Document) -> list[tuple[str, str | None, tuple[str, ...]]]:
    return [(problem.code, problem.node, problem.inside) for problem in analyse(given).problems]


def test_operations_take_wires_and_values() -> None:
    given = document(
        [X, node("doubled", "ops.multiply", x2=2), node("sum", "ops.add"), node("flat", "ops.reshape", newshape=[-1, 2, 2])],
        wires(("x", "doubled", "x1"), ("x", "sum", "x1"), ("doubled", "sum", "x2"), ("sum", "flat", "x")),
    )
    model = built(given)
    assert model(np.ones((1, 4), "float32")).numpy().tolist() == [[[3.0, 3.0], [3.0, 3.0]]]


def test_operations_over_several_wires() -> None:
    given = document(
        [X, node("both", "ops.concatenate", axis=-1), node("pair", "ops.einsum", subscripts="bi,bj->bij")],
        wires(("x", "both", "xs", 0), ("x", "both", "xs", 1), ("x", "pair", "operands", 0), ("both", "pair", "operands", 1)),
    )
    assert built(given).output_shape == (None, 4, 8)


def test_an_operation_without_wire_and_value_is_told() -> None:
    assert said(chain(X, node("sum", "ops.add"), ports={"sum": "x1"})) == [("missing_input", "sum", ())]


def test_a_value_beside_a_wire_is_told() -> None:
    given = document([X, node("sum", "ops.add", x2=3)], wires(("x", "sum", "x1"), ("x", "sum", "x2")))
    assert said(given) == [("given_twice", "sum", ())]


def test_a_refused_operation_is_told_on_its_node() -> None:
    given = document([X, node("y", "Input", shape=[3]), node("sum", "ops.add")], wires(("x", "sum", "x1"), ("y", "sum", "x2")))
    assert [problem[1] for problem in said(given)] == ["sum"]


def test_a_formula_is_the_operations_that_it_is_made_of() -> None:
    model = built(document([X, node("f", "Formula", expression="x * sigmoid(y)")], wires(("x", "f"), ("x", "f", "inputs", 1))))
    assert sorted(type(operation).__name__ for operation in model.operations) == ["InputLayer", "Multiply", "Sigmoid"]


def test_a_wire_that_a_formula_does_not_use_is_told_and_taken_away() -> None:
    given = document(
        [X, node("d", "Dense", units=4), node("f", "Formula", expression="x * 2")], wires(("x", "d"), ("d", "f"), ("x", "f", "inputs", 1))
    )
    (problem,) = analyse(given).problems
    assert (problem.code, problem.node) == ("spare_wire", "f")
    built(apply_patch(given, problem.fixes[0].patch))


def test_what_leads_nowhere_is_told_and_is_no_part_of_the_network() -> None:
    inner = block(
        [node("a", "Input"), node("b", "Input"), node("d", "Dense", units=2), node("e", "Dense", units=2)],
        wires(("a", "d"), ("b", "e")),
        ["a", "b"],
        ["d"],
    )
    given = document(
        [X, node("first", "Dense", units=3), node("u", "block.u")], wires(("x", "first"), ("x", "u", "a"), ("first", "u", "b")), {"u": inner}
    )
    assert said(given) == [("leads_nowhere", "first", ())]
    built(given)


@pytest.mark.parametrize("nested", [False, True])
def test_a_repeated_block(nested: bool) -> None:
    given = chain(
        X, node("r", "block.residual", repeat=3), node("d", "Dense", units=1), blocks={"residual": residual(nested=nested)}, ports={"r": "x"}
    )
    model = built(given)
    analysis = analyse(given)
    assert analysis.nodes["r"].trainable == 3 * (4 * 8 + 8 + 8 * 4 + 4)
    assert analysis.nodes["r/first"].trainable == 4 * 8 + 8
    assert [layer.name for layer in model.layers if "r" in layer.name][:2] == (["r_1", "r_2"] if nested else ["r_1_first", "r_1_second"])


def test_a_nested_model_keeps_the_names_within() -> None:
    model = built(chain(X, node("r", "block.residual"), blocks={"residual": residual(nested=True)}, ports={"r": "x"}))
    assert [layer.name for layer in model.get_layer("r").layers] == ["x", "first", "second", "add"]


@pytest.mark.parametrize("nested", [False, True])
def test_the_operations_of_a_block_count_in_the_whole(nested: bool) -> None:
    given = chain(X, node("r", "block.residual"), node("d", "Dense", units=1), blocks={"residual": residual(nested=nested)}, ports={"r": "x"})
    analysis = analyse(given)
    assert analysis.totals.flops == sum(analysis.nodes[name].flops or 0 for name in ("r", "d")) > (analysis.nodes["d"].flops or 0)


def test_a_nested_input_may_have_a_shape_of_its_own_which_is_held_against_what_arrives() -> None:
    inner = block([node("i", "Input", shape=[8]), node("d", "Dense", units=2)], wires(("i", "d")), ["i"], ["d"], nested=True)
    assert said(chain(X, node("n", "block.n"), blocks={"n": inner}, ports={"n": "i"}))[0][1] == "n"
    assert built(chain(node("x", "Input", shape=[8]), node("n", "block.n"), blocks={"n": inner}, ports={"n": "i"})).output_shape == (None, 2)


def test_a_problem_within_a_block_is_told_on_its_use_with_the_path() -> None:
    for nested in (False, True):
        given = chain(X, node("r", "block.residual", units=5, repeat=2), blocks={"residual": residual(nested=nested)}, ports={"r": "x"})
        (problem,) = analyse(given).problems
        assert (problem.code, problem.node, problem.inside, problem.fixes) == ("merge_shapes", "r", ("add",), ())
        assert "add in r" in problem.message


def test_a_shared_layer_counts_once() -> None:
    given = document(
        [X, node("y", "Input", shape=[4]), node("a", "Dense", units=3), node("b", "Dense", shares="a"), node("sum", "Add")],
        wires(("x", "a"), ("y", "b"), ("a", "sum"), ("b", "sum", "inputs", 1)),
    )
    assert len(built(given).layers) == 4
    assert analyse(given).totals.layers == 2


def test_a_layer_shared_before_its_owner_is_called_is_made_once() -> None:
    given = document(
        [X, node("b", "Dense", shares="a"), node("a", "Dense", units=4), node("c", "Dense", shares="a")], wires(("x", "b"), ("b", "a"), ("a", "c"))
    )
    assert [layer.name for layer in built(given).layers] == ["x", "a"]


def test_a_second_use_that_does_not_fit_has_the_problem() -> None:
    given = document([X, node("y", "Input", shape=[8]), node("a", "Dense", units=3), node("b", "Dense", shares="a")], wires(("x", "a"), ("y", "b")))
    assert said(given) == [("input_size", "b", ())]


@pytest.mark.parametrize("nested", [False, True])
def test_towers_share_a_block(nested: bool) -> None:
    given = document(
        [
            X,
            node("y", "Input", shape=[4]),
            node("left", "block.residual"),
            node("right", "block.residual", shares="left"),
            node("gap", "ops.subtract"),
        ],
        wires(("x", "left", "x"), ("y", "right", "x"), ("left", "gap", "x1"), ("right", "gap", "x2")),
        {"residual": residual(nested=nested)},
    )
    model = built(given)
    assert np.allclose(model([np.ones((1, 4)), np.ones((1, 4))]), 0)


def test_states_are_handed_on_and_only_what_is_wired_counts() -> None:
    given = document(
        [
            node("x", "Input", shape=[5, 3]),
            node("y", "Input", shape=[6, 3]),
            node("encoder", "LSTM", units=4, return_state=True),
            node("decoder", "LSTM", units=4, return_sequences=True, return_state=True),
            node("last", "Dense", units=2),
        ],
        wires(
            ("x", "encoder"),
            ("y", "decoder"),
            ("encoder:1", "decoder", "initial_state", 0),
            ("encoder:2", "decoder", "initial_state", 1),
            ("decoder", "last"),
        ),
    )
    assert built(given).output_shape == (None, 6, 2)


@pytest.mark.parametrize(
    ("layer", "config"),
    [("LSTM", {"units": 3, "stateful": True}), ("Bidirectional", {"layer": {"class_name": "GRU", "config": {"units": 3, "stateful": True}}})],
)
def test_states_kept_between_batches_need_a_batch_size_and_nothing_else(layer: str, config: dict[str, object]) -> None:
    kept = {**node("l", layer), "config": config}
    model = built(document([node("x", "Input", shape=[5, 4], batch_size=2), kept], wires(("x", "l"))))
    assert model.inputs[0].shape == (2, 5, 4)
    assert [code for code, _, _ in said(document([node("x", "Input", shape=[5, 4]), kept], wires(("x", "l"))))] == ["refused_by_keras"]


def test_arguments_of_a_call_are_checked_and_used() -> None:
    given = chain(X, node("drop", "Dropout", rate=0.5, call={"training": True}))
    assert (built(given)(np.ones((64, 4))).numpy() == 0).any()
    assert said(chain(X, node("drop", "Dropout", rate=0.5, call={"training": "yes", "speed": 1}))) == [
        ("wrong_type", "drop", ()),
        ("unknown_argument", "drop", ()),
    ]


def test_listed_outputs_are_the_models_in_their_order() -> None:
    given = document([X, node("a", "Dense", units=2), node("b", "Dense", units=3)], wires(("x", "a"), ("a", "b")), outputs=[["b", 0], ["a", 0]])
    assert [output.shape for output in built(given).outputs] == [(None, 3), (None, 2)]


def test_masks_flow_through_the_walk() -> None:
    given = document(
        [
            TOKENS,
            node("embed", "Embedding", input_dim=9, output_dim=4, mask_zero=True),
            node("lstm", "LSTM", units=3),
            node("last", "Dense", units=1),
        ],
        wires(("tokens", "embed"), ("embed", "lstm"), ("lstm", "last")),
    )
    assert built(given).output_shape == (None, 1)


def two_masks(*names: str) -> Document:
    first, second = names
    return document(
        [
            TOKENS,
            node("e1", "Embedding", input_dim=9, output_dim=4, mask_zero=True),
            node("e2", "Embedding", input_dim=9, output_dim=4, mask_zero=True),
            node(first, "Concatenate"),
            node(second, "Concatenate"),
            node("lstm", "LSTM", units=3),
        ],
        wires(
            *(("tokens", "e1"), ("tokens", "e2"), ("e1", first), ("e2", first, "inputs", 1), (first, second), ("e1", second, "inputs", 1)),
            (second, "lstm"),
        ),
    )


def test_a_name_that_keras_takes_itself_is_found_and_mended() -> None:
    given = two_masks("concatenate", "concatenate_1")
    (problem,) = analyse(given).problems
    assert (problem.code, problem.node) == ("name_clash", "concatenate_1")
    with pytest.raises(ValueError, match="should be unique"):
        build(plan(given, KERAS))
    assert problem.fixes
    built(apply_patch(given, problem.fixes[0].patch))


def test_a_mark_follows_the_name_that_is_mended() -> None:
    plain = two_masks("concatenate", "concatenate_1")
    mark = {"name": "axis", "node": "concatenate_1", "path": ["axis"], "values": [-1]}
    given = plain.model_copy(update={"training": Training.model_validate({"sweep": {"fields": [mark]}})})
    (problem,) = analyse(given).problems
    mended = apply_patch(given, problem.fixes[0].patch)
    assert mended.training.sweep is not None
    assert [field.node for field in mended.training.sweep.fields] == ["concatenate_1_layer"]
    assert analyse(mended).problems == ()


def test_names_that_keras_does_not_take_are_no_problem() -> None:
    built(two_masks("both", "all"))


def test_a_layer_may_not_be_called_as_an_operation_is() -> None:
    given = document([X, node("add", "Dense", units=4), node("sum", "ops.add", x2=1)], wires(("x", "add"), ("add", "sum", "x1")))
    assert said(given) == [("name_clash", "add", ())]


def test_the_dtype_policy_is_the_documents_and_the_process_keeps_its_own() -> None:
    before = keras.config.dtype_policy().name
    given = chain(X, node("a", "Dense", units=4), node("b", "Dense", units=2, dtype="float32"), dtype_policy="mixed_float16")
    model = built(given)
    assert [layer.dtype_policy.name for layer in model.layers[-2:]] == ["mixed_float16", "float32"]
    assert analyse(given).nodes["a"].outputs[0].dtype == "float16"
    assert analyse(given.model_copy(update={"dtype_policy": "float32"})).nodes["a"].outputs[0].dtype == "float32"
    assert keras.config.dtype_policy().name == before


@pytest.mark.parametrize("nested", [False, True])
def test_frozen_layers_and_blocks_are_not_trained(nested: bool) -> None:
    given = chain(
        X,
        node("a", "Dense", units=4, trainable=False),
        node("r", "block.residual", trainable=False),
        blocks={"residual": residual(nested=nested)},
        ports={"r": "x"},
    )
    built(given)
    assert analyse(given).totals.trainable == 0


def test_a_placeholder_is_reported_and_hides_no_other_problem() -> None:
    given = chain(X, node("p", "Placeholder", class_name="LRN", data={}, reason="It is not there."), node("d", "Dense", units=-1))
    assert said(given) == [("placeholder", "p", ()), ("out_of_range", "d", ())]


def test_outputs_that_keras_names_otherwise_are_trained_in_their_order() -> None:
    given = document(
        [X, node("a", "Dense", units=1), node("b", "Dense", shares="a"), node("c", "ops.add", x2=1), node("d", "block.two")],
        wires(("x", "a"), ("x", "b"), ("a", "c", "x1"), ("x", "d", "x")),
        {"two": block([node("x", "Input"), node("y", "Dense", units=1)], wires(("x", "y")), ["x"], ["y"])},
    )
    planned = plan(given, KERAS)
    outputs = {name: OutputBinding(field=name, loss=KerasObject(class_name="MeanSquaredError")) for name in planned.outputs}
    fitting = Fitting({"x": "x"}, outputs, given.training, planned.has_named_outputs)
    model = built(given)
    model.compile(**compile_arguments(fitting, lambda group, said: "sgd" if group == "optimizers" else "mse"))
    arrays = {"x": np.ones((4, 4)), **dict.fromkeys(outputs, np.ones((4, 1)))}
    assert np.isfinite(model.fit(**data_arguments(fitting, arrays), verbose=0).history["loss"][0])
