"""TensorFlow.js: a layers-model (model.json and weights.bin) that `tf.loadLayersModel` loads, written by us.

The configuration is that of Keras 2, which TensorFlow.js speaks; the format is that of its `io.ModelJSON`.
"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import keras
import numpy as np

from designer.core.exporters.serving import Arrays, Serving, as_list
from designer.core.exporters.tfjs_config import model_config
from designer.core.exporters.tfjs_reader import read
from designer.core.exporters.tfjs_table import VERSION
from designer.core.exporters.tfjs_weights import named_variables

MODEL, WEIGHTS = "model.json", "weights.bin"
VERIFIED = (
    f"read again by Layerloom, and every layer held against a table of what TensorFlow.js {VERSION} runs; TensorFlow.js itself was not run here"
)
"""What it is: our tests run TensorFlow.js under Node, the server has no Node."""


def write(serving: Serving, path: Path, samples: Arrays) -> tuple[str, ...]:
    """Write the zip; raises CannotExport for what TensorFlow.js has no layer for."""
    config = model_config(serving)
    weights = {name: np.ascontiguousarray(variable, "float32") for name, variable in named_variables(serving.model)}
    manifest = [{"name": name, "shape": list(array.shape), "dtype": "float32"} for name, array in weights.items()]
    model = {
        "format": "layers-model",
        "generatedBy": f"keras v{keras.__version__}",
        "convertedBy": "Layerloom",
        "modelTopology": {"keras_version": keras.__version__, "backend": "tensorflow", "model_config": config},
        "weightsManifest": [{"paths": [WEIGHTS], "weights": manifest}],
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(MODEL, json.dumps(model, indent=1))
        file.writestr(WEIGHTS, b"".join(array.tobytes() for array in weights.values()))
    return (f"Unzip it beside your page and load it by tf.loadLayersModel('{MODEL}'); a browser loads it from a server, not from a file.",)


def run(serving: Serving, path: Path, samples: Arrays) -> list[np.ndarray]:
    """What the file says of samples, read without looking at the model."""
    with zipfile.ZipFile(path) as file:
        model = read(json.loads(file.read(MODEL)), file.read(WEIGHTS))
    answer: Any = model.predict_on_batch(list(samples) if len(samples) > 1 else samples[0])
    return as_list(answer)
