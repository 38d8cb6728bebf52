"""plan: the order of calls, and everything wrong with the wiring."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.core import catalog
from designer.core.document import Document, parse
from designer.core.plan import Plan, Source, model_name, plan
from designer.core.problems import Problem
from designer.core.wiring import rings
from tests.designer.core.patching import apply_patch

KERAS = catalog.load()
CASES = json.loads((Path(__file__).parents[2] / "graphs" / "wiring.json").read_text(encoding="utf-8"))


def make(layers: str, wires: Sequence[Any] = (), **configs: dict[str, Any]) -> Document:
    """A document from "id:Layer id:Layer …" and wires (from, to), (from, to, port) or (from, to, port, place)."""
    nodes = [{"id": name, "layer": layer, "config": configs.get(name, {})} for name, layer in (word.split(":") for word in layers.split())]
    edges = [{"from": [start, 0], "to": [end, *place, *("inputs", 0)[len(place) :]]} for start, end, *place in wires]
    return parse({"nodes": nodes, "edges": edges})


def planned(layers: str, wires: Sequence[Any] = (), **configs: dict[str, Any]) -> Plan:
    return plan(make(layers, wires, **configs), KERAS)


def order(found: Plan) -> list[str]:
    return [call.node.id for call in found.calls]


def codes(found: Plan) -> list[tuple[str, str | None]]:
    return [(problem.code, problem.node) for problem in found.problems]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_it_finds_the_problems_of_each_kept_graph(case: dict[str, Any]) -> None:
    found = plan(parse(case["document"]), KERAS)
    assert sorted(map(str, codes(found))) == sorted(str((code, node)) for code, node in case["problems"])
    assert list(found.outputs) == case["outputs"]


def test_it_orders_calls_so_that_every_layer_follows_its_inputs() -> None:
    found = planned("b:Dense a:Input c:Add", [("a", "b"), ("a", "c", "inputs", 0), ("b", "c", "inputs", 1)])
    assert order(found) == ["a", "b", "c"]
    assert found.is_sound


def test_it_writes_a_branch_to_its_end_before_the_next() -> None:
    found = planned(
        "a:Input b1:Dense c1:Dense b2:Dense c2:Dense d:Add",
        [("a", "b1"), ("a", "c1"), ("b1", "b2"), ("c1", "c2"), ("b2", "d", "inputs", 0), ("c2", "d", "inputs", 1)],
    )
    assert order(found) == ["a", "b1", "b2", "c1", "c2", "d"]


def test_the_inputs_of_a_merge_layer_keep_the_order_of_their_places() -> None:
    found = planned("a:Input b:Input c:Concatenate", [("a", "c", "inputs", 1), ("b", "c", "inputs", 0)])
    assert found.call("c").inputs == {"inputs": (Source("b"), Source("a"))}


def test_a_gap_between_places_does_not_matter() -> None:
    found = planned("a:Input b:Input c:Concatenate", [("a", "c", "inputs", 7), ("b", "c", "inputs", 3)])
    assert [source.node for source in found.call("c").sources] == ["b", "a"]
    assert found.is_sound


def test_one_output_may_enter_a_merge_layer_twice() -> None:
    found = planned("a:Input b:Add", [("a", "b", "inputs", 0), ("a", "b", "inputs", 1)])
    assert found.call("b").sources == (Source("a"), Source("a"))
    assert found.is_sound


def test_a_wire_drawn_twice_is_one_wire() -> None:
    assert planned("a:Input b:Dense", [("a", "b"), ("a", "b")]).is_sound
    assert codes(planned("a:Input b:Add", [("a", "b"), ("a", "b")])) == [("too_few_inputs", "b")]


def test_ports_are_filled_by_name_in_the_order_of_the_layer() -> None:
    found = planned("a:Input b:Input m:MultiHeadAttention", [("b", "m", "value"), ("a", "m", "query")])
    assert list(found.call("m").inputs.items()) == [("query", (Source("a"),)), ("value", (Source("b"),))]
    assert found.is_sound


def test_a_missing_port_is_named() -> None:
    found = planned("a:Input m:MultiHeadAttention", [("a", "m", "query")])
    assert codes(found) == [("missing_input", "m")]
    assert found.problems[0].param == "value"
    assert "its input value" in found.problems[0].message


def test_optional_ports_may_stay_empty() -> None:
    assert planned("a:Input l:LSTM", [("a", "l")]).is_sound


def test_initial_states_are_taken_in_order() -> None:
    found = planned("a:Input h:Input c:Input l:LSTM", [("a", "l"), ("h", "l", "initial_state", 0), ("c", "l", "initial_state", 1)])
    assert found.call("l").inputs["initial_state"] == (Source("h"), Source("c"))
    assert not found.is_stack


@pytest.mark.parametrize("wires", [[("a", "s"), ("a", "s", "inputs", 1), ("b", "s", "inputs", 2)]])
def test_a_layer_of_exactly_two_inputs_refuses_a_third(wires: list[Any]) -> None:
    found = planned("a:Input b:Input s:Subtract", wires)
    assert ("too_many_inputs", "s") in codes(found)
    assert "takes two wires" in found.problems[0].message


def test_a_second_wire_into_a_single_port_is_refused_and_removed_by_its_fix() -> None:
    document = make("a:Input b:Input d:Dense", [("a", "d"), ("b", "d"), ("b", "d", "inputs", 1)])
    found = plan(document, KERAS)
    assert [code for code, _ in codes(found)].count("too_many_inputs") == 2
    assert found.call("d").sources == (Source("a"),)
    for problem in found.problems:
        document = apply_patch(document, problem.fixes[0].patch) if problem.fixes else document
    assert codes(plan(document, KERAS)) == [("unconnected", "b")]


def test_the_only_wire_of_a_single_port_counts_whatever_its_place() -> None:
    assert planned("a:Input d:Dense", [("a", "d", "inputs", 1)]).is_sound


def test_a_wire_to_a_node_that_is_not_there_is_reported_and_removed_by_its_fix() -> None:
    document = make("a:Input d:Dense", [("a", "d"), ("ghost", "d"), ("a", "phantom"), ("ghost", "phantom")])
    found = plan(document, KERAS)
    assert codes(found) == [("loose_wire", "d"), ("loose_wire", "a"), ("loose_wire", None)]
    for problem in found.problems:
        document = apply_patch(document, problem.fixes[0].patch)
    assert plan(document, KERAS).problems == ()


@pytest.mark.parametrize("wires", [[("a", "b"), ("b", "c"), ("c", "b")], [("c", "b"), ("b", "c"), ("a", "b")]])
@pytest.mark.parametrize("layers", ["a:Input b:Add c:Dense", "c:Dense b:Add a:Input"])
def test_a_cycle_is_cut_where_it_leads_back_against_the_flow(layers: str, wires: list[Any]) -> None:
    placed = [(start, end, "inputs", 1 if start == "c" else 0) for start, end in wires]
    document = make(layers, placed)
    (problem,) = plan(document, KERAS).problems
    assert (problem.code, problem.node) == ("cycle", "b")
    assert problem.message.startswith("b → c → b is a cycle")
    (edge,) = problem.fixes[0].patch.remove_edges
    assert (edge.source[0], edge.target[0]) == ("c", "b")


def test_a_layer_wired_to_itself_is_a_cycle() -> None:
    found = planned("a:Input b:Add", [("a", "b", "inputs", 0), ("b", "b", "inputs", 1)])
    assert codes(found) == [("cycle", "b")]


def test_every_cycle_is_reported_at_once_even_one_behind_another() -> None:
    wires = [("a", "b"), ("b", "c"), ("c", "b", "inputs", 1), ("c", "d"), ("d", "e"), ("e", "d", "inputs", 1)]
    found = planned("a:Input b:Add c:Dense d:Add e:Dense", wires)
    assert codes(found) == [("cycle", "b"), ("cycle", "d")]
    assert order(found) == ["a"]


def test_cutting_every_reported_wire_leaves_no_cycle() -> None:
    names = [f"n{place}" for place in range(12)]
    document = make(" ".join(["a:Input", *(f"{name}:Concatenate" for name in names)]), [("a", "n0"), *all_ways(names)])
    while cycles := [problem for problem in plan(document, KERAS).problems if problem.code == "cycle"]:
        for problem in cycles:
            document = apply_patch(document, problem.fixes[0].patch)
    assert len(plan(document, KERAS).calls) == 13


def all_ways(names: list[str]) -> list[tuple[str, str, str, int]]:
    return [(start, end, "inputs", place) for end in names for place, start in enumerate(names, 1) if start != end]


def test_a_long_cycle_is_told_short() -> None:
    count = 500
    wires = [(f"n{place}", f"n{(place + 1) % count}") for place in range(count)]
    (problem, *_) = planned(" ".join(f"n{place}:Dense" for place in range(count)), wires).problems
    assert problem.code == "cycle"
    assert len(problem.message) < 250


def test_what_stands_behind_a_cycle_is_not_called_and_its_other_faults_are_told() -> None:
    found = planned("a:Input b:Add c:Dense m:MultiHeadAttention", [("a", "b"), ("b", "c"), ("c", "b", "inputs", 1), ("c", "m", "query")])
    assert order(found) == ["a"]
    assert codes(found) == [("cycle", "b"), ("missing_input", "m")]


def test_an_unknown_layer_makes_no_other_node_look_wrong() -> None:
    found = planned("a:Input b:Dense x:Danse c:Dense", [("a", "b"), ("b", "x"), ("x", "c")])
    assert codes(found) == [("unknown_layer", "x")]
    assert order(found) == ["a", "b"]
    assert found.outputs == ()


def test_a_layer_that_cannot_be_drawn_says_why() -> None:
    found = planned("a:Input x:Lambda", [("a", "x")])
    assert codes(found) == [("unavailable_layer", "x")]
    assert KERAS.layers["Lambda"].unavailable in found.problems[0].message


def test_a_loose_node_belongs_to_neither_inputs_nor_outputs() -> None:
    found = planned("a:Input b:Dense draft:Dense spare:Input", [("a", "b")])
    assert codes(found) == [("unconnected", "draft"), ("unconnected", "spare")]
    assert (found.inputs, found.outputs) == (("a",), ("b",))


def test_several_inputs_and_outputs_keep_the_order_of_the_document() -> None:
    found = planned("y:Input x:Input m:Add two:Dense one:Dense", [("x", "m", "inputs", 0), ("y", "m", "inputs", 1), ("m", "one"), ("m", "two")])
    assert (found.inputs, found.outputs) == (("y", "x"), ("two", "one"))


@pytest.mark.parametrize(
    ("layers", "wires", "configs"),
    [
        ("a:Input b:Dense", [("a", "b")], {}),
        ("a:Input b:LSTM c:Dense", [("a", "b"), ("b", "c")], {"b": {"return_sequences": True}}),
    ],
)
def test_a_chain_is_a_stack(layers: str, wires: list[Any], configs: dict[str, Any]) -> None:
    assert planned(layers, wires, **configs).is_stack


@pytest.mark.parametrize(
    ("layers", "wires", "configs"),
    [
        ("a:Input", [], {}),
        ("a:Input b:Dense c:Dense", [("a", "b"), ("a", "c")], {}),
        ("a:Input z:Input b:Add", [("a", "b"), ("z", "b", "inputs", 1)], {}),
        ("a:Input b:Dense c:Add", [("a", "b"), ("b", "c"), ("a", "c", "inputs", 1)], {}),
        ("a:Input b:Add", [("a", "b"), ("a", "b", "inputs", 1)], {}),
        ("a:Input b:MultiHeadAttention", [("a", "b", "query"), ("a", "b", "value")], {}),
        ("a:Input b:LSTM", [("a", "b")], {"b": {"return_state": True}}),
        ("a:Input b:Bidirectional", [("a", "b")], {"b": {"layer": {"class_name": "LSTM", "config": {"return_state": True}}}}),
    ],
)
def test_what_branches_merges_or_gives_several_outputs_is_no_stack(layers: str, wires: list[Any], configs: dict[str, Any]) -> None:
    assert not planned(layers, wires, **configs).is_stack


def chain(count: int) -> Document:
    return make(
        " ".join(["n0:Input", *(f"n{place}:Dense" for place in range(1, count))]), [(f"n{place}", f"n{place + 1}") for place in range(count - 1)]
    )


class Counting(dict[str, Any]):
    """A table of layers that counts how often it is asked."""

    asked = 0

    def get(self, key: str, default: Any = None) -> Any:
        self.asked += 1
        return super().get(key, default)


def test_a_chain_of_3000_layers_is_planned_in_steps_in_proportion_to_its_length() -> None:
    document = chain(3_000)
    layers = Counting(KERAS.layers)
    found = plan(document, KERAS.model_copy(update={"layers": layers}))
    assert layers.asked == 3_000
    assert order(found) == [node.id for node in document.nodes]
    assert found.is_stack


def lines_run(document: Document) -> int:
    """How many lines of the planning modules planning takes."""
    count = 0

    def trace(frame: Any, event: str, _: Any) -> Any:
        nonlocal count
        if not frame.f_code.co_filename.endswith(("plan.py", "wiring.py", "scope.py", "unfold.py", "sharing.py")):
            return None
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        plan(document, KERAS)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("closed", [False, True], ids=["chain", "ring"])
def test_the_work_grows_with_the_length_and_not_with_its_square(closed: bool) -> None:
    def work(count: int) -> int:
        document = chain(count)
        if closed:
            back = {"from": [f"n{count - 1}", 0], "to": ["n1", "inputs", 0]}
            document = parse({**document.to_json(), "edges": [back, *document.to_json()["edges"]]})
        return lines_run(document)

    assert work(2_000) < 10.5 * work(200)


def test_rings_are_found_in_a_ring_longer_than_python_may_recurse() -> None:
    document = chain(3_000)
    leaving = {edge.source[0]: [edge] for edge in document.edges}
    back = parse({"edges": [{"from": ["n2999", 0], "to": ["n0", "inputs", 0]}]}).edges[0]
    (ring,) = rings(["n0"], {**leaving, "n2999": [back]})
    assert len(ring) == 3_000


@pytest.mark.parametrize(
    ("name", "expected"),
    [("My digits", "my_digits"), ("3 nets", "model_3_nets"), ("数字", "model"), ("a--b", "a_b"), ("Größe", "gr_e"), ("x" * 120, "x" * 120)],
)
def test_a_model_is_named_after_its_document(name: str, expected: str) -> None:
    assert model_name(name) == expected


LAYERS = ("Input", "Dense", "Add", "MultiHeadAttention", "LSTM", "Lambda", "Nonsense")
PORTS = ("inputs", "query", "value", "key", "initial_state", "elsewhere")


@st.composite
def graphs(draw: st.DrawFn) -> Document:
    names = [f"n{place}" for place in range(draw(st.integers(0, 7)))]
    name = st.sampled_from([*names, "ghost"])
    nodes = [{"id": node, "layer": draw(st.sampled_from(LAYERS))} for node in names]
    wire = st.builds(
        lambda a, o, b, p, n: {"from": [a, o], "to": [b, p, n]}, name, st.integers(0, 2), name, st.sampled_from(PORTS), st.integers(0, 3)
    )
    return parse({"nodes": nodes, "edges": draw(st.lists(wire, max_size=20))})


@given(graphs())
def test_any_graph_is_planned_and_whatever_cannot_be_called_is_explained(document: Document) -> None:
    found = plan(document, KERAS)
    called = set(order(found))
    seen: set[str] = set()
    for call in found.calls:
        assert {source.node for source in call.sources} <= seen
        seen.add(call.node.id)
    assert set(found.inputs) | set(found.outputs) <= called
    if called != {node.id for node in document.nodes}:
        assert {problem.code for problem in found.problems} & {"cycle", "unknown_layer", "unavailable_layer"}
    assert found.is_sound or found.problems


@given(graphs())
def test_every_fix_of_the_plan_takes_its_problem_away(document: Document) -> None:
    before = plan(document, KERAS).problems
    for problem in before:
        for fix in problem.fixes:
            after = plan(apply_patch(document, fix.patch), KERAS).problems
            assert times(problem.message, after) < times(problem.message, before)


def times(message: str, problems: Sequence[Problem]) -> int:
    return sum(problem.message == message for problem in problems)


def test_of_a_layer_whose_states_are_listed_its_first_output_is_none() -> None:
    document = make("a:Input b:LSTM", [("a", "b")], a={"shape": [None, 3]}, b={"units": 2, "return_state": True})
    listed = document.model_copy(update={"outputs": (("b", 1), ("b", 2))})
    assert plan(listed, KERAS).outputs == ("b_1", "b_2")
