"""analyse: what it says of nodes and of the whole, how little it takes, and that nothing stops it."""

from __future__ import annotations

import gc
import resource
import time
import tracemalloc
from itertools import pairwise
from pathlib import Path

import pytest

from designer.core import infer
from designer.core.analyse import analyse, examine, oracle
from designer.core.calls import Call
from designer.core.catalog import load
from designer.core.document import parse
from designer.core.infer import Oracle, Question, arithmetic
from designer.core.problems import Node
from designer.core.tensors import Spec

from .making import make_chain, make_data, make_document, read_graphs

IMAGE = ("input_layer", "Input", {"shape": [28, 28, 1]})
MEGABYTE = 2**20


def peak_memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def test_every_node_has_its_shape_parameters_and_arithmetic() -> None:
    nodes = analyse(make_chain(IMAGE, ("conv", "Conv2D", {"filters": 32, "kernel_size": 3}), ("norm", "BatchNormalization", {}))).nodes
    assert nodes["conv"].outputs[0].shape == (None, 26, 26, 32)
    assert (nodes["conv"].trainable, nodes["conv"].arithmetic) == (320, "3 · 3 · 1 · 32 + 32 = 320")
    assert nodes["conv"].flops == 2 * 9 * 32 * 26 * 26
    assert (nodes["norm"].trainable, nodes["norm"].non_trainable, nodes["norm"].arithmetic) == (64, 64, "4 · 32 = 128")


def test_frozen_layers_count_as_non_trainable() -> None:
    node = analyse(make_chain(("x", "Input", {"shape": [4]}), ("dense", "Dense", {"units": 3, "trainable": False}))).nodes["dense"]
    assert (node.trainable, node.non_trainable) == (0, 15)


def test_the_totals_leave_out_a_draft_beside_the_network() -> None:
    layers = [("x", "Input", {"shape": [4]}), ("dense", "Dense", {"units": 3}), ("draft", "Dense", {"units": 9})]
    totals = analyse(make_document(layers, [("x", "dense")])).totals
    assert (totals.layers, totals.trainable, totals.weight_bytes) == (1, 15, 60)


def test_outputs_of_a_layer_with_several_are_all_told() -> None:
    chain = make_chain(("x", "Input", {"shape": [7, 4]}), ("lstm", "LSTM", {"units": 5, "return_state": True, "return_sequences": True}))
    assert [output.shape for output in analyse(chain).nodes["lstm"].outputs] == [(None, 7, 5), (None, 5), (None, 5)]


def test_nodes_behind_a_broken_one_are_asked_about_their_arguments_only() -> None:
    chain = make_chain(
        ("x", "Input", {"shape": [28, 28]}),
        ("conv", "Conv2D", {"filters": 4, "kernel_size": 3}),
        ("pool", "MaxPooling2D", {}),
        ("dense", "Dense", {"units": 0}),
    )
    assert [(problem.code, problem.node) for problem in analyse(chain).problems] == [("input_rank", "conv"), ("out_of_range", "dense")]


def test_sentences_name_the_place_what_was_expected_and_what_was_received() -> None:
    problems = analyse(make_chain(("x", "Input", {"shape": [4]}), ("dense_1", "Dense", {"units": -3}))).problems
    assert [problem.message for problem in problems] == ["units of dense_1 must be a positive integer; received -3."]
    problems = analyse(make_chain(("x", "Input", {"shape": [28, 28]}), ("conv", "Conv2D", {"filters": 4, "kernel_size": 3}))).problems
    assert problems[0].message == "conv expects at least three axes (height × width × channels) a sample and received 28 × 28."


