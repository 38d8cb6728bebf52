"""Problems, fixes and patches as values."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from designer.core.problems import Edge, Fix, Node, Patch, Problem


def test_a_problem_reads_back_as_it_was_written() -> None:
    edge = Edge.model_validate({"from": ["a", 0], "to": ["b", "inputs", 0]})
    fix = Fix(label="Remove the wire", patch=Patch(remove_edges=(edge,), set_config={"b": {"units": 3}}))
    problem = Problem(code="cycle", message="A cycle.", node="a", param="inputs", severity="warning", fixes=(fix,))
    assert Problem.model_validate_json(problem.model_dump_json(by_alias=True)) == problem


def test_a_wire_is_written_with_the_words_from_and_to() -> None:
    edge = Edge(source=("a", 1), target=("b", "query", 0))
    assert edge.model_dump(mode="json", by_alias=True) == {"from": ["a", 1], "to": ["b", "query", 0]}


def test_equal_wires_are_one_in_a_set() -> None:
    assert len({Edge(source=("a", 0), target=("b", "inputs", 0)), Edge(source=("a", 0), target=("b", "inputs", 0))}) == 1


@pytest.mark.parametrize("name", ["", "9a", "_a", "a-b", "a b", "ä", "a" * 65, "a/b", None])
def test_an_id_that_keras_or_python_could_not_carry_is_refused(name: Any) -> None:
    with pytest.raises(ValidationError):
        Node(id=name, layer="Dense")


@pytest.mark.parametrize("name", ["a", "A", "conv2d_1", "a" * 64])
def test_ids_as_keras_makes_them_are_taken(name: str) -> None:
    assert Node(id=name, layer="Dense").id == name


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(ValidationError):
        Patch.model_validate({"set_confg": {}})
