"""How a training runs on each back end: over all devices at once, between the batches of an epoch, in which order it draws the samples."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any, TypeAlias

import keras
import numpy as np

from designer.core.backends import SPREADING, TITLES
from training.core.failures import TrainingFailed

Array: TypeAlias = np.ndarray[Any, Any]
Step: TypeAlias = Callable[..., Any]


def scope(*, all_devices: bool) -> AbstractContextManager[Any]:
    """Where a model is built and compiled that trains on one device, or on all that this process sees. Raises TrainingFailed."""
    if not all_devices:
        return nullcontext()
    backend = keras.backend.backend()
    if backend not in SPREADING:
        message = f"{TITLES[backend]} trains on one GPU here, not on all. Ask for one GPU, or for TensorFlow or JAX."
        raise TrainingFailed(message)
    return SCOPES[backend]()


def _mirrored() -> AbstractContextManager[Any]:
    import tensorflow as tf  # noqa: PLC0415  # other back ends do without it

    kind = "GPU" if tf.config.list_logical_devices("GPU") else "CPU"
    devices = [device.name for device in tf.config.list_logical_devices(kind)]
    strategy: AbstractContextManager[Any] = tf.distribute.MirroredStrategy(devices).scope()
    return strategy


def _data_parallel() -> AbstractContextManager[Any]:
    """Holds from here on: `fit` asks for it, too."""
    keras.distribution.set_distribution(keras.distribution.DataParallel(devices=keras.distribution.list_devices()))
    return nullcontext()


SCOPES: Mapping[str, Callable[[], AbstractContextManager[Any]]] = {"tensorflow": _mirrored, "jax": _data_parallel}


def processor_alone() -> AbstractContextManager[Any]:
    """Where Keras computes on the processor, on a machine whose GPUs are hidden from this process. To be entered before its first operation."""
    return PROCESSORS[keras.backend.backend()]()


def _jaxs_processor() -> AbstractContextManager[Any]:
    import jax  # noqa: PLC0415

    jax.config.update("jax_platforms", "cpu")
    return nullcontext()


def _torchs_processor() -> AbstractContextManager[Any]:
    scope: AbstractContextManager[Any] = keras.device("cpu")  # Keras chose a GPU when it was imported, by the worker
    return scope


PROCESSORS: Mapping[str, Callable[[], AbstractContextManager[Any]]] = {
    "tensorflow": nullcontext,
    "jax": _jaxs_processor,
    "torch": _torchs_processor,
}


def gpus_seen() -> int:
    """How many GPUs Keras finds in this process. It starts CUDA, so nothing may be forked after."""
    return SEEN[keras.backend.backend()]()


def _tensorflows_gpus() -> int:
    import tensorflow as tf  # noqa: PLC0415

    return len(tf.config.list_physical_devices("GPU"))


def _jaxs_gpus() -> int:
    import jax  # noqa: PLC0415

    return sum(device.platform != "cpu" for device in jax.devices())


def _torchs_gpus() -> int:
    import torch  # noqa: PLC0415

    return int(torch.cuda.device_count())


SEEN: Mapping[str, Callable[[], int]] = {"tensorflow": _tensorflows_gpus, "jax": _jaxs_gpus, "torch": _torchs_gpus}


def drawing(train: Step, count: int, done: Callable[[], None]) -> Step:
    """A train function that for `count` batches only draws them; the first trains all the same: before, there are no metrics to set."""
    return DRAWING[keras.backend.backend()](train, count, done)


def _draw_from(train: Step, count: int, done: Callable[[], None]) -> Step:
    """TensorFlow's: (iterator) -> logs. JAX's: (state, iterator) -> (logs, state)."""
    left, found = count, None

    def step(*given: Any) -> Any:
        nonlocal left, found
        if left == count:
            found = train(*given)
        else:
            next(given[-1])
        left -= 1
        if not left:
            done()
        return found

    return step


def _leave_out(train: Step, count: int, done: Callable[[], None]) -> Step:
    """PyTorch's: (batch) -> logs; the batch is drawn already."""
    left, found = count, None

    def step(batch: Any) -> Any:
        nonlocal left, found
        if left == count:
            found = train(batch)
        left -= 1
        if not left:
            done()
        return found

    return step


DRAWING: Mapping[str, Callable[[Step, int, Callable[[], None]], Step]] = {"tensorflow": _draw_from, "jax": _draw_from, "torch": _leave_out}


def order() -> list[Array]:
    """What the order of an epoch's samples follows from, and on PyTorch dropout, as arrays; nothing on TensorFlow, where the seed alone says it."""
    return ORDERS[keras.backend.backend()][0]()


def set_order(arrays: list[Array]) -> None:
    """Have everything drawn from here on as it was drawn before."""
    ORDERS[keras.backend.backend()][1](arrays)


def _numpys_order() -> list[Array]:
    _, keys, place, has_gauss, gauss = np.random.get_state(legacy=True)  # noqa: NPY002  (Keras draws from it)
    return [np.asarray(keys), np.asarray([place, has_gauss]), np.asarray([gauss])]


def _set_numpys_order(arrays: list[Array]) -> None:
    keys, (place, has_gauss), (gauss,) = arrays
    np.random.set_state(("MT19937", keys, int(place), int(has_gauss), float(gauss)))  # noqa: NPY002


def _torchs_order() -> list[Array]:
    import torch  # noqa: PLC0415

    return [np.asarray(state.numpy()) for state in (torch.get_rng_state(), *torch.cuda.get_rng_state_all())]


def _set_torchs_order(arrays: list[Array]) -> None:
    import torch  # noqa: PLC0415

    processor, *gpus = [torch.from_numpy(array.copy()) for array in arrays]
    torch.set_rng_state(processor)
    torch.cuda.set_rng_state_all(gpus)


ORDERS: Mapping[str, tuple[Callable[[], list[Array]], Callable[[list[Array]], None]]] = {
    "tensorflow": (list, lambda _: None),
    "jax": (_numpys_order, _set_numpys_order),
    "torch": (_torchs_order, _set_torchs_order),
}
