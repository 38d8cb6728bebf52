"""The one place where text of a person becomes code: the class of a Python layer, in the child that trains one run and then ends.

`loop` makes a maker only where the owner of the installation has switched Python layers on; `build` refuses them without one. The class sees
what the training process sees: this is leave to run programs on the server, and is given as that.
"""

from __future__ import annotations

from typing import Any

import keras
import numpy as np

from designer.core.calls import Call
from designer.core.python_source import read
from designer.core.stated import PythonFault
from training.core.class_lines import file_of, from_class_on, line_in_class

MODULE = "layerloom_python_layer"  # no module of that name can be imported
MOST_WORDS = 300


def make(call: Call, name: str | None) -> Any:
    """Execute the class of a call and make its layer. Raises PythonFault; what the class itself raises is left as it is."""
    found = read(str(call.node.config["source"]))
    given = {"keras": keras, "layers": keras.layers, "ops": keras.ops, "np": np, "Layer": keras.layers.Layer}
    names: dict[str, Any] = {"__name__": MODULE, **given}
    exec(compile(found.text, file_of(call.node.id, found.text), "exec"), names)  # noqa: S102  (switched on by the owner, and see above)
    arguments: Any = call.node.config.get("arguments") or {}
    more = {"trainable": False} if call.node.config.get("trainable") is False else {}
    try:
        layer = names[found.name](**arguments, **more, name=name)
    except (TypeError, ValueError) as error:
        if line_in_class(error) is not None:
            raise
        advice = f"Change its arguments, or the constructor of {found.name}."
        raise PythonFault(f"{call.title} cannot be made: {_short(error)}. {advice}", call.node.id) from None
    _check(layer, call, name)
    return layer


def _check(layer: Any, call: Call, name: str | None) -> None:
    """What would otherwise be found out after the training."""
    if not isinstance(layer, keras.layers.Layer):
        raise PythonFault(f"{call.title} is no layer: its class makes {type(layer).__name__}.", call.node.id)
    if layer.name != name:
        advice = "Its constructor must hand **kwargs on: super().__init__(**kwargs)."
        raise PythonFault(f"{call.title} does not take its name. {advice}", call.node.id)
    try:
        keras.saving.serialize_keras_object(layer)
    except Exception as error:  # noqa: BLE001  (a get_config of a person's own fails in any way)
        message = f"{call.title} could not be saved with the model: its get_config fails. {_short(error)}"
        raise PythonFault(message, call.node.id) from from_class_on(error)


def _short(error: BaseException) -> str:
    text = str(error).strip().partition("\n")[0].rstrip(".")
    return text[:MOST_WORDS] or type(error).__name__
