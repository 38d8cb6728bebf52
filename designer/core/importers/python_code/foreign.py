"""Programs that make no Keras network: what they are instead, in a sentence."""

from __future__ import annotations

import re
from typing import Final

EXPORT: Final = "Layerloom reads networks of Keras. Write the model as ONNX there and drop the .onnx file."
AGAIN: Final = "Layerloom reads networks of Keras. Make it of Keras layers, or draw it from the palette."
_KINDS: Final[tuple[tuple[str, str], ...]] = (
    (r"^\s*library\(|%>%|<-\s*keras_model|\blayer_dense\(", f"This is R. {AGAIN} In R, save_model_hdf5 writes a file that can be dropped here."),
    (r"^\s*(?:const|let|var)\s+\w+\s*=|\btf\.sequential\(|\bnew\s+\w+\(", f"This is JavaScript. {AGAIN}"),
    (r"^\s*(?:import|from)\s+torch\b|\bnn\.Module\b|\btorch\.nn\b", f"This is PyTorch. {EXPORT} torch.onnx.export does it."),
    (r"^\s*(?:import|from)\s+(?:mxnet|gluon)\b", f"This is MXNet. {EXPORT}"),
    (r"^\s*(?:import|from)\s+paddle\b", f"This is PaddlePaddle. {EXPORT}"),
    (r"^\s*(?:import|from)\s+(?:flax|haiku|jax)\b", f"This is JAX without Keras. {AGAIN}"),
    (r"\bMultiLayerConfiguration\b|^\s*import\s+org\.", f"This is Java. {AGAIN}"),
    (r"\btf\.estimator\b", f"This is an Estimator of TensorFlow, which hides its layers. {AGAIN}"),
    (r"\btf\.(?:placeholder|layers\.|Session|get_variable|Variable)", f"This is TensorFlow without Keras. {AGAIN}"),
    (r"^\s*(?:import|from)\s+sklearn\b", f"This is scikit-learn. {AGAIN}"),
    (r"^\s*(?:import|from)\s+transformers\b", f"This takes a whole network from a library, whose layers the program does not say. {AGAIN}"),
)
KINDS: Final = tuple((re.compile(pattern, re.MULTILINE), sentence) for pattern, sentence in _KINDS)


def foreign(text: str) -> str | None:
    """What a text is that has no network of Keras in it; None where it is not known."""
    return next((sentence for pattern, sentence in KINDS if pattern.search(text)), None)
