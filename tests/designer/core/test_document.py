"""The document: what is refused, what is kept, and how patches change it."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from designer.core import document as documents
from designer.core.document import MAX_BYTES, MAX_NODES, VERSION, Document, KerasObject, MalformedDocument, parse, parse_json
from designer.core.problems import Edge, Node, Patch
from tests.designer.core.patching import apply_patch

GRAPHS = Path(__file__).parents[2] / "graphs"
POLICIES = "'float32', 'float64', 'float16', 'bfloat16', 'mixed_float16' or 'mixed_bfloat16'"
KEPT = sorted(GRAPHS.glob("v[12]_*.json"))


def make_node(name: str, layer: str = "Dense", **config: Any) -> dict[str, Any]:
    return {"id": name, "layer": layer, "config": config}


def make_edge(start: str, end: str, place: int = 0) -> dict[str, Any]:
    return {"from": [start, 0], "to": [end, "inputs", place]}


def faults(data: Any) -> list[str]:
    with pytest.raises(MalformedDocument) as caught:
        parse(data)
    return [problem.message for problem in caught.value.problems]


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_documents_of_earlier_versions_still_open(path: Path) -> None:
    kept = parse_json(path.read_bytes())
    document = parse(kept)
    assert document.version == VERSION
    stored = document.to_json()
    assert parse(stored) == document
    written = documents.upgraded(kept)
    assert {key: stored[key] for key in written} == with_defaults(written, stored)


def test_early_stopping_became_a_callback_with_what_it_did() -> None:
    training = parse_json((GRAPHS / "v2_stopping.json").read_bytes())["training"]
    stopping = {"monitor": "val_accuracy", "patience": 4, "min_delta": 0.01, "restore_best_weights": False}
    assert parse({"version": 2, "training": training}).training.callbacks == (KerasObject(class_name="EarlyStopping", config=stopping),)
    unsaid = parse({"version": 2, "training": {"early_stopping": {}}}).training.callbacks
    assert unsaid == (KerasObject(class_name="EarlyStopping", config={"patience": 3, "restore_best_weights": True}),)
    assert parse({"version": 2, "training": {"early_stopping": None}}).training.callbacks == ()


def with_defaults(kept: Any, stored: Any) -> Any:
    """What was kept, with the fields that it left to their defaults."""
    if isinstance(kept, dict) and isinstance(stored, dict):
        return {**({} if "version" in kept else stored), **{key: with_defaults(value, stored.get(key)) for key, value in kept.items()}}
    if isinstance(kept, list) and isinstance(stored, list) and len(kept) == len(stored):
        return [with_defaults(*pair) for pair in zip(kept, stored, strict=True)]
    return kept


def test_an_empty_object_is_an_empty_network() -> None:
    document = parse({})
    assert (document.version, document.name, document.nodes, document.training.optimizer.class_name) == (VERSION, "Untitled", (), "Adam")


def test_a_wrong_network_is_still_a_document() -> None:
    document = parse({"nodes": [make_node("a", "Nonsense", units=-3), make_node("b")], "edges": [make_edge("a", "a"), make_edge("ghost", "b")]})
    assert parse(document.to_json()) == document


@pytest.mark.parametrize("data", [None, 3, "text", [], True, [{}]])
def test_anything_but_an_object_is_refused(data: Any) -> None:
    assert faults(data)[0].startswith("This must be an object")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"extra": 1}, "extra: A document has no such field."),
        ({"version": 5}, "version: This Layerloom reads version 4; received 5."),
        (
            {"dtype_policy": "float7"},
            f"dtype_policy: This must be {POLICIES}; received 'float7'.",
        ),
        ({"name": ""}, "name: Text here must not be empty."),
        ({"name": "x" * 121}, "name: Text here has at most 120 characters."),
        ({"nodes": {}}, "nodes: This must be a list; received {}."),
        ({"nodes": [{"id": "a"}]}, "nodes.0.layer: This is missing."),
        ({"nodes": [make_node("1st")]}, "nodes.0.id: A name begins with a letter and holds letters, digits and _ only; received '1st'."),
        ({"nodes": [make_node("a b")]}, "nodes.0.id: A name begins with a letter and holds letters, digits and _ only; received 'a b'."),
        ({"nodes": [make_node("a\n")]}, "nodes.0.id: A name begins with a letter and holds letters, digits and _ only; received 'a\\n'."),
        ({"nodes": [make_node("a"), make_node("a")]}, "nodes: Every node needs an id of its own; a stands more than once."),
        ({"nodes": [{**make_node("a"), "at": [1e9, 0]}]}, "nodes.0.at.0: This must be 10000000.0 or less; received 1000000000.0."),
        ({"edges": [{"from": ["a", -1], "to": ["b", "inputs", 0]}]}, "edges.0.from.1: This must be 0 or more; received -1."),
        ({"edges": [{"from": ["a", 0], "to": ["b", "inputs"]}]}, "edges.0.to.2: This is missing."),
        ({"training": {"epochs": 0}}, "training.epochs: This must be 1 or more; received 0."),
        ({"training": {"epochs": 2.5}}, "training.epochs: This must be a whole number; received 2.5."),
        ({"training": {"validation_split": 1}}, "training.validation_split: This must be less than 1.0; received 1."),
        ({"training": {"optimizer": "adam"}}, "training.optimizer: This must be an object; received 'adam'."),
    ],
)
def test_it_says_where_and_what_is_wrong(data: Any, message: str) -> None:
    assert faults(data) == [message]


def test_it_reports_every_fault_at_once() -> None:
    assert len(faults({"version": 9, "name": "", "nodes": [{"id": "a"}, {"layer": "Dense"}]})) == 4


def test_it_reports_no_more_faults_than_a_person_can_read() -> None:
    assert len(faults({"nodes": [{} for _ in range(2_000)]})) == documents.MAX_FAULTS


def test_a_fault_in_a_node_is_reported_on_that_node() -> None:
    with pytest.raises(MalformedDocument) as caught:
        parse({"nodes": [make_node("fine"), {**make_node("wrong"), "at": ["here", 0]}]})
    assert [problem.node for problem in caught.value.problems] == ["wrong"]


def test_a_fault_in_a_node_without_a_usable_id_is_reported_all_the_same() -> None:
    with pytest.raises(MalformedDocument) as caught:
        parse({"nodes": [{"id": ["x"]}, "no node", {"id": "0", "layer": 5}]})
    assert {problem.node for problem in caught.value.problems} == {None}


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_numbers_that_are_none_are_refused_wherever_they_stand(number: float) -> None:
    for data in ({"nodes": [make_node("a", x=number)]}, {"nodes": [make_node("a", x=[{"y": number}])]}, {"notes": [{"x": number}]}):
        assert faults(data) == [f"Numbers must be finite; received {number}."]
    assert faults({"nodes": [{**make_node("a"), "at": [number, 0]}]})


@pytest.mark.parametrize("number", [2**53 + 1, -(2**60), 10**4_000])
def test_whole_numbers_that_javascript_would_change_are_refused(number: int) -> None:
    assert "within ±2**53" in faults({"nodes": [make_node("a", units=number)]})[0]


def test_the_largest_number_is_kept() -> None:
    assert parse({"nodes": [make_node("a", units=2**53)]}).nodes[0].config == {"units": 2**53}


@pytest.mark.parametrize("text", ["\x00", "a\ud800", "\udfff"])
def test_text_that_nothing_can_store_is_refused_in_values_and_in_keys(text: str) -> None:
    assert "NUL or half of a surrogate pair" in faults({"nodes": [make_node("a", x=text)]})[0]
    assert "NUL or half of a surrogate pair" in faults({"nodes": [{"id": "a", "layer": "Dense", "config": {text: 1}}]})[0]
    assert "NUL or half of a surrogate pair" in faults({"name": text})[0]


def test_text_of_any_language_is_kept() -> None:
    assert parse({"name": "Ziffern 数字 🧵"}).name == "Ziffern 数字 🧵"


@pytest.mark.parametrize("depth", [30, 100_000])
def test_deep_nesting_is_refused(depth: int) -> None:
    value: Any = 0
    for _ in range(depth):
        value = [value]
    assert faults({"nodes": [make_node("a", x=value)]}) == ["The document is nested deeper than 24 levels."]


def test_too_many_nodes_are_refused_and_the_most_are_kept() -> None:
    nodes = [make_node(f"n{place}") for place in range(MAX_NODES + 1)]
    assert faults({"nodes": nodes}) == ["nodes: There are at most 3000 of these; received 3001."]
    assert len(parse({"nodes": nodes[:-1]}).nodes) == MAX_NODES


@pytest.mark.parametrize("text", ["", "{", "[1,]", "{'a': 1}", b"\xff\xfe\x00", "\ufeff{}", '{"a": 1} x'])
def test_what_is_not_json_is_refused(text: str | bytes) -> None:
    with pytest.raises(MalformedDocument) as caught:
        parse_json(text)
    assert caught.value.problems[0].code == "bad_json"


@pytest.mark.parametrize("text", ["NaN", "[Infinity]", '{"a": -Infinity}'])
def test_json_with_numbers_that_are_none_is_refused(text: str) -> None:
    with pytest.raises(MalformedDocument, match="Numbers must be finite"):
        parse_json(text)


def test_json_with_an_endless_number_is_refused_without_reading_it() -> None:
    with pytest.raises(MalformedDocument, match="received one of 1000000 digits"):
        parse_json("9" * 1_000_000)


def test_json_with_a_number_too_large_for_a_float_is_refused_as_infinite() -> None:
    assert faults({"notes": [{"x": parse_json("1e999")}]}) == ["Numbers must be finite; received inf."]


def test_json_nested_without_end_is_refused() -> None:
    with pytest.raises(MalformedDocument, match="nested deeper"):
        parse_json("[" * 1_000_000)


def test_a_body_over_the_limit_is_refused_by_its_bytes() -> None:
    for body in (b" " * (MAX_BYTES + 1), "é" * (MAX_BYTES // 2 + 1)):
        with pytest.raises(MalformedDocument) as caught:
            parse_json(body)
        assert caught.value.problems[0].code == "too_large"


def test_a_document_cannot_be_changed_in_place() -> None:
    with pytest.raises(ValidationError):
        parse({}).name = "other"  # type: ignore[misc]


CHAIN = {
    "nodes": [make_node("a", "Input", shape=[4]), make_node("b", units=3, activation="relu"), make_node("c", units=2)],
    "edges": [make_edge("a", "b"), make_edge("b", "c")],
}


def ends(document: Document) -> list[tuple[str, str]]:
    return [(edge.source[0], edge.target[0]) for edge in document.edges]


def test_a_patch_inserts_a_node_into_a_wire() -> None:
    patch = Patch(
        remove_edges=(Edge.model_validate(make_edge("b", "c")),),
        add_nodes=(Node(id="flatten", layer="Flatten"),),
        add_edges=(Edge.model_validate(make_edge("b", "flatten")), Edge.model_validate(make_edge("flatten", "c"))),
    )
    document = apply_patch(parse(CHAIN), patch)
    assert [node.id for node in document.nodes] == ["a", "b", "c", "flatten"]
    assert ends(document) == [("a", "b"), ("b", "flatten"), ("flatten", "c")]


def test_a_removed_node_takes_its_wires_with_it() -> None:
    document = apply_patch(parse(CHAIN), Patch(remove_nodes=("b",)))
    assert ([node.id for node in document.nodes], ends(document)) == (["a", "c"], [])


def test_a_removed_node_takes_its_marks_with_it_and_a_replaced_one_keeps_them() -> None:
    fields = [{"name": name, "node": name, "path": ["units"], "values": [1]} for name in "ab"]
    document = parse({**CHAIN, "training": {"sweep": {"fields": [*fields, {"name": "epochs", "path": ["epochs"], "values": [1]}]}}})
    gone = apply_patch(document, Patch(remove_nodes=("b",))).training.sweep
    assert gone is not None
    assert [field.name for field in gone.fields] == ["a", "epochs"]
    replaced = Patch(remove_nodes=("b",), add_nodes=(Node(id="b", layer="Dense"),))
    assert apply_patch(document, replaced).training.sweep == document.training.sweep


def test_a_patch_sets_some_arguments_and_leaves_the_others() -> None:
    document = apply_patch(parse(CHAIN), Patch(set_config={"b": {"units": 10}}))
    assert document.nodes[1].config == {"units": 10, "activation": "relu"}


def test_null_takes_an_argument_back_to_its_default_but_keeps_other_nulls() -> None:
    before = parse({"nodes": [make_node("a", activation="relu", strides=None)]})
    assert apply_patch(before, Patch(set_config={"a": {"activation": None}})).nodes[0].config == {"strides": None}


def test_a_patch_may_configure_the_node_it_adds() -> None:
    document = apply_patch(parse({}), Patch(add_nodes=(Node(id="d", layer="Dense"),), set_config={"d": {"units": 3}}))
    assert document.nodes[0].config == {"units": 3}


def test_a_patch_sets_training() -> None:
    loss = {"field": "label", "loss": {"class_name": "Hinge"}}
    training = apply_patch(parse(CHAIN), Patch(set_training={"epochs": 9, "outputs": [loss]})).training
    assert (training.epochs, training.batch_size, training.outputs[0].loss.class_name) == (9, 32, "Hinge")


@pytest.mark.parametrize(
    "patch",
    [
        Patch(add_nodes=(Node(id="b", layer="Dense"),)),
        Patch(set_training={"epochs": 0}),
        Patch(set_training={"nonsense": 1}),
        Patch(set_training={"dataset": "x" * 65}),
        Patch(set_config={"b": {"units": 2**60}}),
        Patch(add_nodes=tuple(Node(id=f"n{place}", layer="Dense") for place in range(MAX_NODES))),
    ],
    ids=["double id", "wrong value", "unknown setting", "long text", "huge number", "too many nodes"],
)
def test_a_patch_whose_result_is_no_document_is_refused(patch: Patch) -> None:
    with pytest.raises(MalformedDocument):
        apply_patch(parse(CHAIN), patch)


def test_a_patch_for_what_is_not_there_changes_nothing() -> None:
    document = parse(CHAIN)
    patch = Patch(remove_nodes=("ghost",), remove_edges=(Edge.model_validate(make_edge("x", "y")),), set_config={"ghost": {"units": 1}})
    assert apply_patch(document, patch) == document


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
ANY_JSON = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4), max_leaves=20)
FIELDS = st.sampled_from(["version", "name", "nodes", "edges", "training", "notes"])
NODE = st.dictionaries(st.sampled_from(["id", "layer", "config", "at"]), ANY_JSON, max_size=4)
ENTRY = st.dictionaries(FIELDS, ANY_JSON | st.lists(NODE, max_size=3), max_size=5)


@given(ANY_JSON | ENTRY)
def test_any_json_is_a_document_or_malformed(data: Any) -> None:
    document = read(lambda: parse(data), codes={"malformed"})
    assert document is None or parse(document.to_json()) == document


def read(reading: Callable[[], Any], codes: set[str]) -> Any:
    """What was read, or None where it was refused with problems of these codes."""
    try:
        return reading()
    except MalformedDocument as refused:
        problems = refused.problems
    assert problems
    assert all(problem.message and problem.code in codes for problem in problems)
    return None


@given(st.binary(max_size=40) | st.text(max_size=40) | ANY_JSON.map(json.dumps))
def test_any_text_is_json_or_malformed(text: str | bytes) -> None:
    read(lambda: parse_json(text), codes={"bad_json"})


NAMES = st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,8}", fullmatch=True)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | st.text('añ字🧵 \n\\"', max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)
COORDINATE = st.floats(-1e7, 1e7)
NODES = st.lists(
    st.fixed_dictionaries(
        {"id": NAMES, "layer": st.sampled_from(["Dense", "Input", "Nonsense"]), "config": st.dictionaries(NAMES, PLAIN, max_size=3)},
        optional={"at": st.tuples(COORDINATE, COORDINATE).map(list)},
    ),
    max_size=5,
    unique_by=lambda node: str(node["id"]),
)
EDGES = st.lists(
    st.tuples(NAMES, st.integers(0, 9), NAMES, NAMES, st.integers(0, 9)).map(lambda row: {"from": [*row[:2]], "to": [*row[2:]]}), max_size=5
)


@given(NODES, EDGES, st.text("añ字 ", min_size=1, max_size=20))
def test_reading_back_what_was_written_gives_the_same_document(nodes: list[Any], edges: list[Any], name: str) -> None:
    document = parse({"version": 1, "name": name, "nodes": nodes, "edges": edges})
    text = json.dumps(document.to_json(), allow_nan=False)
    assert parse(parse_json(text)) == document
    assert json.dumps(parse(parse_json(text)).to_json()) == text
