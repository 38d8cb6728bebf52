"""The Celery app. Tasks are sent by name, so that the web process never imports a task's code, nor Keras.

Names decide the queue: `designer.*` goes to "analysis"; what reads or writes files is called `designer.files.*` or `training.files.*`, and goes
to "files"; who asks a trained model names the queue "inference", and who trains a run one of `config.queues`: "cpu", "gpu" and so on.
"""

from __future__ import annotations

import gc
import os
import sys
import warnings
from typing import Any

from celery import Celery
from celery.platforms import SecurityWarning
from celery.signals import import_modules, worker_init, worker_process_init
from kombu import Queue

from config import broker
from config.processes import bound_memory, die_first, die_with_parent
from config.queues import QUEUES
from config.worker_commands import FILES_MEMORY

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
warnings.simplefilter("ignore", SecurityWarning)  # warns root of pickled tasks; ours are JSON
BEFORE_KERAS = {  # must stand in the environment before a back end is imported
    "TF_CPP_MIN_LOG_LEVEL": "2",
    "TF_FORCE_GPU_ALLOW_GROWTH": "true",  # a training takes of a GPU's memory what it needs, not all
    "XLA_PYTHON_CLIENT_PREALLOCATE": "false",  # the same, of JAX
    "PYTORCH_NVML_BASED_CUDA_CHECK": "1",  # PyTorch's import looks for a GPU without starting CUDA: the parent forks
}
for name, value in BEFORE_KERAS.items():
    os.environ.setdefault(name, value)

LONGEST_TRAINING = 7 * 24 * 3600  # seconds; a task unacknowledged for longer is delivered again

app = Celery("layerloom", broker=broker.celery_url())
app.conf.update(
    task_queues=(Queue("analysis"), Queue("inference"), Queue("files"), *map(Queue, QUEUES)),
    task_default_queue="analysis",
    task_routes={  # the first that fits
        "designer.files.*": {"queue": "files"},
        "training.files.*": {"queue": "files"},
        "designer.*": {"queue": "analysis"},
    },
    task_serializer="json",
    accept_content=["json"],
    task_ignore_result=True,
    worker_pool="config.prompt_pool:PromptPool",
    worker_prefetch_multiplier=1,
    worker_disable_prefetch=True,  # a worker that is killed takes no waiting task with it
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
    broker_transport_options={"visibility_timeout": LONGEST_TRAINING},
    timezone="UTC",
)
app.steps["consumer"].add("training.announcing:Announcing")


@import_modules.connect  # type: ignore[untyped-decorator]
def import_keras(**_: Any) -> None:
    """Import Keras in the worker's parent, so that its children start warm. It must not run one operation: forked children would hang.

    Keras imports scikit-learn where there is one, for two wrappers that nobody uses here: a quarter of the time that its import takes, and 60 MB.
    """
    sys.modules["sklearn"] = None  # type: ignore[assignment]  # which is how Python is told that there is none
    import keras  # noqa: F401, PLC0415

    del sys.modules["sklearn"]


app.autodiscover_tasks()  # after Keras


@worker_init.connect  # type: ignore[untyped-decorator]
def warm_up(sender: Any, **_: Any) -> None:
    """Keep what was imported out of the children's collections, so that its pages stay shared. Who trains needs what small data sets come from."""
    if str(sender.hostname).startswith("training"):
        import sklearn.datasets  # noqa: PLC0415
        import sklearn.model_selection  # noqa: F401, PLC0415

    gc.collect()
    gc.freeze()


@worker_init.connect  # type: ignore[untyped-decorator]
def bound_files_children(sender: Any, **_: Any) -> None:
    """Children of the worker for files hold only so much memory: a file may claim anything."""
    if str(sender.hostname).startswith("files@"):
        worker_process_init.connect(_bound_memory, weak=False)


def _bound_memory(**_: Any) -> None:
    bound_memory(FILES_MEMORY)
    die_first()


@worker_process_init.connect  # type: ignore[untyped-decorator]
def bind_to_worker(**_: Any) -> None:
    """A child whose worker was killed must not go on training for nobody."""
    die_with_parent()
