"""Memory that ran out is known by the words of whoever ran out of it."""

from __future__ import annotations

import pytest

from designer.core.out_of_memory import is_out_of_memory

ResourceExhaustedError = type("ResourceExhaustedError", (Exception,), {})


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        ResourceExhaustedError("OOM when allocating tensor with shape[9,9]"),
        RuntimeError("RESOURCE_EXHAUSTED: Out of memory while trying to allocate 8 bytes"),
        RuntimeError("CUDA out of memory. Tried to allocate 2 GiB"),
        RuntimeError("[enforce fail at alloc_cpu.cpp:124] DefaultCPUAllocator: can't allocate memory: you tried to allocate 8 bytes"),
        RuntimeError("std::bad_alloc"),
        RuntimeError("Failed to allocate memory for requested buffer of size 8"),
        OSError(12, "Cannot allocate memory"),
    ],
)
def test_it_is_known_in_many_words(error: Exception) -> None:
    assert is_out_of_memory(error)


@pytest.mark.parametrize("words", ["Layer allocate_1 received another shape", "Node number 3 (CONV_2D) failed to allocate tensors", ""])
def test_other_failures_are_not_taken_for_it(words: str) -> None:
    assert not is_out_of_memory(ValueError(words))
