"""`if training:` in a layer or model of the program's own: what happens there only while it trains."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Any, Final

from designer.core.importers.python_code.graph import Layer, Network
from designer.core.importers.python_code.run import Run
from designer.core.importers.python_code.stacks import layers_in
from designer.core.importers.python_code.values import Scope, Unknown

ASLEEP: Final = frozenset(("Dropout", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D", "AlphaDropout", "GaussianDropout", "GaussianNoise"))
"""Layers that do nothing but while training; so do those that change pictures at random."""
AT_RANDOM: Final = "Random"


def is_training(value: Any) -> bool:
    """Whether a value is the argument that says whether the network trains."""
    return isinstance(value, Unknown) and value.order == "training"


def while_training(run: Run, value: Any, body: Sequence[ast.stmt], scope: Scope) -> bool:
    """Whether lines under `if training:` are followed: where their layers do nothing else than what they do while training anyway."""
    calls = [node for statement in body for node in ast.walk(statement) if isinstance(node, ast.Call)]
    if calls and all(_sleeps(run.evaluate(call.func, scope)) for call in calls):
        return True
    if calls or any(isinstance(node, ast.BinOp) for statement in body for node in ast.walk(statement)):
        run.note("unread", "What happens here only while training was left out.", getattr(body[0], "lineno", value.line))
    return False


def _sleeps(target: Any) -> bool:
    """Whether a layer, or each of a network's, does nothing but while training."""
    if isinstance(target, Network):
        return all(map(_sleeps, layers_in(target)))
    return isinstance(target, Layer) and (target.layer in ASLEEP or target.layer.startswith(AT_RANDOM))