def test_a_million_units_on_a_million_inputs_cost_no_memory() -> None:
    chain = make_chain(("x", "Input", {"shape": [10**6]}), ("dense", "Dense", {"units": 10**6}))
    analyse(make_chain(("x", "Input", {"shape": [10]}), ("dense", "Dense", {"units": 10})))
    before, started = peak_memory(), time.process_time()
    tracemalloc.start()
    try:
        node = analyse(chain).nodes["dense"]
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert node.trainable == 10**12 + 10**6
    assert (node.outputs[0].shape, node.arithmetic) == ((None, 10**6), "1,000,000 · 1,000,000 + 1,000,000 = 1,000,001,000,000")
    assert most < 8 * MEGABYTE
    assert peak_memory() - before < 32 * MEGABYTE
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("shape", "layer", "config"),
    [
        ([10**9], "Normalization", {}),
        ([10**5, 10**5], "LSTM", {"units": 10**6}),
        ([10**5, 10**5], "UpSampling1D", {"size": 10**9}),
        ([10**6], "Dense", {"units": 10**6, "kernel_initializer": "orthogonal"}),
        ([2**30, 2**30], "Flatten", {}),
        ([10**4, 10**5], "MultiHeadAttention", {"num_heads": 10**4, "key_dim": 10**4}),
        ([10**6], "Embedding", {"input_dim": 2**31 - 1, "output_dim": 10**6}),
        ([65536, 1], "STFTSpectrogram", {"frame_length": 65536, "fft_length": 65536}),
        ([65536], "MelSpectrogram", {"fft_length": 65536, "num_mel_bins": 65536}),
        ([10**6], "RepeatVector", {"n": 2**31 - 1}),
        ([64, 64, 3], "AdaptiveAveragePooling2D", {"output_size": 2**31 - 1}),
        ([1000, 3], "Bidirectional", {"layer": {"class_name": "GRU", "config": {"units": 10**5, "unroll": True}}}),
    ],
)
def test_absurd_sizes_are_answered_at_once_and_cost_little(shape: list[int], layer: str, config: dict[str, object]) -> None:
    ports = load().layers[layer].inputs
    wires = [("x", "node", 0, port.name) for port in ports if port.required]
    before, started = peak_memory(), time.process_time()
    analyse(make_document([("x", "Input", {"shape": shape}), ("node", layer, config)], wires))
    assert time.process_time() - started < 5
    assert peak_memory() - before < 256 * MEGABYTE


def test_many_questions_leave_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(infer, "QUESTIONS_PER_SESSION", 50)
    asked = Oracle(load())
    dense = load().layers["Dense"]

    def ask(start: int) -> None:
        for units in range(start, start + 50):
            call = Call(Node(id="dense", layer="Dense", config={"units": units}), dense, {}, "dense", ("dense",))
            asked.ask(Question(call, {"inputs": (Spec((None, 8), "float32"),)}))
        asked._answers.clear()

    ask(1)
    gc.collect()
    before = len(gc.get_objects())
    ask(51)
    gc.collect()
    assert len(gc.get_objects()) - before < 2_000


def test_a_second_look_asks_keras_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    document = parse(read_graphs("resnet50.json"))
    asked = oracle()
    examine(document, None, asked)
    monkeypatch.setattr(Oracle, "_infer", None)
    assert len(examine(document, None, asked).nodes) == 177


def test_a_change_asks_keras_only_about_what_it_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    document = parse(read_graphs("resnet50.json"))
    asked = Oracle(load())
    examine(document, None, asked)
    before = asked._asked
    nodes = [node.model_copy(update={"config": {"units": 10}}) if node.id == "predictions" else node for node in document.nodes]
    examine(document.model_copy(update={"nodes": tuple(nodes)}), None, asked)
    assert (before < 60, asked._asked - before) == (True, 1)


def test_three_thousand_nodes_are_analysed_in_time() -> None:
    layers = [("x", "Input", {"shape": [8]}), *((f"dense_{place}", "Dense", {"units": 8}) for place in range(2_990))]
    wires = [(before[0], after[0]) for before, after in pairwise(layers)]
    started = time.process_time()
    assert analyse(make_document(layers, wires)).totals.layers == 2_990
    assert time.process_time() - started < 5


def test_three_thousand_broken_nodes_are_all_reported_in_time() -> None:
    layers = [(f"dense_{place}", "Dense", {"units": -1, "activation": "rellu"}) for place in range(2_990)]
    started = time.process_time()
    problems = analyse(make_document(layers, []), data=make_data()).problems
    assert {problem.node for problem in problems if problem.code == "out_of_range"} == {name for name, _, _ in layers}
    assert time.process_time() - started < 5


def test_a_cure_for_what_thousands_of_nodes_depend_on_is_found_in_time() -> None:
    layers = [("x", "Input", {"shape": [3]}), *((f"add_{place}", "Add", {}) for place in range(2_900))]
    wires = [("x", "add_1", 4), *((f"add_{place}", f"add_{place + 1}", wire) for place in range(2_899) for wire in range(4))]
    began = time.process_time()
    assert [problem.code for problem in analyse(make_document(layers, wires)).problems] == ["missing_input"]
    assert time.process_time() - began < 2.5


def test_the_arithmetic_follows_the_shapes_of_the_weights() -> None:
    assert arithmetic(()) == ""
    assert arithmetic(((3,),)) == "3"
    assert arithmetic(((4, 8), (8,))) == "4 · 8 + 8 = 40"
    assert arithmetic(((2,), (2,), (2,), (2,))) == "4 · 2 = 8"


def test_files_of_the_server_are_never_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret word\n")
    for layer in ("StringLookup", "IntegerLookup", "TextVectorization"):
        analysis = analyse(make_chain(("x", "Input", {"shape": [1], "dtype": "string"}), ("node", layer, {"vocabulary": str(secret)})))
        assert [problem.code for problem in analysis.problems] == ["not_allowed"]
