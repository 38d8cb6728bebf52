"""Runs a written module by itself, for verify.py: `python -I verify_child.py FOLDER SECONDS`.

FOLDER holds network.py and, where outputs are to be compared, weights.npz and inputs.npz; result.json and outputs.npz are left there. Its
standard input is a pipe that verify.py holds open. Of this program it imports nothing. It gives up what a written network does not need, before
it reads the code.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import sys
import threading
import time
from pathlib import Path
from typing import Any

MEMORY = 6 * 2**30
FILE_SIZE = 2 * 2**30
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
REFUSED = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.kill", "os.putenv", "ctypes.dlopen", "pty.", "shutil.")
CHANGING = ("os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.chmod", "os.chown", "os.link", "os.symlink", "os.truncate")


def limit(seconds: int) -> None:
    """Bound memory, computing time and files."""
    cores = os.cpu_count() or 1
    for name, bound in (
        (resource.RLIMIT_DATA, MEMORY),
        (resource.RLIMIT_CPU, seconds * cores),
        (resource.RLIMIT_FSIZE, FILE_SIZE),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(name)[1]
        lowest = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
        resource.setrlimit(name, (lowest, lowest))


def leave_network() -> None:
    """Move into a namespace without network devices, where the kernel allows it; refuse_rest holds in any case."""
    if sys.platform != "linux":
        return
    unshare = getattr(ctypes.CDLL(None), "unshare", None)
    if unshare is not None and unshare(CLONE_NEWNET) != 0:
        unshare(CLONE_NEWUSER | CLONE_NEWNET)


def end_with_parent() -> None:
    """End when standard input does: whoever started this holds the pipe's other end open while it lives, however it dies."""

    def wait() -> None:
        while os.read(0, 1):
            pass
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def refuse_rest(folder: Path) -> None:
    """From here on: no connections, no other programs, nothing written outside the folder. An audit hook cannot be taken away."""
    inside = str(folder) + os.sep

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(REFUSED):
            raise PermissionError(f"{event} is not for written code")
        if event == "open" and _is_writing(arguments) and not _is_inside(arguments[0], inside):
            raise PermissionError(f"{arguments[0]!r} may not be written")
        if event in CHANGING and not _is_inside(arguments[0], inside):
            raise PermissionError(f"{event} is not for written code")

    sys.addaudithook(hook)


def _is_writing(arguments: tuple[Any, ...]) -> bool:
    mode, flags = arguments[1], arguments[2]
    if isinstance(mode, str):
        return any(letter in mode for letter in "wax+")
    return bool((flags or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC))


def _is_inside(path: Any, folder: str) -> bool:
    if isinstance(path, int):
        return True  # a file that is open already
    return os.path.realpath(os.fsdecode(path)).startswith(folder) or os.fsdecode(path) == os.devnull


def main(folder: Path, seconds: int) -> None:
    """Give up what is not needed, run the code and tell what it made."""
    limit(seconds)
    leave_network()
    end_with_parent()  # after it: the kernel lets only a process of one thread leave
    import keras  # noqa: PLC0415

    keras.ops.zeros((1,)) + 1  # what the backend loads when it is first used, it loads here
    refuse_rest(folder)
    tell(folder)


def tell(folder: Path) -> None:
    """Run the code, and leave what is to be said of the model that it makes."""
    import keras  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    start = time.monotonic()
    source = (folder / "network.py").read_text(encoding="utf-8")
    names: dict[str, Any] = {"__name__": "network"}
    exec(compile(source, "network.py", "exec"), names)  # noqa: S102  (the writer's own text, and this process is made for it)
    model = names["make_model"]()
    sys.setrecursionlimit(100_000)
    told = {
        "seconds": time.monotonic() - start,
        "class": type(model).__name__,
        "config": json.loads(model.to_json()),
        "parameters": model.count_params(),
        "weights": [list(weight.shape) for weight in model.weights],
    }
    if (folder / "weights.npz").exists():
        np.savez(folder / "outputs.npz", *outputs(keras, np, model, folder))
    (folder / "result.json").write_text(json.dumps(told), encoding="utf-8")


def outputs(keras: Any, np: Any, model: Any, folder: Path) -> list[Any]:
    """What the model says of the samples with the weights that were handed over."""
    with np.load(folder / "weights.npz", allow_pickle=False) as file:
        weights = [file[f"arr_{place}"] for place in range(len(file.files))]
    if [weight.shape for weight in weights] == [tuple(weight.shape) for weight in model.weights]:
        model.set_weights(weights)
    with np.load(folder / "inputs.npz", allow_pickle=False) as file:
        given = [file[f"arr_{place}"] for place in range(len(file.files))]
    tensors = [keras.ops.convert_to_tensor(array) if array.dtype.kind == "U" else array for array in given]
    said = keras.tree.flatten(model(tensors[0] if len(tensors) == 1 else tensors, training=False))
    arrays = [keras.ops.convert_to_numpy(tensor) for tensor in said]
    return [array.astype("str" if array.dtype == object else "float32") if array.dtype.kind not in "fiub" else array for array in arrays]


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), int(sys.argv[2]))
