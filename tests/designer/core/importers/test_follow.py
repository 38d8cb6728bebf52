"""What is typed is merged onto the open document."""

from __future__ import annotations

from itertools import pairwise

from designer.core import catalog
from designer.core.document import Document, parse
from designer.core.importers.follow import follow
from designer.core.importers.python_code import read_typed


def stack(*layers: tuple[str, str, dict[str, object]], **more: object) -> Document:
    nodes = [{"id": name, "layer": layer, "config": config, "at": [10, 100 * place]} for place, (name, layer, config) in enumerate(layers)]
    edges = [{"from": [start[0], 0], "to": [end[0], "inputs", 0]} for start, end in pairwise(layers)]
    return parse({"nodes": nodes, "edges": edges, **more})


OPEN = stack(
    ("input_layer", "Input", {"shape": [4]}),
    ("dense", "Dense", {"units": 8}),
    ("dense_1", "Dense", {"units": 2}),
    notes=[{"text": "mine"}],
    training={"epochs": 9, "batch_size": 16},
)


def typed(text: str) -> Document:
    document = read_typed(text, catalog.load()).document
    assert document is not None
    return document


def merged(text: str) -> Document:
    return follow(OPEN, typed(text), None, catalog.load())


def test_a_text_that_says_the_same_changes_nothing() -> None:
    assert merged("keras.Sequential([keras.Input((4,)), layers.Dense(8), layers.Dense(2)])") == OPEN


def test_a_changed_argument_changes_its_node_and_no_place() -> None:
    found = merged("keras.Sequential([keras.Input((4,)), layers.Dense(16, activation='relu'), layers.Dense(2)])")
    assert [node.at for node in found.nodes] == [node.at for node in OPEN.nodes]
    assert found.nodes[1].config == {"units": 16, "activation": "relu"}


def test_a_layer_put_between_others_leaves_them_their_ids_and_places() -> None:
    found = merged("keras.Sequential([keras.Input((4,)), layers.Dense(8), layers.Dense(5), layers.Dense(2)])")
    assert [(node.id, node.config.get("units")) for node in found.nodes] == [("input_layer", None), ("dense", 8), ("dense_2", 5), ("dense_1", 2)]
    assert found.node("dense_1").at == OPEN.node("dense_1").at  # type: ignore[union-attr]
    assert found.node("dense_2").at not in {node.at for node in OPEN.nodes}  # type: ignore[union-attr]


def test_a_layer_taken_away_is_gone_with_its_wires() -> None:
    found = merged("keras.Sequential([keras.Input((4,)), layers.Dense(2)])")
    assert [node.id for node in found.nodes] == ["input_layer", "dense_1"]
    assert len(found.edges) == 1


def test_what_the_text_does_not_say_is_kept() -> None:
    found = merged("m = keras.Sequential([keras.Input((4,)), layers.Dense(8), layers.Dense(2)])\nm.compile('sgd')\nm.fit(x, y, epochs=3)")
    assert (found.training.epochs, found.training.batch_size, found.training.optimizer.class_name) == (3, 16, "SGD")
    assert found.notes == OPEN.notes


def test_a_name_in_the_text_renames_the_node_where_it_lies() -> None:
    found = merged("keras.Sequential([keras.Input((4,)), layers.Dense(8, name='hidden'), layers.Dense(2)])")
    assert [node.id for node in found.nodes] == ["input_layer", "hidden", "dense_1"]
    assert found.nodes[1].at == OPEN.nodes[1].at


def test_a_half_typed_line_gives_no_document_but_its_line() -> None:
    for text, line in (
        ("x = 1\nm = keras.Sequential([\n", 2),
        ("m = Sequential([Input((4,))])\nm.add(layers.Den)", 2),
        ("m = Sequential([Input((4,)),\n  Desne(3)])", 2),
    ):
        found = read_typed(text, catalog.load())
        assert found.document is None
        assert [note.line for note in found.report][:1] == [line]


def test_the_script_of_a_network_with_weights_can_be_typed_in() -> None:
    assert merged("m = keras.Sequential([keras.Input((4,)), layers.Dense(8), layers.Dense(2)])\nm.load_weights('m.weights.h5')") == OPEN
