"""What a training takes, as a person sees the network."""

from __future__ import annotations

from designer.core.analyse import examine, oracle
from tests.designer.core.block_cases import chain, node, residual
from training.core import memory


def test_the_layers_of_a_block_count_as_the_block_that_a_person_sees() -> None:
    nodes = [node("entry", "Input", shape=[4]), node("stages", "block.residual", repeat=3), node("wide", "Dense", units=8)]
    document = chain(*nodes, blocks={"residual": residual()}, ports={"stages": "x"})
    found = memory.estimate(examine(document, None, oracle()), 10)
    assert set(found.nodes) == {"entry", "stages", "wide"}
    assert found.biggest == "stages"
    assert found.weights["stages"] == 3 * 16 * (4 * 8 + 8 + 8 * 4 + 4)
