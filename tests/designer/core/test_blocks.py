"""plan: blocks unfolded where they are used, nested, repeated and shared."""

from __future__ import annotations

import pytest

from designer.core.blocks import known
from designer.core.catalog import load
from designer.core.document import Document
from designer.core.plan import Plan, Source, plan

from .block_cases import block, chain, document, node, residual, wires

KERAS = load()
X = node("x", "Input", shape=[4])


def planned(given: Document) -> Plan:
    return plan(given, KERAS)


def order(found: Plan) -> list[str]:
    return [call.node.id for call in found.calls]


def codes(found: Plan) -> list[tuple[str, str | None, tuple[str, ...]]]:
    return [(problem.code, problem.node, problem.inside) for problem in found.problems]


def used(*uses: dict[str, object], **more: object) -> Document:
    return chain(X, *uses, blocks={"residual": residual(**more)}, ports={str(use["id"]): "x" for use in uses})


def test_a_block_is_a_layer_of_the_documents_catalogue() -> None:
    spec = known(used(), KERAS).layers["block.residual"]
    assert (spec.kind, [port.name for port in spec.inputs], [param.name for param in spec.params]) == ("block", ["x"], ["units"])
    assert known(Document(), KERAS) is KERAS


def test_a_use_is_unfolded_into_calls_named_after_it_with_its_arguments() -> None:
    found = planned(used(node("r", "block.residual", units=8)))
    assert found.is_sound
    assert order(found) == ["x", "r_first", "r_second", "r_add"]
    assert [found.call(name).node.config.get("units") for name in ("r_first", "r_second")] == [16, 8]
    assert found.call("r_add").sources == (Source("x"), Source("r_second"))
    assert found.call("r_first").path == ("r", "first")
    assert (found.outputs, found.ends) == (("r",), (Source("r_add"),))
    (use,) = found.uses
    assert (use.path, use.block, use.arguments, use.copy, use.repeat) == (("r",), "residual", {"units": 8}, 1, 1)
    assert (use.calls, use.inputs, use.outputs) == (("r_first", "r_second", "r_add"), {"x": (Source("x"),)}, (Source("r_add"),))


def test_a_repeated_use_chains_copies_with_layers_of_their_own() -> None:
    found = planned(used(node("r", "block.residual", repeat=3)))
    assert found.is_sound
    assert order(found)[1:] == [f"r_{copy}_{name}" for copy in (1, 2, 3) for name in ("first", "second", "add")]
    assert found.call("r_2_first").sources == (Source("r_1_add"),)
    assert len({call.owner for call in found.calls}) == 10
    assert [(use.copy, use.repeat) for use in found.uses] == [(1, 3), (2, 3), (3, 3)]


def test_a_nested_use_is_one_call_with_a_plan_of_its_own() -> None:
    found = planned(used(node("r", "block.residual"), node("s", "block.residual", repeat=2), nested=True))
    assert found.is_sound
    assert order(found) == ["x", "r", "s_1", "s_2"]
    inner = found.call("r").inner
    assert inner is not None
    assert order(inner) == ["x", "first", "second", "add"]
    assert (inner.name, inner.inputs, inner.ends) == ("r", ("x",), (Source("add"),))
    assert inner.call("first").path == ("first",)


def test_a_node_may_share_a_layer() -> None:
    found = planned(
        document(
            [X, node("a", "Dense", units=4), node("b", "Dense", shares="a"), node("c", "Dense", shares="b")],
            wires(("x", "a"), ("a", "b"), ("b", "c")),
        )
    )
    assert found.is_sound
    assert [(call.owner, call.node.config) for call in found.calls[1:]] == [("a", {"units": 4})] * 3
    assert not found.is_stack


@pytest.mark.parametrize("nested", [False, True])
def test_a_use_may_share_the_layers_of_another(nested: bool) -> None:
    found = planned(used(node("r", "block.residual", units=4), node("s", "block.residual", shares="r"), nested=nested))
    assert found.is_sound
    owners = {call.node.id: call.owner for call in found.calls}
    assert owners == (
        {"x": "x", "r": "r", "s": "r"}
        if nested
        else {"x": "x", **{f"{use}_{name}": f"r_{name}" for use in "rs" for name in ("first", "second", "add")}}
    )


def test_blocks_hold_blocks_and_hand_arguments_on() -> None:
    outer = block(
        [node("i", "Input"), node("in", "block.residual", units={"$expr": "width"}, repeat=2)],
        wires(("i", "in", "x")),
        ["i"],
        ["in"],
        params=[{"name": "width", "default": 4}],
    )
    given = chain(X, node("o", "block.outer", width=4), blocks={"residual": residual(), "outer": outer}, ports={"o": "i"})
    found = planned(given)
    assert found.is_sound
    assert order(found)[-1] == "o_in_2_add"
    assert found.call("o_in_2_add").path == ("o", "in", "add")
    assert [use.path for use in found.uses] == [("o", "in"), ("o", "in"), ("o",)]


def test_a_frozen_use_freezes_its_layers() -> None:
    found = planned(used(node("r", "block.residual", trainable=False)))
    assert found.is_sound
    assert found.call("r_first").node.config["trainable"] is False
    assert "trainable" not in found.call("r_add").node.config


def test_names_that_would_meet_are_told_apart() -> None:
    found = planned(
        document([X, node("r", "block.residual"), node("r_add", "Dense", units=4)], wires(("x", "r", "x"), ("r", "r_add")), {"residual": residual()})
    )
    assert order(found) == ["x", "r_first", "r_second", "r_add_1", "r_add"]
    assert found.is_sound


