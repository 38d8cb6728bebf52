"""How it is known, of whatever was raised, that memory ran out. Of what raises it, nothing is imported here."""

from __future__ import annotations

import re

EXHAUSTED = "ResourceExhaustedError"  # TensorFlow's
SAID = re.compile(  # by XLA, CUDA, C++, PyTorch, ONNX Runtime and the system
    r"^RESOURCE_EXHAUSTED|CUDA out of memory|bad_alloc|(can't|cannot|could not|failed to|unable to) allocate (memory|\d)", re.IGNORECASE
)


def is_out_of_memory(error: BaseException) -> bool:
    """Whether that is what an exception says."""
    return isinstance(error, MemoryError) or type(error).__name__ == EXHAUSTED or SAID.search(str(error)) is not None
