"""add_fixes: what the offered patches look like, and that only what cures is offered."""

from __future__ import annotations

from designer.core.analyse import analyse
from designer.core.document import Document
from designer.core.problems import Fix
from tests.designer.core.patching import apply_patch

from .making import make_chain, make_data, make_document

IMAGE = ("input_layer", "Input", {"shape": [28, 28, 1]})
CONV = ("conv2d", "Conv2D", {"filters": 4, "kernel_size": 3})
LAST = ("dense", "Dense", {"units": 10, "activation": "softmax"})
DIGITS = {"training": {"dataset": "made"}}


def fixes(document: Document, code: str, *, with_data: bool = False) -> list[Fix]:
    problems = analyse(document, data=make_data() if with_data else None).problems
    return [fix for problem in problems if problem.code == code for fix in problem.fixes]


def labels(document: Document, code: str, *, with_data: bool = False) -> list[str]:
    return [fix.label for fix in fixes(document, code, with_data=with_data)]


def test_flatten_and_global_pooling_are_both_offered_before_a_dense() -> None:
    document = make_chain(IMAGE, CONV, LAST, **DIGITS)
    assert labels(document, "output_rank", with_data=True) == ["Insert Flatten before dense", "Insert GlobalAveragePooling2D before dense"]


def test_a_new_node_gets_kerass_next_free_name_and_a_place_between_its_neighbours() -> None:
    document = make_chain(IMAGE, ("flatten", "Conv2D", {"filters": 4, "kernel_size": 3}), LAST, **DIGITS)
    patch = fixes(document, "output_rank", with_data=True)[0].patch
    (node,) = patch.add_nodes
    assert (node.id, node.layer, node.at) == ("flatten_1", "Flatten", (0.0, 180.0))
    assert [(edge.source[0], edge.target[0]) for edge in patch.add_edges] == [("flatten", "flatten_1"), ("flatten_1", "dense")]


def test_a_fix_that_breaks_what_was_whole_is_not_offered() -> None:
    document = make_chain(("input_layer", "Input", {"shape": [28, 28]}), CONV, ("flatten", "Flatten", {}), LAST, **DIGITS)
    assert "Set shape of input_layer to 28 × 28 × 1" in labels(document, "input_rank", with_data=True)
    lonely = make_document([*[("x", "Input", {"shape": [4]}), LAST], CONV], [("x", "dense")])
    assert labels(lonely, "unconnected") == ["Delete conv2d"]


def test_text_gets_an_embedding_of_its_own_vocabulary() -> None:
    document = make_chain(("x", "Input", {"shape": [80]}), ("lstm", "LSTM", {"units": 4}), LAST, **DIGITS)
    problems = analyse(document, data=make_data((80,), kind="tokens", vocabulary_size=500)).problems
    fix = problems[0].fixes[0]
    assert (fix.label, fix.patch.add_nodes[0].config) == ("Insert Embedding before lstm", {"input_dim": 500, "output_dim": 32})


def test_the_same_change_is_offered_once() -> None:
    document = make_document([("a", "Input", {"shape": [4]}), ("b", "Input", {"shape": [6]}), ("add", "Add", {})], [("a", "add"), ("b", "add", 1)])
    patches = [fix.patch for fix in fixes(document, "merge_shapes")]
    assert len(patches) == len({patch.model_dump_json() for patch in patches}) == 2


def test_an_empty_network_with_data_is_finished_by_its_fixes_alone() -> None:
    document, data = Document.model_validate(DIGITS), make_data()
    for _ in range(4):
        offered = [fix for problem in analyse(document, data=data).problems for fix in problem.fixes]
        document = apply_patch(document, offered[0].patch) if offered else document
    assert [node.layer for node in document.nodes] == ["Input", "Flatten", "Dense"]
    assert not analyse(document, data=data).problems