def test_several_outputs_of_a_block_are_wired_by_their_index() -> None:
    two = block([node("x", "Input"), node("a", "Dense", units=2), node("b", "Dense", units=3)], wires(("x", "a"), ("x", "b")), ["x"], ["a", "b"])
    found = planned(document([X, node("t", "block.two"), node("d", "Dense", units=1)], wires(("x", "t", "x"), ("t:1", "d")), {"two": two}))
    assert found.call("d").sources == (Source("t_b"),)
    assert dict(zip(found.outputs, found.ends, strict=True)) == {"t": Source("t_a"), "d": Source("d")}


def test_an_output_that_a_block_does_not_have_is_told() -> None:
    found = planned(
        document([X, node("r", "block.residual"), node("d", "Dense", units=1)], wires(("x", "r", "x"), ("r:1", "d")), {"residual": residual()})
    )
    assert ("unknown_output", "d", ()) in codes(found)


def test_what_leads_to_no_output_of_a_block_is_left_out() -> None:
    given = block([node("x", "Input"), node("a", "Dense", units=2), node("spare", "Dense", units=3)], wires(("x", "a"), ("x", "spare")), ["x"], ["a"])
    found = planned(chain(X, node("t", "block.t"), blocks={"t": given}, ports={"t": "x"}))
    assert found.is_sound
    assert order(found) == ["x", "t_a"]


def test_a_block_may_hand_an_input_on() -> None:
    given = block([node("x", "Input"), node("a", "Dense", units=2)], wires(("x", "a")), ["x"], ["x", "a"])
    found = planned(document([X, node("t", "block.t"), node("d", "Dense", units=1)], wires(("x", "t", "x"), ("t", "d")), {"t": given}))
    assert found.call("d").sources == (Source("x"),)


def test_outputs_that_are_listed_come_first_whatever_leaves_them() -> None:
    given = document(
        [X, node("a", "Dense", units=2), node("b", "Dense", units=2), node("c", "Dense", units=2)],
        wires(("x", "a"), ("a", "b"), ("a", "c")),
        outputs=[["c", 0], ["a", 0]],
    )
    assert planned(given).outputs == ("c", "a", "b")


@pytest.mark.parametrize("shares", ["ghost", "b", "other"])
def test_a_share_that_cannot_be_is_told_and_mended(shares: str) -> None:
    given = document([X, node("other", "Flatten"), node("b", "Dense", shares=shares)], wires(("x", "other"), ("other", "b")))
    (problem,) = planned(given).problems
    assert (problem.code, problem.node) == ("bad_share", "b")
    assert problem.fixes[0].patch.add_nodes[0].shares is None


def test_a_block_within_itself_is_a_problem_and_no_hang() -> None:
    around = block([node("x", "Input"), node("again", "block.loop")], wires(("x", "again", "x")), ["x"], ["again"])
    assert ("block_in_itself", "l", ("again",)) in codes(planned(chain(X, node("l", "block.loop"), blocks={"loop": around}, ports={"l": "x"})))


def test_blocks_that_double_at_every_level_end_in_a_problem() -> None:
    blocks = {"b0": block([node("x", "Input"), node("d", "Dense", units=4)], wires(("x", "d")), ["x"], ["d"])}
    for level in range(1, 20):
        inner = f"block.b{level - 1}"
        blocks[f"b{level}"] = block(
            [node("x", "Input"), node("a", inner, repeat=40), node("b", inner, repeat=40)], wires(("x", "a", "x"), ("a", "b", "x")), ["x"], ["b"]
        )
    found = planned(chain(X, node("l", "block.b19"), node("m", "block.b19"), blocks=blocks, ports={"l": "x", "m": "x"}))
    assert codes(found) == [("too_large", "l", ())]


@pytest.mark.parametrize(
    ("changes", "code", "inside"),
    [
        ({"outputs": [["ghost", 0]]}, "block_port", ()),
        ({"outputs": []}, "block_port", ()),
        ({"inputs": ["x", "ghost"]}, "block_port", ()),
        ({"inputs": []}, "block_port", ("x",)),
        ({"params": []}, "bad_expression", ("first",)),
    ],
)
def test_what_is_wrong_with_a_block_is_told_where_it_is_used(changes: dict[str, object], code: str, inside: tuple[str, ...]) -> None:
    given = chain(X, node("r", "block.residual"), blocks={"residual": {**residual(), **changes}}, ports={"r": "x"})
    assert (code, "r", inside) in codes(planned(given))


def test_a_block_with_another_number_of_outputs_than_inputs_is_not_repeated() -> None:
    two = block([node("x", "Input"), node("a", "Flatten"), node("b", "Flatten")], wires(("x", "a"), ("x", "b")), ["x"], ["a", "b"])
    assert ("block_repeat", "t", ()) in codes(planned(chain(X, node("t", "block.two", repeat=2), blocks={"two": two}, ports={"t": "x"})))


def test_arguments_of_a_use_are_held_against_its_parameters() -> None:
    found = planned(used(node("r", "block.residual", units="many", color="red")))
    assert [code for code, *_ in codes(found)] == ["wrong_type", "unknown_argument"]


def test_a_placeholder_says_what_it_stands_for_and_is_not_called() -> None:
    found = planned(chain(X, node("p", "Placeholder", class_name="LRN", reason="Keras has no such layer."), node("d", "Dense", units=1)))
    assert codes(found) == [("placeholder", "p", ())]
    assert "LRN" in found.problems[0].message
    assert order(found) == ["x"]
