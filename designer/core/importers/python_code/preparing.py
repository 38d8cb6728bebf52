"""keras.applications' preprocess_input, as the layers that do the same to a tensor of images."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from designer.core.importers.python_code.calling import call_layer
from designer.core.importers.python_code.graph import Tensor
from designer.core.importers.python_code.layers_made import make_layer
from designer.core.importers.python_code.operations import formula
from designer.core.importers.python_code.plain import tensors_in
from designer.core.importers.python_code.run import Run
from designer.core.importers.python_code.values import Path, Unknown

PREPARING: Final = "preprocess_input"
AS_THEY_ARE: Final = frozenset(("convnext", "efficientnet", "efficientnet_v2", "mobilenet_v3"))
"""Architectures that prepare their images inside."""
TO_ONE: Final = frozenset(("inception_resnet_v2", "inception_v3", "mobilenet", "mobilenet_v2", "nasnet", "resnet_v2", "xception"))
"""Those that take numbers from -1 to 1."""
BY_SPREAD: Final = frozenset(("densenet",))
"""Those that take each channel by ImageNet's mean and spread; all others take it less the mean, blue first."""
MEANS: Final = (123.675, 116.28, 103.53)
SPREADS: Final = (58.395, 57.12, 57.375)
MEANS_BLUE_FIRST: Final = (103.939, 116.779, 123.68)


def prepared(run: Run, path: Path, positional: Sequence[Any], named: Mapping[str, Any], line: int) -> Any:
    """`keras.applications.vgg16.preprocess_input(x)`: of a tensor layers, of data the data, which is told."""
    images = positional[0] if positional else named.get("x", Unknown(f"{PREPARING}(…)", line))
    architecture = path.dotted.split(".")[-2]
    if architecture in AS_THEY_ARE:
        return images
    if not isinstance(images, Tensor):
        found = tensors_in([images])
        if len(found) != 1:
            run.note("changed", f"{PREPARING} of {architecture} prepares the data outside the network; it was left out.", line)
            return images
        images = found[0]
    if architecture in TO_ONE:
        return _layer(run, "Rescaling", {"scale": 1 / 127.5, "offset": -1.0}, images, line)
    if architecture in BY_SPREAD:
        return _layer(run, "Normalization", {"mean": list(MEANS), "variance": [spread**2 for spread in SPREADS]}, images, line)
    turned = formula(run, "x[..., ::-1]", [images], line)
    return _layer(run, "Normalization", {"mean": list(MEANS_BLUE_FIRST), "variance": [1.0, 1.0, 1.0]}, turned, line)


def _layer(run: Run, name: str, config: Mapping[str, Any], tensor: Tensor, line: int) -> Any:
    run.note("changed", f"{PREPARING} became {name}.", line)
    return call_layer(run, make_layer(run, name, [], config, line), [tensor], {}, line)
